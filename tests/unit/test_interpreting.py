"""Scenes of live interpretation: each message gets its translation, in order, with its own words alone, or nothing happens."""

from dataclasses import replace
from textwrap import wrap

from interpreted import CAT, EN, ENGLISH, HELLO, ID, cards, interpreted, requests, retracted, sources, translations
from rows import try_each
from scene import ANA, KIM, keys, posted

from bot.masking.mask import Veil
from bot.masking.names import Names, seed_names
from bot.matrix.send import make_content
from bot.model import (
    Answered,
    Cancel,
    Card,
    Desk,
    Direct,
    EventId,
    Masked,
    Notice,
    Person,
    Reply,
    UserId,
    make_words,
)
from bot.session.decide import decide
from bot.session.request.prompts import compose_prompt
from bot.session.request.segments import split_prompt
from bot.session.translation.interpreting import IN_A_ROW, MOST, MOST_WAITING
from bot.words import render_words
from bot.words.book import Entry, merge_books

LEE = UserId("@lee:clinic")
FENCE = "c0ffee12c0ffee12"
PHONE = 34
"""Letters of a line in a bubble of a phone that is 390 px wide (tests/screens)."""


def test_a_message_gets_its_translation() -> None:
    """A message in one language is answered by one reply in the other, under the label: words for people, which mention nobody."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    message = scene.last()
    assert ([line.text for line in ask.context], ask.request, ask.about, ask.language) == ([HELLO], "", None, EN)
    (reply,) = translations(scene.answers(ask.question, ENGLISH))
    assert (reply.to, reply.notice, reply.mentions, reply.words.language) == (message, False, (), EN)
    assert reply.mark.generated
    assert render_words(reply.words).startswith("AI") or "AI" in render_words(reply.words)
    assert ENGLISH in render_words(reply.words)
    (ask,) = requests(scene.says(ANA, "I am glad that you came today"))
    assert ask.language == ID


def test_a_culture_note_stays_with_the_translation() -> None:
    """One note comes along where the model gives one; more than one does not."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    (reply,) = translations(scene.answers(ask.question, f"{ENGLISH}\nNote: a usual greeting.\nNote: and more."))
    assert "usual greeting" in render_words(reply.words)
    assert "and more" not in render_words(reply.words)


def test_it_stays_in_the_thread() -> None:
    """What is said in a thread is translated there."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO, thread=EventId("$thread")))
    (reply,) = translations(scene.answers(ask.question, ENGLISH))
    assert reply.thread == "$thread"


def test_commands_pictures_and_the_desk_are_no_talk() -> None:
    """Only talk in the session room is translated."""
    scene = interpreted()
    assert requests(scene.says(KIM, "!bantuan jelaskan sekarang juga ya")) == []
    assert requests(scene.says(ANA, HELLO, where=Desk())) == []
    assert requests(scene.says(KIM, HELLO, where=Direct(KIM))) == []
    assert requests(scene.says(KIM, HELLO, overdue=True)) == []


def test_one_request_at_a_time_in_order() -> None:
    """What is written while a translation is under way waits; a turn goes together, and is answered once, at its end."""
    scene = interpreted()
    (first,) = requests(scene.says(KIM, HELLO))
    assert requests(scene.says(KIM, CAT)) == []
    assert requests(scene.says(KIM, "Dan anjing saya juga suka itu")) == []
    last = scene.last()
    assert requests(scene.says(ANA, "That sounds lovely to me")) == []
    effects = scene.answers(first.question, ENGLISH)
    assert sources(effects) == [[CAT, "Dan anjing saya juga suka itu"]]
    (second,) = requests(effects)
    effects = scene.answers(second.question, "My cat likes to sleep.\nAnd my dog too.")
    assert [reply.to for reply in translations(effects)] == [last]
    assert sources(effects) == [["That sounds lovely to me"]]


def test_a_turn_is_no_longer_than_a_request_may_be() -> None:
    """So many messages go together, not more, and what nobody waits for any more is let go and counted."""
    scene = interpreted()
    (first,) = requests(scene.says(KIM, HELLO))
    for number in range(MOST_WAITING + 3):
        scene.says(KIM, f"Kucing saya yang {number} suka tidur di sofa")
    (batch,) = sources(scene.answers(first.question, ENGLISH))
    assert len(batch) == MOST
    assert batch[0] == "Kucing saya yang 3 suka tidur di sofa"
    assert scene.room.tally.uninterpreted == 3


def test_a_long_message_goes_alone() -> None:
    """One message is never cut or left for its length; with others it goes only as far as they fit."""
    scene = interpreted()
    (first,) = requests(scene.says(KIM, HELLO))
    scene.says(KIM, f"{CAT} " * 100)
    scene.says(KIM, CAT)
    assert [len(source) for source in sources(scene.answers(first.question, ENGLISH))] == [1]


def test_by_default_each_waits_at_the_desk() -> None:
    """Without `translate_auto` every translation is a card; the ok lets it out, as a reply to its message."""
    scene = interpreted(translate_auto=False)
    (ask,) = requests(scene.says(KIM, HELLO))
    message = scene.last()
    effects = scene.answers(ask.question, ENGLISH)
    assert (translations(effects), cards(effects)) == ([], ["K1"])
    (card,) = [effect for effect in effects if isinstance(effect, Card)]
    assert "Kim, live translation: “Apa kabar hari ini semuanya?”" in render_words(card.words)
    (reply,) = translations(scene.at_desk(ANA, "ok", "K1"))
    assert (reply.to, reply.mark.approved_by, reply.mentions) == (message, ANA, ())
    assert make_content(reply, "job")["body"] == f"{ENGLISH}\n— AI translation, approved by Ana"


@try_each(
    ("text", "answer", "label"),
    [
        (HELLO, ENGLISH, "— AI translation, unchecked"),
        (ENGLISH, HELLO, "— terjemahan AI, belum diperiksa"),
    ],
)
def test_a_translation_is_the_talk(text: str, answer: str, label: str) -> None:
    """Its words come first, in full size, and its label last and short; it mentions nobody and quotes nobody."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, text))
    (reply,) = translations(scene.answers(ask.question, answer))
    content = make_content(reply, "job")
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {})
    assert content["body"] == f"{answer}\n{label}"
    assert content["formatted_body"] == f"<p>{answer}<br>\n<em>{label}</em></p>"
    assert content["m.relates_to"] == {"m.in_reply_to": {"event_id": scene.last()}}
    lines = [part for line in content["body"].split("\n") for part in wrap(line, PHONE)]
    assert (len(lines) <= 4, lines[-1]) == (True, label)


