"""Scenes of the day's budget: counted as a request leaves and as it is answered, and a calm line where it does not reach."""

from dataclasses import replace

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from interpreted import ENGLISH, HELLO, interpreted, requests
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy, posted

from bot.model import (
    Answered,
    Ask,
    Card,
    Desk,
    Direct,
    Effect,
    Elapsed,
    EventId,
    Failed,
    Language,
    Notice,
    Ousted,
    Person,
    Reply,
    SessionRoom,
    Task,
    Trouble,
    Use,
    UserId,
)
from bot.policy import BackendFacts
from bot.session.request.budget import estimate_cost, find_budget_refusal, find_day
from bot.store.codec import pack_thing, unpack_thing
from bot.words import render_words

DAY = 24 * 3600.0
BEN = UserId("@ben:clinic")
PLENTY = {"room_day": 100_000, "person_day": 100_000, "room_requests": 1000, "person_requests": 1000}


def scarce(**budget: int) -> Scene:
    """Return a scene of Ana and Kim with the AI on, in which `budget` is scarce and all else of it plenty."""
    return Scene(policy(budget={**PLENTY, **budget})).listening()


def sent(scene: Scene, who: UserId = KIM, text: str = "!explain gobbledyquux", **more: object) -> Ask:
    """Let somebody ask, and return what goes to the backend."""
    (ask,) = asks(scene.says(who, text, **more))
    return ask


def counts(scene: Scene, question: EventId, tokens_in: int, tokens_out: int) -> tuple[Effect, ...]:
    """Let the backend answer, and say how many tokens that was."""
    scene.now += 1
    text = "Gobbledyquux: small habits that help you sleep."
    return scene.happens(
        Answered(scene.id(), scene.now, question, text, "house", "small", tokens_in=tokens_in, tokens_out=tokens_out)
    )


def fails(scene: Scene, question: EventId, *, left: bool) -> tuple[Effect, ...]:
    """Let the backend fail, before or after something was sent to it."""
    scene.now += 1
    return scene.happens(Failed(scene.id(), scene.now, question, Trouble.DOWN, left=left))


def told(effects: tuple[Effect, ...]) -> str:
    """Return what is said in a single message, as people read it."""
    (effect,) = effects
    assert isinstance(effect, Reply | Notice | Card)
    assert effect.words is not None
    return render_words(effect.words)


@try_each(
    ("key", "language", "says"),
    [
        ("room_requests", "en", "What this room may ask the model in a day is used up"),
        ("room_requests", "id", "Jatah ruang ini untuk bertanya ke model hari ini sudah habis"),
        ("person_requests", "en", "What you may ask the model in a day is used up"),
        ("person_requests", "id", "Jatah Anda untuk bertanya ke model hari ini sudah habis"),
    ],
)
def test_what_does_not_reach_is_said_in_one_calm_line(key: str, language: str, says: str) -> None:
    """Whoever asks is told that it is used up, that nothing was sent, when it begins anew, and what still works."""
    scene = Scene(policy(language=(language,), budget={**PLENTY, key: 1})).listening()
    sent(scene)
    refused = scene.says(KIM, "!explain gobbledyquux")
    line = told(refused)
    assert line.startswith(says)
    assert {"en": "after midnight", "id": "Setelah tengah malam"}[language] in line
    assert {"en": "`!stop`", "id": "`!berhenti`"}[language] in line
    assert len(line) < 400


def test_one_persons_budget_is_not_anothers() -> None:
    """Kim has used up what one person may; Ana can still ask. The room's own budget holds for both."""
    scene = scarce(person_requests=1, room_requests=2)
    sent(scene)
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["budget-person"]
    sent(scene, ANA)
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["budget-room"]


@try_each(("key", "line"), [("room_day", "budget-room"), ("person_day", "budget-person")])
def test_what_would_overshoot_is_not_sent(key: str, line: str) -> None:
    """A request whose estimate is more than there are tokens left does not leave, and takes nothing."""
    scene = scarce(**{key: 500})
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == [line]
    assert scene.room.spent.room == Use()
    assert scene.room.pending == ()


def test_the_glossary_and_stop_cost_nothing() -> None:
    """With a budget of nothing the clinic's own entries still answer, and anybody can still turn the AI off."""
    scene = scarce(room_day=0, room_requests=0)
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["budget-room"]
    assert keys(scene.says(KIM, "!explain sleep hygiene")) == ["glossary-answer"]
    assert "floor-off" in keys(scene.says(KIM, "!stop"))[0]


