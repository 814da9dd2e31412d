"""Following the configuration while the bot runs: what is saved in its files holds a moment later, or nothing of it does.

Files and folders are watched by the system, and looked at each second besides, since the system tells nothing of a link
that was turned to another folder, of a folder that another one replaced, or of a disk across the network. What counts
is only what the files hold: a change is whatever reads otherwise than before. To open them is nothing to do each second,
of which the system tells the watch in turn: they are read where their size or times have changed, and now and then anyway.

The order is what makes it safe to be killed anywhere: first the files' new rules are the chair's, so that every decision
from then on is under the stricter of these and what was accepted; then each room's inbox tells that there is something
to take up; and each start tells every room once more, which says nothing where nothing is new.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from watchfiles import awatch

import bot
from bot.app.connect import retry_while_down
from bot.app.restart import keep_running_parts
from bot.app.rooms.aliases import resolve_aliases
from bot.app.rooms.clear_desks import clear_desks
from bot.app.run_beside import run_beside
from bot.app.services import Chair, measure_wait, wait_for_bell
from bot.errors import ConfigWrong, Mistake
from bot.log import get_logger
from bot.matrix.sync import describe_arrival
from bot.model import Event, EventId, Misruled, RoomId, Ruled
from bot.policy import Policy
from bot.settings import Files, Settings, read_files
from bot.settings.bounds import LARGEST_FOLDER
from bot.settings.load import find_packs_folder
from bot.store import Haul

log = get_logger(__name__)
ReadFiles = Callable[[Path], Files]
Stamp: TypeAlias = tuple[int, ...]
"""What tells without reading it whether a file is another, or was written to; empty where there is none."""
LOOK = 1.0
"""Seconds between two looks, however quiet the files are."""
THOROUGH = 10.0
"""Seconds after which files are read again that look untouched: by their times alone, two changes at once, or one across the network, can be missed."""
STEP = 250
"""Milliseconds from one look of the watch at what the system has told it to the next."""
SETTLING = 0.3
"""Seconds after which files that have mistakes are read once more: they may have been caught half written."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the files of `settings` held at a look: all `paths` that it hangs on, how these looked (`stamps`), and when they were read, in seconds of a clock that nobody sets."""

    content: str
    settings: Settings
    paths: tuple[Path, ...]
    stamps: tuple[Stamp, ...]
    at: float


@dataclass(slots=True)
class Reading:
    """What was read last and what was said of it: the files' words, the mistakes in them, and what each room was told.

    `look` is the last look at the files, `read` says what they hold.
    """

    content: str = ""
    look: Look | None = None
    mistakes: tuple[Mistake, ...] = ()
    waits: tuple[str, ...] = ()
    told: dict[RoomId, Policy | None] = field(default_factory=dict)
    read: ReadFiles = read_files


async def watch_files(chair: Chair, file: Path, read: ReadFiles = read_files) -> None:
    """Follow the configuration whose deployment file is `file`, for ever; `read` says what its files hold.

    Files with mistakes change nothing: the log gets each mistake, the desks get one line until all is well again.
    """
    last = Reading(read=read)
    await _tell_rooms(chair, last)  # what changed while the bot was not running
    async with asyncio.TaskGroup() as lookups:
        lookups.create_task(retry_while_down(lambda: clear_desks(chair)))
        while True:
            folders, stirred = _list_folders(chair.settings, file), asyncio.Event()
            watch = lookups.create_task(_watch_folders(folders, stirred))
            while await _follow_files(chair, file, last, lookups) or _list_folders(chair.settings, file) == folders:
                await wait_for_bell(stirred, measure_wait(LOOK))
            watch.cancel()


