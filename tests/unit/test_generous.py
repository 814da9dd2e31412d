"""Generous downward: what turns the AI down is obeyed however people's phones spell it; nothing else becomes easier."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy, posted

from bot.model import Attached, Captioned, Desk, Direct, Floor, Heard, Language
from bot.session.attachments import hear_caption, notice_attachment
from bot.session.command.context import CommandContext
from bot.session.command.table import TABLE, Command, Unknown, recognise_command

MARKED = (
    "! {}", "!  {}", "\u00a0! {}", "\uff01{}", "\uff01 {}", "\ufe57{}", "❗{}", "!!{}", "! {}.", "!{}🙏", "!{}**", "!{}_", "\\!{}",
    "**!{}**", "*!{}*", "_!{}_", "__!{}__", "`!{}`", "~~!{}~~", "!**{}**", "**! {}**", "“!{}”", '"!{}"', "(!{})", "# !{}",
    "/{}", "/ {}", "/{}!", "**/{}**", "\u200b! {}", "! {} please", "! {}, tolong", "/{} ya", "**!{}** pls", "* ! {}",
)  # fmt: skip
"""How people write a command with a mark before it, and what their keyboards and apps make of that."""
BARE = (
    "{}",
    "{}!",
    "{}.",
    "**{}**",
    "_{}_",
    "“{}”",
    "please {}",
    "{} please",
    "tolong {}",
    "{} ya",
    "{}, please!",
    "  {} ",
)
"""How people write it without one."""
TYPED = [(row, alias) for row in TABLE.values() for _, alias in row.aliases]
WRITE = (str.lower, str.upper, str.title)
rows, writes = st.sampled_from(TYPED), st.sampled_from(WRITE)


def reads(text: str, scene: Scene | None = None, **more: object) -> CommandContext | Unknown | None:
    """Return what the bot takes a message of Kim's for, while the AI is on."""
    scene = scene or Scene(policy()).listening()
    heard = replace(Heard(scene.id(), KIM, scene.now, text, signed=True), **more)  # type: ignore[arg-type]  # tests name fields
    return recognise_command(scene.room, heard, scene.policy)


def is_obeyed(said: CommandContext | Unknown | None, row: Command) -> bool:
    """Return whether a message is taken for the command of that row."""
    return isinstance(said, CommandContext) and said.name == row.name


SCENE = Scene(policy()).listening()


@given(rows, st.sampled_from(MARKED), writes)
def test_what_lowers_is_read_in_any_form_and_nothing_else(
    typed: tuple[Command, str], form: str, write: Callable[[str], str]
) -> None:
    """For every command by every name: what turns the AI down is read; of all else the right form is told, once it is done."""
    row, alias = typed
    said = reads(form.format(write(alias)), SCENE)
    if row.lowers:
        assert is_obeyed(said, row)
    else:
        assert isinstance(said, Unknown)
        assert said.nearly
        assert said.nearest == alias


@given(rows, st.sampled_from(BARE), writes, st.sampled_from(["reply", "mention", "card", "answer"]))
def test_the_bare_word_to_the_bot(typed: tuple[Command, str], form: str, write: Callable[[str], str], how: str) -> None:
    """By a mention, or as a reply to any message of the bot's, the bare word turns the AI down, and never up."""
    row, alias = typed
    card = SCENE.room.cards[0].event
    ways: dict[str, dict[str, object]] = {
        "reply": {"reply_to": "$notice", "answers_bot": True},
        "mention": {"calls_bot": True},
        "card": {"reply_to": card},
        "answer": {"reply_to": "$notice", "answers_bot": True, "loose": True},
    }
    said = reads(form.format(write(alias)), SCENE, **ways[how])
    if alias == "tarik" and how in {"reply", "answer"}:
        assert said == Unknown(None, Language("id"), twofold=True)  # it may be that message that is to be taken back
    elif row.lowers and not (row.name == "clear" and how != "mention"):
        assert is_obeyed(said, row) or (row.name == "withdraw" and how == "card")
    else:
        agrees = how == "card" and row.name == "agree"
        asks_in_words = how == "mention" and isinstance(said, CommandContext) and said.name == "ask"
        no = how == "card" and isinstance(said, CommandContext) and said.name == "decline"
        assert said is None or asks_in_words or agrees or no


