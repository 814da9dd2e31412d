"""How many bots are, each in one line: counts and ages out of their notebooks, beside running bots, and nothing is changed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp

from bot.errors import BotError, ConfigWrong
from bot.model import Room
from bot.settings import Deployment, Settings, load_settings
from bot.store import Peek, RowUnreadable, open_peek
from bot.store.lock_holder import is_locked

STATES = 8
"""The schema since which a room's state reads as it does today; of an earlier one only the ages are told."""
LATE = 120.0
"""Seconds without a sync after which somebody should look; the bot's own `/health` says so too."""
WAITING = 600.0
"""Seconds after which an alarm that nobody acknowledged is told to the supervisor, and here."""
PATIENCE = 2.0
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - asked at this machine's own address, nothing listens here


@dataclass(frozen=True, slots=True)
class BotState:
    """One bot as it is now; None is what cannot be known, ages are in seconds.

    `folder` is its configuration's; `rooms` are the sessions it sits in, `files` its room files; `trouble` is why nothing
    more is known, and what to do.
    """

    folder: str
    account: str = ""
    homeserver: str = ""
    files: int = 0
    running: bool | None = None
    healthy: bool | None = None
    synced: float | None = None
    rooms: int | None = None
    drafts: int | None = None
    alarms: int | None = None
    oldest_alarm: float | None = None
    unreadable: int = 0
    schema: int | None = None
    older: bool = False
    trouble: str = ""

    @property
    def needs_look(self) -> bool:
        """Return whether somebody should look at this bot."""
        return (
            bool(self.trouble or self.unreadable or self.older)
            or self.running is False
            or self.healthy is False
            or (self.synced is None or self.synced > LATE)
            or (self.oldest_alarm or 0.0) > WAITING
        )

    def __str__(self) -> str:
        """Return one line: `ok` or `look`, and what is known."""
        known = [self.folder, *filter(None, (self.account, self.homeserver))]
        if self.account:
            known += self._list_counts()
        return "\t".join(("look" if self.needs_look else "ok", *known, *filter(None, (self.trouble,))))

    def _list_counts(self) -> list[str]:
        alarms = "no alarm" if self.alarms == 0 else f"alarms {_tell(self.alarms)}"
        oldest = f", oldest {_tell_age(self.oldest_alarm)}" if self.oldest_alarm is not None else ""
        return [
            {True: "running", False: "stopped", None: "running ?"}[self.running],
            f"synced {_tell_age(self.synced)} ago" if self.synced is not None else "never synced",
            *({True: ["healthy"], False: ["not healthy"], None: []}[self.healthy]),
            f"rooms {_tell(self.rooms)} (files {self.files})",
            f"drafts {_tell(self.drafts)}",
            alarms + oldest,
            *([f"unreadable {self.unreadable}"] if self.unreadable else []),
            f"schema {_tell(self.schema)}{' (older)' if self.older else ''}",
        ]


async def survey_fleet(folder: Path, now: float) -> AsyncIterator[tuple[BotState, Settings | None]]:
    """Yield each bot whose configuration is `folder/*/bot.yaml`, with its configuration if that can be read.

    Raises:
        BotError: there is none.
    """
    files = await asyncio.to_thread(lambda: sorted(folder.glob("*/bot.yaml")))
    if not files:
        raise BotError(f"There is no {folder}/*/bot.yaml.", "Give the folder that holds one folder for each bot.")
    for file in files:
        name = file.parent.name
        try:
            settings = await asyncio.to_thread(load_settings, file)
        except ConfigWrong as wrong:
            yield BotState(name, trouble=f"{len(wrong.mistakes)} mistake(s): thirdchair check --config {file}"), None
        except OSError:
            yield BotState(name, trouble="its files may not be read: run this as a user who may"), None
        else:
            yield await _look_at_bot(name, settings, now), settings


def list_clashes(bots: Sequence[tuple[str, Settings]]) -> tuple[str, ...]:
    """Return a line for each account that two configurations have, and each room that two accounts would serve."""
    accounts, rooms = defaultdict[object, set[str]](set), defaultdict[object, set[str]](set)
    for name, settings in bots:
        deployment = settings.deployment
        accounts[deployment.homeserver, deployment.user_id].add(name)
        for file, room in settings.rooms:
            if settings.policy_of(file, room).rules.account in {None, deployment.user_id}:
                rooms[deployment.homeserver, room.room].add(f"{name}/{file}")
    same = (f"{_join(names)} have one account: one account is one process" for names in accounts.values())
    both = (f"{_join(files)} are for one room: say in each whose it is, `account:`" for files in rooms.values())
    told = (*zip(same, accounts.values(), strict=True), *zip(both, rooms.values(), strict=True))
    return tuple(line for line, names in told if len(names) > 1)


async def _look_at_bot(name: str, settings: Settings, now: float) -> BotState:
    deployment = settings.deployment
    state = BotState(name, deployment.user_id, deployment.homeserver, len(settings.rooms))
    try:
        running = is_locked(deployment.data_dir)
        state = replace(state, running=running, healthy=await _ask_health(deployment) if running else None)
        async with open_peek(deployment.data_dir, deployment.key_file, since=1) as seen:
            return await _count_in_notebook(state, seen, now)
    except BotError as error:
        return replace(state, trouble=" ".join(f"{error} {error.remedy}".split()))
    except OSError:
        return replace(state, trouble="its data folder may not be read: run this as the user whose it is")


async def _count_in_notebook(state: BotState, seen: Peek, now: float) -> BotState:
    """Return what the notebook says, in counts; of a room that cannot be read only that there is one."""
    synced = await seen.notes.read("synced_at")
    known = replace(
        state, synced=now - float(synced) if synced else None, schema=seen.version, older=bool(seen.is_older)
    )
    if seen.version < STATES:
        return known
    rooms: list[Room] = []
    names = await seen.rooms.all()
    for room in names:
        try:
            rooms.append(await seen.rooms.look_at_state(room))
        except RowUnreadable:
            continue
    alarms = [alarm.at for room in rooms for alarm in room.alarms if not alarm.drill]
    return replace(
        known,
        rooms=sum(room.seated for room in rooms),
        drafts=sum(len(room.drafts) for room in rooms),
        alarms=len(alarms),
        oldest_alarm=now - min(alarms) if alarms else None,
        unreadable=len(names) - len(rooms),
    )


async def _ask_health(deployment: Deployment) -> bool | None:
    """Return whether the bot's own `/health` says that it is at work; None where nothing is served at a port of its own."""
    web = deployment.web
    if web is None or not web.port:
        return None
    host = "127.0.0.1" if web.host in EVERYWHERE else web.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{web.port}/health"
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http, http.get(address) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def _join(names: set[str]) -> str:
    return " and ".join(sorted(names))


def _tell(count: int | None) -> str:
    return "?" if count is None else str(count)


def _tell_age(seconds: float | None) -> str:
    """Return an age as people say it: 12 s, 3 min, 5 h, 2 d."""
    if seconds is None:
        return "?"
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"
