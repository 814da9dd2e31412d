"""How much waits in the notebook, and since when: for whoever watches the bot. Counts and times alone, no rows.

Each question is about what waits, or about the rooms, never about all that ever happened, so its time does not grow with
how long the bot has been running; no more than `MOST` of a kind are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.model import Floor
from bot.model.danger import DANGER
from bot.store.codec import write_code
from bot.store.db import Database

MOST = 10_000
AlarmSort: TypeAlias = Literal["danger", "drill", "other"]

_INBOX = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM inbox WHERE decided = 0 LIMIT ?1)), (
    SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.at') END FROM inbox WHERE decided = 0 ORDER BY seq LIMIT 1
)
"""
_OUTBOX = "SELECT count(*), min(made) FROM (SELECT made FROM job WHERE state = 'waiting' ORDER BY seq LIMIT ?1)"
_SEALED = "SELECT count(*), min(since) FROM (SELECT since FROM sealed LIMIT ?1)"
_ASIDE = "SELECT count(*), NULL FROM (SELECT 1 FROM set_aside LIMIT ?1)"
_ROOMS = """
WITH fine AS MATERIALIZED (SELECT state FROM active_room WHERE json_valid(state))
SELECT json_extract(state, '$.floor'), count(*), sum(json_array_length(state, '$.drafts')) FROM fine
WHERE json_extract(state, '$.seated') GROUP BY 1
"""
_ALARMS = """
WITH fine AS MATERIALIZED (SELECT state FROM active_room WHERE json_valid(state))
SELECT json_extract(value, '$.reason'), json_extract(value, '$.drill'), count(*), min(json_extract(value, '$.at'))
FROM fine, json_each(fine.state, '$.alarms') GROUP BY 1, 2
"""
"""What is no JSON would end the whole question; such a row is set aside as soon as it is read."""


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, `MOST` at most, and since when the oldest does (seconds UTC; None if none waits)."""

    count: int = 0
    since: float | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What waits: to be decided, to be done, for its key, for a person who can mend it; drafts and alarms for people.

    `rooms` are the sessions that the bot sits in, by floor.
    """

    inbox: Queue
    outbox: Queue
    sealed: Queue
    aside: Queue
    drafts: int
    rooms: Mapping[Floor, int]
    alarms: Mapping[AlarmSort, Queue] = field(default_factory=dict)


async def measure_notebook(db: Database) -> Measures:
    """Return what waits in the notebook now."""
    inbox, outbox, sealed, aside = [Queue(*(await db.rows(sql, MOST))[0]) for sql in (_INBOX, _OUTBOX, _SEALED, _ASIDE)]
    floors = {floor: (count, drafts) for floor, count, drafts in await db.rows(_ROOMS)}
    return Measures(
        inbox,
        outbox,
        sealed,
        aside,
        drafts=sum(drafts or 0 for _, drafts in floors.values()),
        rooms={floor: floors.get(write_code(floor), (0, 0))[0] for floor in Floor},
        alarms=_sort_alarms(await db.rows(_ALARMS)),
    )


def _sort_alarms(rows: list[tuple[str, int, int, float]]) -> dict[AlarmSort, Queue]:
    """Return how many alarms of each sort nobody has acknowledged yet, and since when the oldest of them waits."""
    queues: dict[AlarmSort, Queue] = {sort: Queue() for sort in ("danger", "drill", "other")}
    for reason, drill, count, since in rows:
        sort: AlarmSort = "drill" if drill else "danger" if reason in DANGER else "other"
        known = queues[sort].since
        queues[sort] = Queue(queues[sort].count + count, since if known is None else min(known, since))
    return queues
