"""The audit chain and what goes into it: every change to it shows, and it holds no words and no names."""

import json
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, Scene, on_desk, policy

from bot.audit.chain import (
    START,
    Break,
    Deed,
    Head,
    Link,
    encode_entry,
    follow_chain,
    link_entry,
    make_deed,
    prove_request,
    prove_words,
    write_entry,
)
from bot.audit.entries import list_deeds
from bot.audit.signed import HEAD, Anchor, sign_anchor, sign_head, verify_anchor, verify_signed_head
from bot.model import (
    Alert,
    Answered,
    Arrived,
    Came,
    Decision,
    Desk,
    Effect,
    Event,
    EventId,
    Failed,
    Floor,
    Heard,
    Left,
    Misruled,
    Ousted,
    Person,
    Redacted,
    Room,
    RoomId,
    Ruled,
    Trouble,
    Unsaid,
    UserId,
)
from bot.session.decide import decide

ROOM = RoomId("!room:clinic")
NAMES, WORDS = ("Velvet Walrus", "Ana Otter"), ("moonless", "heron", "juniper", "quartz")


def chain(count: int) -> list[Link]:
    """Return a chain of so many entries."""
    head, links = Head(), []
    for number in range(count):
        links.append(
            link_entry(head, write_entry(make_deed("asked", float(number), ROOM, actor=KIM, count=number), "f" * 64))
        )
        head = Head(links[-1].number, links[-1].sha256)
    return links


def test_a_whole_chain_holds() -> None:
    """An untouched chain is followed to its last entry, in one go or in several."""
    links = chain(7)
    assert follow_chain(Head(), links) == Head(7, links[-1].sha256)
    half = follow_chain(Head(), links[:3])
    assert isinstance(half, Head)
    assert follow_chain(half, links[3:]) == Head(7, links[-1].sha256)
    assert follow_chain(Head(), []) == Head(0, START)


def renumbered(links: list[Link]) -> list[Link]:
    """Return links with places as if nothing were missing."""
    return [replace(link, number=number) for number, link in enumerate(links, start=1)]


@given(st.integers(0, 8), st.integers(0, 8), st.sampled_from(["delete", "swap", "entry", "hash", "insert"]))
def test_every_change_shows(value: int, other: int, how: str) -> None:
    """A changed, deleted, moved or slipped-in entry is found at its place, also if the places were written anew."""
    links = chain(9)
    match how:
        case "delete":
            broken, at = links[:value] + links[value + 1 :], value
        case "swap":
            broken, at = list(links), min(value, other)
            broken[value], broken[other] = links[other], links[value]
        case "entry":
            broken, at = list(links), value
            broken[value] = replace(links[value], entry=links[value].entry.replace(KIM, ANA))
        case "hash":
            broken, at = list(links), value
            broken[value] = replace(links[value], sha256="0" * 64)
        case _:
            broken, at = [*links[:value], link_entry(Head(value, "1" * 64), "{}"), *links[value:]], value
    if broken == links or (how == "delete" and value == 8):
        return  # nothing was changed; or the tail was cut off, which the next test is about
    for attempt in (broken, renumbered(broken)):
        result = follow_chain(Head(), attempt)
        assert isinstance(result, Break)
        assert result.number == at + 1


def test_a_gap_in_the_places_shows() -> None:
    """Where the links fit and the places do not, an entry is missing, or was said to be."""
    links = chain(3)
    shifted = [links[0], *(replace(link, number=link.number + 1) for link in links[1:])]
    assert follow_chain(Head(), shifted) == Break(2, "missing")


def test_a_cut_off_tail_shows_against_a_kept_head() -> None:
    """A shorter chain holds by itself, so it is the head that somebody kept which is not in it any more."""
    links = chain(5)
    kept = links[-1].sha256
    short = follow_chain(Head(), links[:-1])
    assert isinstance(short, Head)
    assert kept not in {link.sha256 for link in links[:-1]}


