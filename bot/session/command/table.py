"""The commands: one row each, and how a message is recognised as one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.model import Decision, Desk, Explained, Heard, Language, Role, Room, Said, Wish
from bot.policy import Policy
from bot.session.command.card_words import find_answer_language, find_answered_card, read_card_answer
from bot.session.command.context import CommandContext, find_own_language
from bot.session.command.generous import is_only_polite, read_bare_words, read_nearly
from bot.session.command.natural import find_term_asked_of_bot
from bot.session.command.wishes import find_answer_at, recognise_wish
from bot.session.talk.window import strip_quotations
from bot.who_may import What
from bot.words import fold_text, languages
from bot.words.shelf import QUESTIONS, command_names, pattern, read_once, typed_words
from bot.words.slips import count_typos

EVERYBODY = (Role.THERAPIST, Role.CLIENT)
THERAPIST = (Role.THERAPIST,)


@dataclass(frozen=True, slots=True)
class Command:
    """One row: its own name, by which policies call it too, who may use it, and what it does.

    `lowers`: it turns the AI down, so it needs no cross-signed device and no policy can take it away.
    `raises`: it turns the AI up, so it is not done late. `raises_with`: it does so with one of these words right behind
    it, by what they mean, unless another one turns it off.
    """

    name: str
    run: Callable[[CommandContext], Decision]
    who: tuple[Role, ...] = EVERYBODY
    lowers: bool = False
    raises: bool = False
    raises_with: str = ""

    def find_what(self, argument: str) -> What:
        """Return what it is in the table of who may what, with `argument` behind it."""
        if self.lowers:
            return What.LOWER
        words = re.findall(r"\w+", fold_text(argument)) if self.raises_with else []
        turns_up = words[:1] and words[0] in typed_words(self.raises_with) and not typed_words("live.off") & {*words}
        if self.raises or turns_up:
            return What.RAISE
        return What.AGREE if self.name == "agree" else What.ASK

    @property
    def aliases(self) -> tuple[tuple[Language, str], ...]:
        """Return its names, each with the language that it is in."""
        return tuple((spoken, name) for spoken in languages() for name in command_names(spoken).get(self.name, ()))


ORDER = (
    *(
        "stop",
        "listen",
        "speak",
        "off",
        "agree",
        "decline",
        "withdraw",
        "privacy",
        "help",
        "status",
        "policy",
        "ack",
        "drill",
    ),
    *("translate", "express", "ask", "explain", "suggest", "window", "summary", "note", "wrong", "retract"),
    *("cards", "sent", "mask", "end", "forget", "mydata", "clear", "reliance"),
)
"""The order in which people read of the commands, in `!help` and in the manual: what stops the AI first."""

TABLE: dict[str, Command] = {}
ALWAYS = frozenset(
    {
        "help",
        "status",
        "policy",
        "privacy",
        "agree",
        "decline",
        "withdraw",
        "stop",
        "off",
        "wrong",
        "retract",
        "ack",
        "drill",
        "clear",
    }
    | {"cards", "end", "forget", "mydata", "sent", "mask"}
)
"""Commands that no policy takes away: who sits in the room can always know, agree, refuse, stop and set right."""

RIGHTS = frozenset({"forget", "mydata", "sent", "mask"})
"""Commands that no policy takes away from anybody who may use them: the law gives people what they do, or they only protect."""


def register_command(
    name: str,
    *,
    who: tuple[Role, ...] = EVERYBODY,
    kind: str = "",
    raises_with: str = "",
) -> Callable[[Callable[[CommandContext], Decision]], Callable[[CommandContext], Decision]]:
    """Enter the decorated function into the table as the command `name`.

    What people type for it stands in `commands.yaml` of each language; `kind` is `lowers`, `raises` or nothing, and
    `raises_with` the key in `typed.yaml` of the words with which it raises.
    """

    def enter(run: Callable[[CommandContext], Decision]) -> Callable[[CommandContext], Decision]:
        lowers, raises = kind == "lowers", kind == "raises"
        TABLE[name] = Command(name, run, who, lowers=lowers, raises=raises, raises_with=raises_with)
        rows = sorted(TABLE.items(), key=lambda row: ORDER.index(row[0]))
        TABLE.clear()
        TABLE.update(rows)
        return run

    return enter


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something typed like a command that is none, with the nearest name that is one.

    `nearly`: that name is what was typed, but not in the form in which a command counts. `twofold`: what was typed is a
    name that sounds like two commands, and nothing beside it says which of them is meant.
    """

    nearest: str | None
    language: Language
    nearly: bool = False
    twofold: bool = False


