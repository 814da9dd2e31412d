"""Beginning without somebody who is away: where policy lets a therapist, and what becomes of whoever is left out."""

import re
from dataclasses import replace
from typing import Any

import pytest
from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, GUARDIAN, KIM, MODEL, Scene, asks, keys, policy
from test_no_pressure import LEE, at_desk, in_room, names_in

from bot.model import Ask, Attached, Direct, Edited, Effect, Event, Floor, Heard, Language, Masked, Person, UserId
from bot.policy import RoomRules
from bot.policy.effective import Layer, merge_layers
from bot.session.attention import is_edit_heeded, limit_attention
from bot.session.danger.ladder import list_second_contacts
from bot.session.request.prompts import compose_prompt
from bot.session.talk.agreement import make_full_text
from bot.words import languages, render_words

SAM = UserId("@sam:clinic")
DYING = "i want to kill myself tonight"


def group(**rules: object) -> Scene:
    """Return a group of which Kim has agreed, Lee and Sam have not answered, and the therapist may begin without them."""
    scene = Scene(policy(MODEL, **{"absent": "left_out", **rules}))
    for person, name in ((LEE, "Lee"), (SAM, "Sam")):
        scene.joins(Person(person, name))
    scene.says(KIM, "!agree")
    return scene


def begun(**rules: object) -> Scene:
    """Return a group that has begun without Lee and Sam."""
    scene = group(**rules)
    scene.at_desk(ANA, "!listen without")
    assert scene.room.is_on
    return scene


@try_each("typed", ["!listen without", "!listen without them", "!dengarkan tanpa"])
def test_a_group_begins_without_who_is_away(typed: str) -> None:
    """At the desk, which says who is missing and how, and then who is left out; the room hears no name."""
    scene = group()
    assert "`!listen without`" in "".join(at_desk(scene.says(ANA, "!listen")))
    effects = scene.at_desk(ANA, typed)
    assert scene.room.floor is Floor.LISTEN
    assert set(scene.room.left_out) == {LEE, SAM}
    assert names_in(in_room(effects)) == set()
    assert "Lee, Sam" in "".join(at_desk(effects))


def test_only_where_policy_lets_it() -> None:
    """By default nobody is left out, and the desk does not offer it; nor does it in the session room."""
    scene = group(absent="wait")
    assert "without`" not in "".join(at_desk(scene.says(ANA, "!listen")))
    assert keys(scene.at_desk(ANA, "!listen without")) == ["without-never"]
    assert keys(group().says(ANA, "!listen without")) == ["at-the-desk"]
    assert not scene.room.is_on


@try_each("no", ["!decline", "!withdraw"])
@pytest.mark.parametrize("where", [None, Direct(LEE)])
def test_a_no_is_no_absence(no: str, where: Direct | None) -> None:
    """Whoever said no, or took their agreement back, in the room or in private, is never left out: the AI stays off."""
    scene = group()
    if no == "!withdraw":
        scene.says(LEE, "!agree")
    scene.says(LEE, no, **({"where": where} if where else {}))
    effects = scene.at_desk(ANA, "!listen without")
    assert keys(effects) == ["without-refused"]
    assert names_in(at_desk(effects)) == {"Lee"}
    assert not scene.room.is_on


def test_somebody_has_to_be_there() -> None:
    """Without any client who agreed there is no session to begin."""
    scene = Scene(policy(absent="left_out"))
    assert keys(scene.at_desk(ANA, "!listen without")) == ["without-nobody"]


@try_each("no", ["!decline", "!stop", "!withdraw"])
def test_who_is_left_out_can_still_turn_it_off(no: str) -> None:
    """Their word is heard like anybody's where it turns the AI off."""
    scene = begun()
    scene.says(LEE, no)
    assert not scene.room.is_on
    assert scene.room.left_out == ()


def test_who_agrees_is_in_the_talk_from_then_on() -> None:
    """What they wrote before stays outside, what they write after counts; agreeing to a part does not let them in."""
    scene = begun()
    scene.says(LEE, "velvet walrus")
    scene.says(LEE, "!agree listen")
    scene.says(LEE, "copper lantern")
    assert not scene.room.window
    assert keys(scene.says(LEE, "!agree")) == ["agree-done"]
    scene.says(LEE, "moonless otter")
    assert [line.text for line in scene.room.window] == ["moonless otter"]
    assert scene.room.left_out == (SAM,)
    (asked,) = asks(scene.says(ANA, "!ask what was said"))
    assert [line.text for line in asked.context] == ["moonless otter"]


