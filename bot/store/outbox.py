"""The outbox: what is to be done, each thing once, in order for each room of a session."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import assert_never, cast

from bot.model import (
    Alert,
    Amend,
    Ask,
    Cancel,
    Card,
    Clear,
    CloseDesk,
    ConsentCard,
    Decline,
    Effect,
    EndPoll,
    Event,
    EventId,
    Forget,
    HoldBack,
    Join,
    Leave,
    Notice,
    Open,
    Page,
    Poll,
    RefuseVerification,
    Reply,
    Retract,
    RoomId,
    SessionRoom,
    ShowCards,
    ShowData,
    ShowHead,
    ShowSent,
    Transcribe,
    Where,
)
from bot.store.codec import pack_thing, tag_of, write_place
from bot.store.db import Database, Transaction
from bot.store.inbox import admit_event
from bot.store.late_posts import take_back_if_void, take_back_untold
from bot.store.rows import Row, read_row

FARTHEST = 3600.0
"""Seconds for which nothing is put off: what is due later was put off while the machine had a wrong date, and may be done."""


@dataclass(frozen=True, slots=True)
class Job:
    """One effect to be done. `id` is derived from the event that caused it, so it names the same deed for ever.

    `room` is the session's. `made` is when it was decided (seconds UTC), `tries` how often it was tried before.
    """

    id: str
    room: RoomId
    effect: Effect = field(repr=False)
    made: float
    tries: int

    @property
    def is_generated(self) -> bool:
        """Return whether it posts what a backend wrote: such a message waits until the room has nothing newer to say."""
        return _is_generated(self.effect)

    @property
    def where(self) -> Where:
        """Return in which of the session's rooms it is done."""
        return find_place(self.effect)


