"""`thirdchair init` on a terminal: questions, a secret that does not show, and the recovery key once."""

import re
from pathlib import Path

from starter import Starter
from terminal import terminal
from warm_command import run_command

from bot.demo.homeserver import Homeserver

KEY = re.compile(r"\b(?:[1-9A-HJ-NP-Za-km-z]{4} ){11}[1-9A-HJ-NP-Za-km-z]{4}\b")
"""A recovery key as people write it down: twelve groups of four."""


async def test_a_person_is_asked(synapse: Homeserver, tmp_path: Path) -> None:
    """With no flag but the folder, all is asked; the secret does not show, the recovery key shows once and lies nowhere."""
    starter = Starter(synapse, tmp_path / "clinic", "init-on-terminal", tmp_path)
    async with terminal("init", str(starter.folder)) as screen:
        await screen.answer("`token`", "")
        await screen.answer("homeserver's address", synapse.url)
        await screen.answer("user id", "thirdchair")
        await screen.answer("user id", starter.user)
        await screen.answer("packs", "uk")
        await screen.answer("therapists", "@ana:clinic.local")
        await screen.answer("no therapist answers", "none")
        await screen.answer("told after them", "none")
        await screen.answer("`embedded`", "")
        await screen.answer("/metrics", "")
        await screen.answer("registration_shared_secret", synapse.registration_secret)
        await screen.answer("languages", "en")
        await screen.answer("The room", "")
        await screen.answer("Minutes", "")
        assert await screen.end() == 0, screen.shown
    (key,) = KEY.findall(screen.shown)
    assert synapse.registration_secret not in screen.shown
    for secret in (key, key.replace(" ", ""), synapse.registration_secret):
        assert starter.list_traces(secret) == []
    looked = await run_command("doctor", "--config", str(starter.config))
    assert looked.status == 0, looked.out
    async with terminal("init", str(starter.folder)) as again:
        assert await again.end() == 0, again.shown
    assert KEY.findall(again.shown) == []
    assert "was published before" in again.shown