def test_their_presence_keeps_nothing_on() -> None:
    """Words, pictures and edits of whoever is left out are no talk: the AI goes off as in silence, and no card counts them."""
    scene = begun(idle=10)
    on, talk = scene.room.last_talk, scene.room.talk
    scene.says(LEE, "velvet walrus")
    scene.happens(Attached(scene.id(), LEE, scene.now))
    assert (scene.room.last_talk, scene.room.talk) == (on, talk)
    scene.waits(600)
    assert not scene.room.is_on


def test_the_tripwire_reads_them_as_it_reads_everybody() -> None:
    """Words of danger of whoever is left out call the therapist."""
    scene = begun()
    heard = Heard(scene.id(), LEE, scene.now, DYING, signed=True)
    kept = limit_attention(scene.room, heard, scene.policy)
    assert kept == heard
    scene.happens(heard)
    assert [alarm.person for alarm in scene.room.alarms] == [LEE]
    assert scene.room.window == ()


def test_a_later_session_waits_for_everybody_again() -> None:
    """Who was left out of one session is waited for in the next, until the therapist says otherwise again."""
    scene = begun()
    scene.says(ANA, "!off")
    assert scene.room.left_out == ()
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]


def test_a_tighter_policy_lets_nobody_be_left_out() -> None:
    """Where `absent` is tightened while the AI is on, it goes off at the next look."""
    scene = begun()
    scene.policy = policy(absent="wait")
    scene.says(KIM, "hello")
    scene.waits(3700)
    assert not scene.room.is_on


TOKEN = re.compile(r"tok\d+x")
WRITERS = st.sampled_from((ANA, KIM, LEE, LEE, SAM, SAM))
PARTS = st.tuples(*(st.sampled_from(("", "!agree listen", "!agree model")) for _ in range(2)))
"""What two who are left out agree to first: nothing, or a part."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("talk"), WRITERS, st.sampled_from(("well, %", "> quoted\n%", "!mask %"))),
        st.tuples(
            st.just("talk"),
            WRITERS,
            st.sampled_from(("!explain %", "!express i feel %", "!ask %", "!translate id %", "!suggest %")),
        ),
        st.tuples(
            st.just("points"), WRITERS, st.sampled_from(("!explain", "!translate id", "!express")), st.integers(0, 5)
        ),
        st.tuples(st.just("edits"), WRITERS, st.integers(0, 5)),
        st.tuples(
            st.just("agrees"), st.sampled_from((LEE, SAM)), st.sampled_from(("!agree", "!agree listen", "!agree model"))
        ),
        st.tuples(st.just("desk"), st.sampled_from(("!summary", "!note free", "!ask what was said", "!suggest"))),
        st.tuples(st.just("desk"), st.sampled_from(("!translate auto id en", "!listen without", "!speak without"))),
        st.tuples(st.just("waits"), st.sampled_from((5.0, 40.0, 700.0))),
    ),
    max_size=30,
)


class Tokens:
    """A group whose every message holds a token of its own; each request is read for tokens of people who are outside."""

    def __init__(self, **rules: object) -> None:
        self.scene = begun(**rules)
        self.outside: set[str] = set()
        self.events: list[tuple[Any, UserId]] = []
        self.made = 0

    def token(self, person: UserId) -> str:
        """Return a new token that `person` writes now, and note it if they are no member of the talk."""
        self.made += 1
        token = f"tok{self.made}x"
        if person in self.scene.room.left_out:
            self.outside.add(token)
        return token

    def hears(self, event: Event) -> None:
        """Let the bot hear what it may keep of an event, and check what it sends, and what it keeps of talk."""
        if isinstance(event, Heard):
            kept = limit_attention(self.scene.room, event, self.scene.policy)
            if kept is None:
                return
            event = kept
        if isinstance(event, Edited) and not is_edit_heeded(self.scene.room, event):
            return
        self.checks(self.scene.happens(event))

    def checks(self, effects: tuple[Effect, ...]) -> None:
        """No request holds a token from outside, nor does the window."""
        for effect in effects:
            if isinstance(effect, Ask):
                prompt = compose_prompt(effect, self.scene.policy, "fence", Masked)
                request = "\n".join((prompt.system, prompt.request, *(turn.text for turn in prompt.turns)))
                assert not self.outside & {*TOKEN.findall(request)}
        window = "\n".join(line.text for line in self.scene.room.window)
        assert not self.outside & {*TOKEN.findall(window)}

    def does(self, step: tuple[Any, ...]) -> None:
        """Let one thing happen."""
        scene, (kind, *more) = self.scene, step
        scene.now += 1
        if kind == "talk":
            who, text = more
            event = scene.id()
            self.events.append((event, who))
            self.hears(Heard(event, who, scene.now, text.replace("%", self.token(who)), signed=True))
        elif kind == "points" and self.events:
            who, text, which = more
            target = self.events[-1 - which % len(self.events)][0]
            self.hears(Heard(scene.id(), who, scene.now, text, reply_to=target, signed=True))
        elif kind == "edits" and self.events:
            who, which = more
            target = self.events[-1 - which % len(self.events)][0]
            self.hears(Edited(scene.id(), who, scene.now, target, f"well, {self.token(who)}"))
        elif kind == "agrees":
            self.checks(scene.says(*more))
        elif kind == "desk":
            self.checks(scene.at_desk(ANA, *more))
        elif kind == "waits":
            self.checks(scene.waits(*more))


@try_examples(150)
@given(STEPS, PARTS, st.sampled_from(("all", "unasked")), st.sampled_from((("listen",), ("listen", "model"))))
def test_nothing_of_whoever_is_left_out_ever_leaves(
    steps: list[tuple[Any, ...]], parts: tuple[str, ...], approval: str, purposes: tuple[str, ...]
) -> None:
    """Whatever is said, asked, pointed at, edited or translated: no token of theirs is in a request, or in the window."""
    played = Tokens(
        approval=approval,
        floor_max="speak",
        idle=1440,
        absence=1440,
        translate_context=2,
        consent={"purposes": purposes},
    )
    for person, part in zip((LEE, SAM), parts, strict=True):
        if part:
            played.does(("agrees", person, part))
    for step in steps:
        played.does(step)


def test_a_minor_needs_the_guardian_too() -> None:
    """Where a minor takes part nothing begins before their guardian's agreement is on file, whole and not of a later day."""
    lacking: list[dict[str, object]] = [
        {},
        {"guardian": {"name": "Rina", "by": "Ana"}},
        {"guardian": {**GUARDIAN, "date": "2030-01-01"}},
        {"guardian": {"account": str(LEE)}},
    ]
    for rules in lacking:
        scene = Scene(policy(MODEL, minor=True, **rules))
        scene.says(KIM, "!agree")
        effects = scene.says(ANA, "!listen")
        assert keys(effects) == ["listen-needs", "listen-needs-desk"]
        assert "guardian" in "".join(at_desk(effects))
        assert not scene.room.is_on
    scene = Scene(policy(minor=True, guardian=GUARDIAN))
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"], (
        "the young person's own is needed too"
    )
    assert Scene(policy(minor=True, guardian=GUARDIAN)).listening().room.is_on