def test_the_same_entry_is_the_same_text() -> None:
    """An entry is written in one way only: keys in order, no spaces, ASCII alone; what is empty is left out."""
    deed = make_deed("asked", 1.5, ROOM, actor=KIM, cause=EventId("$\ud83e"), task="ask", agreement="", count=0)
    text = write_entry(deed, "")
    assert text == encode_entry(json.loads(text))
    assert text.isascii()
    assert " " not in text
    assert json.loads(text)["facts"] == {"task": "ask", "count": 0}
    assert "policy" not in json.loads(text)


def test_a_proof_needs_the_salt() -> None:
    """With the salt a hash proves the words; with another salt, or other words, it does not; the whole covers each."""
    right = prove_words(b"salt", "a velvet walrus")
    assert right == prove_words(b"salt", "a velvet walrus")
    assert right not in {prove_words(b"salt", "a velvet otter"), prove_words(b"other", "a velvet walrus")}
    whole = prove_request(b"key", "frame", [right, "second"])
    others = [("frame", [right]), ("frame", ["second", right]), ("other", [right, "second"])]
    assert whole not in {prove_request(b"key", frame, proofs) for frame, proofs in others}


def found(before: Room, event: Event, scene: Scene) -> tuple[Deed, ...]:
    """Return what is written down about an event."""
    return list_deeds(before, event, decide(before, event, scene.policy))


def of(scene: Scene, event: Event) -> list[tuple[str, str]]:
    """Return the actions that are written down about an event, each with who did it."""
    return [(deed.action, deed.actor) for deed in found(scene.room, event, scene)]


def facts(deeds: tuple[Deed, ...], action: str) -> dict[str, object]:
    """Return the facts of the one deed of that kind."""
    (deed,) = [deed for deed in deeds if deed.action == action]
    return dict(deed.facts)


class Recorded(Scene):
    """A scene whose audit is kept."""

    def __init__(self, **rules: object) -> None:
        self.deeds: list[Deed] = []
        super().__init__(policy(**rules))  # type: ignore[arg-type]  # rules by name

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let the bot decide one event, and write it down."""
        self.deeds += found(self.room, event, self)
        return super().happens(event)

    def wrote(self) -> list[tuple[str, str]]:
        """Return what was written down since the last look."""
        now, self.deeds = [(deed.action, deed.actor) for deed in self.deeds], []
        return now


def test_a_session_from_its_first_card_to_stop() -> None:
    """Consent, floor, request, draft, approval, retraction and stop are each one entry, with who did it."""
    scene = Recorded(approval="all")
    assert scene.wrote() == [("rules-hold", "bot"), ("side-room", "bot")]
    scene.says(KIM, "!agree")
    assert scene.wrote() == [("consent-given", KIM)] * 2
    scene.says(ANA, "!listen")
    assert scene.wrote() == [("consent-given", ANA)] * 2 + [("floor", ANA)]
    scene.says(KIM, "a word of talk")
    assert scene.wrote() == []
    scene.draft()
    assert scene.wrote() == [("asked", KIM), ("drafted", "bot")]
    scene.at_desk(ANA, "Another wording of it.", "K1")
    assert scene.wrote() == [("draft-ended", ANA), ("drafted", ANA)]
    scene.at_desk(ANA, "ok K2")
    assert scene.wrote() == [("draft-ended", ANA), ("let-out", ANA)]
    scene.says(KIM, "!wrong", reply_to=scene.posts["K2"])
    assert scene.wrote() == [("called-wrong", KIM)]
    scene.says(ANA, "!retract", reply_to=scene.posts["K2"])
    assert scene.wrote() == [("retracted", ANA)]
    scene.draft()
    scene.wrote()
    scene.says(KIM, "!withdraw")
    wrote = scene.wrote()
    assert wrote == [("consent-ended", KIM)] * 2 + [("floor", KIM), ("draft-ended", "bot")]


def test_why_the_floor_was_switched_is_written_down() -> None:
    """A switch of the floor says from what to what, by whom, and by which sentence the room was told why."""
    scene = on_desk()
    for event, why, actor in (
        (Left(EventId("$x"), 5000.0, ANA), "floor-off-therapist-left", "bot"),
        (Ousted(EventId("$x"), 5000.0), None, "bot"),
    ):
        deed_ = next(deed for deed in found(scene.room, event, scene) if deed.action == "floor")
        assert dict(deed_.facts) == {"was": "listen", "now": "off"} | ({"why": why} if why else {})
        assert deed_.actor == actor


def asked(scene: Scene) -> EventId:
    """Let Kim ask something, and return the question."""
    scene.says(KIM, "!explain gobbledyquux")
    return scene.room.pending[-1].question


def test_the_fate_of_a_request() -> None:
    """An answer that becomes nothing, and one that never came, are written down with the request that it was about."""
    scene = on_desk()
    question = asked(scene)
    failed = Failed(EventId("$e9/0/answer"), 2000.0, question, Trouble.BUSY)
    assert facts(found(scene.room, failed, scene), "unanswered") == {
        "request": "$e9/0",
        "question": question,
        "trouble": "busy",
    }
    late = Answered(EventId("$e9/0/answer"), 2000.0, EventId("$gone"), "text", "house", "small")
    assert of(scene, late) == [("answer-dropped", "bot")]
    real = replace(late, question=question, text="gobbledyquux: a text")
    assert of(scene, real) == [("drafted", "bot")]


def test_a_request_names_its_messages_and_no_more() -> None:
    """What is written down of a question is its job, its messages' ids and how many they are."""
    scene = on_desk()
    for text in ("one", "two", "three"):
        scene.says(KIM, text)
    lines = [line.id for line in scene.room.window]
    before, room = scene.room, scene
    event = replace(_heard(scene, ANA, "!ask what was said?"), where=Desk())
    entry = facts(found(before, event, room), "asked")
    assert entry["events"] == lines
    assert entry["request"] == f"{event.id}/0"
    assert (entry["count"], entry["place"], entry["task"], entry["backend"]) == (4, "desk", "ask", "house")


