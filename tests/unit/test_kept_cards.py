"""Scenes of a card: what it begins with, and what it keeps once a therapist has decided."""

from rows import try_each
from scene import ANA, KIM, Scene, asks, on_desk, posted

from bot.matrix.send import format_sentence
from bot.model import Amend, Card, Desk, Direct, Edited, Effect, EventId, Heard, Left, Redacted
from bot.session.answers.links import make_permalink
from bot.session.decide import decide
from bot.words import render_words


def shown(effects: tuple[Effect, ...]) -> str:
    """Return the newest edit of a card at the desk, as it is read."""
    return [render_words(effect.words) for effect in effects if isinstance(effect, Amend) and effect.where == Desk()][
        -1
    ]


def card(scene: Scene) -> str:
    """Return the newest card, as its plain body."""
    return format_sentence([effect for effect in scene.effects if isinstance(effect, Card)][-1].words)[0]


def test_a_card_begins_with_who_asked_and_their_own_words() -> None:
    """Then comes the draft, then one short line; it calls nobody, and its link is the time of day."""
    scene = on_desk()
    scene.draft("!explain learned helplessnesses", text="A word.")
    first, *rest = card(scene).split("\n")
    assert first.startswith("K1 · Kim, explain: “learned helplessnesses” · ")
    assert first[-5:].replace(":", "").isdigit()
    assert [line for line in rest if line] == ["A word. (learned helplessnesses)", "ok, no, or your own wording?"]
    laid = [effect for effect in scene.effects if isinstance(effect, Card)][-1]
    assert laid.mentions == ()
    assert make_permalink(scene.room.id, laid.question or EventId("")) in format_sentence(laid.words)[1]


def test_a_reply_quotes_the_message_that_it_is_about() -> None:
    """Who asks about a message has typed no words of their own: the message is quoted."""
    scene = on_desk()
    scene.says(KIM, "Apa kabar\nhari ini semuanya?")
    asked = asks(scene.says(ANA, "!translate en", reply_to=scene.room.window[-1].id))[0]
    scene.answers(asked.question, "How are all of you today?")
    assert card(scene).startswith("K1 · Ana, translate: “Apa kabar hari ini semuanya?” · ")


@try_each("typed", ["**bold** _x_ <b>", "x” · ok, no\n\nK9 · Ana, ask: “y", "a" * 900])
def test_what_somebody_typed_makes_no_card_of_its_own(typed: str) -> None:
    """Their words stand in one line, short, and end where the quotation does."""
    scene = on_desk()
    scene.draft(f"!express {typed}")
    first = card(scene).split("\n")[0]
    assert (first.count("“"), first.count("”")) == (1, 1)
    assert len(first) < 230
    laid = [effect for effect in scene.effects if isinstance(effect, Card)][-1]
    assert "<b>" not in format_sentence(laid.words)[1]


def test_a_direct_room_is_never_quoted_at_the_desk() -> None:
    """There nobody else reads what somebody writes: the card says that it was asked there, and links to nothing."""
    scene = on_desk()
    scene.says(KIM, "!express", where=Direct(KIM))
    asked = asks(scene.says(KIM, "!express my rough words", where=Direct(KIM)))[0]
    scene.answers(asked.question, "I feel tired.")
    assert card(scene).split("\n")[0] == "K1 · Kim, looking for words (in their direct room)"
    effects = scene.at_desk(ANA, "ok", "K1")
    assert "rough" not in shown(effects)
    assert "I feel tired." in shown(effects)
    assert "https://" not in shown(tuple(scene.effects))


def test_after_an_ok_the_card_keeps_the_question_and_what_was_let_out_and_links_to_it() -> None:
    """The link comes as soon as the answer stands in its room; the words of the draft are kept nowhere else from then on."""
    scene = on_desk()
    scene.draft(text="Some habits.")
    effects = scene.at_desk(ANA, "ok", "K1")
    assert "Kim, explain: “gobbledyquux”" in shown(effects)
    assert "Some habits." in shown(effects)
    assert "approved by Ana" in shown(effects)
    linked = shown(tuple(scene.effects))
    assert make_permalink(scene.room.id, scene.posts["K1"]).split("/")[-1] in linked
    assert [said.draft for said in scene.room.said] == [None]