@given(rows, st.sampled_from([*MARKED, *BARE]), writes)
def test_nothing_goes_up_by_any_of_it(typed: tuple[Command, str], form: str, write: Callable[[str], str]) -> None:
    """A therapist who types so turns nothing up, agrees to nothing and asks no model."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    effects = scene.says(ANA, form.format(write(typed[1])))
    assert scene.room.floor is Floor.OFF
    assert asks(effects) == []
    assert {consent.person for consent in scene.room.consents} <= {KIM}


@given(rows, st.sampled_from([*MARKED, *BARE]), writes)
def test_alone_it_is_talk(typed: tuple[Command, str], form: str, write: Callable[[str], str]) -> None:
    """The bare word that is said to somebody else is nothing to the bot."""
    if form in BARE:
        assert reads(form.format(write(typed[1])), SCENE, reply_to="$kims") is None


SENTENCES = (
    "please stop worrying about it",
    "stop",
    "I had to stop!",
    "we stop here",
    "*stop*",
    "“!stop” turns it off, whoever types it",
    "`!stop` is what you type",
    "**!explain** is for words",
    "> !stop",
    "> ! stop",
    "and/or",
    "/shrug",
    "/home/kim",
    "!!!",
    "!?",
    "wow! stop",
    "off",
    "he said /stop",
)


@try_each("text", SENTENCES)
def test_a_sentence_is_no_command(text: str) -> None:
    """The word inside a sentence, in a quotation, or in a sentence about it turns nothing off."""
    assert reads(text, SCENE) is None


TO_THE_BOT = (
    "please stop worrying",
    "why did you stop?",
    "stop it from saying that",
    "no stop sign",
    "clear",
    "ok",
    "thanks",
)


@try_each("text", TO_THE_BOT)
def test_a_sentence_to_the_bot_is_no_command(text: str) -> None:
    """Neither as a reply to it; what follows a mention is a question."""
    assert reads(text, SCENE, reply_to="$notice", answers_bot=True) is None
    said = reads(text, SCENE, calls_bot=True)
    assert isinstance(said, CommandContext)
    assert said.name == ("clear" if text == "clear" else "ask")


@try_each("text", ["! stop", "\uff01stop", "**!stop**", "/stop", "\uff01berhenti", "**! Berhenti**", "@bot"])
def test_it_is_off_at_once(text: str) -> None:
    """Kim gets it off, from a device that is not signed too."""
    scene = Scene(policy()).listening()
    more: dict[str, object] = {"calls_bot": True} if text == "@bot" else {}
    assert keys(scene.says(KIM, "stop" if more else text, signed=False, **more)) == ["floor-off"]
    assert scene.room.floor is Floor.OFF


def test_the_right_form_is_told() -> None:
    """Who types `! listen` reads how to type it."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    (told,) = scene.says(ANA, "! listen")
    assert keys((told,)) == ["type-exactly"]
    assert scene.room.floor is Floor.OFF


@try_each("prefix", [".", "?", "+", "!!"])
def test_any_prefix(prefix: str) -> None:
    """Where the clinic has another mark, that one, an exclamation mark and a slash all turn the AI down."""
    scene = Scene(policy(prefix=prefix))
    for text in (f"{prefix} stop", f"**{prefix}stop**", "!stop", "/stop"):
        assert is_obeyed(reads(text, scene), TABLE["stop"])


@try_each("no", ["no", "No.", "no thanks", "tidak", "Tidak setuju", "nggak"])
def test_a_bare_no_to_the_card(no: str) -> None:
    """As a reply to the consent card it declines, also where a homeserver could have made the reply; elsewhere it is talk."""
    scene = Scene(policy()).listening()
    card = scene.room.cards[0].event
    assert keys(scene.says(KIM, no)) == []
    assert "decline-done" in keys(scene.says(KIM, no, reply_to=card, loose=True))
    assert {consent.person for consent in scene.room.consents} == {ANA}


@try_each("word", ["decline", "tolak", "withdraw", "batal setuju", "tarik"])
def test_a_word_on_a_card_at_the_desk_is_about_the_draft(word: str) -> None:
    """A therapist who says so to a draft takes nothing of their own back."""
    scene = on_desk()
    code = scene.draft()
    assert posted(scene.at_desk(ANA, word, code, answers_bot=True)) == []
    assert scene.room.is_on
    scene.at_desk(ANA, "stop", answers_bot=True)
    assert not scene.room.is_on


@try_each(
    ("caption", "heard"),
    [
        ("!stop", True),
        ("\uff01 stop", True),
        ("**!berhenti**", True),
        ("!listen", False),
        ("stop.jpg", False),
        ("a fine day", False),
    ],
)
@pytest.mark.parametrize("where", [Desk(), Direct(KIM)])
def test_a_caption(caption: str, heard: bool, where: Desk | Direct) -> None:
    """Beneath a picture what turns the AI down counts; of any other words nothing is kept."""
    scene = Scene(policy()).listening()
    picture = Captioned(scene.id(), KIM, scene.now, where, unsigned=True, caption=caption)
    words = hear_caption(scene.room, picture, scene.policy)
    assert (words is not None) == heard
    if words:
        assert (words.text, words.where, words.signed) == (caption, where, False)
    assert notice_attachment(scene.room, picture, scene.policy) == Attached(
        picture.id, KIM, scene.now, where, unsigned=True
    )
