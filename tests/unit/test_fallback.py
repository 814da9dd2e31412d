"""A second backend where the first one fails: under the room's rules, on its card, and never without either."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from note_hour import hour
from rows import try_each
from scene import ANA, KIM, Scene, asks, policy, posted

from bot.app.endings import may_fall_back
from bot.model import Answered, Card, Desk, Reply, SessionRoom, Task, Trouble
from bot.policy import BackendFacts, Distance, Policy, drop_refused_fallback, find_policy_in_force
from bot.session.talk.agreement import LONGEST_CARD, hash_cards, make_card, make_full_text
from bot.settings import list_notes, list_room_rules, load_settings, make_record, read_files
from bot.words import languages, render_words

NEAR = BackendFacts("cellar", "openai", "large", "network")
FAR = BackendFacts("cloud", "anthropic", "large", "remote", "Example Inc.")
BOTH = """\
backends:
  house: {kind: openai, base_url: "http://127.0.0.1:9/v1", model: small, fallback: other}
  other: {kind: openai, base_url: "http://127.0.0.1:9/v1", model: large%s}
backend: house
"""
SIGNED = ", remote: true, agreement: {kind: BAA, with: Example Inc., signed: 2026-01-01, expires: 2036-01-01}"


def house(second: BackendFacts | None, **facts: object) -> BackendFacts:
    """Return a model of the clinic's own, with `second` as its fallback."""
    return replace(BackendFacts("house", "openai", "small", fallback=second), **facts)  # type: ignore[arg-type]  # tests name fields


def rules(second: BackendFacts | None = FAR, **said: object) -> Policy:
    """Return rules under which the house's model has `second` as its fallback, which may be anywhere."""
    return policy(house(second), **{"backends_allowed": "any", **said})


def clinic(folder: Path, more: str = "", room: str = 'room: "*"\n', second: str = SIGNED) -> Path:
    """Write a configuration with two backends, and return its deployment file."""
    return written(folder, GOOD + BOTH % second + more, room)


def test_a_question_knows_both_backends() -> None:
    """What was decided under consent to both names both; where there is no second one, nothing else can be asked."""
    (asked,) = asks(Scene(rules()).listening().says(KIM, "!explain gobbledyquux"))
    assert (asked.backend, asked.fallback) == ("house", "cloud")
    (asked,) = asks(Scene(rules(None)).listening().says(KIM, "!explain gobbledyquux"))
    assert (asked.backend, asked.fallback) == ("house", "")


def test_every_kind_of_question_knows_them() -> None:
    """What nobody asked for, and what is read for a note, is asked of the same two as any other."""
    scene = Scene(rules(NEAR, crisis={"model": True})).listening()
    asked = [*asks(scene.says(KIM, "I slept badly and I am tired of all that."))]
    asked += asks(scene.at_desk(ANA, "!summary"))
    scene.says(ANA, "!translate auto id en")
    asked += asks(scene.says(KIM, "Aku mau pindah dari rumah itu besok pagi, karena aku takut sekali."))
    assert {ask.task for ask in asked} >= {Task.WATCH, Task.SUMMARY, Task.INTERPRET}
    assert {(ask.backend, ask.fallback) for ask in asked} == {("house", "cellar")}


def test_the_desk_falls_back_to_no_company() -> None:
    """What is asked at the desk goes to the clinic's own model alone, unless `desk_backends` lets it out."""
    (asked,) = asks(Scene(rules()).listening().at_desk(ANA, "!ask what did Kim mean?"))
    assert (asked.backend, asked.fallback) == ("house", "")
    (asked,) = asks(Scene(rules(desk_backends="any")).listening().at_desk(ANA, "!ask what did Kim mean?"))
    assert asked.fallback == "cloud"


@try_each(
    ("second", "said", "kept"),
    [
        (NEAR, {}, True),
        (NEAR, {"agreement_required": True}, True),
        (FAR, {}, False),
        (FAR, {"backends_allowed": "any"}, True),
        (replace(FAR, party=""), {"backends_allowed": "any"}, False),
        (replace(FAR, party=""), {"backends_allowed": "any", "agreement_required": False}, True),
    ],
)
def test_a_fallback_that_the_rules_refuse_is_none(second: BackendFacts, said: dict[str, object], kept: bool) -> None:
    """A room whose model is the clinic's own never falls back out of the clinic unless its rules allow what is there."""
    made = drop_refused_fallback(house(second), policy(house(None), **said).rules)
    assert made.fallback == (second if kept else None)


