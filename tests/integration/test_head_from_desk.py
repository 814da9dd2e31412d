"""What `thirdchair audit verify` says of heads at desks: in the first line how far a check goes, and why where none can be."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hand_held import settled

from bot.app.operator import head_from_desk
from bot.app.operator.audit_check import verify_audit
from bot.app.operator.head_from_desk import verify_against_desks
from bot.audit.chain import make_deed
from bot.errors import BotError
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.desk_heads import HeadKey, PostedHead
from bot.model import EventId, RoomId
from bot.settings import Settings
from bot.store import open_key, open_store
from bot.store.audit_log import append_deeds
from bot.store.audit_trimming import let_go_entries

HERE, THERE, GONE = RoomId("!a:clinic"), RoomId("!b:clinic"), RoomId("!c:clinic")
Desks = Callable[[dict[RoomId, tuple[float, str] | None]], None]


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> Desks:
    """Give a way to say which head stands at each desk since when; None where the homeserver does not show the room."""

    def put(heads: dict[RoomId, tuple[float, str] | None]) -> None:
        async def find(_client: Any, room: RoomId, _keys: Any) -> PostedHead:
            if heads[room] is None:
                raise ServerSaysNo(403, "M_FORBIDDEN")
            at, head = heads[room] or (0.0, "")
            return PostedHead(room, EventId(f"$head{room}"), at, f"keep this: {head}", 0)

        monkeypatch.setattr(head_from_desk, "read_head_keys", lambda *_: {room: (HeadKey("s", "k"),) for room in heads})
        monkeypatch.setattr(head_from_desk, "find_posted_head", find)

    return put


async def write_audit(folder: Path, *times: float, trim: float = 0.0) -> list[str]:
    """Write an entry at each of `times`, let those from before `trim` go, and return the signed head after each."""
    heads = []
    async with open_store(folder, open_key(None, folder)) as store:
        await store.notes.write(access_token="token")
        for at in times:
            async with store.db.transaction() as transaction:
                await append_deeds(transaction, [make_deed("floor", at, HERE)], "")
            heads.append(await store.audit.signed_head())
        async with store.db.transaction() as transaction:
            await let_go_entries(transaction, store.audit, trim, 9e9)
    return heads


def first_line(told: str) -> str:
    """Return the first line."""
    return told.splitlines()[0]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a deployment."""
    return settled(tmp_path)


async def test_the_first_line_says_how_far_it_goes(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """Without a head nothing shows whether the end was cut off, and with one nothing of what came later: the first line says so."""
    heads = await write_audit(tmp_path, 1.0, 2.0, 3.0)
    assert re.search("its end was cut off shows only against a head", first_line(await verify_audit(settings, None)))
    assert re.search("shows only against a later head", first_line(await verify_audit(settings, heads[0])))
    desks({HERE: (1e9, heads[0]), THERE: (2e9, heads[1])})
    told = await verify_against_desks(settings)
    assert re.search(r"newest head .* of 2033-05-18 .* 1 entries behind .* a later head", first_line(told))
    assert f"{HERE}: head of 2001-09-09 01:46 UTC, entry 1, $head{HERE}." in told
    assert f"{THERE}: head of 2033-05-18 03:33 UTC, entry 2, $head{THERE}." in told


async def test_a_head_that_is_not_in_it_is_told(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """One desk's head that the chain does not hold is enough, whatever the others say: cut off, or not of this record."""
    heads = await write_audit(tmp_path, 1.0)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for strange in ("ab" * 96, "no head at all", *(await write_audit(elsewhere, 2.0))):
        desks({HERE: (1e9, heads[0]), THERE: (2e9, strange)})
        with pytest.raises(BotError, match="the end was cut off") as told:
            await verify_against_desks(settings)
        assert f"$head{THERE}" in str(told.value)


async def test_a_cut_tail_is_told_though_an_earlier_head_holds(
    tmp_path: Path, settings: Settings, desks: Desks
) -> None:
    """The end is cut off behind one desk's head and before another's: the chain holds, the earlier head is in it, and the later one tells."""
    heads = await write_audit(tmp_path, 1.0, 2.0, 3.0)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store, store.db.transaction() as transaction:
        await transaction.run("DROP TRIGGER audit_loses_nothing")
        await transaction.run("DELETE FROM audit WHERE number > 1")
    desks({HERE: (1e9, heads[0])})
    assert "1 entries" in await verify_against_desks(settings)
    desks({HERE: (1e9, heads[0]), THERE: (2e9, heads[2])})
    with pytest.raises(BotError, match="the end was cut off") as told:
        await verify_against_desks(settings)
    assert f"$head{THERE}" in str(told.value)


async def test_what_was_let_go_is_no_cut(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """A desk that was closed years ago has a head from before what is kept: that is said, and is no alarm."""
    heads = await write_audit(tmp_path, 10.0, 20.0, 30.0, trim=25.0)
    desks({HERE: (11.0, heads[0]), THERE: (31.0, heads[2])})
    told = await verify_against_desks(settings)
    assert f"{HERE}: head of 1970-01-01 00:00 UTC, older than what is kept" in told
    desks({HERE: (21.0, heads[1])})  # the anchor's own
    assert "entry 2" in await verify_against_desks(settings)
    desks({HERE: (11.0, heads[0])})
    with pytest.raises(BotError, match="no head at a desk can be held against them") as alone:
        await verify_against_desks(settings)
    assert "--head HEAD" in alone.value.remedy


async def test_a_desk_that_cannot_be_read_is_named(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """Where the homeserver does not show a desk, its line says so; where it shows none, nothing was verified."""
    heads = await write_audit(tmp_path, 1.0)
    desks({HERE: (1e9, heads[0]), GONE: None})
    assert f"{GONE}: the homeserver does not show it (M_FORBIDDEN)." in await verify_against_desks(settings)
    desks({GONE: None})
    with pytest.raises(BotError, match="M_FORBIDDEN"):
        await verify_against_desks(settings)


async def test_a_broken_chain_is_told_whatever_the_desks_say(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """An entry that is missing is found with this command as without it."""
    heads = await write_audit(tmp_path, 1.0, 2.0, 3.0)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store, store.db.transaction() as transaction:
        await transaction.run("DROP TRIGGER audit_loses_nothing")
        await transaction.run("DELETE FROM audit WHERE number = 2")
    desks({HERE: (1e9, heads[2])})
    with pytest.raises(BotError, match="entry 2 is missing"):
        await verify_against_desks(settings)


async def test_nobody_has_logged_in(tmp_path: Path, settings: Settings, desks: Desks) -> None:
    """Before the bot has an account's login there is no desk to look at, and the sentence says what to do."""
    async with open_store(tmp_path, open_key(None, tmp_path)):
        pass
    desks({HERE: (1e9, "")})
    with pytest.raises(BotError, match="not logged in yet"):
        await verify_against_desks(settings)
