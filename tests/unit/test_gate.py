"""The gate before an offer: what a model finds is mostly not shown, and no offer is the normal answer."""

from collections.abc import Callable
from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy

from bot.matrix.send import format_sentence
from bot.model import (
    Answered,
    Card,
    Desk,
    Edited,
    EventId,
    Failed,
    Language,
    Notice,
    Redacted,
    Reply,
    SessionRoom,
    Trouble,
    Typing,
    make_words,
)
from bot.session.answers.links import make_permalink
from bot.session.answers.points import Kind
from bot.session.floor import silence_room
from bot.session.offers.gate import ENOUGH, RECENT_MESSAGES, RECENT_SECONDS, Shut, find_gate_reason
from bot.session.offers.initiative import find_offer_time
from bot.session.talk.clock import format_time_of_day
from bot.words import render_words

MINUTE = 60.0
TWO = "two-meanings: They use “home” for a house and for a family. [{}]"


def speaking(language: str = "en", **rules: object) -> Scene:
    """Return a scene in which the AI may offer something, every minute."""
    often = {"every": 1, "max": 50, **rules}
    more = {"language": (language,), "absence": 600, "idle": 600, "initiative": often}
    scene = Scene(policy(MODEL, approval="all", floor_max="speak", **more)).listening()
    scene.says(ANA, "!speak")
    scene.waits(MINUTE)
    return scene


def asked(scene: Scene, *said: str) -> EventId:
    """Let Kim say something and the AI be asked, in the pause after it, what to offer; return the question."""
    for text in said or ("home is where we fight",):
        scene.says(KIM, text)
    (question,) = asks(scene.waits(MINUTE))
    return question.question


def offered(scene: Scene, answer: str, *said: str) -> Card | None:
    """Let Kim say something and the model offer `answer`, in which `{}` stands for the newest message's number."""
    question = asked(scene, *said)
    number = len(scene.room.pending[-1].rests_on)
    effects = scene.answers(question, answer.format(number))
    return next((effect for effect in effects if isinstance(effect, Card)), None)


def test_a_card_names_its_kind_and_links_to_what_it_rests_on() -> None:
    """The therapist sees what sort of idea it is and the messages behind it, and lets it out as a reply to the newest."""
    scene = speaking()
    card = offered(scene, "two-meanings: They use “home” in two ways. [2, 1]", "home is loud", "at home it is quiet")
    assert card is not None
    first, second = scene.room.window
    body, html = format_sentence(card.words)
    times = ", ".join(format_time_of_day(line.at) for line in (first, second))
    assert body.startswith(f"{card.code} · An idea, unasked (one word, two meanings): {times}\n")
    assert [html.count(f'<a href="{make_permalink(scene.room.id, line.id)}">') for line in (first, second)] == [1, 1]
    assert "[2, 1]" not in body
    (post,) = (reply for reply in scene.at_desk(ANA, "ok", card.code) if isinstance(reply, Reply))
    assert (post.to, post.where, post.mentions) == (second.id, SessionRoom(), ())


def test_it_answers_what_it_is_about() -> None:
    """An offer that is let out replies to the newest message that it cites, which need not be the newest of the talk."""
    scene = speaking()
    card = offered(scene, "term: A word. [1]", "at home", "so it is")
    assert card is not None
    (post,) = (reply for reply in scene.at_desk(ANA, "ok", card.code) if isinstance(reply, Reply))
    assert post.to == scene.room.window[0].id


@try_each("kind", list(Kind))
@try_each("language", ["en", "id"])
def test_every_kind_has_its_words(kind: str, language: str) -> None:
    """Each kind of offer is named in both languages, each differently."""
    scene = speaking(language)
    card = offered(scene, f"{kind}: A word. [1]")
    assert card is not None
    heads = {"en": "An idea, unasked (", "id": "Ide untuk terapis ("}
    head = render_words(card.words).split("\n")[0]
    assert heads[language] in head
    assert len({render_words(make_words("offer-kind", Language(language), kind=kind)) for kind in Kind}) == len(Kind)


def test_what_goes_on_is_not_interrupted() -> None:
    """Whoever has written since the model was asked has ended the pause: the answer is not shown."""
    scene = speaking()
    question = asked(scene)
    scene.says(ANA, "go on")
    assert scene.answers(question, TWO.format(1)) == ()
    assert scene.room.tally.unoffered == 1


def test_typing_meanwhile_disturbs_nobody() -> None:
    """If somebody began to type while the model thought, the card still comes: it lies at the desk, not in their way."""
    scene = speaking()
    question = asked(scene)
    scene.happens(Typing(scene.id(), scene.now, busy=True))
    assert [type(answer) for answer in scene.answers(question, TWO.format(1))] == [Card]


