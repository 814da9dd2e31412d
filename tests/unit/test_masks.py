"""Scenes of `!mask`: who may, what is remembered, what is never repeated, and how long it holds."""

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.audit.entries import list_deeds
from bot.masking.mask import mask
from bot.masking.names import Names, seed_names
from bot.model import Cancel, Desk, Direct, Edited, Forget, InSession, Left, Ousted, Redacted, Reply, SessionRoom
from bot.session.command.table import list_allowed_roles
from bot.session.commands.masks import LONGEST, MOST, list_masked_words
from bot.session.decide import decide
from bot.store.codec import pack_thing
from bot.words import languages, render_words


@try_each("place", [SessionRoom(), Desk(), Direct(KIM)])
def test_words_are_masked_wherever_and_whenever_one_says_so(place: InSession) -> None:
    """On any floor and in any room `!mask` remembers the phrases and their asker, and neither repeats nor keeps the message."""
    for scene in (Scene(policy()), Scene(policy()).listening()):
        window = scene.room.window
        who = ANA if place == Desk() else KIM
        (reply,) = scene.says(who, "!samarkan  “velvet  walrus”, Otter", where=place)
        assert isinstance(reply, Reply)
        assert (reply.words.key, reply.where) == ("mask-done", place)
        assert [(mask.words, mask.by) for mask in scene.room.masks] == [("velvet walrus", who), ("Otter", who)]
        assert scene.room.window == window
        assert not any(word in pack_thing(reply) + render_words(reply.words) for word in ("walrus", "Otter"))
        assert "walrus" not in repr(scene.room)


@try_each("typed", ["", " ...", " , ;", " k", " ok, !?, fine, x", " [PERSON_1]", " 😀"])
def test_what_cannot_be_masked_is_said(typed: str) -> None:
    """Nothing, signs alone, one letter, or what would not be found again: one line, and nothing is remembered."""
    scene = Scene(policy())
    effects = scene.says(KIM, f"!mask{typed}")
    assert keys(effects) == ["mask-what"]
    assert scene.room.masks == ()


def test_there_is_a_limit_for_each_person() -> None:
    """Too long a phrase and too many phrases are refused whole, and what Kim uses up does not keep Ana from masking."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, f"!mask {'a' * (LONGEST + 1)}")) == ["mask-long"]
    assert keys(scene.says(KIM, "!mask " + ",".join(f"otter{n}" for n in range(5000)))) == ["mask-many"]
    assert scene.room.masks == ()
    scene.says(KIM, "!mask " + ",".join(f"otter{n}" for n in range(MOST)))
    assert keys(scene.says(KIM, "!mask otter1, OTTER2")) == ["mask-done"]  # known already
    assert keys(scene.says(KIM, "!mask walrus")) == ["mask-many"]
    assert keys(scene.says(ANA, "!mask walrus")) == ["mask-done"]


@try_each(
    "phrase",
    ["Pluto", "St. Mary's", "Mary\u2019s cat", "Tom\u2019s", "3.5 mg", "12/03/2024", "1984", "O'Brien", "\u7231"],
)
def test_what_is_confirmed_is_masked(phrase: str) -> None:
    """For either kind of backend, a phrase that was confirmed does not get out in any case."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, f"!mask {phrase}")) == ["mask-done"]
    names = seed_names(Names(), (), list_masked_words(scene.room))
    for strict in (True, False):
        for text in (f"the {phrase} was there", f"{phrase.upper()}!", phrase.lower()):
            assert phrase.casefold() not in mask(text, names, strict=strict)[0].casefold()


def test_masks_outlast_all_but_being_forgotten() -> None:
    """Withdrawing, leaving and the bot's own going unmask nothing; `!forget me` takes one's own, `!forget room` all."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "!mask walrus")
    scene.says(ANA, "!mask walrus, otter")
    scene.says(KIM, "!withdraw")
    scene.says(KIM, "!forget me")
    assert [mask.by for mask in scene.room.masks] == [KIM, ANA, ANA]
    for going in (Left(scene.id(), scene.now, KIM), Ousted(scene.id(), scene.now)):
        assert decide(scene.room, going, scene.policy).room.masks == scene.room.masks
    scene.says(KIM, "!forget me yes")
    assert [mask.by for mask in scene.room.masks] == [ANA, ANA]
    scene.says(ANA, "!forget room")
    scene.says(ANA, "!forget room yes")
    assert scene.room.masks == ()


def test_no_policy_takes_masking_away() -> None:
    """Whatever a file allows, clients and therapists can mask: it only protects."""
    rules = policy(commands=("ask",), ask={"mask": ["therapist"]})
    assert [str(role) for role in list_allowed_roles("mask", rules)] == ["therapist", "client"]


def test_the_audit_counts_masks_and_names_none() -> None:
    """An entry for each `!mask` says who and how many, never what; and one that they are over."""
    scene = Scene(policy())
    before = scene.room
    scene.says(KIM, "!mask walrus, otter")
    event = Left(scene.id(), 5.0, KIM)
    (deed,) = list_deeds(before, event, decide(scene.room, Redacted(scene.id(), KIM, 1.0, scene.id()), scene.policy))
    assert (deed.action, deed.facts) == ("masked", (("count", 2),))


def test_an_edit_into_a_command_is_no_talk() -> None:
    """Who edits a message into `!mask walrus` has it masked, and the word is not kept as talk."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "hello there")
    (kept,) = scene.room.window
    scene.happens(Edited(scene.id(), KIM, scene.now, kept.id, "!mask walrus"))
    assert scene.room.window == ()
    assert [mask.words for mask in scene.room.masks] == ["walrus"]


def test_what_is_taken_back_goes_from_what_was_sent() -> None:
    """A deletion, and an edit by its writer, erase the old words in requests: also long after, and in a room without a seat."""
    scene = Scene(policy()).listening()
    (question,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    gone = scene.happens(Redacted(scene.id(), ANA, scene.now, question.question))
    assert Forget(event=question.question) in gone
    assert Cancel(question.question) in gone
    old = scene.id()
    assert scene.happens(Edited(scene.id(), KIM, scene.now, old, "")) == (Forget(KIM, old),)
    scene.happens(Ousted(scene.id(), scene.now))
    assert scene.happens(Redacted(scene.id(), KIM, scene.now, old)) == (Forget(event=old),)


@try_each("language", languages())
def test_every_sentence_of_masking_can_be_said(language: str) -> None:
    """In both languages."""
    for typed in ("", " walrus", f" {'a' * 99}", " " + ",".join(f"otter{n}" for n in range(60))):
        scene = Scene(policy(language=(language,)))
        (reply,) = scene.says(KIM, f"!mask{typed}")
        assert isinstance(reply, Reply)
        assert len(render_words(reply.words)) > 20