def test_rules_that_wait_to_be_loosened_keep_a_far_fallback_out() -> None:
    """Until a therapist accepts that backends may be anywhere, the second one is not asked and not told of."""
    files = rules()
    held = find_policy_in_force(files.rules.model_copy(update={"backends_allowed": "local"}), files)
    assert (held.backend.name, held.backend.fallback) == ("house", None)
    assert hash_cards(held) == hash_cards(replace(rules(None), rules=held.rules))


@try_each(
    ("second", "told"),
    [
        (NEAR, {"en": "or to “cellar” in the clinic's network", "id": "atau “cellar” di jaringan klinik"}),
        (
            FAR,
            {
                "en": "or to “cloud” of Example Inc. under agreement, names replaced",
                "id": "atau “cloud” milik Example Inc. dengan perjanjian, nama diganti",
            },
        ),
        (
            replace(FAR, party=""),
            {"en": "or to “cloud” outside the clinic, names replaced", "id": "atau “cloud” di luar klinik"},
        ),
    ],
)
def test_the_card_names_the_fallback_and_where_it_is(second: BackendFacts, told: dict[str, str]) -> None:
    """Whoever agrees reads of both, in few enough words for a phone; the full text names the model too."""
    agreed = rules(second, agreement_required=False)
    for language in languages():
        card, text = render_words(make_card(agreed, language)), render_words(make_full_text(agreed, language))
        assert told[language] in card
        assert len(card) <= LONGEST_CARD
        assert f"“{second.name}” (large)" in text


@try_each("name", ["x", "_"])
def test_the_card_fits_whatever_both_are_called(name: str) -> None:
    """The longest names, people who sit in and a second reader leave the card as short as a phone."""
    more = {"floor_max": "speak", "desk_backends": "any", "jurisdiction": ("demo",), "crisis": {"model": True}}
    window = {"messages": 200, "minutes": 1440}
    places: tuple[Distance, ...] = ("here", "network", "remote")
    far = [BackendFacts(name * 40, "openai", "m", place, name * 60 * (place == "remote")) for place in places]
    for first, second in product(far, far):
        facts = replace(first, name=name * 39, fallback=second)
        agreed = policy(facts, backends_allowed="any", prefix="!!", observers=(str(KIM),), window=window, **more)
        for language in languages():
            assert len(render_words(make_card(agreed, language))) <= LONGEST_CARD, (first.where, second.where)


def test_another_fallback_asks_everybody_anew() -> None:
    """Who agreed to one pair of backends has not agreed to another, or to the second in another place."""
    pairs = [None, NEAR, FAR, replace(NEAR, where="here"), replace(FAR, party="Other Ltd.")]
    assert len({hash_cards(rules(second)) for second in pairs}) == len({rules(second).sha256 for second in pairs}) == 5


def test_status_names_both() -> None:
    """Nobody in the room has to wonder where words may go."""
    (effect,) = Scene(rules()).says(KIM, "!status")
    assert isinstance(effect, Reply)
    told = render_words(effect.words)
    assert "“house” on this machine" in told
    assert "“cloud” outside the clinic, under agreement with Example Inc.; names are replaced first, for both" in told


