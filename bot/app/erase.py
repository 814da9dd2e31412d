"""The operator's erasing of a person or a session, beside a stopped bot; and everything kept about a person, as JSON."""

from contextlib import suppress

from bot.app.export import Kept, about
from bot.errors import BotError
from bot.model import Elapsed, EventId, Pending, Room, RoomId, Said, UserId
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.grounds import of_person
from bot.session.notes.open_note import of_person as of_person_in
from bot.session.rights import person_forgotten, room_forgotten
from bot.session.ruling import rules_of
from bot.settings import Settings
from bot.store import Store, open_kept, peek
from bot.store.erasing import erased, unread
from bot.store.freezes import frozen_since


class _Undone(Exception):
    """Ends a transaction without keeping anything of it."""


async def export(settings: Settings, person: UserId) -> str:
    """Return everything that is kept about `person`, in every session, as JSON. The bot may run."""
    deployment = settings.deployment
    async with peek(deployment.data_dir, deployment.key_file) as seen:
        return await about(Kept(seen.rooms, seen.sent, seen.audit), person, await seen.rooms.all())


async def erase(settings: Settings, what: str, now: float, *, sure: bool) -> str:
    """Erase the words of the person, or of the session room, `what`, if the operator is `sure`; return what there is, or was.

    Raises:
        BotError: there is no such room, or it is frozen.
        StoreRefused: a bot is running, or there is no notebook yet.
    """
    deployment = settings.deployment
    whom = UserId(what) if what.startswith("@") else None
    async with open_kept(deployment.data_dir, deployment.key_file) as store:
        known = await store.rooms.all()
        rooms = known if whom else tuple(room for room in known if room == what)
        if not rooms:
            raise BotError("The notebook knows no such room.", "Give a room id, like !abc:example.org, or a user id.")
        if sure and whom is None and await frozen_since(store.db, rooms[0]):
            raise BotError(
                "The room is frozen because of an incident: its record is kept as it is.",
                "End that first: `thirdchair incident ROOM --lift`. A person's own words can be erased now.",
            )
        found = {room: await _counted(store, room, whom) for room in rooms}
        if sure:
            for room in rooms:
                await _erase(store, settings, room, whom, now)
    return _report(found, sure=sure)


async def _counted(store: Store, room_id: RoomId, whom: UserId | None) -> dict[str, int]:
    """Return how much of each kind would be erased, by erasing it and taking that back."""
    room = await store.rooms.room(room_id)
    behind = tuple(one for one in room.said if one.again)
    questions: tuple[Pending | Said, ...] = (*room.pending, *(one.pending for one in room.drafts), *behind)
    lines = (*(one for digest in room.digests for one in digest.points), *(room.note.points if room.note else ()))
    counts = {
        "agreements": sum(one.person == whom for one in room.consents),
        "lines of talk": sum(whom in {None, one.sender} for one in room.window),
        "masks": sum(whom in {None, one.by} for one in room.masks),
        "lines of notes": sum(whom is None or of_person_in(whom)(one) for one in lines),
        "questions and drafts": sum(whom is None or of_person(one, whom) for one in questions),
    }
    with suppress(_Undone):
        async with store.db.transaction() as transaction:
            counts["unread messages"] = await unread(transaction, room_id, whom)
            counts |= await erased(transaction, room_id, whom)
            raise _Undone
    return counts


async def _erase(store: Store, settings: Settings, room_id: RoomId, whom: UserId | None, now: float) -> None:
    """Erase in one session, as `!forget` does. People there are told by the bot when it runs again."""
    room = await store.rooms.room(room_id)
    policy = _policy(settings, room)
    event = Elapsed(EventId(f"erase/{room_id}/{now}"), now)
    async with store.db.transaction() as transaction:
        await unread(transaction, room_id, whom)
    gone = person_forgotten(room, policy, whom, now) if whom else room_forgotten(room, policy, now)
    # Due at once: which deadlines there are is for the bot to find, with the rules that hold when it starts.
    await store.commit(event, gone, now, policy.sha256)


def _policy(settings: Settings, room: Room) -> Policy:
    """Return the rules of a room, for the language to speak there; where only the homeserver knows which, the defaults."""
    files = settings.policy(room.id)
    if files is None:
        return Policy(RoomRules(), UserId(settings.deployment.user_id), BackendFacts("embedded", "embedded", ""))
    return rules_of(room, files)


def _report(found: dict[RoomId, dict[str, int]], *, sure: bool) -> str:
    """Return what was found in each session, one line each; without anybody's words."""
    lines = [
        f"{room}: {', '.join(f'{count} {kind}' for kind, count in counts.items() if count) or 'nothing'}"
        for room, counts in found.items()
    ]
    if sure:
        return "\n".join(
            ["Erased:", *lines, "Ids, times, counts and the audit stay. Backups of the data folder hold it still."]
        )
    return "\n".join(
        ["This would be erased, and nothing was yet:", *lines, "To erase it: the same command with --yes."]
    )
