"""Rooms whose model is out of the clinic: what is never asked of it, and what people are told."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, Scene, keys, policy

from bot.model import Ask, Desk, Direct, Language, Reply, SessionRoom, Task
from bot.policy import BackendFacts, Layer, Policy, RoomRules, find_policy_in_force, merge_layers
from bot.session.talk.agreement import LONGEST_CARD, hash_cards, make_card, make_full_text
from bot.words import languages, render_words

FAR = BackendFacts("cloud", "anthropic", "large", "remote", "Example Inc.")
NET = BackendFacts("cellar", "openai", "small", "network")
HERE = BackendFacts("house", "openai", "small")
EN = Language("en")


def far(**rules: object) -> Policy:
    """Return rules under which the room's model is a company's."""
    return policy(FAR, **{"backends_allowed": "any", **rules})


def status(rules: Policy) -> str:
    """Return what `!status` says."""
    (effect,) = Scene(rules).says(KIM, "!status")
    assert isinstance(effect, Reply)
    return render_words(effect.words)


def test_the_desk_stays_in_the_clinic_unless_every_file_lets_it_out() -> None:
    """What a therapist asks at the desk goes to no company's model by default; one line says what to do instead."""
    careful = Scene(far()).listening()
    assert keys(careful.at_desk(ANA, "!ask what did Kim mean?")) == ["desk-stays"]
    assert any(isinstance(say, Ask) for say in careful.says(ANA, "!ask what did Kim mean?"))
    loose = Scene(far(desk_backends="any")).listening()
    assert any(isinstance(effect, Ask) for effect in loose.at_desk(ANA, "!ask what did Kim mean?"))


@try_each("backend", [HERE, NET])
def test_the_desk_may_ask_a_model_of_the_clinic(backend: BackendFacts) -> None:
    """The rule is about what leaves the clinic."""
    scene = Scene(policy(backend)).listening()
    assert any(isinstance(effect, Ask) for effect in scene.at_desk(ANA, "!ask what did Kim mean?"))


def test_nothing_is_offered_by_a_model_that_the_desk_may_not_ask() -> None:
    """An idea laid at the desk is the desk's: `!speak` says so, and the card promises none."""
    scene = Scene(far(floor_max="speak")).listening()
    assert keys(scene.says(ANA, "!speak")) == ["speak-stays"]
    assert hash_cards(far(floor_max="speak")) == hash_cards(far())
    assert hash_cards(far(floor_max="speak", desk_backends="any")) != hash_cards(far())


def test_a_model_out_of_the_clinic_is_asked_nothing_where_local_ones_alone_are_allowed() -> None:
    """Whatever the task and the place; and rules that were loosened wait, so that no model answers meanwhile."""
    closed = policy(FAR)
    assert not any(closed.reaches(task, place) for task in Task for place in (SessionRoom(), Desk(), Direct(KIM)))
    files = replace(far(), rules=far().rules.model_copy(update={"backend": "cloud"}))
    held = find_policy_in_force(files.rules.model_copy(update={"backends_allowed": "local"}), files)
    assert (held.backend.name, held.rules.backend) == ("embedded", "embedded")


@try_each("rule", ["minor", "substance_use"])
def test_some_rooms_never_ask_it(rule: str) -> None:
    """Records of substance use and talk of minors stay in the clinic, whatever else the files say."""
    asked = RoomRules.model_validate({rule: True, "backends_allowed": "any"})
    rules, _ = merge_layers(
        (Layer("bot.yaml", RoomRules.model_validate({"backends_allowed": "any"})), Layer("room", asked))
    )
    assert rules.backends_allowed == "local"


@try_each(
    ("backend", "told"),
    [
        (HERE, {"en": "on the clinic's own machine", "id": "di mesin klinik sendiri"}),
        (NET, {"en": "in the clinic's network", "id": "di jaringan klinik"}),
        (FAR, {"en": "of Example Inc. under agreement, names replaced", "id": "milik Example Inc. dengan perjanjian"}),
        (
            BackendFacts("cloud", "openai", "m", "remote"),
            {"en": "outside the clinic, names replaced", "id": "di luar klinik, nama diganti"},
        ),
    ],
)
def test_the_card_says_where_words_go(backend: BackendFacts, told: dict[str, str]) -> None:
    """Its own machine, its network, or a company's, by name, with what was signed: in few enough words for a phone."""
    rules = policy(backend, backends_allowed="any", desk_backends="any", floor_max="speak")
    for language in languages():
        text = render_words(make_card(rules, language))
        assert told[language] in text
        assert len(text) <= LONGEST_CARD


@try_each("name", ["x", "_"])
def test_the_card_fits_whatever_a_company_is_called(name: str) -> None:
    """What has no room on the card stands in its full text."""
    facts = BackendFacts(name * 40, "openai", "m", "remote", name * 60)
    more = {"floor_max": "speak", "desk_backends": "any", "jurisdiction": ("demo",), "crisis": {"model": True}}
    window = {"messages": 200, "minutes": 1440}
    rules = policy(facts, backends_allowed="any", prefix="!!", observers=(str(KIM),), window=window, **more)
    for language in languages():
        assert len(render_words(make_card(rules, language))) <= LONGEST_CARD
        assert "x" * 60 in render_words(make_full_text(rules, language)) or name == "_"


def test_another_place_of_the_model_asks_everybody_anew() -> None:
    """Who agreed to a model in the house has not agreed to one elsewhere by the same name, or to another company's."""
    places = (HERE, NET, FAR, BackendFacts("cloud", "anthropic", "large", "remote", "Other Ltd."))
    same = [BackendFacts("house", "openai", "small", place.where, place.party) for place in places]
    assert (
        len({hash_cards(policy(backend_facts)) for backend_facts in same})
        == len({policy(backend_facts).sha256 for backend_facts in same})
        == 4
    )


def test_status_says_where_the_model_is() -> None:
    """Nobody in the room has to wonder."""
    assert "“house” on this machine" in status(policy(HERE))
    assert "“cellar” in the clinic's own network" in status(policy(NET))
    assert "“cloud” outside the clinic, under agreement with Example Inc.; names are replaced first" in status(far())
    unsigned = policy(BackendFacts("cloud", "openai", "m", "remote"), backends_allowed="any")
    assert "“cloud” outside the clinic, without an agreement" in status(unsigned)
    assert "stay in this bot" in status(policy(BackendFacts()))
    assert "tanpa perjanjian" not in render_words(make_full_text(far(), Language("id")))
