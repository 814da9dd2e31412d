"""Showing the demonstration to a person, and keeping it up for them if they like."""

import io
import logging
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console

from bot.app.until import work_until_told
from bot.demo.bot_yaml import Wishes
from bot.demo.clinic import Clinic, run_clinic
from bot.demo.local_models import LocalModel, find_local_models
from bot.demo.person import Person, open_person
from bot.demo.scene import ROOM, Session, play_demonstration
from bot.demo.screen import Screen
from bot.model import RoomId
from bot.policy import Policy
from bot.settings import load_settings


def show_demonstration(wishes: Wishes, *, stay: bool) -> int:
    """Play the session on standard output and return the exit status; with `stay`, keep it all up until told to end.

    Raises:
        BotError: something that a person can mend.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    logging.getLogger("nio.crypto").setLevel(logging.ERROR)  # it warns of every device that it meets
    stopped = work_until_told(_show_on_screen(wishes, Screen(Console(highlight=False)), stay=stay))
    return 0 if stopped is None or stay else 128 + stopped


async def _show_on_screen(wishes: Wishes, screen: Screen, *, stay: bool) -> None:
    began = time.monotonic()
    screen.closing("Third Chair, a demonstration. Nobody here is real, and nothing leaves this machine.")
    local = () if wishes.kind != "embedded" else await find_local_models()
    async with AsyncExitStack() as opened:
        with screen.busy("Starting a homeserver and the bot; this takes some seconds"):
            there = await opened.enter_async_context(run_clinic(wishes, screen.progress))
        people = await there.attend_to(_play_in_clinic(there, screen))
        _offer_models(local, screen)
        if stay:
            _invite_viewer(there, people, screen)
            await there.lasts()
    screen.hint(f"Everything took {time.monotonic() - began:.1f} s; nothing of it runs or is kept.")
    screen.hint("To join in with Element: .venv/bin/thirdchair demo --stay")


async def _play_in_clinic(there: Clinic, screen: Screen) -> tuple[Person, ...]:
    """Play the session and return its people, who have logged out again."""
    began = time.monotonic()
    async with AsyncExitStack() as opened:
        people = [
            await opened.enter_async_context(
                open_person(there.server.url, there.people[part], _make_client_folder(there, part))
            )
            for part in ("therapist", "client")
        ]
        ana, kim = people
        session = Session(ana, kim, there.bot.user_id, _load_room_policy(there), screen)
        await play_demonstration(session)
        count, seconds = session.verify_talk(), time.monotonic() - began
        screen.closing(f"{count} messages, all decrypted by both, none twice. The session took {seconds:.1f} s.")
        for person in people:
            await person.log_out()
    return tuple(people)


def _load_room_policy(there: Clinic) -> Policy:
    policy = load_settings(there.config).policy(RoomId("!any"))
    assert policy is not None
    return policy


def _make_client_folder(there: Clinic, name: str) -> Path:
    folder = there.config.parent.with_name(name)
    folder.mkdir(mode=0o700)
    return folder


def _offer_models(local: tuple[LocalModel, ...], screen: Screen) -> None:
    """Tell which models on this machine the demonstration could have used, and how; it has told them nothing."""
    if not local:
        return
    screen.closing(
        "A model server answers on this machine. It was asked for its list of models, and told nothing else."
    )
    for model in local:
        screen.hint(f"To see the session with {model.model} (where {model.server} usually is):")
        screen.hint(f"  {model.command}")


def _invite_viewer(there: Clinic, people: tuple[Person, ...], screen: Screen) -> None:
    """Tell how to join in."""
    screen.closing("All of it is still up. To join in with Element, on this machine:")
    screen.hint("  1. Open Element Desktop, or https://app.element.io in Firefox or Chrome, and choose “Sign in”.")
    screen.hint(f"  2. Beside the homeserver choose “Edit”, and enter {there.server.url}")
    screen.hint("  3. Sign in as one of these. Asked to confirm that it is you, choose the recovery key.")
    keys = {person.name: person.recovery_key for person in people}
    for part, account in there.people.items():
        if account.name in keys:
            screen.hint(f"     {part:<10} {account.user_id}  password {account.password}")
            screen.hint(f"     {'':<10} recovery key {keys[account.name]}")
    screen.hint(f"  4. Open the room “{ROOM}” and type !help. What was said before, a new device cannot read.")
    screen.hint("     To turn the AI on: the client types !agree, the therapist !listen.")
    newcomer = there.people["client2"]
    screen.hint(f"     A third person, to be invited: {newcomer.user_id}  password {newcomer.password}")
    screen.hint("Ctrl-C ends everything and keeps nothing.")
