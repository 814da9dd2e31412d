"""Two hundred rooms that ask a model with eight slots at once: who waits how long, and what does not wait at all.

    make bench-many            ROOMS=200 SLOTS=8 SECONDS=2

A share is how long a fair server takes to come round to a room: its place in line, in rounds of `SLOTS`, times the time of
one request. The model takes that time exactly and works in this process; the homeserver is held in the hand. So what
comes on top of a share is the bot's own work, and whatever else this machine does.
"""

import argparse
import asyncio
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import nio
from asking_rooms import Clinic, name_room, open_clinic
from hand_held import ANA, KIM, Post

from bot.log import keep_log_still
from bot.model import EventId

FLOOD = 40
"""How often one room asks before all the others do."""
TIMES = 10
"""How often what must not wait is timed, at rest and under load."""


def tell(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def wait_for_answers(clinic: Clinic, questions: Sequence[EventId], began: float) -> dict[EventId, float]:
    """Return after how many seconds each question was answered."""
    wanted, answered, read = {*questions}, dict[EventId, float](), 0

    def note_answers() -> bool:
        nonlocal read
        posts = clinic.server.posts
        for post in posts[read:]:
            if post.reply_to in wanted and post.content["org.thirdchair"].get("generated"):
                answered.setdefault(post.reply_to, time.monotonic() - began)
        read = len(posts)
        return len(answered) == len(wanted)

    await clinic.until(note_answers)
    return answered


async def time_post(clinic: Clinic, text: str, room: int, is_it: Callable[[Post], bool]) -> float:
    """Return after how many milliseconds something is posted because Kim wrote `text`."""
    before, began = len(clinic.server.posts), time.monotonic()
    await clinic.say(text, room)
    await clinic.until(lambda: any(is_it(post) for post in clinic.server.posts[before:]))
    return (time.monotonic() - began) * 1000


async def time_urgent(clinic: Clinic, rooms: Sequence[int], when: str) -> None:
    """Time `!stop` and an alarm in half of `rooms` each, and tell it."""
    half = len(rooms) // 2
    stops = [
        await time_post(clinic, "!stop", room, lambda post, room=room: post.room == name_room(room))  # type: ignore[misc]  # bound now
        for room in rooms[:half]
    ]
    alarms = [
        await time_post(
            clinic, "I want to kill myself", room, lambda post: post.content["org.thirdchair"]["kind"] == "alarm"
        )
        for room in rooms[half:]
    ]
    for what, taken in (("!stop", stops), ("alarm", alarms)):
        tell(
            f"{what} {when:<28} median {statistics.median(taken):6.0f} ms, at most {max(taken):6.0f} ms (n = {len(taken)})"
        )


async def ask_at_once(clinic: Clinic, rooms: int, seconds: float) -> None:
    """Let every room ask once, at once, and tell who waited how long."""
    began = time.monotonic()
    questions = [await clinic.ask(room) for room in range(rooms)]
    answered = await wait_for_answers(clinic, questions, began)
    waits = sorted(answered.values())
    last = math.ceil(rooms / clinic.model.slots) * seconds
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    tell(
        f"{rooms} rooms at once: p50 {cuts[49]:.1f} s, p95 {cuts[94]:.1f} s, max {waits[-1]:.1f} s; the last one's share {last:.1f} s"
    )
    places = {question: place for place, question in enumerate(questions)}
    late = {
        places[question]: wait / (math.ceil((places[question] + 1) / clinic.model.slots) * seconds)
        for question, wait in answered.items()
    }
    best, worst = min(late, key=late.__getitem__), max(late, key=late.__getitem__)
    tell(
        f"waited in shares: median {statistics.median(late.values()):.2f}, the fairest room {late[best]:.2f} (number {best}), the unfairest {late[worst]:.2f} (number {worst})"
    )
    tell(f"requests at the server at once: at most {clinic.model.most} of {clinic.model.slots}")


async def ask_beside_flood(clinic: Clinic, rooms: int, seconds: float) -> None:
    """Let one room ask very often, then every other once, and tell who waited how long."""
    began = time.monotonic()
    flood = [await clinic.ask(0) for _ in range(FLOOD)]
    others = [await clinic.ask(room) for room in range(1, rooms)]
    answered = await wait_for_answers(clinic, [*flood, *others], began)
    waits = [answered[question] for question in others]
    share = math.ceil((rooms + clinic.model.slots) / clinic.model.slots) * seconds
    tell(
        f"beside a room that asks {FLOOD} times first: the others wait {max(waits):.1f} s at most, their share {share:.1f} s; the room itself {max(answered[question] for question in flood):.1f} s"
    )


async def free_slots(clinic: Clinic, asked: dict[int, EventId]) -> None:
    """Let requests be taken back while the model works on them, and tell how soon their slots work for others."""
    ways = {"!stop": "!stop", "!withdraw": "!withdraw", "deleted": "", "!end": "!end yes"}
    for way, text in ways.items():
        room, before, began = clinic.model.running[0], len(clinic.model.begun), time.monotonic()
        if way == "deleted":
            source = {"type": "m.room.redaction", "event_id": f"$gone{room}", "sender": KIM, "origin_server_ts": 1}
            event = nio.RedactionEvent.from_dict({**source, "redacts": asked[room], "content": {}})
            await clinic.server.tell(event, name_room(room))
        else:
            if way == "!end":
                await clinic.say("!end", room, ANA)
            await clinic.say(text, room, ANA if way == "!end" else KIM)
        await clinic.until(lambda before=before: len(clinic.model.begun) > before)  # type: ignore[misc]  # bound now
        tell(
            f"{way:<10} frees its slot: the next request begins after {(time.monotonic() - began) * 1000:.0f} ms; {len(clinic.model.running)} of {clinic.model.slots} slots work"
        )


async def main(rooms: int, slots: int, seconds: float) -> None:
    """Measure all of it."""
    keep_log_still()
    cpu = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        async with open_clinic(Path(name), rooms + 6 * TIMES, slots=slots, seconds=seconds) as clinic:
            await ask_at_once(clinic, rooms, seconds)
            await ask_beside_flood(clinic, rooms, seconds)
            spare = range(rooms, rooms + 6 * TIMES)
            await time_urgent(clinic, spare[: 2 * TIMES], "with nobody asking")
            clinic.model.seconds = None
            asked = {room: await clinic.ask(room) for room in range(1, rooms)}
            await clinic.until(lambda: len(clinic.model.running) == slots)
            await time_urgent(clinic, spare[2 * TIMES : 4 * TIMES], "while the rooms are decided")
            while await clinic.chair.store.inbox.next_event():
                pass
            await time_urgent(clinic, spare[4 * TIMES :], f"beside {rooms - 1 - slots} that wait")
            await free_slots(clinic, asked)
    tell(f"CPU in all: {time.process_time() - cpu:.1f} s")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rooms", type=int, default=200)
    options.add_argument("--slots", type=int, default=8)
    options.add_argument("--seconds", type=float, default=2.0)
    given = options.parse_args()
    asyncio.run(main(given.rooms, given.slots, given.seconds))