def test_a_backend_without_a_model_has_no_budget() -> None:
    """What never leaves the bot is not counted and not refused."""
    scene = Scene(policy(BackendFacts(), budget={"room_day": 0, "room_requests": 0})).listening()
    assert keys(scene.says(KIM, "!express I am so angry")) == ["asks express"]
    assert scene.room.spent.room == Use()
    assert "token" not in told(scene.says(KIM, "!status"))


def test_the_backends_own_counts_take_the_place_of_the_estimate() -> None:
    """What is held back when a request leaves is given back for what the backend says it was."""
    scene = scarce()
    asked = sent(scene)
    held = scene.room.spent.room
    assert held.requests == 1
    assert held.tokens > MODEL.longest
    counts(scene, asked.question, 320, 40)
    assert scene.room.spent.room == Use(360, 1)
    assert dict(scene.room.spent.people) == {KIM: Use(360, 1)}


def test_a_backend_that_counts_nothing_costs_the_estimate() -> None:
    """Zero is no count: the estimate stands."""
    scene = scarce()
    asked = sent(scene)
    held = scene.room.spent
    counts(scene, asked.question, 0, 0)
    assert scene.room.spent == held


def test_without_an_answer_its_part_is_given_back() -> None:
    """What went out stays counted; the answer that did not come does not. What never left costs nothing."""
    scene = scarce()
    went = sent(scene)
    held = scene.room.spent.room
    fails(scene, went.question, left=True)
    assert scene.room.spent.room == Use(held.tokens - MODEL.longest, 1)
    stayed = sent(scene)
    fails(scene, stayed.question, left=False)
    assert scene.room.spent.room == Use(held.tokens - MODEL.longest, 1)


def test_what_is_dropped_stays_counted() -> None:
    """`!stop` while the model answers brings nothing back: it was sent."""
    scene = scarce()
    sent(scene)
    held = scene.room.spent.room
    scene.says(KIM, "!stop")
    assert scene.room.spent.room == held


def test_a_new_day_begins_with_nothing_spent() -> None:
    """After midnight whoever was refused may ask again, and an answer from yesterday takes nothing of today."""
    scene = scarce(person_requests=1)
    late = sent(scene)
    scene.now += DAY
    scene.says(KIM, "good morning")
    assert scene.room.spent.people == ()
    sent(scene)
    held = scene.room.spent
    counts(scene, late.question, 5000, 5000)
    assert scene.room.spent == held
    assert held.day == find_day(scene.now)


def test_a_clock_set_back_opens_no_new_budget() -> None:
    """An hour or a day that comes twice is not counted twice."""
    scene = scarce(person_requests=1)
    sent(scene)
    scene.now -= DAY
    assert scene.room.spent.day > find_day(scene.now)
    price = estimate_cost(sent_before(scene), scene.policy, scene.now)
    (pending,) = scene.room.pending
    assert price.day < pending.cost.day
    assert find_budget_refusal(scene.room, scene.policy, replace(pending, cost=price)) == "budget-person"


def sent_before(scene: Scene) -> Ask:
    """Return the newest request of a scene."""
    return [effect for effect in scene.effects if isinstance(effect, Ask)][-1]


def test_a_restart_forgets_nothing_of_it() -> None:
    """What is spent is part of the room on disk; a room from before there were budgets has spent nothing."""
    scene = scarce()
    sent(scene)
    back = unpack_thing("room", pack_thing(scene.room))
    assert back == scene.room
    assert back.spent.room.requests == 1


def test_leaving_and_coming_back_is_no_new_day() -> None:
    """When the bot is removed it keeps how much was used, and no longer by whom."""
    scene = scarce()
    sent(scene)
    used = scene.room.spent.room
    scene.happens(Ousted(scene.id(), scene.now))
    assert (scene.room.spent.room, scene.room.spent.people) == (used, ())


def test_asking_again_takes_of_the_budget_too() -> None:
    """`again` on a stale card is a request like any other, and is refused like any other."""
    scene = Scene(policy(approval="all", budget={**PLENTY, "room_requests": 1})).listening()
    code = scene.draft()
    scene.waits(700.0)
    assert keys(scene.at_desk(ANA, "again", code)) == ["budget-room"]