def test_the_label_says_which_backend_really_answered() -> None:
    """An answer of the fallback bears its name, for people and for machines; one of the first bears no more than ever."""
    for backend, label in (("house", "_AI · not checked by a therapist_"), ("cloud", "therapist · “cloud”_")):
        scene = Scene(rules()).listening()
        (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
        answered = Answered(scene.id(), scene.now, asked.question, "A gobbledyquux is a word.", backend, "large")
        (post,) = posted(scene.happens(answered))
        assert label in render_words(post.words)
        assert post.mark.backend == backend


def test_a_draft_says_where_its_words_went() -> None:
    """The card at the desk is marked with the backend that answered, and its model; `!sent` shows the rest."""
    scene = Scene(rules(approval="all")).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    answered = Answered(scene.id(), scene.now, asked.question, "A gobbledyquux is a word.", "cloud", "large")
    (card,) = (effect for effect in scene.happens(answered) if isinstance(effect, Card))
    assert (card.mark.backend, card.mark.model) == ("cloud", "large")


def test_a_note_that_both_read_bears_the_fallbacks_name() -> None:
    """One stretch by the room's own model and one by the other: people have to know of the other."""
    scene = hour(backend=house(NEAR))
    (whole,) = asks(scene.at_desk(ANA, "!note soap"))
    cut = Answered(scene.id(), scene.now, whole.question, "subjective: Client 1 sl", "house", "small", cut=True)
    (half,) = asks(scene.happens(cut))
    first = Answered(scene.id(), scene.now, half.question, "subjective: Client 1 slept badly. [2]", "cellar", "large")
    (rest,) = asks(scene.happens(first))
    scene.answers(rest.question, "plan: Client 1 will write it down each night. [1, 2]")
    assert scene.room.note is not None
    assert (scene.room.note.backend, scene.room.note.model) == ("cellar", "large")


def test_a_question_fits_both_and_is_priced_for_the_longer_answer() -> None:
    """The talk that goes along is what the smaller model takes in; the budget holds what the longer answer may be."""
    small = BackendFacts("tiny", "openai", "t", context=2048, longest=300)
    both = house(small, context=8192, longest=700)
    assert both.room_for_talk == small.room_for_talk
    assert both.longest_answer == house(None).longest == 700


@pytest.mark.parametrize("trouble", list(Trouble))
@pytest.mark.parametrize("status", [None, 200, 302, 400, 401, 403, 404, 422, 429, 451, 500])
def test_what_may_be_about_the_words_is_never_asked_elsewhere(trouble: Trouble, status: int | None) -> None:
    """A model that declines or a filter has answered; a server that is down, busy, slow, spent, small or set up wrongly has not."""
    own_fault = {Trouble.DOWN, Trouble.BUSY, Trouble.SLOW, Trouble.SPENT, Trouble.LONG}
    set_up = trouble is Trouble.REFUSED and status in {None, 302, 401, 404}
    assert may_fall_back(trouble, status) == (trouble in own_fault or set_up)


@try_each(
    ("backends", "told"),
    [
        ("  house: {kind: openai, base_url: u, model: m, fallback: nobody}\n", "and `nobody` is none"),
        ("  house: {kind: openai, base_url: u, model: m, fallback: house}\n", "and `house` is none"),
        ("  house: {kind: openai, base_url: u, model: m, fallback: embedded}\n", "and `embedded` is none"),
        ("  house: {fallback: other}\n  other: {kind: openai, base_url: u, model: m}\n", "has no model, so it never"),
        (
            (
                "  a: {kind: openai, base_url: u, model: m, fallback: b}\n"
                "  b: {kind: openai, base_url: u, model: m, fallback: a}\n"
            ),
            "`a` falls back to `b`, which has a fallback itself",
        ),
    ],
)
def test_one_step_is_all_there_is(tmp_path_factory: pytest.TempPathFactory, backends: str, told: str) -> None:
    """No chain, no circle, and nothing to fall back to that is not there or has no model: each is a mistake with its line."""
    said = mistakes(written(tmp_path_factory.mktemp("clinic"), f"{GOOD}backends:\n{backends}"))
    assert told in said
    assert "bot.yaml:8: backend" in said


def test_check_and_policy_show_tell_of_it(tmp_path: Path) -> None:
    """A fallback in use stands with the room's rules; the record of processing names the room with both backends."""
    path = clinic(tmp_path, "backends_allowed: any\n")
    settings = load_settings(path)
    assert "backend house falls back to: other (remote)" in list_room_rules(settings, "all.yaml")
    assert not any("fallback" in note for note in list_notes(read_files(path)))
    record = make_record(settings, date(2026, 6, 1))
    assert {backend["name"]: backend["rooms"] for backend in record["backends"]}["other"] == ["rooms/all.yaml"]


def test_check_tells_of_a_fallback_that_is_not_used(tmp_path: Path) -> None:
    """A room whose rules keep it in the clinic has no such fallback, and the operator is told why, with the line."""
    path = clinic(tmp_path, "backends_allowed: any\n", 'room: "*"\nbackend: house\nbackends_allowed: local\n')
    assert (
        "rooms/all.yaml:2 uses `house`, whose fallback `other` is out of the clinic and not used here: "
        "`backends_allowed: local`"
    ) in list_notes(read_files(path))
    assert not any("falls back" in line for line in list_room_rules(load_settings(path), "all.yaml"))


def test_nothing_is_asked_that_no_backend_may_be_asked() -> None:
    """The route of a question is never empty where it may be asked at all, and names no more than two."""
    for task in Task:
        for place in (SessionRoom(), Desk()):
            for agreed in (rules(), rules(NEAR), rules(None), policy(replace(FAR, fallback=NEAR))):
                route = agreed.list_backends(task, place)
                assert bool(route) == agreed.reaches(task, place)
                assert len(route) <= 2
                assert all(not facts.remote or agreed.rules.backends_allowed == "any" for facts in route)