def test_the_label_of_a_fallback_names_it() -> None:
    """A cut translation by the second backend says both, and the label is its last line all the same."""
    scene = interpreted(disclaimer=True)
    (ask,) = requests(scene.says(KIM, HELLO))
    (reply,) = translations(scene.answers(ask.question, ENGLISH))
    facts = {**dict(reply.words.args), "cut": 1, "source": "second", "backend": "cloud"}
    lines = render_words(make_words("answer-live", EN, **facts)).split("\n")
    assert (lines[0], lines[-1]) == (ENGLISH, "_— AI translation, unchecked · “cloud”_")
    assert [line.startswith(("_This was longer", "_To reach a human")) for line in lines] == [False, True, True, False]


@try_each("answer", ["Take 20 mg of sertraline.", "You have depression."])
def test_a_doubtful_translation_goes_to_the_desk(answer: str) -> None:
    """What a therapist should look at twice never goes straight out."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    effects = scene.answers(ask.question, answer)
    assert (translations(effects), cards(effects)) == ([], ["K1"])


def test_a_mark_that_stands_for_nobody_goes_to_the_desk() -> None:
    """A translation that names somebody unknown can go out only in a therapist's words."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    answer = Answered(
        scene.id(), scene.now, ask.question, "Hello [PERSON_9]", "house", "small", unknown=("[PERSON_9]",)
    )
    effects = scene.happens(answer)
    assert (translations(effects), cards(effects)) == ([], ["K1"])
    assert keys(scene.at_desk(ANA, "ok", "K1")) == ["card-placeholder"]


def test_a_failure_is_silent_and_counted() -> None:
    """The room hears nothing of a translation that fails; the desk is told once, after a few in a row."""
    scene = interpreted()
    for number in range(IN_A_ROW + 1):
        (ask,) = requests(scene.says(KIM, HELLO))
        effects = scene.fails(ask.question) if number else scene.answers(ask.question, "...")
        told = [effect for effect in effects if isinstance(effect, Notice | Reply)]
        assert [(effect.words.key, effect.where) for effect in told] == (
            [("interpret-fails", Desk())] if number == 2 else []
        )
    assert scene.room.tally.uninterpreted == IN_A_ROW + 1
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.answers(ask.question, ENGLISH)
    assert (scene.room.missed, scene.room.tally.interpreted) == (0, 1)