@try_each(("requests", "offers"), [(1, 1), (2, 2)])
def test_nothing_is_offered_when_the_budget_is_spent(requests: int, offers: int) -> None:
    """An offer is the room's request and nobody's own; where it would overshoot it is not made, and nobody is told."""
    scene = Scene(policy(floor_max="speak", budget={**PLENTY, "room_requests": requests})).listening()
    scene.says(ANA, "!speak")
    scene.says(KIM, "home is where we fight")
    (offer,) = asks(scene.waits(700.0))
    assert {ANA, KIM}.isdisjoint(dict(scene.room.spent.people))
    scene.answers(offer.question, "Nothing.")
    scene.says(ANA, "and home is where we laugh")
    scene.waits(700.0)
    assert [ask.task for ask in asks(tuple(scene.effects))] == [Task.OFFER] * offers
    assert "budget-room" not in keys(tuple(scene.effects))


def test_the_second_reader_is_never_stopped() -> None:
    """Looking for danger goes on with a budget of nothing; it is counted beside, and takes nothing of anybody's."""
    rules = {"crisis": {"model": True, "card": False}, "consent": {"purposes": ["listen"]}}
    scene = Scene(policy(MODEL, budget={"room_day": 0, "room_requests": 0}, **rules)).listening()
    (watch,) = asks(scene.says(KIM, "I gave my cat away and wrote to everybody"))
    assert watch.task is Task.WATCH
    counts(scene, watch.question, 250, 2)
    assert (scene.room.spent.reader, scene.room.spent.room) == (Use(252, 1), Use())
    assert "252 tokens today" in told(scene.says(KIM, "!status"))


@try_each(
    ("language", "room", "own"),
    [
        ("en", "The model was asked today: 2 of 1,000 requests, 800 of 100,000 tokens", "of that by you: 1 of 1,000"),
        (
            "id",
            "Pertanyaan ke model hari ini: 2 dari 1.000 kali, 800 dari 100.000 token",
            "di antaranya dari Anda: 1 dari 1.000",
        ),
    ],
)
def test_status_shows_the_rooms_use_to_all_and_ones_own_to_oneself(language: str, room: str, own: str) -> None:
    """In the session room everybody sees the sum; one's own part shows where the others do not read, never anybody else's."""
    scene = Scene(policy(language=(language,), budget=PLENTY)).listening()
    counts(scene, sent(scene).question, 100, 100)
    counts(scene, sent(scene, ANA).question, 400, 200)
    aloud = told(scene.says(KIM, "!status"))
    assert room in aloud
    assert own.partition(":")[0] not in aloud
    alone = told(scene.says(KIM, "!status", where=Direct(KIM)))
    assert room in alone
    assert own in alone
    assert {"en": "200 of 100,000", "id": "200 dari 100.000"}[language] in alone
    assert "600" not in alone
    assert "600" in told(scene.at_desk(ANA, "!status"))


def test_the_card_says_what_it_took_once_half_is_used() -> None:
    """From half of the day's budget on, how many tokens a draft took stands under it, and how much is used; not before."""
    for tokens_in, says in ((380, False), (1980, True)):
        scene = on_desk(budget={**PLENTY, "room_day": 4000})
        asked = sent(scene)
        card = told(counts(scene, asked.question, tokens_in, 20))
        assert ("About 2,000 tokens; 50 % of today's budget used." in card) is says
        assert ("tokens" in card) is says


def test_the_desk_is_told_once_when_most_is_used() -> None:
    """At 80 percent one quiet line comes to the desk, once a day, whoever asked."""
    scene = scarce(room_requests=5)
    for _ in range(3):
        assert "budget-most" not in keys(scene.says(KIM, "!explain gobbledyquux"))
    effects = scene.says(KIM, "!explain gobbledyquux")
    (note,) = (effect for effect in effects if isinstance(effect, Notice))
    assert note.words is not None
    assert (note.where, note.words.key, dict(note.words.args)["percent"]) == (Desk(), "budget-most", 80)
    assert "budget-most" not in keys(scene.says(KIM, "!explain gobbledyquux"))
    scene.now += DAY
    scene.happens(Elapsed(scene.id(), scene.now))
    assert not scene.room.spent.told