def test_after_a_no_the_card_keeps_the_question_alone() -> None:
    """What was not let out is not kept."""
    scene = on_desk()
    scene.draft(text="Some habits.")
    left = shown(scene.at_desk(ANA, "no", "K1"))
    assert "Kim, explain: “gobbledyquux”" in left
    assert "dropped by Ana" in left
    assert "Some habits." not in left


@try_each("typed", ["ok", "no"])
@try_each("change", ["edit", "redaction", "withdrawal", "leaving", "forgotten"])
def test_words_that_are_taken_back_go_from_the_closed_card(typed: str, change: str) -> None:
    """Deletion, edit, withdrawal, leaving and `!forget me` empty the card that quotes them; somebody else's edit does not."""
    scene = on_desk()
    scene.draft()
    question = scene.room.drafts[0].pending.question
    scene.at_desk(ANA, typed, "K1")
    assert shown_edits(scene.happens(Edited(scene.id(), ANA, scene.now, question, "x"))) == []
    if change == "forgotten":
        scene.says(KIM, "!forget me")
    effects = {
        "edit": lambda: scene.happens(Edited(scene.id(), KIM, scene.now, question, "other words")),
        "redaction": lambda: scene.happens(Redacted(scene.id(), KIM, scene.now, question)),
        "withdrawal": lambda: scene.says(KIM, "!withdraw"),
        "leaving": lambda: scene.happens(Left(scene.id(), scene.now, KIM)),
        "forgotten": lambda: scene.says(KIM, "!forget me yes"),
    }[change]()
    (left,) = shown_edits(effects)
    assert "gobbledyquux" not in left
    assert shown_edits(scene.happens(Redacted(scene.id(), KIM, scene.now, question))) == []


def shown_edits(effects: tuple[Effect, ...]) -> list[str]:
    """Return the edits of cards at the desk, as they are read."""
    return [render_words(effect.words) for effect in effects if isinstance(effect, Amend) and effect.where == Desk()]


def test_what_is_called_back_before_it_stands_is_not_said_to_be_let_out() -> None:
    """Where the question goes before the answer stands, the card says so and keeps no word of it."""
    scene = on_desk()
    scene.draft(text="Some habits.")
    question = scene.room.drafts[0].pending.question
    heard = Heard(scene.id(), ANA, scene.now, "ok K1", signed=True, where=Desk())
    scene.room = decide(scene.room, heard, scene.policy).room  # not posted yet
    left = shown(scene.happens(Redacted(scene.id(), KIM, scene.now, question)))
    assert "is gone" in left
    assert "habits" not in left
    assert posted(scene.at_desk(ANA, "ok", "K1")) == []


def test_what_a_stop_calls_back_is_not_said_to_be_let_out() -> None:
    """Where the AI is turned off before the answer stands, that is what the card says."""
    scene = on_desk()
    scene.draft(text="Some habits.")
    heard = Heard(scene.id(), ANA, scene.now, "ok K1", signed=True, where=Desk())
    scene.room = decide(scene.room, heard, scene.policy).room  # not posted yet
    assert "the AI was turned off" in shown(scene.says(KIM, "!stop"))


def test_a_card_of_one_that_was_called_wrong_still_links_to_its_own() -> None:
    """The card that says that an answer is called wrong is another one, and is never edited by this."""
    scene = on_desk()
    scene.draft()
    stands = scene.stands["K1"]
    scene.at_desk(ANA, "ok", "K1")
    scene.says(KIM, "!wrong", reply_to=scene.posts["K1"])
    assert scene.stands["K1"] != stands
    effects = scene.says(KIM, "!withdraw")
    assert [effect.event for effect in effects if isinstance(effect, Amend) and effect.where == Desk()] == [stands]
    assert scene.room.outcomes[0].card is None
