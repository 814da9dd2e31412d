"""Two hundred rooms that ask a model with eight slots at once: who waits how long, and what does not wait at all.

    make bench-many            ROOMS=200 SLOTS=8 SECONDS=1

A share is how long a fair server takes to come round to a room: its place in line, in rounds of `SLOTS`, times the time of
one request. The model takes that time exactly and works in this process; the homeserver is held in the hand. So what
comes on top of a share is the bot's own work, and whatever else this machine does.
"""

import argparse
import asyncio
import json
import logging
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nio
from asking_rooms import Clinic, name_room, open_clinic
from hand_held import ANA, KIM, Post

from bot.log import keep_log_still
from bot.model import EventId

FLOOD = 40
"""How often one room asks before all the others do."""
LEAST = 5
"""Rooms beyond the slots: one that floods, and one that waits for each slot that is freed."""
PATIENCE = 600.0
"""Seconds that all of it may take, however slow the machine is."""
TIMES = 10
"""How often what must not wait is timed, at rest and under load."""


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


async def time_urgent(clinic: Clinic, rooms: Sequence[int]) -> dict[str, list[float]]:
    """Return after how many milliseconds `!stop` and an alarm were told, in half of `rooms` each."""
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
    return {"stop": stops, "alarm": alarms}


async def list_arrivals(clinic: Clinic, questions: Sequence[EventId]) -> list[EventId]:
    """Return questions in the order in which they came to the bot: one sync brings many rooms, in an order of its own."""
    wanted = {*questions}
    rows = await clinic.chair.store.db.rows("SELECT id FROM inbox WHERE kind = 'heard' ORDER BY seq")
    return [EventId(row) for (row,) in rows if row in wanted]


async def ask_at_once(clinic: Clinic, rooms: int, seconds: float) -> dict[str, Any]:
    """Let every room ask once, at once; return how long each waited and how long its share was, in the order of the questions."""
    began = time.monotonic()
    questions = {await clinic.ask(room): room for room in range(rooms)}
    answered = await wait_for_answers(clinic, tuple(questions), began)
    arrived = await list_arrivals(clinic, tuple(questions))
    begun = {room: place for place, room in enumerate(clinic.model.begun)}
    return {
        "waits_s": [answered[question] for question in arrived],
        "shares_s": [math.ceil((place + 1) / clinic.model.slots) * seconds for place in range(rooms)],
        "overtaken_by": max(begun[questions[question]] - place for place, question in enumerate(arrived)),
        "asked_at_once": clinic.model.most,
    }


async def ask_beside_flood(clinic: Clinic, rooms: int, seconds: float) -> dict[str, Any]:
    """Let one room ask very often, then every other once; return how long that room and the others waited, in seconds."""
    began = time.monotonic()
    flood = [await clinic.ask(0) for _ in range(FLOOD)]
    others = [await clinic.ask(room) for room in range(1, rooms)]
    answered = await wait_for_answers(clinic, [*flood, *others], began)
    return {
        "times": FLOOD,
        "others_s": max(answered[question] for question in others),
        "share_s": math.ceil((rooms + clinic.model.slots) / clinic.model.slots) * seconds,
        "room_s": max(answered[question] for question in flood),
    }


async def free_slots(clinic: Clinic, asked: dict[int, EventId]) -> dict[str, float]:
    """Let requests be taken back while the model works on them; return after how many milliseconds the next one begins."""
    ways = {"!stop": "!stop", "!withdraw": "!withdraw", "a deletion": "", "!end": "!end yes"}
    freed = {}
    for way, text in ways.items():
        room, before, began = clinic.model.running[0], len(clinic.model.begun), time.monotonic()
        if way == "a deletion":
            source = {"type": "m.room.redaction", "event_id": f"$gone{room}", "sender": KIM, "origin_server_ts": 1}
            event = nio.RedactionEvent.from_dict({**source, "redacts": asked[room], "content": {}})
            await clinic.server.tell(event, name_room(room))
        else:
            if way == "!end":
                await clinic.say("!end", room, ANA)
            await clinic.say(text, room, ANA if way == "!end" else KIM)
        await clinic.until(lambda before=before: len(clinic.model.begun) > before)  # type: ignore[misc]  # bound now
        freed[way] = (time.monotonic() - began) * 1000
        assert len(clinic.model.running) == clinic.model.slots, "as many work as before"
    return freed


