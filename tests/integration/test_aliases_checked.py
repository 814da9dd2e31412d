"""`thirdchair check --online`: the homeserver is asked whether the aliases in the files are rooms, without logging in."""

from pathlib import Path

import pytest
from bot_process import configure
from newcomer import Newcomer
from warm_command import run_command

from bot.app.operator.check_aliases import find_lost_aliases
from bot.demo.homeserver import Homeserver
from bot.errors import HomeserverDown
from bot.matrix.client.client import open_client
from bot.matrix.identity.login import log_in
from bot.settings import read_files


async def test_an_alias_that_is_no_room_is_told_with_its_line(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer
) -> None:
    """One that is a room is not spoken of; one that is none is named with file and line. Nothing is left in the data folder."""
    account = await newcomer("ana")
    async with open_client(synapse.url, account.user_id, "A", tmp_path, "") as client:
        client.access_token = await log_in(client, account.password)
        await client.call("POST", "/_matrix/client/v3/createRoom", {"room_alias_name": account.login})
    real, lost = f"#{account.login}:{synapse.name}", f"#nowhere:{synapse.name}"
    deployment = {"therapists": [account.user_id], "on_call_room": lost, "supervisor_room": real}
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment=deployment)
    (tmp_path / "rooms" / "kim.yaml").write_text(f'# Kim\nroom: "{lost}"\n')
    lines = await find_lost_aliases(read_files(tmp_path / "bot.yaml"))
    assert [line.partition(" names ")[0] for line in lines] == ["bot.yaml:5", "rooms/kim.yaml:2"]
    assert all(f"`{lost}`, which the homeserver does not know" in line for line in lines)
    ended = await run_command("check", "--online", "--config", str(tmp_path / "bot.yaml"))
    assert ended.status == 0
    assert f"Warning: {lines[1]}." in ended.out
    assert not (tmp_path / "data").exists()
    assert lost not in (await run_command("check", "--config", str(tmp_path / "bot.yaml"))).out


async def test_a_homeserver_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Without an answer nobody knows whether aliases are rooms: the command says why."""
    configure(tmp_path, "http://127.0.0.1:9", "@bot:clinic", "x", deployment={"on_call_room": "#a:clinic"})
    (tmp_path / "rooms" / "all.yaml").write_text('room: "*"\ntherapists: ["@ana:clinic"]\n')
    with pytest.raises(HomeserverDown, match="Nothing listens"):
        await find_lost_aliases(read_files(tmp_path / "bot.yaml"))