def test_a_large_request_says_so_beforehand() -> None:
    """What takes more than half of what is left is sent, with one line that says so; a small one with none."""
    scene = scarce()
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["asks explain"]
    tight = scarce(person_day=1500)
    assert keys(tight.says(KIM, "!explain gobbledyquux")) == ["asks explain", "budget-large"]
    tight.says(KIM, "we spoke of sleep")
    assert keys(tight.at_desk(ANA, "!suggest")) == ["asks suggest", "budget-large"]
    assert keys(tight.at_desk(ANA, "!suggest")) == ["budget-person"]


@given(
    st.lists(
        st.tuples(st.sampled_from([ANA, KIM, BEN]), st.integers(0, 40), st.floats(0, 1), st.floats(0, 2)), max_size=20
    ),
    st.integers(0, 8000),
    st.integers(0, 8000),
)
@try_examples(60)
def test_no_budget_is_overspent_by_more_than_one_answer(
    asked: list[tuple[UserId, int, float, float]], room_day: int, person_day: int
) -> None:
    """Whoever asks however much: nothing leaves that would overshoot, so only each one's last count can be above it.

    `asked` is who asks, how long the term is, and what the backend counts, as parts of the estimate.
    """
    scene = Scene(policy(budget={**PLENTY, "room_day": room_day, "person_day": person_day}))
    scene.joins(Person(BEN, "Ben"))
    scene.says(BEN, "!agree")
    scene.listening()
    most = 0
    for who, words, read, written in asked:
        for ask in asks(scene.says(who, f"!explain {'gobble ' * words}dyquux"[:200])):
            held = scene.room.pending[-1].cost
            assert scene.room.spent.room.tokens <= room_day
            assert dict(scene.room.spent.people)[who].tokens <= person_day
            real = max(1, int(held.sent * read)), max(1, int(held.answer * written))
            most = max(most, sum(real))
            counts(scene, ask.question, *real)
    spent = scene.room.spent
    assert spent.room.tokens <= room_day + most
    assert all(use.tokens <= person_day + most for _, use in spent.people)
    assert sum(use.tokens for _, use in spent.people) == spent.room.tokens
    assert sum(use.requests for _, use in spent.people) == spent.room.requests


def test_whoever_asks_is_charged_whatever_the_task() -> None:
    """Each request in a decision is counted, and there is no other way out: the sum is what the decisions asked."""
    scene = scarce()
    scene.says(KIM, "we spoke of sleep")
    for text in ("!translate guten Morgen", "!express I am so tired of this", "!explain gobbledyquux"):
        scene.says(KIM, text)
    scene.says(ANA, "!ask what was said?")
    assert scene.room.spent.room.requests == len(asks(tuple(scene.effects))) == 4


@try_each(
    ("languages", "says"),
    [(("en", "id"), "Live translation ends here"), (("id", "en"), "Terjemahan langsung berhenti")],
)
def test_live_translation_ends_aloud(languages: tuple[str, ...], says: str) -> None:
    """It is the room's, not a writer's; where the budget does not reach, the room is told once in the languages that are read there, its own first."""
    scene = interpreted(language=languages, budget={**PLENTY, "room_requests": 1})
    read = tuple(replace(consent, language=Language("id")) for consent in scene.room.consents if consent.person == KIM)
    scene.room = replace(scene.room, consents=(*scene.room.consents, *read))
    (ask,) = requests(scene.says(KIM, HELLO))
    assert KIM not in dict(scene.room.spent.people)
    scene.answers(ask.question, ENGLISH)
    (stop,) = (
        notice for notice in scene.says(KIM, HELLO) if isinstance(notice, Notice) and notice.where == SessionRoom()
    )
    first, second = told((stop,)).split("\n")
    assert first.startswith(says)
    assert second.startswith(("Live translation ends here", "Terjemahan langsung berhenti"))
    assert scene.says(KIM, HELLO) == ()
    assert scene.room.interpreting == ()


def test_an_answer_asked_on_takes_of_the_budget() -> None:
    """Wishing for an answer in simpler words is a request of whoever wishes for it."""
    scene = scarce(person_requests=1)
    (reply,) = posted(scene.answers(sent(scene).question, "A word that nobody knows."))
    assert keys(scene.says(KIM, "!simpler", reply_to=scene.posts[reply.code])) == ["budget-person"]