async def measure_waits(rooms: int, slots: int, seconds: float, times: int = TIMES) -> dict[str, Any]:
    """Return all of it; what must not wait is timed so many times."""
    result: dict[str, Any] = {"rooms": rooms, "slots": slots, "seconds": seconds}
    cpu = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        async with (
            asyncio.timeout(PATIENCE),
            open_clinic(Path(name), rooms + 6 * times, slots=slots, seconds=seconds) as clinic,
        ):
            result["at_once"] = await ask_at_once(clinic, rooms, seconds)
            result["flood"] = await ask_beside_flood(clinic, rooms, seconds)
            spare = range(rooms, rooms + 6 * times)
            urgent = {"with nobody asking": await time_urgent(clinic, spare[: 2 * times])}
            clinic.model.seconds = None
            asked = {room: await clinic.ask(room) for room in range(1, rooms)}
            await clinic.until(lambda: len(clinic.model.running) == slots)
            urgent["while all are decided"] = await time_urgent(clinic, spare[2 * times : 4 * times])
            while await clinic.chair.store.inbox.next_event():
                pass
            urgent["while all wait for a slot"] = await time_urgent(clinic, spare[4 * times :])
            result["urgent_ms"] = urgent
            result["freed_ms"] = await free_slots(clinic, asked)
    return {**result, "cpu_s": time.process_time() - cpu}


def describe(result: dict[str, Any]) -> list[str]:
    """Return the result in sentences."""
    once, flood = result["at_once"], result["flood"]
    cuts = statistics.quantiles(once["waits_s"], n=100, method="inclusive")
    over = [wait - share for wait, share in zip(once["waits_s"], once["shares_s"], strict=True)]
    lines = [
        (
            f"{result['rooms']} rooms at once, {result['slots']} slots, {result['seconds']:g} s for a request: "
            f"p50 {cuts[49]:.1f} s, p95 {cuts[94]:.1f} s, max {max(once['waits_s']):.1f} s; the last one's share {once['shares_s'][-1]:.1f} s"
        ),
        (
            f"more than their share: median {statistics.median(over):.1f} s, max {max(over):.1f} s; "
            f"overtaken by {once['overtaken_by']} at most; at the server {once['asked_at_once']} at most"
        ),
        (
            f"beside a room that asks {flood['times']} times first: the others wait {flood['others_s']:.1f} s at most, "
            f"their share {flood['share_s']:.1f} s; the room itself {flood['room_s']:.1f} s"
        ),
    ]
    lines += [
        f"{what:<5} {when:<26} median {statistics.median(taken):6.0f} ms, at most {max(taken):6.0f} ms (n = {len(taken)})"
        for when, timed in result["urgent_ms"].items()
        for what, taken in timed.items()
    ]
    lines += [f"{way:<10} frees its slot: the next begins after {ms:.0f} ms" for way, ms in result["freed_ms"].items()]
    return [*lines, f"CPU in all: {result['cpu_s']:.1f} s"]


def main() -> None:
    """Measure, and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rooms", type=int, default=200)
    options.add_argument("--slots", type=int, default=8)
    options.add_argument("--seconds", type=float, default=1.0)
    options.add_argument("--json", action="store_true", help="for another program")
    given = options.parse_args()
    if given.rooms < given.slots + LEAST:
        options.error(f"there have to be {LEAST} rooms more than slots, so that some wait for each that is freed")
    keep_log_still(logging.CRITICAL)  # alarms are what is timed
    result = asyncio.run(measure_waits(given.rooms, given.slots, given.seconds))
    sys.stdout.write((json.dumps(result) if given.json else "\n".join(describe(result))) + "\n")


if __name__ == "__main__":
    main()