def test_a_guardian_in_the_room_agrees_themself() -> None:
    """A guardian's own `!agree` stands for the paper, for as long as they are in the room and it holds."""
    scene = Scene(policy(minor=True, guardian={"account": str(LEE)}))
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!agree")
    assert scene.listening().room.is_on
    scene.says(LEE, "!withdraw")
    assert not scene.room.is_on


def test_a_guardian_is_never_called() -> None:
    """Whoever policy names as guardian hears of no alarm, though the same file calls them a second contact."""
    rules = policy(minor=True, guardian={"account": str(LEE)}, second_contacts=(str(LEE), str(SAM)))
    assert list_second_contacts(rules) == (SAM,)


def test_a_pack_can_forbid_it() -> None:
    """A room that asks for `left_out` under a pack that says `wait` waits for everybody."""
    room, pack = RoomRules(absent="left_out"), RoomRules(absent="wait")
    assert merge_layers((Layer("room", room),))[0].absent == "left_out"
    assert merge_layers((Layer("pack", pack), Layer("room", room)))[0].absent == "wait"


@try_each("language", languages())
def test_the_full_text_says_who_answers_for_it(language: Language) -> None:
    """`!privacy` names controller and contact where the files do, and what a guardian and whoever is away are told."""
    rules = policy(minor=True, absent="left_out")
    text = render_words(make_full_text(replace(rules, controller="House Clinic", contact="+62 21 555"), language))
    plain = render_words(make_full_text(policy(), language))
    assert "House Clinic" in text
    assert "62 21 555" in text
    for said in {
        "en": ("A minor takes part", "left out"),
        "id": ("di bawah umur", "dimulai tanpa orang yang sedang tidak ada"),
    }[language]:
        assert said in text
        assert said not in plain
    assert {"en": "ask your therapist", "id": "kepada terapis"}[language] in plain