def test_what_cites_no_message_is_not_shown() -> None:
    """A number that is no message's rests on nothing."""
    scene = speaking()
    assert offered(scene, TWO.replace("{}", "7")) is None
    assert (scene.room.tally.unoffered, scene.room.offers) == (1, 0)


def test_what_was_said_long_ago_is_not_taken_up() -> None:
    """An offer is about the last ten minutes and the last dozen messages; one cited message of those is enough."""
    for answer, shown in ((TWO.replace("{}", "1"), False), (TWO.replace("{}", "1, 20"), True)):
        scene = speaking(tokens=10**6)
        card = offered(scene, answer, *(f"talk of home {number}" for number in range(20)))
        assert bool(card) is shown
        assert RECENT_MESSAGES < 20
    scene = speaking(tokens=10**6)
    scene.says(KIM, "early words of home")
    scene.answers(asks(scene.waits(MINUTE))[0].question, "nothing")
    scene.waits(RECENT_SECONDS)
    assert offered(scene, TWO.replace("{}", "1")) is None


@try_each(
    ("again", "shown"),
    [
        ("two-meanings: Something else about it. [1]", False),
        ("idiom: They use home: for a HOUSE and for a family! [{}]", False),
        ("two-meanings: Another word. [{}]", True),
        ("idiom: Something else about it. [1]", True),
    ],
)
def test_nothing_is_offered_twice(again: str, shown: bool) -> None:
    """An offer of the same kind about the same message, or in the same words, was made already."""
    scene = speaking()
    first = offered(scene, TWO)
    assert first is not None
    scene.at_desk(ANA, "ok", first.code)
    assert bool(offered(scene, again, "and more talk")) is shown


def test_a_kind_that_is_refused_rests() -> None:
    """After two refusals of one kind it is not offered any more in this session; other kinds are."""
    scene = speaking(tokens=10**6)
    for number in range(ENOUGH):
        card = offered(scene, f"term: Word {number}. [{{}}]", f"talk {number}")
        assert card is not None
        scene.at_desk(ANA, "no", card.code)
    assert offered(scene, "term: Another word. [{}]", "more talk") is None
    assert offered(scene, "idiom: Another word. [{}]", "yet more talk") is not None


def test_a_kind_that_is_let_out_does_not_rest() -> None:
    """Only a therapist's no is one: what was let out, or ran out by itself, is no refusal."""
    scene = speaking(tokens=10**6)
    for number in range(ENOUGH + 1):
        card = offered(scene, f"term: Word {number}. [{{}}]", f"talk {number}")
        assert card is not None
        scene.at_desk(ANA, "ok", card.code)
    assert scene.room.initiative.refused == ()


def test_when_every_kind_rests_the_model_is_not_asked() -> None:
    """Where no offer could be shown, none is looked for."""
    scene = speaking(tokens=10**6)
    scene.says(KIM, "talk")
    assert find_offer_time(scene.room, scene.policy) is not None
    refused = tuple(kind for kind in Kind for _ in range(ENOUGH))
    scene.room = replace(scene.room, initiative=replace(scene.room.initiative, refused=refused))
    assert find_offer_time(scene.room, scene.policy) is None


def forgets(scene: Scene, how: str) -> None:
    """Let what an offer was about be taken back, in one way of several."""
    event = scene.room.window[0].id
    ways: dict[str, Callable[[], object]] = {
        "edit": lambda: scene.happens(Edited(scene.id(), KIM, scene.now, event, "other words")),
        "deletion": lambda: scene.happens(Redacted(scene.id(), KIM, scene.now, event)),
        "withdrawal": lambda: scene.says(KIM, "!withdraw"),
        "clearing": lambda: scene.at_desk(ANA, "!window clear"),
        "forgetting": lambda: (scene.says(KIM, "!forget me"), scene.says(KIM, "!forget me yes")),
        "end": lambda: (scene.says(ANA, "!end"), scene.says(ANA, "!end yes")),
        "off": lambda: scene.says(KIM, "!stop"),
    }
    ways[how]()


@try_each("how", ["edit", "deletion", "withdrawal", "clearing", "forgetting", "end", "off"])
def test_what_is_remembered_goes_with_what_it_was_about(how: str) -> None:
    """Of an offer its kind, the messages and a hash are remembered, until the words behind it are taken back or it is off."""
    scene = speaking()
    card = offered(scene, TWO)
    assert card is not None
    (made,) = scene.room.initiative.made
    assert "home" not in repr(made)
    forgets(scene, how)
    assert scene.room.initiative.made == ()


