"""How far one message travels: the files of the pure core that a `!translate` and an `!ask` run through. For people and CI.

    python scripts/trip.py [--files]

Two people have talked for sixty messages; the client types `!translate`, the therapist `!ask`; the model answers, and the
answer stands in the room. Counted is each file of the pure rooms in which a line runs while `decide` handles these three
events. A newcomer who follows a command opens these files, so they are kept few.
"""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from bot.danger_words.find_phrase import find_trip
from bot.masking.lexicon import build_lexicon
from bot.model import (
    Answered,
    Arrived,
    Ask,
    ConsentCard,
    Decision,
    EventId,
    Heard,
    Person,
    Reply,
    Room,
    RoomId,
    Shown,
    Sighted,
    UserId,
)
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.decide import decide

ROOT = Path(__file__).parents[1]
PURE = tuple(
    str(ROOT / "bot" / room) + "/"
    for room in ("session", "masking", "danger_words", "audit", "policy", "words", "model")
)
MESSAGES = 60
ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")
COMMANDS = (
    (KIM, "!translate Saya kurang tidur minggu ini.", "I have slept too little this week."),
    (ANA, "!ask what was said about sleep?", "They told each other how long they slept."),
)


def make_policy() -> Policy:
    """Return a policy under which answers that somebody asked for go out at once."""
    rules = {
        "therapists": (str(ANA),),
        "language": ("en", "id"),
        "approval": "unasked",
        "window": {"messages": MESSAGES},
    }
    return Policy(RoomRules.model_validate(rules), UserId("@bot:clinic"), BackendFacts("house", "openai", "small"))


def listen_to_talk(policy: Policy) -> Room:
    """Return a room of a therapist and a client, both agreed, with the AI reading along and sixty messages said."""
    people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
    arrived = Arrived(EventId("$arrived"), 1000.0, people, encrypted=True, private=True, history="joined")
    came = decide(Room(RoomId("!room:clinic")), arrived, policy)
    room = came.room
    for at, card in enumerate(effect for effect in came.effects if isinstance(effect, ConsentCard)):
        stands = (EventId(f"$card{at}"), card.language, card.sha256, (ANA, KIM))
        room = decide(room, Sighted(EventId(f"$sighted{at}"), 1000.0, *stands), policy).room
    said = [(KIM, "!agree"), (ANA, "!listen")]
    said += [((ANA, KIM)[at % 2], f"I slept {at} hours last week, I think.") for at in range(MESSAGES)]
    for at, (sender, text) in enumerate(said):
        room = decide(room, write_message(f"$e{at}", sender, 1001.0 + at, text), policy).room
    return room


def write_message(event: str, sender: UserId, at: float, text: str) -> Heard:
    """Return a message from a device that its owner has signed."""
    return Heard(EventId(event), sender, at, text, signed=True)


def ask_and_answer(room: Room, policy: Policy, sender: UserId, command: str, answer: str) -> Decision:
    """Return what comes of `command` in the end: asked, answered by the model, and its answer standing in the room."""
    asked = decide(room, write_message("$asked", sender, 2000.0, command), policy)
    question = next(effect.question for effect in asked.effects if isinstance(effect, Ask))
    came = Answered(EventId("$answered"), 2001.0, question, answer, "house", "small")
    answered = decide(asked.room, came, policy)
    post = next(effect for effect in answered.effects if isinstance(effect, Reply) and effect.code)
    return decide(answered.room, Shown(EventId("$shown"), 2002.0, EventId("$post"), post.code, post.where), policy)


def trace_files(run: Callable[[], object]) -> tuple[str, ...]:
    """Return the files of the pure core in which a line runs during `run`, in order of the alphabet."""
    files: set[str] = set()

    def watch(frame: FrameType, what: str, _: Any) -> Any:
        path = frame.f_code.co_filename
        if what == "line":
            files.add(path)
            return None  # one line of a function is enough
        return watch if path.startswith(PURE) and path not in files else None

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        run()
    finally:
        sys.settrace(before)
    return tuple(sorted(str(Path(file).relative_to(ROOT)) for file in files))


def main() -> None:
    """Print how many files each command runs through, and with `--files` which."""
    build_lexicon()
    find_trip("")  # both are read when a process starts
    policy = make_policy()
    room = listen_to_talk(policy)
    for sender, command, answer in COMMANDS:
        files = trace_files(partial(ask_and_answer, room, policy, sender, command, answer))
        sys.stdout.write(f"{command.partition(' ')[0]:<12}{len(files)} files\n")
        if "--files" in sys.argv[1:]:
            sys.stdout.write("".join(f"  {file}\n" for file in files))


if __name__ == "__main__":
    main()
