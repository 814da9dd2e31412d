"""A session made for one item of the exam: three people who have agreed, what was said before, and one command.

It is decided about as any room is, so what comes of an answer is what people would see: tidied, held against its task,
its lines against their sources. The tripwire alone is off, for it would answer words of danger before any model.
"""

import re
from collections.abc import Iterator
from typing import Protocol

from bot.app.detect_language import attach_tongues, weigh_languages
from bot.llm.exam.items import PEOPLE, Item, Who
from bot.llm.exam.outcome import Outcome, Said
from bot.model import (
    Answered,
    Arrived,
    Ask,
    Card,
    Decision,
    Desk,
    Effect,
    Event,
    EventId,
    Failed,
    Heard,
    HoldBack,
    InSession,
    Notice,
    Person,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    Sighted,
    Tongue,
    UserId,
    Words,
)
from bot.policy import Policy
from bot.session.decide import decide
from bot.session.talk.agreement import hash_card
from bot.words.shelf import command_names

AT_DESK = frozenset({"ask", "suggest", "summary", "note"})
"""Commands that a therapist types at the desk; a text that holds danger is translated there too, for a therapist to read."""
PACE, BEFORE = 5.0, 600.0
"""Seconds between two messages, and how long before the question the session began."""
_POINTS = {"suggest-point": "answer", "note-line": "text"}
"""The sentences that show a line with its sources, and which of their arguments is what a model wrote."""
_LINK = re.compile(r"%24talk(\d+)$|\$talk(\d+)$")
_OURS = frozenset({"unread", "more"})
"""Why lines are left out that a model did nothing wrong about."""


class Stage(Protocol):
    """Where a question is answered: a real backend, or a script in a test."""

    def now(self) -> float:
        """Return the time, in seconds UTC."""
        ...

    async def answer(self, event: Event, decision: Decision, number: int) -> Answered | Failed:
        """Return what becomes of the question that is the effect `number` of `decision`, which came of `event`."""
        ...


async def play_item(item: Item, policy: Policy, stage: Stage) -> Outcome:
    """Return what comes of `item` in a session under `policy`, without the time that it took."""
    room, command = _begin_session(item, policy, stage.now() - BEFORE)
    effects: list[Effect] = []
    answers: list[Answered | Failed] = []
    events: list[Event] = [command]
    while events:
        event = attach_tongues(room, events.pop(0))
        decision = decide(room, event, policy)
        room = decision.room
        effects += list(decision.effects)
        asked = [number for number, effect in enumerate(decision.effects) if isinstance(effect, Ask)]
        came = [await stage.answer(event, decision, number) for number in asked]
        answers += came
        events += came
    return _describe_outcome(tuple(effects), tuple(answers))


def make_user_id(who: Who) -> UserId:
    """Return the id of somebody in the exam's room."""
    return UserId(f"@{who}:exam")


def _begin_session(item: Item, policy: Policy, began: float) -> tuple[Room, Heard]:
    """Return a room in which everybody has agreed, the AI is on and the item's talk was said; and the command."""
    room = Room(RoomId(f"!{item.name}:exam"))
    people = tuple(Person(make_user_id(who), name) for who, name in PEOPLE.items())
    prefix = policy.rules.prefix
    arrived = Arrived(EventId("$arrived"), began, people, encrypted=True, private=True, history="joined")
    room = decide(room, arrived, policy).room
    readers = tuple(person.id for person in people)
    for language in policy.card_languages:
        card = (EventId(f"$card-{language}"), language, hash_card(policy, language), readers)
        room = decide(room, Sighted(EventId(f"$sighted-{language}"), began, *card), policy).room
    first: list[tuple[Who, str]] = [("first", f"{prefix}agree"), ("second", f"{prefix}agree")]
    first.append(("therapist", f"{prefix}listen"))
    for number, (who, text) in enumerate(first, start=1):
        where = Desk() if who == "therapist" else SessionRoom()
        heard = Heard(EventId(f"$begin{number}"), make_user_id(who), began + number, text, signed=True, where=where)
        room = decide(room, heard, policy).room
    for number, (who, text) in enumerate(item.talk, start=1):
        at = began + PACE * number + len(first)
        heard = Heard(EventId(f"$talk{number}"), make_user_id(who), at, text, signed=True)
        room = decide(room, heard, policy).room
    return room, _make_command(item, policy, began + PACE * (len(item.talk) + 2))


