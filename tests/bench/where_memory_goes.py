"""Where the bot's memory goes: after each step of its start, then at work, with one backend, as more rooms come.

    python tests/bench/where_memory_goes.py [--backend embedded|openai|anthropic] [--rooms 10 200] [--steps]

RSS is all that the process holds, USS what nobody else holds too, PSS that and its share of the rest; in MB.
"""

import argparse
import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot_process import BotProcess, bot_process
from model_server import ModelServer, model_server
from newcomer import Account

from bot.app.read_lists import SETTLED
from bot.demo.homeserver import Homeserver, run_homeserver

STEPS = (
    "pass",
    "import pydantic, yaml",
    "import nio",
    "import bot.session.decide",
    "import bot.__main__",
    "from bot.danger_words.find_phrase import find_trip; find_trip('')",
    "from bot.masking.lexicon import build_lexicon; build_lexicon()",
    "from bot.words import languages, load_bundle; [load_bundle(language) for language in languages()]",
    "import bot.llm.openai",
)
"""What is done one after another in a process of its own."""
READ = r"""
import re, time
def read(step):
    kb = dict(re.findall(r"^(\w+): +(\d+) kB", open("/proc/self/smaps_rollup").read(), re.M))
    own = int(kb["Private_Clean"]) + int(kb["Private_Dirty"])
    print(f"{int(kb['Rss'])/1024:7.1f} {int(kb['Pss'])/1024:7.1f} {own/1024:7.1f} {time.process_time():6.2f}  {step}")
"""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def read_memory(pid: int) -> dict[str, float]:
    """Return the memory that a process holds, in MB, as `rss`, `pss` and `uss`."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    said = {name: int(number) / 1024 for name, number in re.findall(r"^(\w+): +(\d+) kB", lines, re.MULTILINE)}
    return {"rss": said["Rss"], "pss": said["Pss"], "uss": said["Private_Clean"] + said["Private_Dirty"]}


def print_steps() -> None:
    """Print what each step of the start adds up to, with the seconds of CPU by then."""
    _say("    RSS     PSS     USS    CPU  after")
    lines = "\n".join(f"{step}\nread({step!r})" for step in STEPS)
    subprocess.run([sys.executable, "-c", READ + lines], check=True)


def print_memory(bot: BotProcess, when: str) -> None:
    """Print what the bot holds."""
    _say("".join(f"{size:8.1f}" for size in read_memory(bot.pid).values()) + f"  {when}")


def configure(model: ModelServer, kind: str, folder: Path) -> dict[str, Any]:
    """Return what the bot's files say about where its answers come from; a key that opens nothing lies in `folder`."""
    if kind == "embedded":
        return {}
    key = folder / "key"
    key.write_text("sk-nothing")
    base_url = model.url if kind == "anthropic" else f"{model.url}/v1"
    backend = {"kind": kind, "base_url": base_url, "model": "tiny", "api_key_file": str(key)}
    return {"deployment": {"backends": {"house": backend}}, "room": {"backend": "house"}}


async def fill_rooms(synapse: Homeserver, therapist: Account, bot: str, count: int) -> list[str]:
    """Make `count` rooms with the bot in them, unencrypted, so that it costs the machine little, and return their ids."""
    import aiohttp  # noqa: PLC0415 - the steps are counted without it

    made = []
    async with aiohttp.ClientSession(synapse.url) as http:
        body = {"type": "m.login.password", "user": therapist.login, "password": therapist.password}
        async with http.post("/_matrix/client/v3/login", json=body) as answer:
            headers = {"Authorization": f"Bearer {(await answer.json())['access_token']}"}
        for _ in range(count):
            async with http.post("/_matrix/client/v3/createRoom", json={"invite": [bot]}, headers=headers) as answer:
                made.append((await answer.json())["room_id"])
    return made


async def print_growth(folder: Path, backend: str, rooms: list[int]) -> None:
    """Print what the bot holds once it is ready, and with more and more rooms."""
    async with run_homeserver(folder / "synapse") as synapse, model_server() as model:
        ana, account = [Account(await synapse.register(name, "pw"), name, "pw") for name in ("ana", "bot")]
        files = configure(model, backend, folder)
        files["deployment"] = {**files.get("deployment", {}), "therapists": [ana.user_id]}
        async with bot_process(folder / "bot", synapse.url, account.user_id, "pw", **files, loads_itself=True) as bot:
            _say("     RSS     PSS     USS  when")
            await asyncio.sleep(SETTLED)  # what the start alone needed is given back then
            await rest(bot.pid)
            print_memory(bot, f"ready, {backend}")
            there = 0
            for count in rooms:
                await fill_rooms(synapse, ana, account.user_id, count - there)
                there = count
                await rest(bot.pid)
                print_memory(bot, f"{count} rooms")


async def rest(pid: int) -> None:
    """Return when a process has not worked for a second."""
    before = -1
    while (now := int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])) != before:
        before = now
        await asyncio.sleep(1)


def main() -> None:
    """Measure what the options say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--backend", default="openai")
    options.add_argument("--rooms", type=int, nargs="*", default=[10])
    options.add_argument("--steps", action="store_true")
    said = options.parse_args()
    if said.steps:
        print_steps()
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(print_growth(Path(folder), said.backend, said.rooms))


if __name__ == "__main__":
    main()
