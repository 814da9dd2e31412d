"""The steps of `thirdchair init`: each is done once, says one line, and is left as it is by the next run."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.app.connect import Entry, enter_account
from bot.app.keys.identify import ensure_identity
from bot.app.operator.init.account import AccountPlace, Credential, keep_secret, settle_account
from bot.app.operator.init.folder import (
    BOT_YAML,
    SERVICE_USER,
    Owner,
    explain_file_errors,
    give_to_owner,
    make_folders,
    write_new,
)
from bot.app.operator.init.recovery_file import FACT
from bot.matrix.identity.login import list_other_devices, remove_devices
from bot.matrix.on_call_room import open_on_call_room
from bot.settings import Deployment, load_settings
from bot.settings.starter_files import (
    KEY_FILE,
    PASSWORD_FILE,
    ROOMS_DIR,
    TOKEN_FILE,
    DeploymentAnswers,
    RoomAnswers,
    compose_bot_yaml,
    compose_room_file,
)


@dataclass(frozen=True, slots=True)
class NewDeployment:
    """What bot.yaml is made from, and the secrets beside it. `model_key` is what the model server asks for."""

    answers: DeploymentAnswers
    credential: Credential
    admin_url: str
    model_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done in `folder`. `deployment` and `room` are None where the files are there already.

    `show_key` hands over the recovery key; `key_file` is where it writes it, if into a file.
    """

    folder: Path
    owner: Owner
    deployment: NewDeployment | None
    room: RoomAnswers | None
    show_key: Callable[[str], None]
    key_file: Path | None = None


def check_answers(plan: Plan) -> None:
    """Return if the files that the answers make could be followed; nothing is left of the trial.

    Raises:
        ConfigWrong: they could not; with every reason.
    """
    if plan.deployment is None or plan.room is None:
        return
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name)
        for place in (PASSWORD_FILE, TOKEN_FILE, KEY_FILE):
            (trial / place).parent.mkdir(exist_ok=True)
            (trial / place).write_text("nothing\n")
        (trial / ROOMS_DIR).mkdir()
        (trial / ROOMS_DIR / _name_room_file(plan.room)).write_text(compose_room_file(plan.room), encoding="utf-8")
        (trial / BOT_YAML).write_text(compose_bot_yaml(plan.deployment.answers), encoding="utf-8")
        load_settings(trial / BOT_YAML)


async def install_bot(plan: Plan, say: Callable[[str, str], None]) -> Deployment:
    """Do what is not done yet, saying each step as what it is about and what came of it; return the deployment.

    Whatever ends it, what was made so far belongs to the owner, and the next run goes on.

    Raises:
        BotError: something that a person must mend first.
    """
    with explain_file_errors():
        is_new = make_folders(plan.folder)
        say(
            "folder", f"{plan.folder}: what the bot has in it is for {plan.owner.name} alone{_warn_of_root(plan.owner)}"
        )
        try:
            await _write_files(plan, say)
            deployment = load_settings(plan.folder / BOT_YAML).deployment
            say("log in", f"as {deployment.user_id} at {deployment.homeserver}")
            async with enter_account(deployment) as entry:
                await _set_up_account(plan, entry, deployment, say)
        finally:
            give_to_owner(plan.folder, plan.owner, whole=is_new)
    return deployment


def _warn_of_root(owner: Owner) -> str:
    """Return what to do where a service would have to run as root."""
    if owner.uid != 0:
        return ""
    make = f"useradd --system --shell /usr/sbin/nologin {SERVICE_USER}"
    return f". No service should run as root: {make}, then run this again with --owner {SERVICE_USER}"


async def _write_files(plan: Plan, say: Callable[[str, str], None]) -> None:
    if plan.deployment is None:
        say(BOT_YAML, "kept: it was there already, and its answers count")
    else:
        answers, new = plan.deployment.answers, plan.deployment
        place = AccountPlace(answers.homeserver, new.admin_url, answers.user_id, plan.folder)
        await settle_account(place, new.credential, say)
        if new.model_key is not None:
            keep_secret(plan.folder / KEY_FILE, new.model_key)
        write_new(plan.folder / BOT_YAML, compose_bot_yaml(answers))
        say(BOT_YAML, "written")
    if plan.room is None:
        say(ROOMS_DIR, "kept: there is a room file already")
    else:
        name = _name_room_file(plan.room)
        write_new(plan.folder / ROOMS_DIR / name, compose_room_file(plan.room))
        say(f"{ROOMS_DIR}/{name}", "written")


async def _set_up_account(plan: Plan, entry: Entry, deployment: Deployment, say: Callable[[str, str], None]) -> None:
    """Publish the identity, and let the bot be the account's one device; see to the on-call room."""
    is_known = await entry.store.notes.read("identity") is not None
    if plan.key_file is not None and not is_known:
        await entry.store.notes.write(**{FACT: str(plan.key_file.absolute())})
    await ensure_identity(entry.client, entry.store.notes, entry.password, plan.show_key)
    where = f"; its recovery key is in {plan.key_file}" if plan.key_file and not is_known else ""
    say("identity", "was published before" if is_known else f"published, and it vouches for the bot's device{where}")
    # Only now: an account whose owner has set up encryption is somebody's, and was refused by the line above.
    say("devices", await _log_others_out(entry))
    if deployment.on_call_room:
        say("on call", await _see_to_on_call(entry, deployment, deployment.on_call_room))


async def _log_others_out(entry: Entry) -> str:
    """Log out what tools that made the account have left, where the password is at hand; return what came of it."""
    ours, others = entry.client.device_id, await list_other_devices(entry.client)
    if not others:
        return f"{ours} is the account's only one"
    if entry.password is None:
        return f"{ours} is the bot's. Log these out, by an app or the homeserver's admin: {', '.join(others)}"
    await remove_devices(entry.client, others, entry.password)
    return f"{ours} is the account's only one now; logged out: {', '.join(others)}"


async def _see_to_on_call(entry: Entry, deployment: Deployment, named: str) -> str:
    people = tuple(person for person in deployment.second_contacts if "*" not in person and " " not in person)
    match await open_on_call_room(entry.client, named, people):
        case "made":
            asked = f"asked in: {', '.join(people)}" if people else "nobody is in it yet"
            return f"{named} is made, encrypted and by invitation; {asked}"
        case "there":
            return f"the bot is in {named}"
    return f"{named} does not let the bot in. Invite it there, then run this again"


def _name_room_file(answers: RoomAnswers) -> str:
    """Return a name that names nobody."""
    return "every-room.yaml" if answers.room == "*" else "room-1.yaml"
