"""What came of a soak: every message of the bot's counted as people's clients show it, beside what the homeserver holds."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace

import nio
from exactly_once import Answering, count_answers, sum_rooms
from soak_faults import ENDED, Fates
from soak_gauges import Gauges
from soak_house import House, SoakRoom
from soak_people import Attendee, Read
from soak_plan import SECRET
from words_at_rest import find_words

from bot.model import EventId, RoomId

WAITING = "W"
"""How the code of a message begins that only says that an answer is waited for."""


@dataclass(frozen=True)
class Count:
    """One row: what was counted. `right` is what it has to be, None where any number may stand."""

    group: str
    name: str
    value: float
    right: float | None = None

    @property
    def is_right(self) -> bool:
        """Return whether it is what it has to be."""
        return self.right is None or self.value == self.right


async def count_all(house: House, fates: Fates, gauges: Gauges) -> list[Count]:
    """Return every row, once nothing is under way any more. The bot is stopped for it."""
    stopped = await house.bot.stop()
    at_rest = await asyncio.to_thread(_count_words_at_rest, house, gauges)
    bugs = sum(str(line.get("event")).startswith("a bug") for line in house.bot.log())
    faults = [Count("faults", name, times) for name, times in sorted(fates.struck.items()) if name != ENDED]
    return [
        *faults,
        Count("commands", "messages that people sent", house.said),
        *_count_commands(house),
        *_count_alarms(house),
        *_count_cards(house),
        *_count_messages(house),
        *(Count("queues", f"oldest in the {queue} (s)", round(age, 1)) for queue, age in gauges.oldest.items()),
        Count("the bot", "ended by itself", fates.struck[ENDED], 0),
        Count("the bot", "status when it was stopped", stopped, 0),
        Count("the bot", "bugs in its log", bugs, 0),
        Count("the bot", "memory, MB for 1,000 messages", round(gauges.measure_slope(), 2)),
        Count("the bot", "files with people's words in the clear", at_rest, 0),
    ]


def _count_commands(house: House) -> list[Count]:
    """Count the answers to commands: those that the bot gives by itself come in order, those of a model when they come."""
    typed = sum_rooms(_count_replies(room, room.typed, room.room) for room in house.rooms)
    desks = sum_rooms(_count_replies(room, room.at_desk, room.desk) for room in house.rooms)
    asked = sum_rooms(_count_model_replies(room) for room in house.rooms)
    every = sum_rooms((typed, desks, asked))
    return [
        Count("commands", "commands sent", every.commands),
        Count("commands", "of them to a model", asked.commands),
        Count("commands", "answered once", every.commands - every.duplicates - every.lost),
        Count("commands", "answered twice", every.duplicates, 0),
        Count("commands", "lost", every.lost, 0),
        Count("commands", "answered out of order", typed.out_of_order + desks.out_of_order, 0),
    ]


def _count_replies(room: SoakRoom, asked: Iterable[EventId], place: RoomId) -> Answering:
    """Return what became of commands that were typed in a place, in the order in which they stand there.

    A therapist's question in the room may be answered at the desk: that is no matter of order.
    """
    stands = {message.id: number for number, message in enumerate(room.therapist.messages(place))}
    wanted = sorted(asked, key=lambda event: stands.get(event, len(stands)))
    here = _list_answered(room.therapist.from_bot(place, room.bot), wanted)
    aside = _list_answered(room.said_at_desk() if place == room.room else [], wanted)
    out_of_order = count_answers([event for event in wanted if event not in set(aside)], here).out_of_order
    return replace(count_answers(wanted, here + aside), out_of_order=out_of_order)


def _list_answered(said: Iterable[Read], wanted: Iterable[EventId]) -> list[EventId]:
    """Return which of the `wanted` each message is the answer to, edits aside."""
    known = set(wanted)
    return [message.cause for message in said if message.cause in known and not message.is_edit]


def _count_model_replies(room: SoakRoom) -> Answering:
    """Return the same of questions to a model. Where a therapist lets answers out, its draft and the answer are one each.

    That it waits is no answer.
    """
    asked = set(room.asked)
    said = [
        message
        for message in (*room.said_here(), *room.said_at_desk())
        if message.cause in asked and not message.is_edit and not str(message.marks.get("code")).startswith(WAITING)
    ]
    each = Counter((message.cause, message.marks.get("kind") == "draft") for message in said)
    return Answering(
        commands=len(room.asked),
        answers=len(said),
        duplicates=sum(times - 1 for times in each.values()),
        lost=len(asked - {message.cause for message in said}),
    )


def _count_alarms(house: House) -> list[Count]:
    """Count the alarms: each message of danger has one card at its desk."""
    raised = told = twice = unasked = 0
    for room in house.rooms:
        codes = Counter(room.alarms())
        raised += len(room.dangers)
        told += min(len(codes), len(room.dangers))
        twice += sum(times - 1 for times in codes.values())
        unasked += max(0, len(codes) - len(room.dangers))
    return [
        Count("alarms", "raised by people's words", raised),
        Count("alarms", "told at the desk", told),
        Count("alarms", "lost", raised - told, 0),
        Count("alarms", "told twice", twice + unasked, 0),
    ]


def _count_cards(house: House) -> list[Count]:
    cards = [said for room in house.rooms for said in (*room.said_here(), *room.said_at_desk()) if not said.is_edit]
    kinds = Counter(str(said.marks.get("kind")) for said in cards)
    return [Count("cards", "of agreement", kinds["card"]), Count("cards", "drafts at desks", kinds["draft"])]


def _count_messages(house: House) -> list[Count]:
    """Count what the bot posted: each deed once, each message readable by everybody who was there."""
    posted = twice = held = shown = sealed = 0
    on_server = _count_on_server(house)
    for person in house.people:
        for room in person.rooms:
            jobs = Counter(said.marks["job"] for said in person.from_bot(room, house.bot_id) if "job" in said.marks)
            if person is _first_in(house, room):
                posted += sum(jobs.values())
                twice += sum(jobs.values()) - len(jobs)
            sealed += person.count_sealed(room)
            held += on_server[room]
            shown += _count_shown(house, person, room)
    return [
        Count("messages", "posted by the bot", posted),
        Count("messages", "posted twice", twice, 0),
        Count("messages", "that somebody cannot decrypt", sealed, 0),
        Count("messages", "on the homeserver, and not in somebody's app", held - shown, 0),
    ]


def _first_in(house: House, room: RoomId) -> Attendee:
    return next(person for person in house.people if room in person.rooms)


def _count_shown(house: House, person: Attendee, room: RoomId) -> int:
    """Return how many of the bot's encrypted events a person's client has, sealed or open."""
    events = (event for event in person.person.sight.timeline(room) if event.sender == house.bot_id)
    return sum(isinstance(event, nio.MegolmEvent) or event.decrypted for event in events)


def _count_on_server(house: House) -> Counter[RoomId]:
    """Return how many encrypted events of the bot's Synapse holds, by room."""
    sql = "SELECT room_id, count(*) FROM events WHERE sender = ? AND type = 'm.room.encrypted' GROUP BY room_id"
    file = house.synapse.folder / "homeserver.db"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return Counter({RoomId(room): count for room, count in database.execute(sql, (house.bot_id,))})


def _count_words_at_rest(house: House, gauges: Gauges) -> int:
    """Return how many files, of the bot's and of Synapse's, hold words of people's in the clear; log and counts are one each."""
    files = [
        path for folder in (house.bot.folder, house.synapse.folder) for path in folder.rglob("*") if path.is_file()
    ]
    assert any(path.name == "thirdchair.db" for path in files)
    said = (*(path.read_bytes() for path in files), gauges.pages.encode(), repr(house.bot.log()).encode())
    return sum(bool(find_words(text, (SECRET,))) for text in said) + bool(
        find_words(house.bot.told().encode(), (SECRET,))
    )
