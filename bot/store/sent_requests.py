"""What left for a backend: its exact words, written down before they go, and what came of it.

    number = await store.sent.begin(request, at)              # on disk, words and audit entry, before anything is sent
    await store.sent.end(request, number, Ending("answered", at))     # none: the process died, or it was stopped
    await store.sent.list_of_room(room, person, most)         # newest first; of a person: those that hold a piece of theirs
    await store.sent.find_request(room, "K7")                 # by the code of a draft or answer, or "S3": the third of the room

    await forget_person_words(transaction, room, person)      # the words of their pieces, not those of others
    await forget_message_words(transaction, room, event)      # the words of one message
    await forget_room_requests(transaction, room)
    await forget_older_requests(transaction, room, before)    # requests sent before then, whole

The last four are done inside a transaction, so that what erases can write it into the audit in the same moment. When
words are gone, the audit still has ids, counts and hashes of each request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.audit.chain import Deed, make_deed, prove_request, prove_words
from bot.model import Desk, Direct, EventId, InSession, RoomId, SessionRoom, Task, UserId
from bot.session.request.segments import Piece
from bot.store.audit_log import append_deeds
from bot.store.codec import read_code, write_code, write_place
from bot.store.db import Database, Transaction
from bot.store.freezes import find_freeze_time
from bot.store.key import StoreKey
from bot.store.salts import get_salt

ANSWERED = "answered"
"""The ending of a request that was answered; any other is a trouble's code, and an empty one is not known."""


@dataclass(frozen=True, slots=True)
class Request:
    """What goes to a backend for the message `question`, asked by the job `job`, under `policy` (SHA-256).

    `agreement` is what was signed with whoever runs the backend, as kind and dates; empty for one of the clinic's own.
    """

    room: RoomId
    job: str
    question: EventId
    asker: UserId
    task: Task
    where: InSession
    backend: str
    model: str
    policy: str
    pieces: tuple[Piece, ...] = field(repr=False)
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that began to be sent at `at` (seconds UTC), `tries` times, and its ending, if that is known.

    `number` counts the room's requests. `code` is what people call it: of its newest draft or answer, else `S` and its number.
    """

    request: Request
    number: int
    code: str
    at: float
    tries: int
    ending: str
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a request at `at`: `answered`, or the code of a trouble. Tokens are the backend's own count."""

    how: str
    at: float
    tokens_in: int = 0
    tokens_out: int = 0


class SentBook:
    """Every request of every session, as long as its words are kept."""

    def __init__(self, db: Database, key: StoreKey) -> None:
        self._db = db
        self._key = bytes.fromhex(key.derive("requests"))

    async def begin(self, request: Request, at: float, number: int | None = None) -> int | None:
        """Write down what is about to leave, and return its number in the room. It is on disk when this returns.

        With a `number`, the same words are about to leave once more.
        None if the job is not wanted any more, or the room is frozen: then nothing may leave. So in the audit no request follows a `!stop`.
        """
        async with self._db.transaction() as transaction:
            if not await transaction.rows("SELECT 1 FROM job WHERE id = ? AND state = 'waiting'", request.job):
                return None
            if await find_freeze_time(transaction, request.room):
                return None
            if number is None:
                number = await _write_request(transaction, request, at)
                deed = await self._began(transaction, request, number, at)
            else:
                sql = "UPDATE sent SET tries = tries + 1, ending = '' WHERE room = ? AND number = ?"
                await transaction.run(sql, request.room, number)
                deed = _make_request_deed("sent-again", request, number, at)
            await append_deeds(transaction, [deed], request.policy)
        return number

    async def end(self, request: Request, number: int, ending: Ending) -> None:
        """Write down what came of a request. It waits for the disk with what is decided about that."""
        tokens = {"tokens_in": ending.tokens_in, "tokens_out": ending.tokens_out}
        async with self._db.transaction(durable=False) as transaction:
            sql = "UPDATE sent SET ending = ?, tokens_in = ?, tokens_out = ? WHERE room = ? AND number = ?"
            await transaction.run(sql, ending.how, *tokens.values(), request.room, number)
            deed = _make_request_deed("sent-ended", request, number, ending.at, ending=ending.how, **tokens)
            await append_deeds(transaction, [deed], request.policy)

    async def list_of_room(
        self, room: RoomId, person: UserId | None = None, *, most: int = 5, aloud: bool = False
    ) -> tuple[Sent, ...]:
        """Return the newest requests of a room, `most` at most; of a person, those in which a piece is theirs.

        `aloud` leaves out what that person asked where the others do not see it.
        """
        sql = (
            "room = ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM piece WHERE piece.room = sent.room "
            "AND piece.number = sent.number AND sender = ?2)) "
            "AND (NOT ?4 OR ?2 IS NULL OR asker != ?2 OR place = 'room') ORDER BY number DESC LIMIT ?3"
        )
        return await self._where(sql, room, person, most, aloud)

    async def find_request(self, room: RoomId, code: str) -> Sent | None:
        """Return the request that people call `code`, None if there is none, or none any more."""
        by_number = int(code[1:]) if code[:1] == "S" and code[1:].isdecimal() else None
        sql = (
            "room = ?1 AND number = coalesce(?3, (SELECT number FROM sent_code WHERE sent_code.room = ?1 AND code = ?2)) "
            "LIMIT 1"
        )
        return next(iter(await self._where(sql, room, code, by_number)), None)

    async def holds(self, room: RoomId, event: EventId, person: UserId) -> bool:
        """Return whether the words of the message `event` of `person` are kept in a request."""
        sql = "SELECT 1 FROM piece WHERE room = ? AND event = ? AND sender = ? AND text IS NOT NULL LIMIT 1"
        return bool(await self._db.rows(sql, room, event, person))

    async def _began(self, transaction: Transaction, request: Request, number: int, at: float) -> Deed:
        """Return the entry about a request: for each message its id, sender and HMAC, and one HMAC over all of it."""
        said = [piece for piece in request.pieces if piece.sender is not None]
        messages = [
            [
                piece.event or "",
                piece.sender,
                prove_words(await get_salt(transaction, request.room, piece.sender), piece.text or ""),
            ]
            for piece in said
            if piece.sender is not None
        ]
        frame = "\0".join(piece.text or "" for piece in request.pieces if piece.sender is None)
        whole = prove_request(self._key, frame, (message[-1] for message in messages))
        return _make_request_deed("sent", request, number, at, messages=messages, count=len(said), hmac=whole)

    async def _where(self, condition: str, *values: Any) -> tuple[Sent, ...]:
        rows = await self._db.rows(f"{_SENT} WHERE {condition}", *values)
        return tuple([_make_sent(row, await self._pieces(row[0], row[1])) for row in rows])

    async def _pieces(self, room: str, number: int) -> tuple[Piece, ...]:
        sql = "SELECT turn, text, event, sender FROM piece WHERE room = ? AND number = ? ORDER BY place"
        return tuple(
            Piece(turn, text, EventId(event) if event else None, UserId(sender) if sender else None)
            for turn, text, event, sender in await self._db.rows(sql, room, number)
        )


