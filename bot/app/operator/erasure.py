"""The operator's erasing of a person or a session, beside a stopped bot; and everything kept about a person, as JSON."""

from contextlib import suppress

from bot.app.show.person_data import Kept, describe_person
from bot.errors import BotError
from bot.model import Elapsed, EventId, Pending, Room, RoomId, Said, UserId
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.commands.rights import forget_person, forget_whole_room
from bot.session.notes.open_note import match_person_lines
from bot.session.policy_change import find_rules
from bot.session.talk.sources import is_of_person
from bot.settings import Settings
from bot.store import Store, open_kept, open_peek
from bot.store.erasing import erase_person_or_all, erase_undecided
from bot.store.freezes import find_freeze_time


class _Undone(Exception):
    """Ends a transaction without keeping anything of it."""


async def export_person(settings: Settings, person: UserId) -> str:
    """Return everything that is kept about `person`, in every session, as JSON. The bot may run."""
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file) as seen:
        return await describe_person(Kept(seen.rooms, seen.sent, seen.audit), person, await seen.rooms.all())


async def erase_words(settings: Settings, what: str, now: float, *, sure: bool) -> str:
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
        if sure and whom is None and await find_freeze_time(store.db, rooms[0]):
            raise BotError(
                "The room is frozen because of an incident: its record is kept as it is.",
                "End that first: `thirdchair incident ROOM --lift`. A person's own words can be erased now.",
            )
        counts_by_room = {room: await _count_what_would_go(store, room, whom) for room in rooms}
        if sure:
            for room in rooms:
                await _erase_in_session(store, settings, room, whom, now)
    return _report_counts(counts_by_room, sure=sure)


async def _count_what_would_go(store: Store, room_id: RoomId, whom: UserId | None) -> dict[str, int]:
    """Return how much of each kind would be erased, by erasing it and taking that back."""
    room = await store.rooms.room(room_id)
    behind = tuple(said for said in room.said if said.again)
    questions: tuple[Pending | Said, ...] = (*room.pending, *(draft.pending for draft in room.drafts), *behind)
    lines = (*(point for digest in room.digests for point in digest.points), *(room.note.points if room.note else ()))
    counts = {
        "agreements": sum(consent.person == whom for consent in room.consents),
        "lines of talk": sum(whom in {None, line.sender} for line in room.window),
        "masks": sum(whom in {None, mask.by} for mask in room.masks),
        "lines of notes": sum(whom is None or match_person_lines(whom)(line) for line in lines),
        "questions and drafts": sum(whom is None or is_of_person(question, whom) for question in questions),
    }
    with suppress(_Undone):
        async with store.db.transaction() as transaction:
            counts["unread messages"] = await erase_undecided(transaction, room_id, whom)
            counts |= await erase_person_or_all(transaction, room_id, whom)
            raise _Undone
    return counts


async def _erase_in_session(store: Store, settings: Settings, room_id: RoomId, whom: UserId | None, now: float) -> None:
    """Erase in one session, as `!forget` does. People there are told by the bot when it runs again."""
    room = await store.rooms.room(room_id)
    policy = _rule_offline(settings, room)
    event = Elapsed(EventId(f"erase/{room_id}/{now}"), now)
    async with store.db.transaction() as transaction:
        await erase_undecided(transaction, room_id, whom)
    gone = forget_person(room, policy, whom, now) if whom else forget_whole_room(room, policy, now)
    # Due at once: which deadlines there are is for the bot to find, with the rules that hold when it starts.
    await store.commit(event, gone, now, policy.sha256)


def _rule_offline(settings: Settings, room: Room) -> Policy:
    """Return the rules of a room, for the language to speak there; where only the homeserver knows which, the defaults."""
    files = settings.policy(room.id)
    if files is None:
        return Policy(RoomRules(), UserId(settings.deployment.user_id), BackendFacts("embedded", "embedded", ""))
    return find_rules(room, files)


def _report_counts(counts_by_room: dict[RoomId, dict[str, int]], *, sure: bool) -> str:
    """Return what was found in each session, one line each; without anybody's words."""
    lines = [
        f"{room}: {', '.join(f'{count} {kind}' for kind, count in counts.items() if count) or 'nothing'}"
        for room, counts in counts_by_room.items()
    ]
    if sure:
        return "\n".join(
            ["Erased:", *lines, "Ids, times, counts and the audit stay. Backups of the data folder hold it still."]
        )
    return "\n".join(
        ["This would be erased, and nothing was yet:", *lines, "To erase it: the same command with --yes."]
    )
