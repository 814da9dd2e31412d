"""How much memory a voice message of 25 MB takes while it is fetched, opened and handed on: in a process of its own.

make bench-voice
"""

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web
from clinic_files import GOOD, written
from nio.crypto.attachments import encrypt_attachment

from bot.app.own_client import open_own_client
from bot.llm.transcribe import open_transcriber
from bot.matrix.recording import fetch_recording
from bot.model import Sound
from bot.settings import BackendSettings, load_settings

MEGABYTE = 1024 * 1024
SIZE = 25 * MEGABYTE


async def _serve(sealed: bytes) -> web.AppRunner:
    """Run a homeserver's media and a server that listens, in this process."""

    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("/transcriptions"):
            await request.read()
            return web.json_response({"text": "I am here."})
        if "/media/" in request.path:
            return web.Response(body=sealed)
        return web.json_response({"versions": ["v1.11"]})

    app = web.Application(client_max_size=2 * SIZE)
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


def _read_status(name: str) -> int:
    """Return a figure of this process's memory, in kB (proc(5))."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


async def _pass_through(port: int, sound: Sound) -> tuple[int, int]:
    """Return how much memory this process takes before a message passes through it, and at most meanwhile, in kB."""
    with tempfile.TemporaryDirectory() as folder:
        text = GOOD.replace("http://127.0.0.1:8008", f"http://127.0.0.1:{port}")
        deployment = load_settings(written(Path(folder), text)).deployment
        ears = BackendSettings(kind="transcribe", base_url=f"http://127.0.0.1:{port}/v1", model="m")
        async with open_own_client(deployment, "A", "") as client, open_transcriber(ears) as transcriber:
            client.access_token = "t"
            await client.call("GET", "/_matrix/client/versions")
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted anew from here
            before = _read_status("VmRSS")
            recording = await fetch_recording(client, sound, SIZE)
            await transcriber.transcribe(recording, "audio/ogg", "")
            return before, _read_status("VmHWM")


async def main() -> None:
    """Serve in this process, pass one message through another, and print what that took."""
    sealed, keys = encrypt_attachment(b"OggS" + os.urandom(SIZE - 4))
    runner = await _serve(sealed)
    told: dict[str, Any] = {"port": runner.addresses[0][1], "keys": keys}
    child = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "child", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await child.communicate(json.dumps(told).encode())
    await runner.cleanup()
    before, after = (int(word) for word in out.split())
    size, more = SIZE // MEGABYTE, (after - before) / 1024
    sys.stdout.write(
        f"A voice message of {size} MB: {more:.0f} MB more at the peak than before it, {after / 1024:.0f} MB in all.\n"
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        given = json.load(sys.stdin)
        keys = given["keys"]
        url = "mxc://clinic.test/abc"
        sound = Sound(url, keys["key"]["k"], keys["iv"], keys["hashes"]["sha256"], "audio/ogg", SIZE, 60.0)
        sys.stdout.write(" ".join(map(str, asyncio.run(_pass_through(given["port"], sound)))))
    else:
        asyncio.run(main())