@try_each("answer", [HELLO, HELLO.upper(), "Apa kabar hari ini, semuanya"])
def test_a_translation_that_translates_nothing_is_dropped(answer: str) -> None:
    """A model that repeats the message says that there is nothing to translate: that is no failure, and no message."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    assert scene.answers(ask.question, answer) == ()
    assert scene.room.tally.uninterpreted == 0


@try_each(
    ("answer", "why"),
    [("I'm sorry, but I can't help with that. Reach out to a professional.", "refused"), ("not us again " * 9, "loop")],
)
def test_the_desk_reads_why_the_last_one_failed(answer: str, why: str) -> None:
    """A model that refuses in the language of the message has not said that there is nothing to translate."""
    scene = interpreted()
    for _ in range(IN_A_ROW):
        (ask,) = requests(scene.says(KIM, "I am glad that you came to me today"))
        effects = scene.answers(ask.question, answer)
    (told,) = [effect.words for effect in effects if isinstance(effect, Notice)]
    assert (told.key, dict(told.args)["why"]) == ("interpret-fails", why)
    assert "there was nothing left" not in render_words(told)


def test_an_edit_replaces_the_translation() -> None:
    """An edited message's translation is deleted, and another made; while the first is under way it is dropped."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    message = scene.last()
    (again,) = requests(scene.edits(KIM, message, CAT))
    assert [line.text for line in again.context] == [CAT]
    assert scene.answers(ask.question, ENGLISH) == ()
    (reply,) = translations(scene.answers(again.question, "My cat likes to sleep on the sofa."))
    effects = scene.edits(KIM, message, "Anjing saya suka tidur di sofa")
    assert retracted(effects) == [scene.posts[reply.code]]
    (ask,) = requests(effects)
    assert [reply.to for reply in translations(scene.answers(ask.question, "My dog does."))] == [message]


def test_a_deleted_message_has_no_translation() -> None:
    """When a message is deleted its translation goes too; what was translated with it is translated anew."""
    scene = interpreted()
    (first,) = requests(scene.says(KIM, HELLO))
    scene.says(KIM, CAT)
    event_id = scene.last()
    scene.says(KIM, "Dan anjing saya juga suka itu")
    two = scene.last()
    (turn,) = requests(scene.answers(first.question, ENGLISH))
    (reply,) = translations(scene.answers(turn.question, "My cat likes it.\nAnd my dog too."))
    effects = scene.redacts(KIM, two)
    assert retracted(effects) == [scene.posts[reply.code]]
    (again,) = requests(effects)
    assert [line.id for line in again.context] == [event_id]


def test_what_was_let_out_and_does_not_stand_yet_never_will() -> None:
    """A deletion that comes between the ok and the post holds the post back: by what it goes by, from request to post."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    message = scene.last()
    event = Answered(scene.id(), scene.now, ask.question, ENGLISH, "house", "small")
    scene.room = decide(scene.room, event, scene.policy).room
    effects = scene.redacts(KIM, message)
    assert Cancel(ask.question) in effects
    assert scene.room.said == ()


@try_each("change", [{"consents": ()}, {"frozen_since": 1.0}])
def test_an_answer_is_looked_at_again_when_it_comes(change: dict[str, object]) -> None:
    """Whatever became of the question, an answer goes nowhere without agreement or in a frozen room."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.room = replace(scene.room, **change)  # type: ignore[arg-type]  # tests name fields
    assert scene.answers(ask.question, ENGLISH) == ()


def test_withdrawal_voids_what_is_under_way() -> None:
    """Whoever withdraws has no word in a request any more, and no translation that rests on one comes."""
    scene = interpreted(consent={"purposes": ["listen"]})
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.says(KIM, CAT)
    scene.says(KIM, "!withdraw")
    assert scene.answers(ask.question, ENGLISH) == ()
    assert scene.room.utterances == ()


def test_who_has_not_agreed_to_the_model_is_not_translated() -> None:
    """Being read along with is not enough: a message leaves only by its writer's agreement to both."""
    scene = interpreted(consent={"purposes": ["listen"]})
    scene.says(ANA, "!off")
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree listen")
    scene.says(ANA, "!listen")
    scene.says(ANA, "!translate auto id en")
    assert requests(scene.says(LEE, HELLO)) == []
    assert scene.last() == scene.room.window[-1].id
    assert sources(scene.says(KIM, CAT)) == [[CAT]]


