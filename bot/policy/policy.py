"""The effective policy of one room, and what it says about people and tasks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from bot.model import PAPERS, Desk, Language, Purpose, Role, Task, UserId, Where
from bot.policy.note_templates import NoteTemplate, load_own_templates
from bot.policy.people_patterns import is_named
from bot.policy.rules import RoomRules
from bot.words.book import Book, load_built_in_book

DAY = 24 * 3600.0
STANDING = 768
"""Tokens that what a model is told by the bot itself takes, at most."""
MINORS_REMINDER = 3 * 3600.0
"""How often a minor is told that it is an AI, in seconds."""

Distance: TypeAlias = Literal["here", "network", "remote"]
"""How far off a backend is: on this machine, in the clinic's own network, or anywhere else."""
FOR_THE_DESK = frozenset({Task.OFFER, Task.SUGGEST, Task.SUMMARY, Task.NOTE})
"""What is asked for the therapist alone, wherever it is asked; whatever is asked at the desk is so too."""
COMMAND_OF: Mapping[Task, str] = {
    Task.EXPLAIN: "explain",
    Task.TRANSLATE: "translate",
    Task.INTERPRET: "translate",
    Task.EXPRESS: "express",
    Task.ASK: "ask",
    Task.SUGGEST: "suggest",
    Task.OFFER: "speak",
    Task.SUMMARY: "summary",
    Task.NOTE: "note",
}
"""By which command each task is asked for. The second reader is no command's: `crisis.model` alone lets a model read."""


@dataclass(frozen=True, slots=True)
class BackendFacts:
    """What people are told about the backend: its name, its kind, its model, and where it is.

    `address` is its server's, empty if it has none of its own. It is told to nobody, and another one is another backend.
    `party` is with whom an agreement was signed about it, empty if there is none.
    `context` is how many tokens it takes in, `longest` how many of them its answer may be.
    `commands` are those that it may serve; None if it may serve all.
    `fallback` is the one that is asked where this one fails, if the room's rules let it.
    """

    name: str = "embedded"
    kind: str = "embedded"
    model: str | None = None
    where: Distance = "here"
    party: str = ""
    context: int = 8192
    longest: int = 700
    commands: tuple[str, ...] | None = None
    fallback: "BackendFacts | None" = None
    address: str = field(default="", repr=False)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what makes it this backend and no other, whatever it is called: kind, address, model, place.

        Behind a space stands that of its fallback, if it has one.
        """
        own = sha256(json.dumps([self.kind, self.address, self.model, self.where]).encode()).hexdigest()
        return f"{own} {self.fallback.digest}" if self.fallback else own

    @property
    def room_for_talk(self) -> int:
        """Return how many tokens of people's words fit beside the standing text and the answer, whichever backend gives it."""
        own = self.context - self.longest - STANDING
        return min(own, self.fallback.room_for_talk) if self.fallback else own

    @property
    def longest_answer(self) -> int:
        """Return how many tokens an answer may be at most, whichever backend gives it."""
        return max(self.longest, self.fallback.longest) if self.fallback else self.longest

    def find_refusal(self, rules: RoomRules) -> str | None:
        """Return what in `rules` keeps it from being used in a room, as its file would say it; None if nothing does."""
        if not self.remote:
            return None
        if rules.backends_allowed == "local":
            return "`backends_allowed: local`"
        if rules.agreement_required and not self.party:
            return "`agreement_required: true`, and none is on file"
        return None

    def serves(self, task: Task) -> bool:
        """Return whether it may be asked `task`, as far as its own `commands` say."""
        command = COMMAND_OF.get(task)
        return self.commands is None or command is None or command in self.commands

    @property
    def generative(self) -> bool:
        """Return whether a language model stands behind it."""
        return self.kind != "embedded"

    @property
    def remote(self) -> bool:
        """Return whether what it is sent leaves the clinic."""
        return self.where == "remote"

    @property
    def place(self) -> str:
        """Return where words go, as the sentences for people call it: `none` if no model is asked."""
        return self.where if self.generative else "none"


