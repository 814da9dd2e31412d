"""The commands: one row each, and how a message is recognised as one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from bot.model import Decision, Explained, Heard, Language, Role, Room, Said, Wish
from bot.policy import Policy
from bot.session.call import Call
from bot.session.window import own_words
from bot.session.wishes import wished
from bot.words import folded, languages
from bot.words.typed import command_names, typed_words

EVERYBODY = (Role.THERAPIST, Role.CLIENT)
THERAPIST = (Role.THERAPIST,)


@dataclass(frozen=True, slots=True)
class Command:
    """One row: its own name, by which policies call it too, who may use it, and what it does.

    `lowers`: it turns the AI down, so it needs no cross-signed device and no policy can take it away.
    `raises`: it turns the AI up, so it is not done late.
    """

    name: str
    run: Callable[[Call], Decision]
    who: tuple[Role, ...] = EVERYBODY
    lowers: bool = False
    raises: bool = False

    @property
    def aliases(self) -> tuple[tuple[Language, str], ...]:
        """Return its names, each with the language that it is in."""
        return tuple((spoken, name) for spoken in languages() for name in command_names(spoken).get(self.name, ()))


ORDER = (
    *("stop", "listen", "speak", "off", "agree", "decline", "withdraw", "privacy", "help", "status", "policy", "ack"),
    *("translate", "express", "ask", "explain", "suggest", "window", "summary", "note", "wrong", "retract"),
    *("sent", "mask", "end", "forget", "mydata", "reliance"),
)
"""The order in which people read of the commands, in `!help` and in the manual: what stops the AI first."""

TABLE: dict[str, Command] = {}
ALWAYS = frozenset(
    {"help", "status", "policy", "privacy", "agree", "decline", "withdraw", "stop", "off", "wrong", "retract", "ack"}
    | {"end", "forget", "mydata", "sent", "mask"}
)
"""Commands that no policy takes away: who sits in the room can always know, agree, refuse, stop and set right."""

RIGHTS = frozenset({"forget", "mydata", "sent", "mask"})
"""Commands that no policy takes away from anybody who may use them: the law gives people what they do, or they only protect."""


def command(
    name: str,
    *,
    who: tuple[Role, ...] = EVERYBODY,
    kind: str = "",
) -> Callable[[Callable[[Call], Decision]], Callable[[Call], Decision]]:
    """Enter the decorated function into the table as the command `name`.

    What people type for it stands in `commands.yaml` of each language; `kind` is `lowers`, `raises` or nothing.
    """

    def enter(run: Callable[[Call], Decision]) -> Callable[[Call], Decision]:
        TABLE[name] = Command(name, run, who, lowers=kind == "lowers", raises=kind == "raises")
        rows = sorted(TABLE.items(), key=lambda row: ORDER.index(row[0]))
        TABLE.clear()
        TABLE.update(rows)
        return run

    return enter


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something typed like a command that is none, with the nearest name that is one."""

    nearest: str | None
    language: Language


def recognise(room: Room, heard: Heard, policy: Policy) -> Call | Unknown | None:
    """Return the command in `heard`, or the wish on an answer; Unknown if it is typed like one; None if it is talk.

    A command stands at the start of a message, in the sender's own words: never in a quotation.
    """
    if heard.reply_to and (found := wished(room, heard, policy.rules.prefix)):
        return _on_an_answer(Call(room, heard, policy, "explain", policy.languages[0]), *found)
    if heard.calls_bot:
        typed, argument = _called(heard.text, policy.rules.prefix)
        if typed not in _names():
            return Call(room, heard, policy, "ask", policy.languages[0], own_words(heard.text))
    elif _is_bare_agreement(room, heard):
        typed, argument = folded(heard.text).strip(".!"), ""
    else:
        typed, argument = _split(heard.text, policy.rules.prefix)
    if not typed:
        return None
    if row := _names().get(typed):
        return Call(room, heard, policy, row[0], _language_of(typed, policy), own_words(argument))
    nearest = _nearest(typed)
    return Unknown(nearest, _language_of(nearest, policy))


def _on_an_answer(call: Call, wish: Wish, language: Language, answer: Said | Explained) -> Call:
    """Return the wish as a call of the command that the answer came of: who may not use that may not wish either."""
    again = answer.again if isinstance(answer, Said) else answer
    spoken = language if language in call.policy.languages or not again else again.language
    name = answer.task.value if isinstance(answer, Said) else call.name
    return replace(call, name=name, language=spoken, wish=wish)


def addressed(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether `heard` is for the bot: all that it may keep while the floor is off."""
    return recognise(room, heard, policy) is not None


def allowed(name: str, policy: Policy) -> tuple[Role, ...]:
    """Return the roles that may use the command `name` in this room."""
    row = TABLE[name]
    if name not in ALWAYS and policy.rules.commands is not None and name not in policy.rules.commands:
        return ()
    if row.lowers:
        return row.who if row.who == THERAPIST else tuple(Role)  # who only sits in may stop it too
    return row.who if name in RIGHTS else policy.rules.ask.get(name, row.who)


def named(typed: str) -> str | None:
    """Return the command that goes by the name or alias `typed`, or None."""
    found = _names().get(folded(typed))
    return found[0] if found else None


def _split(text: str, prefix: str) -> tuple[str, str]:
    """Return the name behind `prefix`, folded, and the argument; two empty texts if there is no name."""
    start = text.lstrip(" \t\r\n\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")
    if not start.startswith(prefix):
        return "", ""
    typed, _, argument = start[len(prefix) :].replace("\n", " \n", 1).partition(" ")
    name = folded(typed).rstrip(".,:;!?\u2026")
    return (name, argument.strip()) if re.fullmatch(r"[^\W\d_][\w-]{0,30}", name) else ("", "")


def _called(text: str, prefix: str) -> tuple[str, str]:
    """Return the command behind a mention: `@bot !help`, and `@bot stop`, which nobody should have to spell twice."""
    bare = folded(text).strip(".!")
    found = _names().get(bare)
    return (bare, "") if found and TABLE[found[0]].lowers else _split(text, prefix)


def _is_bare_agreement(room: Room, heard: Heard) -> bool:
    """Return whether `heard` answers a consent card with the bare word."""
    return is_bare(heard.text) and room.consent_card(heard.reply_to) is not None


def is_bare(text: str) -> bool:
    """Return whether `text` is the bare word that agrees, and only as a reply to a card."""
    return folded(text).strip(".!") in typed_words("agree")


def _names() -> dict[str, tuple[str, Language | None]]:
    """Return every name of every command, with its language; None where several languages share it."""
    found: dict[str, tuple[str, Language | None]] = {}
    for row in TABLE.values():
        for language, alias in row.aliases:
            found[alias] = (row.name, None if alias in found else language)
    return found


def _language_of(name: str | None, policy: Policy) -> Language:
    """Return the language that a command's name is in, if it is one of the room's; else the room's own."""
    _, spoken = _names().get(name or "", ("", None))
    return spoken if spoken in policy.languages else policy.languages[0]


def _nearest(typed: str) -> str | None:
    """Return the command name or alias that `typed` most likely means, if any is near."""
    far = max(1, len(typed) // 3)
    score, name = min((OSA.distance(typed, alias), alias) for alias in _names())
    return name if score <= far else None