async def _follow_files(chair: Chair, file: Path, last: Reading, lookups: asyncio.TaskGroup) -> bool:
    """Take up what the files hold, if that is something else; return whether they look as they did at the last look."""
    before, look = chair.settings, await run_beside(partial(_look_at_files, chair.settings, file, last.look))
    is_same, last.look = look is last.look, look
    if look.content != last.content or last.mistakes:
        await _reread_files(chair, file, last, lookups)
        # What was saved while it was read may have been read or not: the next look reads it again. So
        # does the look after a change, for files that were changed and changed back look untouched.
        still = await run_beside(partial(_hash_files, chair.settings, file))
        last.content = look.content if still == look.content and chair.settings == before else ""
    return is_same and chair.settings is before


async def _watch_folders(folders: tuple[Path, ...], stirred: asyncio.Event) -> None:
    """Ring `stirred` whenever the system tells of something in `folders`, for ever."""
    while True:
        try:
            async for _ in awatch(
                *folders, watch_filter=None, recursive=False, step=STEP, rust_timeout=int(THOROUGH * 1000)
            ):
                stirred.set()
        except (OSError, RuntimeError):  # a folder is gone for a moment, or the system has no watch to give
            await asyncio.sleep(LOOK)
            stirred.set()


def _list_folders(settings: Settings, file: Path) -> tuple[Path, ...]:
    """Return the folders in which the configuration lies. What comes with the program changes with it, at a restart."""
    packs = find_packs_folder()
    own = packs.is_relative_to(Path(bot.__file__).parent)
    folders = dict.fromkeys((file.absolute().parent, *_list_named_folders(settings), *(() if own else (packs,))))
    return tuple(folder for folder in folders if folder.is_dir())


def _list_named_folders(settings: Settings) -> tuple[Path, ...]:
    """Return the folders that the deployment file names: of rooms, of templates, and those in which glossary and review lie."""
    deployment = settings.deployment
    terms = deployment.glossary
    glossary = terms.parent if terms and not terms.is_dir() else terms
    review = deployment.review.parent if deployment.review else None
    return tuple(room for room in (deployment.rooms, deployment.notes, glossary, review) if room)


def _look_at_files(settings: Settings, file: Path, before: Look | None) -> Look:
    """Return what the files hold; they are not read again while none of them, and no folder of theirs, was written to."""
    now = time.monotonic()
    is_fresh = before is not None and before.settings is settings and now - before.at < THOROUGH
    if before and is_fresh and tuple(map(_read_stamp, before.paths)) == before.stamps:
        return before
    paths = (file.absolute().parent, *_list_named_folders(settings), *_list_files(settings, file))
    stamps = tuple(map(_read_stamp, paths))  # before the files are: what is written meanwhile is seen at the next look
    return Look(_hash_files(settings, file), settings, paths, stamps, now)