def _heard(scene: Scene, sender: UserId, text: str) -> Heard:
    return Heard(scene.id(), sender, scene.now + 1, text, signed=True)


OTHERS: dict[str, tuple[Event, list[tuple[str, str]]]] = {
    "came": (Came(EventId("$x"), 9.0, Desk(), ANA), [("came", ANA)]),
    "unsaid": (Unsaid(EventId("$x"), 9.0, Desk(), "strangers-at-desk"), [("unsaid", "bot")]),
    "mistaken": (Misruled(EventId("$x"), 9.0, "rooms/kim.yaml:3", 2), [("rules-mistaken", "bot")]),
    "nothing": (Redacted(EventId("$x"), KIM, 9.0, EventId("$other")), []),
}


@try_each("what", OTHERS)
def test_what_else_is_written_down(what: str) -> None:
    """Coming to a side room, silence where something had to be said, and mistakes in files are written down."""
    event, expected = OTHERS[what]
    assert of(on_desk(), event) == expected


def test_rules_are_written_down_with_who_let_them_hold() -> None:
    """Rules that hold by themselves are the bot's deed; looser ones that a therapist accepted are theirs."""
    scene = on_desk()
    tighter = policy(approval="all", idle=5)
    ruled = Ruled(EventId("$r"), 3000.0)
    decision = decide(scene.room, ruled, tighter)
    assert [deed.action for deed in list_deeds(scene.room, ruled, decision)][-1] == "rules-hold"
    changed = replace(scene.room, accepted="{}")
    heard = _heard(scene, ANA, "!policy accept")
    (deed,) = list_deeds(scene.room, heard, Decision(changed))
    assert (deed.action, deed.actor) == ("rules-accepted", ANA)


def test_alarms_and_their_end_are_written_down() -> None:
    """An alarm is an entry with its reason, and so is its end, with the therapist who acknowledged it."""
    scene = on_desk()
    heard = replace(_heard(scene, ANA, "!listen"), changed=True)
    assert ("alarm", "bot") in of(scene, heard)
    scene.happens(heard)
    assert of(scene, replace(_heard(scene, ANA, "!ack"), where=Desk())) == [("alarm-over", ANA)]


