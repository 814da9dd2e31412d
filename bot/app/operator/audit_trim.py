"""The operator's letting go of audit entries that are older than any room's rules ask for, beside a stopped bot."""

from datetime import UTC, datetime

from bot.errors import BotError
from bot.model import RoomId
from bot.policy import merge_layers
from bot.session.policy_change import find_rules
from bot.settings import Settings
from bot.store import Store, open_kept
from bot.store.audit_trimming import find_last_old_entry, let_go_entries
from bot.store.db import Transaction
from bot.store.freezes import find_freeze_time

YEAR = 366 * 86_400.0
"""Seconds: a leap year, so that nothing goes a day early."""


async def trim_old_entries(settings: Settings, now: float, *, sure: bool) -> str:
    """Let go of the entries that every room's `retention.audit` has outlived, if the operator is `sure`; return what goes, or went.

    Raises:
        BotError: the chain does not hold, or a room is frozen: then it is evidence, and stays whole.
        StoreRefused: a bot is running, or there is no notebook yet.
    """
    deployment = settings.deployment
    async with open_kept(deployment.data_dir, deployment.key_file) as store:
        if (await store.audit.verify()).broken:
            raise BotError(
                "The audit does not hold, so nothing of it is let go.",
                "See `thirdchair audit verify`, and keep the data folder as it is.",
            )
        rooms = await store.rooms.all()
        years = await _describe_years(store, settings)
        before = now - YEAR * years
        first = (await store.audit.anchor()).head.count
        async with store.db.transaction() as transaction:
            await _none_frozen(transaction, rooms)  # here, since a freeze is ordered beside us
            if sure:
                gone = await let_go_entries(transaction, store.audit, before, now)
            else:
                gone = max(0, await find_last_old_entry(transaction, before) - first)
        await store.db.settle()
    day = datetime.fromtimestamp(before, UTC).date()
    if sure:
        return f"Let go: {gone} entries from before {day}, older than {years} years. A signed anchor stands in their place."
    then = " To let them go: the same command with --yes." if gone else ""
    return f"{gone} entries are from before {day}, older than {years} years. Nothing was let go.{then}"


async def _none_frozen(transaction: Transaction, rooms: tuple[RoomId, ...]) -> None:
    """Refuse where the record is evidence."""
    for room in rooms:
        if await find_freeze_time(transaction, room):
            raise BotError(
                "A room is frozen because of an incident: the audit is kept as it is.",
                "End that first: `thirdchair incident ROOM --lift`.",
            )


async def _describe_years(store: Store, settings: Settings) -> int:
    """Return the longest `retention.audit` of all: of every file, and of what any room's therapist has accepted."""
    periods = [merge_layers(settings.layers())[0].retention.audit]
    periods += [settings.policy_of(name, file).rules.retention.audit for name, file in settings.rooms]
    for room_id in await store.rooms.all():
        files = settings.policy(room_id)
        if files is not None:
            periods.append(find_rules(await store.rooms.room(room_id), files).rules.retention.audit)
    return max(periods)