def recognise_command(room: Room, heard: Heard, policy: Policy) -> CommandContext | Unknown | None:
    """Return the command in `heard`, or the wish on an answer; Unknown if it is typed like one; None if it is talk.

    A command stands at the start of a message, in the sender's own words: never in a quotation. Of what people do not see
    of a message only what turns the AI down is one; and only that is one in whatever form it is typed.
    """
    if heard.differs and (hidden := _recognise_hidden_off(room, heard, policy)):
        return hidden
    if (heard.reply_to or heard.calls_bot) and (wished := recognise_wish(room, heard, policy.rules.prefix)):
        return _make_wish_call(CommandContext(room, heard, policy, "explain", policy.languages[0]), *wished)
    if natural := _recognise_natural(room, heard, policy):
        return natural
    if heard.calls_bot:
        typed, argument = _strip_call(heard.text, policy.rules.prefix)
        if typed not in _list_all_names():
            asked = CommandContext(room, heard, policy, "ask", policy.languages[0], strip_quotations(heard.text))
            return _recognise_nearly(room, heard, policy) or asked
    elif (heard.reply_to or heard.thread) and read_card_answer(room, heard):
        spoken = find_answer_language(room, heard)
        language = spoken if spoken in policy.languages else policy.languages[0]
        return CommandContext(room, heard, policy, "agree", language)
    else:
        typed, argument = _split_command(heard.text, policy.rules.prefix)
    if named := _recognise_name(room, heard, policy, *_join_name(typed, argument)):
        return named
    nearly = _recognise_bare_off(room, heard, policy) or _recognise_nearly(room, heard, policy)
    return nearly or _name_nearest(typed, policy)


def _recognise_name(
    room: Room, heard: Heard, policy: Policy, typed: str, argument: str
) -> CommandContext | Unknown | None:
    """Return the command that goes by the name `typed`, if what stands beside it leaves no doubt; None if none does."""
    row = _list_all_names().get(typed)
    if row is None:
        return None
    language = _find_command_language(typed, policy)
    if _can_mean_both(typed, row[0], argument, is_reply=_replies_to_words(room, heard)):
        return Unknown(None, language, twofold=True)
    return CommandContext(room, heard, policy, row[0], language, strip_quotations(argument))


def _can_mean_both(typed: str, command: str, argument: str, *, is_reply: bool) -> bool:
    """Return whether a name may mean its command or another that sounds like it, by what stands beside it.

    Whoever takes their own agreement back needs no words behind the name and no message that it is about; whoever takes a
    message of the bot's back needs one of the two.
    """
    if typed not in typed_words("twofold"):
        return False
    if command == "withdraw":
        return is_reply or not is_only_polite(argument)
    names_answer = re.match(r"[a-z]\d+\b", fold_text(argument)) is not None
    return not names_answer and not (is_reply and is_only_polite(argument))


def _join_name(typed: str, argument: str) -> tuple[str, str]:
    """Return a name with a hyphen in it and what is behind it, where a space was typed for the hyphen; else both as they are."""
    first, _, rest = argument.partition(" ")
    joined = f"{typed}-{fold_text(first).rstrip('.,:;!?')}"
    return (joined, rest.strip()) if joined in _list_all_names() else (typed, argument)


def _name_nearest(typed: str, policy: Policy) -> Unknown | None:
    """Return what is typed like a command and is none, with the name that is nearest; None if nothing is typed so."""
    if not typed:
        return None
    nearest = _find_nearest_name(typed)
    return Unknown(nearest, _find_command_language(nearest, policy))