def test_what_was_let_out_and_never_posted_says_so() -> None:
    """An answer that was let out and stopped before it stood in the room is written down as not posted."""
    scene = on_desk()
    scene.draft()
    heard = replace(_heard(scene, ANA, "ok K1"), where=Desk())
    room = decide(scene.room, heard, scene.policy).room  # not posted yet
    stop = _heard(scene, KIM, "!stop")
    entries = list_deeds(room, stop, decide(room, stop, scene.policy))
    assert [entry.action for entry in entries] == ["floor", "not-posted"]


def test_a_draft_never_just_disappears() -> None:
    """A draft that goes with its room has an end in the audit all the same."""
    scene = on_desk()
    scene.draft()
    entries = found(scene.room, Ousted(EventId("$x"), 9.0), scene)
    assert facts(entries, "draft-ended") == {"code": "K1", "verdict": "gone"}
    assert [entry.action for entry in entries].count("consent-ended") == 4


def test_nobody_changed_nothing_happened() -> None:
    """A decision that changes nothing is no deed, whatever the operator is told in the log."""
    room = Room(ROOM, floor=Floor.LISTEN)
    event = Arrived(EventId("$x"), 1.0, (), encrypted=True, private=True, history="joined")
    assert list_deeds(room, event, Decision(room, (Alert("some-code"),))) == ()


@try_examples(40)
@given(
    st.lists(st.sampled_from(["talk", "explain", "express", "ask", "ok", "own", "wrong", "stop", "agree"]), max_size=12)
)
def test_no_words_and_no_names(steps: list[str]) -> None:
    """Whatever is said, asked, answered and reworded: no word and no name of anybody stands in any entry."""
    scene = Recorded(approval="all")
    scene.happens(replace(_arrival(scene), id=scene.id()))
    scene.listening()
    said = {
        "talk": (KIM, "moonless"),
        "explain": (KIM, "!explain heron"),
        "express": (KIM, "!express juniper"),
        "ask": (ANA, "!ask quartz"),
        "wrong": (KIM, "!wrong moonless"),
        "stop": (KIM, "!stop"),
        "agree": (KIM, "!agree"),
    }
    for step in steps:
        if step in said:
            scene.says(*said[step])
        elif step == "ok":
            scene.at_desk(ANA, f"ok K{scene.room.codes}")
        elif scene.room.drafts:
            scene.at_desk(ANA, "say: juniper", scene.room.drafts[-1].code)
        for question in scene.room.pending:
            scene.answers(question.question, "quartz")
    entries = "\n".join(write_entry(deed, "") for deed in scene.deeds)
    assert entries
    assert [word for word in (*NAMES, *WORDS) if word.split()[0] in entries] == []


def _arrival(scene: Scene) -> Arrived:
    people = tuple(Person(user, name) for user, name in zip((KIM, ANA), NAMES, strict=True))
    return Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined")


def test_what_is_signed_is_what_it_is_for() -> None:
    """A head holds with the key that signed it alone, and no signature on a head passes for one on an anchor."""
    ours, theirs = bytes(32), bytes([1]) * 32
    public_key = Ed25519PrivateKey.from_private_bytes(ours).public_key().public_bytes_raw().hex()
    head = Head(7, "ab" * 32)
    posted = sign_head(head, ours)
    assert verify_signed_head(public_key, posted) == head.sha256
    for wrong in (sign_head(head, theirs), "00" * 32 + posted[64:], posted[:64], "head", ""):
        assert verify_signed_head(public_key, wrong) is None
    anchor = Anchor(head, 1000.0)
    signature = sign_anchor(anchor, ours)
    assert verify_anchor(anchor, signature, ours) == anchor
    as_a_head = (
        Ed25519PrivateKey.from_private_bytes(ours).sign(HEAD + encode_entry([7, head.sha256, 1000.0]).encode()).hex()
    )
    assert not verify_anchor(anchor, as_a_head, ours).ours
    for changed in (replace(anchor, until=1001.0), Anchor(replace(head, count=6), 1000.0), Anchor(Head(7), 1000.0)):
        assert verify_anchor(changed, signature, ours) == replace(changed, ours=False)
