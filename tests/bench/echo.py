"""A bare echo, as a newcomer writes it from nio's examples: encrypted, it joins where it is asked to, and answers `!echo WORDS`.

python tests/bench/echo.py HOMESERVER USER PASSWORD FOLDER
"""

import asyncio
import json
import sys
from pathlib import Path

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, LoginResponse, MatrixRoom, RoomMessageText


async def main(homeserver: str, user: str, password: str, folder: str) -> None:
    """Log in, as the same device each time, and answer for ever."""
    config = AsyncClientConfig(store_sync_tokens=True, encryption_enabled=True)
    client = AsyncClient(homeserver, user, store_path=folder, config=config)

    async def join(room: MatrixRoom, _: InviteMemberEvent) -> None:
        await client.join(room.room_id)

    async def answer(room: MatrixRoom, event: RoomMessageText) -> None:
        if event.sender != client.user_id and event.body.startswith("!echo "):
            relation = {"m.in_reply_to": {"event_id": event.event_id}}
            content = {"msgtype": "m.text", "body": event.body.removeprefix("!echo "), "m.relates_to": relation}
            await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)

    client.add_event_callback(join, InviteMemberEvent)
    client.add_event_callback(answer, RoomMessageText)
    login = Path(folder, "login.json")
    if login.exists():
        client.restore_login(**json.loads(login.read_text()))
    else:
        response = await client.login(password)
        assert isinstance(response, LoginResponse), "the homeserver lets it in"
        kept = {"user_id": client.user_id, "device_id": client.device_id, "access_token": client.access_token}
        login.write_text(json.dumps(kept))
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