def test_reasons_are_told_apart() -> None:
    """Each rule of the gate has its own name, in the order in which it is looked at."""
    scene = speaking()
    card = offered(scene, TWO)
    assert card is not None
    (draft,), now, room = scene.room.drafts, scene.now, scene.room
    fresh = replace(room, initiative=replace(room.initiative, made=()))
    unwelcome = replace(fresh, initiative=replace(fresh.initiative, refused=("two-meanings",) * ENOUGH))
    assert find_gate_reason(fresh, scene.policy, draft, now) is None
    assert find_gate_reason(replace(room, talk=room.talk + 1), scene.policy, draft, now) is Shut.STALE
    assert find_gate_reason(room, scene.policy, replace(draft, cites=()), now) is Shut.LOOSE
    assert find_gate_reason(room, scene.policy, draft, now + RECENT_SECONDS) is Shut.OLD
    assert find_gate_reason(room, scene.policy, draft, now) is Shut.REPEATED
    assert find_gate_reason(unwelcome, scene.policy, draft, now) is Shut.UNWELCOME


def answers(scene: Scene, question: EventId, tokens: int) -> None:
    """Let the model have nothing to offer, at a cost."""
    scene.happens(Answered(scene.id(), scene.now, question, "nothing", "house", "small", tokens, tokens))


def test_looking_for_offers_costs_what_the_backend_says() -> None:
    """What a request may cost is set aside, and settled by the backend's own count; without one the estimate stands."""
    scene = speaking(tokens=10**6)
    question = asked(scene)
    aside = scene.room.initiative.tokens
    assert aside > MODEL.longest
    answers(scene, question, 30)
    assert scene.room.initiative.tokens == 60
    answers(scene, asked(scene, "more"), 0)
    assert scene.room.initiative.tokens > 60 + MODEL.longest
    before = scene.room.initiative.tokens
    failed = Failed(scene.id(), scene.now, asked(scene, "more"), Trouble.SLOW)
    scene.happens(failed)
    assert scene.room.initiative.tokens > before


def test_when_the_tokens_are_spent_the_desk_hears_it_once() -> None:
    """The AI asks no more than it may cost, says so in one quiet line at the desk, and `!suggest` still works."""
    scene = speaking(tokens=3200)
    for number in range(2):
        answers(scene, asked(scene, f"talk {number}"), 0)
    told = []
    for number in range(3):
        scene.says(KIM, f"more {number}")
        effects = scene.waits(3 * MINUTE)
        assert asks(effects) == []
        told += [effect for effect in effects if isinstance(effect, Notice) and effect.where == Desk()]
    assert keys(tuple(told)) == ["offers-spent"]
    assert not told[0].rings
    assert scene.room.initiative.tokens <= 3200
    assert len(asks(scene.at_desk(ANA, "!suggest"))) == 1


def test_no_tokens_no_offers() -> None:
    """With `initiative.tokens: 0` nothing is looked for, and nothing is said about it."""
    scene = speaking(tokens=0)
    scene.says(KIM, "talk")
    assert scene.waits(5 * MINUTE) == ()


def test_the_count_begins_anew() -> None:
    """What offers have cost and what came of them belongs to one session: the floor going off ends it."""
    scene = speaking()
    assert offered(scene, TWO) is not None
    assert silence_room(scene.room).initiative == Scene(policy()).room.initiative


def test_the_next_one_is_as_far_from_the_card_as_policy_says() -> None:
    """A model that is slow to answer brings the next offer no nearer: the minutes count from the card, not from the question."""
    scene = speaking(every=2, tokens=10**6)
    scene.waits(MINUTE)
    question = asked(scene)
    scene.now += 90
    (card,) = (answer for answer in scene.answers(question, TWO.format(1)) if isinstance(answer, Card))
    scene.at_desk(ANA, "no", card.code)
    scene.says(KIM, "more talk")
    assert asks(scene.waits(110.0)) == []
    assert len(asks(scene.waits(20.0))) == 1


def test_status_tells_the_desk() -> None:
    """At the desk `!status` says how many ideas there were and what looking for them took; the session room does not hear it."""
    scene = speaking(tokens=9000, max=7)
    assert offered(scene, TWO) is not None
    at_desk = next(reply for reply in scene.at_desk(ANA, "!status") if isinstance(reply, Reply))
    in_room = next(reply for reply in scene.says(ANA, "!status") if isinstance(reply, Reply))
    spent = f"{scene.room.initiative.tokens:,}"
    assert f"1 of at most 7; looking for them took {spent} of 9,000 tokens" in render_words(at_desk.words)
    assert "looking for them" not in render_words(in_room.words)