_SENT = (
    "SELECT room, number, job, question, asker, task, place, backend, model, policy, agreement, at, tries, ending, "
    "tokens_in, tokens_out, (SELECT code FROM sent_code WHERE sent_code.room = sent.room "
    "AND sent_code.number = sent.number ORDER BY sent_code.rowid DESC LIMIT 1) FROM sent"
)


async def name_request(transaction: Transaction, room: RoomId, code: str, question: str, job: str) -> None:
    """Let people call a request `code`: that of `job`, or the newest about `question`, inside a transaction."""
    sql = (
        "INSERT OR REPLACE INTO sent_code (room, code, number) SELECT room, ?2, number FROM sent "
        "WHERE room = ?1 AND (job = ?4 OR (?4 = '' AND question = ?3)) ORDER BY number DESC LIMIT 1"
    )
    await transaction.run(sql, room, code, question, job)


async def forget_person_words(transaction: Transaction, room: RoomId, person: UserId) -> int:
    """Erase the words of every piece that `person` wrote in `room`, inside a transaction; return how many there were."""
    sql = "UPDATE piece SET text = NULL WHERE room = ? AND sender = ? AND text IS NOT NULL"
    return await transaction.run(sql, room, person)


async def forget_message_words(
    transaction: Transaction, room: RoomId, event: EventId, person: UserId | None = None
) -> int:
    """Erase the words of one message in every piece of it in `room`, inside a transaction; return how many there were.

    With a `person`, only if it is theirs: nobody else can edit it.
    """
    sql = (
        "UPDATE piece SET text = NULL WHERE room = ?1 AND event = ?2 AND sender IS NOT NULL AND text IS NOT NULL "
        "AND (?3 IS NULL OR sender = ?3)"
    )
    return await transaction.run(sql, room, event, person)


async def forget_room_requests(transaction: Transaction, room: RoomId) -> int:
    """Erase every request of `room`, inside a transaction; return how many there were."""
    return await transaction.run("DELETE FROM sent WHERE room = ?", room)


async def forget_older_requests(transaction: Transaction, room: RoomId, before: float) -> int:
    """Erase the requests of `room` that were sent before `before` (seconds UTC), inside a transaction; return how many."""
    return await transaction.run("DELETE FROM sent WHERE room = ? AND at < ?", room, before)


async def _write_request(transaction: Transaction, request: Request, at: float) -> int:
    rows = await transaction.rows("SELECT coalesce(max(number), 0) + 1 FROM sent WHERE room = ?", request.room)
    number = int(rows[0][0])
    place, _, _ = write_place(request.where).partition(" ")
    who = (request.room, number, request.job, request.question, request.asker, write_code(request.task), place)
    sql = (
        "INSERT INTO sent (room, number, job, question, asker, task, place, at, backend, model, agreement, policy) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    await transaction.run(sql, *who, at, request.backend, request.model, request.agreement, request.policy)
    sql = "INSERT INTO piece (room, number, place, turn, event, sender, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
    parts = enumerate(request.pieces)
    await transaction.run_many(
        sql,
        [(request.room, number, place, piece.turn, piece.event, piece.sender, piece.text) for place, piece in parts],
    )
    return number


def _make_request_deed(action: str, request: Request, number: int, at: float, **facts: Any) -> Deed:
    about: dict[str, Any] = {
        "request": request.job,
        "number": number,
        "backend": request.backend,
        "agreement": request.agreement,
    }
    return make_deed(action, at, request.room, cause=request.question, **about, **facts)


def _make_sent(row: Sequence[Any], pieces: tuple[Piece, ...]) -> Sent:
    room, number, job, question, asker, task, place, backend, model, policy, agreement, *more = row
    request = Request(
        room=RoomId(room),
        job=job,
        question=EventId(question),
        asker=UserId(asker),
        task=read_code(Task, task),
        where=_asked_at(place, UserId(asker)),
        backend=backend,
        model=model,
        policy=policy,
        pieces=pieces,
        agreement=agreement,
    )
    at, tries, ending, tokens_in, tokens_out, code = more
    return Sent(request, number, code or f"S{number}", at, tries, ending, tokens_in, tokens_out)


def _asked_at(place: str, asker: UserId) -> InSession:
    """Return where something was asked: in a direct room, in the asker's own."""
    return Direct(asker) if place == "direct" else Desk() if place == "desk" else SessionRoom()
