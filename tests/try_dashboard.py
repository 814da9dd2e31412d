"""Each expression of the Grafana dashboard, asked of a real Prometheus that scrapes a real bot in a real session.

    python tests/try_dashboard.py [--prometheus /usr/bin/prometheus]        (`make try-dashboard`)

Prints a row an expression: the panel, its unit, and what Prometheus answers. Ends with status 1 where an expression is refused, or
answers nothing although the session gives it something; `EMPTY` says which may answer nothing here, and why.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from foreign_client import ForeignClient, foreign_clients
from model_server import ModelServer, Reply, model_server
from newcomer import Account
from session_room import Session, marks, session_room

from bot.demo.homeserver import Homeserver, find_free_port, run_homeserver

DASHBOARD = Path(__file__).parents[1] / "deploy" / "grafana" / "thirdchair.json"
EMPTY = {
    "thirdchair_token_ends_timestamp_seconds": "the password's token has no end",
    "thirdchair_token_days_left": "the same",
    "thirdchair_agreement_days_left": "a model on this machine needs no agreement",
}
"""Metrics that a session on one machine does not give, and why."""
RISES = (
    'thirdchair_alarms_waiting{sort="danger"} > 0',
    "increase(thirdchair_backend_errors_total[15m]) > 0",
    'increase(thirdchair_backend_tokens_total{direction="out"}[15m]) > 0',
    "increase(thirdchair_backend_seconds_count[15m]) > 0",
    "thirdchair_held_back_total > 0",
)
"""What the session is held for: each has to be seen, the first time that it happens."""
PATIENCE = 120.0
"""Seconds until everything has to be there."""


@dataclass(frozen=True)
class Asked:
    """One expression of a panel, with the unit in which Grafana draws it, and how a row of its answer is called."""

    panel: str
    unit: str
    expression: str


def list_asked() -> Iterator[Asked]:
    """Yield every expression of the dashboard, with all bots for `$instance`."""
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        unit = panel["fieldConfig"]["defaults"].get("unit", "-")
        for target in panel["targets"]:
            yield Asked(panel["title"], unit, target["expr"].replace("$instance", ".*"))


@asynccontextmanager
async def run_prometheus(program: str, folder: Path, bot: str) -> AsyncIterator[str]:
    """Run Prometheus in `folder`; it asks `bot`, an address, every second. Give its own address."""
    config = folder / "prometheus.yml"
    target = bot.removeprefix("http://")
    config.write_text(
        "global: {scrape_interval: 1s}\n"
        f"scrape_configs: [{{job_name: thirdchair, static_configs: [{{targets: ['{target}']}}]}}]\n"
    )
    own = f"127.0.0.1:{find_free_port()}"
    flags = (f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}", f"--web.listen-address={own}")
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(program, *flags, stdout=quiet, stderr=quiet)
    try:
        yield f"http://{own}"
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def query(http: aiohttp.ClientSession, prometheus: str, expression: str) -> list[dict[str, Any]]:
    """Return what an expression gives now.

    Raises:
        AssertionError: Prometheus refuses it; with what it says.
    """
    async with http.get(f"{prometheus}/api/v1/query", params={"query": expression}) as response:
        answer = await response.json()
    assert answer["status"] == "success", f"{expression}: {answer.get('error')}"
    rows: list[dict[str, Any]] = answer["data"]["result"]
    return rows


async def wait_for_sample(http: aiohttp.ClientSession, prometheus: str, expression: str) -> None:
    """Return once an expression gives something.

    Raises:
        TimeoutError: it does not.
    """
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(aiohttp.ClientError):
                if await query(http, prometheus, expression):
                    return
            await asyncio.sleep(0.5)


async def hold_session(session: Session, people: tuple[ForeignClient, ForeignClient], model: ModelServer) -> None:
    """Let happen what is counted: an answer, one that is not shown, one that does not come, an alarm that nobody takes."""
    ana, kim = people
    desk = await session.desk()
    await session.listening()
    model.script(
        Reply("Sleep hygiene of cats is small habits that help them sleep."), Reply("An answer."), Reply(status=400)
    )
    for asked, term in enumerate(("sleep hygiene of cats", "the zelphine", "the wexillor"), 1):
        await kim.send(session.room, f"!explain {term}")
        await model.asked(asked)
    await kim.send(session.room, "I want to kill myself")
    await ana.sees(desk, lambda event: session.from_bot(event) and marks(event).get("kind") == "alarm")


def describe(rows: list[dict[str, Any]]) -> str:
    """Return an answer in one line: each value with what tells it apart."""
    told = []
    for row in rows:
        name = ",".join(value for key, value in row["metric"].items() if key not in {"__name__", "instance", "job"})
        told.append(f"{name} {float(row['value'][1]):.6g}".strip())
    return "; ".join(told)


async def ask_all(prometheus: str) -> int:
    """Ask every expression, print a row for each, and return how many gave nothing that had to give something."""
    silent = 0
    async with aiohttp.ClientSession() as http:
        await wait_for_sample(http, prometheus, "increase(thirdchair_backend_errors_total[15m]) > 0")
        await wait_for_sample(http, prometheus, 'thirdchair_alarms_waiting{sort="danger"} > 0')
        for asked in list_asked():
            rows = await query(http, prometheus, asked.expression)
            why = next((why for metric, why in EMPTY.items() if metric in asked.expression), None)
            silent += not rows and why is None
            say(f"{asked.panel} [{asked.unit}]\t{describe(rows) or f'nothing: {why}'}\n    {asked.expression}")
    return silent


async def try_dashboard(program: str, folder: Path) -> int:
    """Run everything in `folder`, and return the exit status."""
    numbers = count(1)

    async with run_homeserver(folder / "synapse") as synapse, foreign_clients() as foreign, model_server() as model:

        async def arrive(name: str) -> Account:
            login = f"{name}-{next(numbers)}"
            return Account(await synapse.register(login, "pw"), login, "pw")

        people = (await log_in(synapse, foreign, "ana"), await log_in(synapse, foreign, "kim"))
        backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
        files: dict[str, dict[str, Any]] = {
            "deployment": {"web": {"port": 0}, "backends": {"house": backend}},
            "room": {"backend": "house", "approval": "all"},
        }
        async with session_room(folder, people, synapse, arrive, **files) as session:
            url = (await session.bot.logs("counts and health"))["url"]
            async with run_prometheus(program, folder, url) as prometheus, aiohttp.ClientSession() as http:
                await wait_for_sample(http, prometheus, "thirdchair_sync_age_seconds")
                await hold_session(session, people, model)
                silent = await ask_all(prometheus)
    say(f"{len([*list_asked()])} expressions, {silent} silent that should not be")
    return 1 if silent else 0


async def log_in(synapse: Homeserver, foreign: Any, name: str) -> ForeignClient:
    """Make an account and log it in by an app's library."""
    await synapse.register(name, "pw")
    client: ForeignClient = await foreign.log_in(synapse.url, name, "pw")
    return client


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Try it as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prometheus", default="prometheus")
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(try_dashboard(parser.parse_args().prometheus, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