def _read_stamp(path: Path) -> Stamp:
    try:
        seen = path.stat()
    except OSError:
        return ()
    return (seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def _list_files(settings: Settings, file: Path) -> list[Path]:
    """Return all files that the configuration may lie in."""
    deployment = settings.deployment
    return [
        file,
        *(named for named in (deployment.glossary, deployment.review) if named),
        *(path for folder in _list_folders(settings, file) for path in sorted(folder.glob("*.yaml"))),
    ]


def _hash_files(settings: Settings, file: Path) -> str:
    """Return a hash over the names and words of all files that the configuration may lie in."""
    paths = _list_files(settings, file)
    return sha256(b"\0".join(part for path in paths for part in (bytes(path), _read_bytes(path)))).hexdigest()


def _read_bytes(path: Path) -> bytes:
    """Return a hash of what a file holds, as far as it is ever read; what is no file is never opened: a pipe would keep us waiting."""
    try:
        if not path.is_file():
            return b"no file"
        with path.open("rb") as file:
            return sha256(file.read(LARGEST_FOLDER + 1)).digest()
    except OSError:
        return b"unreadable"


async def _reread_files(chair: Chair, file: Path, last: Reading, lookups: asyncio.TaskGroup) -> None:
    """Read the files again, and let them hold if they are without a mistake."""
    try:
        settings, waits = await _merge_files(chair.settings, file, last.read)
    except ConfigWrong as wrong:
        await _tell_mistakes(chair, last, wrong.mistakes)
        return
    last.mistakes = ()
    if waits and waits != last.waits:
        log.warning("the configuration has changes that only a restart takes up", reason=", ".join(waits))
    last.waits = waits
    if settings == chair.settings:
        return
    log.info("the configuration has changed")
    chair.settings = settings
    chair.client.people.named = settings.identities
    await _tell_rooms(chair, last)
    lookups.create_task(retry_while_down(lambda: clear_desks(chair)))
    if set(settings.aliases) - set(chair.aliases.values()):
        lookups.create_task(_look_up_aliases(chair, last))


async def _merge_files(running: Settings, file: Path, read: ReadFiles) -> tuple[Settings, tuple[str, ...]]:
    """Return what the files say, for a bot that runs with `running`, and the keys that wait for a restart.

    Days on which agreements hold are not looked at: that an old one has expired must not keep a new rule from holding.

    Raises:
        ConfigWrong: they have mistakes, also at a second look.
    """
    try:
        return await run_beside(lambda: keep_running_parts(running, read(file)))
    except ConfigWrong:
        await asyncio.sleep(SETTLING)
        return await run_beside(lambda: keep_running_parts(running, read(file)))


async def _tell_mistakes(chair: Chair, last: Reading, mistakes: tuple[Mistake, ...]) -> None:
    """Tell the log of each mistake, and the desks that there are some, if they were not told yet."""
    mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    if mistakes != last.mistakes:
        for mistake in mistakes:
            where = f"{mistake.file}:{mistake.line}"
            log.error(
                "a mistake in the configuration; what held before holds on",
                where=where,
                error=mistake.what,
                remedy=mistake.remedy,
            )
    if not last.mistakes:
        where, now = f"{mistakes[0].file}:{mistakes[0].line}", chair.clock()
        rooms = await chair.store.rooms.all()
        number = await _number_change(chair)
        await _admit_change(
            chair,
            number,
            [(room, Misruled(EventId(f"misruled/{room}/{number}"), now, where, len(mistakes))) for room in rooms],
        )
    last.mistakes = mistakes


async def _look_up_aliases(chair: Chair, last: Reading) -> None:
    """Learn which rooms stand behind the aliases in the files, and tell those whose rules that changes."""
    aliases_by_room = await retry_while_down(lambda: resolve_aliases(chair.client, chair.settings))
    chair.aliases = {**chair.aliases, **aliases_by_room}
    await _tell_rooms(chair, last)


async def _tell_rooms(chair: Chair, last: Reading) -> None:
    """Tell each room of which the files say something else than it was told, since the start, to take that up.

    A room that no file covers any more is told too: there the bot says so, and leaves.
    """
    number, now = await _number_change(chair), chair.clock()
    events: list[tuple[RoomId, Event]] = []
    for room in await chair.store.rooms.all():
        was, files = last.told.get(room), chair.find_filed_policy(room)
        chair.held[room] = await chair.standing_policy(room)
        if room in last.told and _hash_policy(was) == _hash_policy(files):
            continue
        last.told[room] = files
        events.append((room, Ruled(EventId(f"ruled/{room}/{_hash_policy(files)[:12]}/{number}"), now)))
        if was and files and was.rules.history != files.rules.history and room in chair.client.rooms:
            # Whether a session may be held here at all hangs on this one: the room is looked at as at a start.
            events.append((room, describe_arrival(chair.client, room, EventId(f"ruled/{room}/arrived/{number}"), now)))
    await _admit_change(chair, number, events)


def _hash_policy(policy: Policy | None) -> str:
    return policy.sha256 if policy else "none"


async def _number_change(chair: Chair) -> int:
    """Return a number that no earlier change has, so that rules that come back are told of like any others."""
    return int(await chair.store.notes.read("rulings") or 0) + 1


async def _admit_change(chair: Chair, number: int, events: list[tuple[RoomId, Event]]) -> None:
    """Write down what rooms are to be told together with the number of this change, all at once."""
    if events:
        await chair.store.take_in(Haul(tuple(events), (), {"rulings": str(number)}, {}))
        chair.to_think.set()