def _recognise_nearly(room: Room, heard: Heard, policy: Policy) -> CommandContext | Unknown | None:
    """Return what is typed nearly as commands are: obeyed if it turns the AI down, else asked for in the right form.

    Who writes of a command puts marks around it and goes on; so what has marks around it is one only by itself.
    """
    typed = read_nearly(heard.text, policy.rules.prefix)
    if typed is None:
        return None
    name, argument = _join_name(typed.name, typed.argument)
    typed = replace(typed, name=name, argument=argument)
    row = _list_all_names().get(typed.name)
    if row is None:
        return None
    alone, language = is_only_polite(typed.argument), _find_command_language(typed.name, policy)
    both = _can_mean_both(typed.name, row[0], typed.argument, is_reply=_replies_to_words(room, heard))
    if both and TABLE[row[0]].lowers and not typed.wrapped:
        return Unknown(None, language, twofold=True)
    if TABLE[row[0]].lowers and (alone or not (typed.wrapped or typed.foreign)):
        return CommandContext(room, heard, policy, row[0], language, typed.argument)
    return Unknown(typed.name, language, nearly=True) if alone or not typed.wrapped else None


def _recognise_bare_off(room: Room, heard: Heard, policy: Policy) -> CommandContext | Unknown | None:
    """Return the bare word that turns the AI down, as a reply to the bot; or the bare no, as a reply to a consent card.

    At the desk, where a word on a card is about the draft, only what is about the AI itself is one. And `clear` is none
    anywhere: it deletes, and as an answer it may mean that something was understood.
    """
    answers_card, answers_bot = find_answered_card(room, heard), _is_reply_to_bot(room, heard)
    if not answers_card and not answers_bot:
        return None
    bare = _read_bare_name(heard.text)
    if answers_card and bare in typed_words("decline"):
        return CommandContext(room, heard, policy, "decline", find_own_language(room, policy, heard.sender))
    name, _ = _list_all_names().get(bare, ("", None))
    bare_names = {"stop", "off"} if isinstance(heard.where, Desk) else {"stop", "off", "decline", "withdraw"}
    if name not in bare_names or not answers_bot:
        return None
    language = _find_command_language(bare, policy)
    if _can_mean_both(bare, name, "", is_reply=_replies_to_words(room, heard)):
        return Unknown(None, language, twofold=True)
    return CommandContext(room, heard, policy, name, language)


def _read_bare_name(text: str) -> str:
    """Return the words of `text` without what is only polite; a command's name with its hyphen, where a space was typed for it."""
    bare = read_bare_words(text)
    return joined if (joined := bare.replace(" ", "-")) in _list_all_names() else bare


def _is_reply_to_bot(room: Room, heard: Heard) -> bool:
    """Return whether a message is a reply to one of the bot's: as its sender's app says, or as the room knows it."""
    ours = {*(card.event for card in room.cards), *(said.event for said in room.said)}
    return heard.answers_bot or (heard.reply_to is not None and heard.reply_to in ours)


def _replies_to_words(room: Room, heard: Heard) -> bool:
    """Return whether a message is a reply to one of the bot's that somebody may want taken back: a consent card is none."""
    return _is_reply_to_bot(room, heard) and not find_answered_card(room, heard)


def _recognise_hidden_off(room: Room, heard: Heard, policy: Policy) -> CommandContext | None:
    """Return the command that turns the AI down, if the plain body that few people see is one."""
    plain = replace(heard, text=heard.other, other="", differs=False, reply_to=None)
    call = recognise_command(room, plain, policy)
    return call if isinstance(call, CommandContext) and TABLE[call.name].lowers else None


def _recognise_natural(room: Room, heard: Heard, policy: Policy) -> CommandContext | None:
    """Return `!explain`, where somebody asks the bot what a word means in ordinary words; None for anything else.

    The bot is asked by a mention, by a reply to what it said while the AI is on, or behind the prefix.
    """
    typed, argument = _split_command(heard.text, policy.rules.prefix)
    if not typed and not heard.calls_bot and not _replies_to_answer(room, heard):
        return None
    if typed in _list_all_names() or _strip_call(heard.text, policy.rules.prefix)[0] in _list_all_names():
        return None
    own = replace(heard, text=strip_quotations(f"{typed} {argument}" if typed else heard.text))
    asked = find_term_asked_of_bot(room, own, policy, bare=heard.calls_bot)
    if asked is None:
        return None
    spoken = asked.language if asked.language in policy.languages else policy.languages[0]
    return CommandContext(room, heard, policy, "explain", spoken, asked.term, natural=True)