def _make_command(item: Item, policy: Policy, at: float) -> Heard:
    """Return the item as somebody types it, in the item's language."""
    at_desk = item.command in AT_DESK or (item.danger and item.command == "translate")
    where: InSession = Desk() if at_desk else SessionRoom()
    name = command_names(item.language)[item.command][0]
    text = " ".join(filter(None, (f"{policy.rules.prefix}{name}", item.into, item.says)))
    return Heard(
        EventId(f"$asked-{item.name}"),
        make_user_id("therapist" if at_desk else "first"),
        at,
        text,
        signed=True,
        where=where,
    )


def _describe_outcome(effects: tuple[Effect, ...], answers: tuple[Answered | Failed, ...]) -> Outcome:
    came = tuple(answer for answer in answers if isinstance(answer, Answered))
    shown = tuple(_list_shown(effects))
    said = tuple(_list_said(shown))
    nodes = tuple(node for words in shown for node in _walk(words))
    return Outcome(
        answer="\n".join(answer.text for answer in came),
        said=said,
        held="" if said else _find_why_held(effects),
        trouble=next((answer.trouble for answer in answers if isinstance(answer, Failed)), None),
        doubt=next((str(doubt) for node in nodes if (doubt := dict(node.args).get("doubt", "none")) != "none"), ""),
        cut=any(dict(node.args).get("cut") == 1 for node in nodes),
        left_out=sum(_count_left_out(node) for node in nodes),
        tongues=_weigh_lines(said),
        tokens_in=sum(answer.tokens_in for answer in came),
        tokens_out=sum(answer.tokens_out for answer in came),
    )


def _list_shown(effects: tuple[Effect, ...]) -> Iterator[Words]:
    """Yield the sentences in which people see what a model wrote."""
    for effect in effects:
        if isinstance(effect, Reply | Notice | Card) and effect.mark.generated:
            yield effect.words


def _list_said(shown: tuple[Words, ...]) -> Iterator[Said]:
    """Yield what the model wrote of these sentences, without the bot's own words around it."""
    for node in (node for words in shown for node in _walk(words)):
        args = dict(node.args)
        links, text = _find_links(node), args.get(_POINTS.get(node.key, "answer"))
        if isinstance(text, str):
            yield Said(text, _read_cites(links))


def _find_links(node: Words) -> tuple[Words, ...]:
    """Return the links that stand with what a sentence says: in it, or in the heading of a card."""
    args = dict(node.args)
    heading = args.get("heading")
    links = dict(heading[0].args).get("links") if isinstance(heading, tuple) else args.get("links")
    return links if isinstance(links, tuple) else ()


def _walk(words: Words) -> Iterator[Words]:
    """Yield a sentence, and all that it is filled with, in the order of the message."""
    yield words
    for _, value in words.args:
        if isinstance(value, tuple):
            for inner in value:
                yield from _walk(inner)


def _read_cites(links: tuple[Words, ...]) -> tuple[int, ...]:
    """Return the numbers, in the talk, of the messages that links lead to."""
    targets = (str(dict(node.args).get("link", "")) for link in links for node in _walk(link))
    found_numbers = (match for target in targets if (match := _LINK.search(target)))
    return tuple(int(match[1] or match[2]) for match in found_numbers)


def _count_left_out(node: Words) -> int:
    args = dict(node.args)
    counts = node.key == "left-out" and args["why"] not in _OURS
    return int(str(args["count"])) if counts else 0


def _find_why_held(effects: tuple[Effect, ...]) -> str:
    """Return why people see nothing of an answer: the fault that was found, or what they read instead."""
    fault = next((effect.reason for effect in effects if isinstance(effect, HoldBack)), "")
    instead = [effect.words.key for effect in effects if isinstance(effect, Reply | Notice)]
    return fault or next(reversed(instead), "nothing")


def _weigh_lines(said: tuple[Said, ...]) -> tuple[Tongue, ...]:
    """Return what each line of an answer may be written in."""
    lines = (line for part in said for line in part.text.split("\n") if line.strip())
    return tuple(Tongue(len(line.split()), weigh_languages(line)) for line in lines)