@dataclass(frozen=True, slots=True)
class Policy:
    """The effective policy of one room: the rules, where each came from, and the backend they name.

    `bot` is the bot's own user id. `sha256` names exactly these rules and this backend.
    `templates` are the kinds of note that there are, by name.
    `on_call` is whether the clinic has a room that is told when nobody acknowledges a crisis, `pages` whether somebody is
    paged outside Matrix then.
    `glossary` is what terms mean here: the clinic's own text, which no rule and no agreement hangs on, so `sha256` leaves it out.
    `controller` answers for people's data and `contact` is how they are reached, empty where the files do not say.
    `transcription` is the backend that the files name for voice messages, None if they name none.
    `filed` is what the files say, where this is what holds of it in a room (`in_force`).
    `computed` is what was found out from this policy alone, and is asked for with each event, by what it is.
    """

    rules: RoomRules
    bot: UserId
    backend: BackendFacts = BackendFacts()
    origins: Mapping[str, str] = field(default_factory=dict)
    on_call: bool = False
    pages: bool = False
    controller: str = ""
    contact: str = ""
    templates: Mapping[str, NoteTemplate] = field(default_factory=load_own_templates, repr=False, compare=False)
    glossary: Book = field(default_factory=load_built_in_book, repr=False)
    filed: "Policy | None" = field(default=None, repr=False, compare=False)
    transcription: BackendFacts | None = None
    computed: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def demo(self) -> bool:
        """Return whether this room is a demonstration, as the consent card says."""
        return "demo" in self.rules.jurisdiction

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the room's languages, the room's own first."""
        return tuple(Language(code) for code in self.rules.language)

    @property
    def card_languages(self) -> tuple[Language, ...]:
        """Return the languages of the consent card: the room's, then those that the law asks for."""
        return tuple(dict.fromkeys((*self.languages, *(Language(code) for code in self.rules.consent.languages))))

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the rules and the backend, as hexadecimal digits; computed once."""
        if ("sha256",) not in self.computed:
            self.computed["sha256",] = self._compute_hash()
        return str(self.computed["sha256",])

    def _compute_hash(self) -> str:
        backend = self.backend
        told = [backend.digest, backend.name, backend.party]
        second = backend.fallback
        if backend.commands is not None or second is not None:
            told += [",".join(backend.commands or ("all",))]
        if second is not None:
            told += [second.name, second.party, ",".join(second.commands or ("all",))]
        if self.transcription is not None:
            told += [self.transcription.digest, self.transcription.party]
        facts = [self.rules.model_dump(mode="json"), *told]
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    @property
    def simulated(self) -> bool:
        """Return whether what the AI writes goes to the desk alone, marked as a simulation."""
        return self.rules.mode == "simulate"

    @property
    def posts_allowed(self) -> bool:
        """Return whether any text of the AI may reach the session room."""
        return self.rules.posts != "never" and not self.simulated

    @property
    def second_reader(self) -> bool:
        """Return whether a model reads along beside the tripwire's list: where all files let it, and there is a model."""
        crisis = self.rules.crisis
        return crisis.enabled and crisis.model and self.backend.generative

    @property
    def transcriber(self) -> BackendFacts | None:
        """Return the backend that writes voice messages down here; None where none does, or none may."""
        named = self.transcription
        if named is None or self.rules.transcription != named.name:
            return None
        return None if named.find_refusal(self.rules) else named

    @property
    def shows_voices_at_once(self) -> bool:
        """Return whether what was written down of a voice stands in the room before a therapist has looked at it."""
        return self.rules.transcripts == "room" and self.rules.posts == "any" and not self.simulated

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Return what everybody agrees to before the AI listens; to having their voice written down only where anything does that."""
        asked = self.rules.consent.purposes
        return asked if self.transcriber else tuple(purpose for purpose in asked if purpose is not Purpose.VOICE)

    @property
    def keeps_session(self) -> bool:
        """Return whether all the talk of a session is kept, and not the window alone: where a summary or note may be made."""
        commands = self.rules.commands
        offered = (task for task in PAPERS if commands is None or COMMAND_OF[task] in commands)
        return self.backend.generative and any(self.reaches(task, Desk()) for task in offered)

    @property
    def disclose_seconds(self) -> float:
        """Return after how many seconds people are told again that it is an AI."""
        every = self.rules.disclose_every * DAY
        return min(every, MINORS_REMINDER) if self.rules.minor else every

    @property
    def interprets_at_once(self) -> bool:
        """Return whether a live translation goes to the room without a therapist's word on each.

        A therapist asked for all of them by turning it on, so it does where what is asked for needs no word; and where it
        does, by an exception for translation alone.
        """
        exception = self.rules.translate_auto is True and self.rules.posts == "any" and not self.simulated
        return exception or not self.needs_approval(Task.INTERPRET)

    @property
    def leaves_interpreting_to_therapist(self) -> bool:
        """Return whether a therapist may let live translations go without a word on each, for one session."""
        rules = self.rules
        asks = rules.translate_auto == "ask" and rules.posts == "any" and not self.simulated
        return asks and not self.interprets_at_once

    def needs_approval(self, task: Task) -> bool:
        """Return whether the answer to `task`, which somebody asked for, waits for a therapist."""
        rules = self.rules
        a_minors_words = rules.minor and task is Task.EXPRESS
        return rules.approval == "all" or rules.posts != "any" or self.simulated or a_minors_words

    def serves(self, task: Task) -> bool:
        """Return whether the room's backend or its fallback may be asked `task`, as far as their own `commands` say."""
        return any(backend.serves(task) for backend in self.both_backends)

    def reaches(self, task: Task, where: Where) -> bool:
        """Return whether what is asked at `where` may go to any backend."""
        return bool(self.list_backends(task, where))

    def list_backends(self, task: Task, where: Where) -> tuple[BackendFacts, ...]:
        """Return which backends may be asked `task` at `where`, in this order: the room's, and the one asked where it fails."""
        both = self.both_backends
        return tuple(backend for backend in both if backend.serves(task) and self._may_go(backend, task, where))

    def name_backends(self, task: Task, where: Where) -> tuple[str, str]:
        """Return the name of the backend that is asked `task` at `where`, and of the one asked where that fails; empty if none is."""
        names = [backend.name for backend in self.list_backends(task, where)]
        return (names[0] if names else self.backend.name), (names[1] if len(names) > 1 else "")

    def find_backend(self, name: str) -> BackendFacts:
        """Return the backend of this room that is called `name`; the first where neither is, as after a change of files."""
        return next((backend for backend in self.both_backends if backend.name == name), self.backend)

    @property
    def both_backends(self) -> tuple[BackendFacts, ...]:
        """Return the backend of this room, and its fallback if it has one."""
        return (self.backend, *((self.backend.fallback,) if self.backend.fallback else ()))

    def _may_go(self, backend: BackendFacts, task: Task, where: Where) -> bool:
        """Return whether what is asked at `where` may go to `backend`, as far as it matters where that is.

        Psychotherapy notes need an authorization of their own (45 CFR 164.508(a)(2)), and the desk is where they are written.
        """
        if not backend.remote:
            return True
        desk = isinstance(where, Desk) or task in FOR_THE_DESK
        return self.rules.backends_allowed == "any" and not (desk and self.rules.desk_backends == "local")

    def role(self, person: UserId) -> Role:
        """Return who `person` is. The policy file decides, never what somebody types or their power level."""
        if is_named(self.rules.therapists, person):
            return Role.THERAPIST
        return Role.OBSERVER if person in self.rules.observers else Role.CLIENT

    def is_supervisor(self, person: UserId) -> bool:
        """Return whether `person` oversees the therapists of this room."""
        return is_named(self.rules.supervisors, person)