class Outbox:
    """Effects on their way from `think` to `act`.

    That a job may have been tried is written down with the job itself, so that its first try waits for no disk. Which of
    those that are ordered in this process were begun is known here; of what an earlier one left behind, nobody knows.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._left: frozenset[str] = frozenset()
        self._begun: set[str] = set()

    async def ready(self, now: float, running: Collection[str] = ()) -> tuple[Job, ...]:
        """Return what can be done now: every question to a backend, and of everything else the first in each room and lane.

        Jobs whose ids are `running` are being done: they are not read again, however many questions wait for an answer.

        Raises:
            RowUnreadable: one of them cannot be read.
        """
        rows = await self._db.rows(
            "SELECT id, room, kind, body, made, tries, due FROM wanted WHERE kind = 'ask' OR seq IN "
            "(SELECT min(seq) FROM waiting WHERE kind != 'ask' GROUP BY room, lane) ORDER BY seq"
        )
        return tuple(
            Job(
                job_id,
                RoomId(room),
                cast(Effect, read_row(Row("job", job_id, RoomId(room), kind), body)),
                made,
                self._count_tries(job_id, tries),
            )
            for job_id, room, kind, body, made, tries, due in rows
            if (due <= now or due > now + FARTHEST) and job_id not in running
        )

    def _count_tries(self, job: str, noted: int) -> int:
        """Return how often a job was tried, or may have been, where `noted` is what stands in the notebook."""
        return noted if job in self._left else max(0, noted - 1) + (job in self._begun)

    async def recall_jobs(self) -> None:
        """Know what an earlier process has left, of which any may have been tried. To be called before anything is ordered."""
        self._left = await self.waiting()

    async def next_due(self, now: float) -> float | None:
        """Return when a job that has to wait may be tried again, in seconds UTC."""
        rows = await self._db.rows("SELECT min(due) FROM waiting WHERE due > ?", now)
        return cast(float | None, rows[0][0])

    async def waiting(self) -> frozenset[str]:
        """Return the ids of all jobs that are still wanted."""
        waiting = frozenset(row[0] for row in await self._db.rows("SELECT id FROM job WHERE state = 'waiting'"))
        self._begun &= waiting
        return waiting

    async def unsure(self) -> bool:
        """Return whether something that is still wanted was tried before, so that it may have been posted already."""
        sql = "SELECT id, tries FROM waiting WHERE tries > 0 AND kind NOT IN ('ask', 'transcribe')"
        return any(self._count_tries(job, tries) > 0 for job, tries in await self._db.rows(sql))

    async def begin(self, job: Job) -> bool:
        """Note that `job` is being tried; False if it is not wanted any more, or something newer is to be decided first."""
        if job.id not in self._left and job.id not in self._begun:
            is_wanted = bool(await self._db.rows("SELECT 1 FROM wanted WHERE id = ?", job.id))
            self._begun |= {job.id} if is_wanted else set()
            return is_wanted
        async with self._db.transaction() as transaction:
            sql = "UPDATE job SET tries = tries + 1 WHERE id = (SELECT id FROM wanted WHERE id = ?)"
            return await transaction.run(sql, job.id) == 1

    async def later(self, job: Job, due: float) -> None:
        """Put `job` off until `due` (seconds UTC)."""
        async with self._db.transaction() as transaction:
            await transaction.run("UPDATE job SET due = ? WHERE id = ?", due, job.id)

    async def mark_done(self, job: Job, *, event: EventId | None = None, then: Event | None = None) -> None:
        """Note that `job` is done, as which event it stands in the room, and what follows from it, all at once.

        What follows waits for the disk with what is decided about it: until then a power cut leaves the job to be done again.
        What stands by now and was called back on its way is taken back.
        """
        await self._end(job, "done", event, then)

    async def mark_failed(self, job: Job, *, then: Event | None = None) -> None:
        """Note that `job` cannot be done, and what follows from it."""
        await self._end(job, "failed", None, then)

    async def _end(self, job: Job, state: str, event: EventId | None, then: Event | None) -> None:
        async with self._db.transaction(durable=then is None) as transaction:
            sql = "UPDATE job SET state = ?, event = ?, body = NULL WHERE id = ? AND state = 'waiting'"
            still_wanted = await transaction.run(sql, state, event, job.id) == 1
            if then is not None and still_wanted:
                await admit_event(transaction, job.room, then)
            if event is not None and not still_wanted:
                await take_back_if_void(transaction, job.id, event, job.made)
        self._begun.discard(job.id)


async def order_effects(transaction: Transaction, room: RoomId, cause: Event, effects: tuple[Effect, ...]) -> None:
    """Write down what `cause` leads to, inside a transaction; cancelled jobs are void from here on."""
    for number, effect in enumerate(effects):
        if isinstance(effect, Cancel):
            await take_back_untold(transaction, room, effect, cause.id, cause.at)
            await _void_jobs(transaction, room, effect)
            continue
        if isinstance(effect, Forget):
            continue  # done with the decision itself
        row = (
            f"{cause.id}/{number}",
            room,
            tag_of(effect),
            _find_question_id(effect),
            _is_generated(effect),
            pack_thing(effect),
            cause.at,
            _find_lane(effect),
        )
        sql = (
            "INSERT OR IGNORE INTO job (id, room, kind, question, generated, body, made, lane, tries) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)"
        )
        await transaction.run(sql, *row)


async def _void_jobs(transaction: Transaction, room: RoomId, cancel: Cancel) -> None:
    """Let what waits not be done, and what has come of it not be decided: an answer from before a deletion knows the old words.

    The same message may be asked about anew, so nothing else tells the two answers apart.
    """
    sql = (
        "UPDATE inbox SET decided = 1, body = NULL WHERE room = ?1 AND NOT decided AND id IN "
        "(SELECT id || '/answer' FROM job WHERE room = ?1 AND kind IN ('ask', 'transcribe') AND (?2 IS NULL OR question = ?2))"
    )
    await transaction.run(sql, room, cancel.question)
    sql = (
        "UPDATE job SET state = 'void', body = NULL WHERE room = ?1 AND state = 'waiting' "
        "AND (kind IN ('ask', 'transcribe') OR generated) AND (?2 IS NULL OR question = ?2)"
    )
    await transaction.run(sql, room, cancel.question)


def find_place(effect: Effect) -> Where:
    """Return in which of a session's rooms an effect is done; what is done in none counts as the session room's."""
    match effect:
        case Reply() | Notice() | Card() | Amend() | Retract() | Open() | CloseDesk() | Clear():
            return effect.where
        case RefuseVerification() | Poll() | EndPoll():
            return effect.where
        case Ask() | Transcribe() | ShowSent() | ShowCards() | ShowHead() | ShowData():
            return effect.where
        case ConsentCard() | Join() | Decline() | Leave() | Alert() | Page() | HoldBack() | Cancel() | Forget():
            return SessionRoom()
        case _:
            assert_never(effect)


PAGES = "second page"
"""The lane of pages: one that does not get through holds nothing else up. Beside the second contacts', so that it is gone
through also of a room whose state cannot be read (the view `waiting`)."""


RECORDINGS = "recordings"
"""The lane of voice messages: each room's are written down in order, and hold nothing else up."""


def _find_lane(effect: Effect) -> str:
    if isinstance(effect, Page):
        return PAGES
    if isinstance(effect, Transcribe):
        return RECORDINGS
    where = find_place(effect)
    return "" if isinstance(where, SessionRoom) else write_place(where)


def _is_generated(effect: Effect) -> bool:
    return isinstance(effect, Poll) or (isinstance(effect, Reply | Card) and effect.mark.backend is not None)


def _find_question_id(effect: Effect) -> EventId | None:
    match effect:
        case Ask() | Transcribe() | Card() | Poll():
            return effect.question
        case Reply():
            return effect.question or effect.to
        case Notice() | Amend() | EndPoll() | Retract() | Open() | CloseDesk() | Clear() | ConsentCard():
            return None
        case ShowSent() | ShowCards() | ShowHead() | ShowData():
            return None
        case RefuseVerification() | Forget() | Cancel() | Join() | Decline() | Leave():
            return None
        case Alert() | Page() | HoldBack():
            return None
        case _:
            assert_never(effect)