def test_in_a_crisis_it_keeps_quiet() -> None:
    """While an alarm waits the room sees no translation; it goes on to the desk alone, where a therapist must understand."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.says(KIM, "I want to kill myself")
    effects = scene.answers(ask.question, ENGLISH)
    assert translations(effects) == []
    assert [effect.where for effect in effects if isinstance(effect, Card)] == [Desk()]
    scene.at_desk(ANA, "!ack")
    scene.says(KIM, HELLO)
    later = requests(tuple(scene.effects))[-1]
    assert translations(scene.answers(later.question, "Aku ingin mengakhiri hidupku"))


def test_newer_talk_leaves_a_card_standing() -> None:
    """A card with a translation waits for its word however much is said meanwhile."""
    scene = interpreted(translate_auto=False)
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.answers(ask.question, ENGLISH)
    scene.says(ANA, "Good morning to all of you")
    assert [draft.code for draft in scene.room.drafts] == ["K1"]
    assert posted(scene.at_desk(ANA, "ok K1"))


def test_a_lapsed_card_is_not_asked_for_again() -> None:
    """Nobody asked for a translation, so when its card lapses nothing is offered: `!translate` is there for that."""
    scene = interpreted(translate_auto=False, absence=60)
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.answers(ask.question, ENGLISH)
    scene.waits(700)
    assert [(outcome.code, outcome.again) for outcome in scene.room.outcomes] == [("K1", None)]


def test_the_clinics_own_words_go_along() -> None:
    """A term of the glossary goes along in both languages, as the bot's own words; where it is masked it does not."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, "Saya kena serangan panik kemarin malam"))
    prompt = compose_prompt(ask, scene.policy, FENCE, Masked)
    own = "".join(piece.text or "" for piece in split_prompt(ask, prompt, FENCE) if piece.sender is None)
    assert "serangan panik = panic attack" in own
    assert [(piece.sender, piece.event) for piece in split_prompt(ask, prompt, FENCE) if piece.sender] == [
        (KIM, scene.last())
    ]
    masked = Veil(seed_names(Names(), (), ["serangan panik"]), strict=False)
    assert "panic" not in "".join(turn.text for turn in compose_prompt(ask, scene.policy, FENCE, masked).turns)
    german = interpreted("id de")
    (ask,) = requests(german.says(KIM, "Saya kena serangan panik kemarin malam"))
    assert "own words" not in compose_prompt(ask, german.policy, FENCE, Masked).turns[0].text


def test_a_term_that_the_clinic_has_in_one_language_stays_behind() -> None:
    """What the clinic calls a term in one language alone is no wording for the other, and stops no translation."""
    scene = interpreted()
    entry = Entry("kejut", ID, "kejut malam", "p", "c", clinic=True)
    scene.policy = replace(scene.policy, glossary=merge_books((entry,)))
    (ask,) = requests(scene.says(KIM, "Saya kena kejut malam dan serangan panik kemarin malam"))
    text = compose_prompt(ask, scene.policy, FENCE, Masked).turns[0].text
    assert "serangan panik = panic attack" in text
    assert "kejut malam =" not in text


def test_a_turn_is_numbered() -> None:
    """Several messages stand each in their own fence, under their number; who speaks to whom is said by roles, not names."""
    scene = interpreted()
    (first,) = requests(scene.says(KIM, HELLO))
    scene.says(KIM, CAT)
    scene.says(KIM, "Dan anjing saya juga suka itu")
    (turn,) = requests(scene.answers(first.question, ENGLISH))
    text = compose_prompt(turn, scene.policy, FENCE, Masked).turns[0].text
    begun = f"Message 1 (Client 1 to Therapist 1):\n```{FENCE}\n{CAT}\n```{FENCE}\n\nMessage 2:\n```{FENCE}\n"
    assert text.startswith(begun)
    assert "Kim" not in text


def test_it_counts_for_nobody() -> None:
    """Nobody asked: neither the session's count of questions nor reliance grows by a translation."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.answers(ask.question, ENGLISH)
    (this,) = scene.room.reliance.weeks
    assert (scene.room.tally.asked, this.asked, this.written, this.posts) == (0, 0, 0, 0)


def test_a_translation_can_be_called_wrong_and_taken_back() -> None:
    """A translation is an AI message like any other: `!wrong` tells the desk, `!retract` deletes it, and it is not made again."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    (reply,) = translations(scene.answers(ask.question, ENGLISH))
    post = scene.posts[reply.code]
    assert "card-wrong" in keys(scene.says(KIM, "!wrong", reply_to=post))
    effects = scene.says(ANA, "!retract", reply_to=post)
    assert (retracted(effects), requests(effects)) == ([post], [])