def _replies_to_answer(room: Room, heard: Heard) -> bool:
    """Return whether `heard` replies to an answer of the bot's; while the AI is off it is talk, and so is what others may have made a reply."""
    if heard.reply_to is None or not room.is_on or heard.loose:
        return False
    return find_answer_at(room, heard) is not None


def _make_wish_call(call: CommandContext, wish: Wish, language: Language, answer: Said | Explained) -> CommandContext:
    """Return the wish as a call of the command that the answer came of: who may not use that may not wish either."""
    again = answer.again if isinstance(answer, Said) else answer
    spoken = language if language in call.policy.languages or not again else again.language
    name = answer.task.value if isinstance(answer, Said) else call.name
    return replace(call, name=name, language=spoken, wish=wish)


def is_addressed(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether `heard` is for the bot: all that it may keep while the floor is off."""
    return recognise_command(room, heard, policy) is not None


def list_allowed_roles(name: str, policy: Policy) -> tuple[Role, ...]:
    """Return the roles that may use the command `name` in this room."""
    row = TABLE[name]
    if name not in ALWAYS and policy.rules.commands is not None and name not in policy.rules.commands:
        return ()
    if row.raises:
        return THERAPIST  # nobody else turns it up, whatever a file says
    if row.lowers:
        return row.who if row.who == THERAPIST else tuple(Role)  # who only sits in may stop it too
    return row.who if name in RIGHTS else policy.rules.ask.get(name, row.who)


def asks_if_ai(text: str) -> bool:
    """Return whether somebody asks the bot what it is: whoever does is owed a plain answer, and no model is asked (Utah Code 13-72a)."""
    return pattern(QUESTIONS, "is_ai").search(" ".join(re.findall(r"[\w']+", fold_text(text)))) is not None


def find_command(typed: str) -> str | None:
    """Return the command that goes by the name or alias `typed`, or None."""
    all_names = _list_all_names().get(fold_text(typed))
    return all_names[0] if all_names else None


def _split_command(text: str, prefix: str) -> tuple[str, str]:
    """Return the name behind `prefix`, folded, and the argument; two empty texts if there is no name."""
    start = text.lstrip(" \t\r\n\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff")
    if not start.startswith(prefix):
        return "", ""
    typed, _, argument = start[len(prefix) :].replace("\n", " \n", 1).partition(" ")
    name = fold_text(typed).rstrip(".,:;!?\u2026")
    return (name, argument.strip()) if re.fullmatch(r"[^\W\d_][\w-]{0,30}", name) else ("", "")


def _strip_call(text: str, prefix: str) -> tuple[str, str]:
    """Return the command behind a mention: `@bot !help`, and `@bot stop`, which nobody should have to spell twice."""
    bare = _read_bare_name(text)
    all_names = _list_all_names().get(bare)
    return (bare, "") if all_names and TABLE[all_names[0]].lowers else _split_command(text, prefix)


def _list_all_names() -> dict[str, tuple[str, Language | None]]:
    """Return every name of every command, with its language; None where several languages share it."""
    return _gather_names(tuple(TABLE))


@read_once
def _gather_names(commands: tuple[str, ...]) -> dict[str, tuple[str, Language | None]]:
    """Return every name of `commands`. Made once, for each message asks for it: they stand in the table before the first comes."""
    names: dict[str, tuple[str, Language | None]] = {}
    for command in commands:
        for language, alias in TABLE[command].aliases:
            names[alias] = (command, None if alias in names else language)
    return names


def _find_command_language(name: str | None, policy: Policy) -> Language:
    """Return the language that a command's name is in, if it is one of the room's; else the room's own."""
    _, spoken = _list_all_names().get(name or "", ("", None))
    return spoken if spoken in policy.languages else policy.languages[0]


def _find_nearest_name(typed: str) -> str | None:
    """Return the command name or alias that `typed` most likely means, if any is near."""
    far = max(1, len(typed) // 3)
    score, name = min((count_typos(typed, alias), alias) for alias in _list_all_names())
    return name if score <= far else None
