"""The command `thirdchair init`: its flags, what is asked where they are silent, and the three steps that are left."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from bot.app.operator.init.account import Credential, require_same_account
from bot.app.operator.init.folder import BOT_YAML, SERVICE_USER, find_owner
from bot.app.operator.init.install import NewDeployment, Plan, check_answers, install_bot
from bot.app.operator.init.interview import Interview, Question
from bot.app.operator.init.questions import HOMESERVER, USER, ask_about_deployment, ask_about_room
from bot.app.operator.init.readers import make_choice
from bot.app.operator.init.recovery_file import FLAG, make_key_shower
from bot.app.operator.init.refused import InitRefused
from bot.app.renew_login import read_secret
from bot.errors import ConfigWrong
from bot.log import keep_log_still
from bot.settings import Deployment
from bot.settings.backend_places import is_loopback_host
from bot.settings.samples import find_samples_folder
from bot.settings.starter_files import ROOMS_DIR
from bot.settings.yaml_file import read_yaml

WAYS = {
    "registration": ("--registration-secret-file", "The homeserver's registration_shared_secret"),
    "password": ("--password-file", "The account's password"),
    "token": ("--access-token-file", "An access token of the account"),
}
_WAY = Question(
    "--account",
    "The account: `registration` (it is made now, with the homeserver's secret), `password`, or `token`",
    make_choice(*WAYS),
    "registration",
    "registration",
)
Texts = list[str] | None


def init(  # noqa: PLR0913, PLR0917 - each option of the command line is an argument
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder of the bot's own, such as /srv/thirdchair.")
    ],
    homeserver: Annotated[str | None, typer.Option("--homeserver", help="The homeserver's address.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="The bot's user id, @name:server.")] = None,
    registration_secret_file: Annotated[
        Path | None, typer.Option("--registration-secret-file", help="Make the account: registration_shared_secret.")
    ] = None,
    password_file: Annotated[Path | None, typer.Option("--password-file", help="The account's password.")] = None,
    access_token_file: Annotated[
        Path | None, typer.Option("--access-token-file", help="A token of the account, with a device.")
    ] = None,
    admin_url: Annotated[
        str | None, typer.Option("--admin-url", help="Where accounts are registered, if not at --homeserver.")
    ] = None,
    jurisdiction: Annotated[Texts, typer.Option("--jurisdiction", help="A pack of rules; may be repeated.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Whose help-lines are shown, or none.")] = None,
    therapist: Annotated[Texts, typer.Option("--therapist", help="Who may steer the AI; may be repeated.")] = None,
    second_contact: Annotated[
        Texts, typer.Option("--second-contact", help="Who is called next, or none; may be repeated.")
    ] = None,
    on_call_room: Annotated[
        str | None, typer.Option("--on-call-room", help="The room that is told last, or none; made if need be.")
    ] = None,
    web: Annotated[
        str | None, typer.Option("--web", help="A port of this machine alone for /health and /metrics, or none.")
    ] = None,
    language: Annotated[Texts, typer.Option("--language", help="Of the sessions; may be repeated.")] = None,
    room: Annotated[str | None, typer.Option("--room", help="For which room the file is; * is every one.")] = None,
    window: Annotated[str | None, typer.Option("--window", help="Minutes of the talk that a question sees.")] = None,
    backend: Annotated[str | None, typer.Option("--backend", help="embedded, or openai.")] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="The model server's address.")] = None,
    model: Annotated[str | None, typer.Option("--model", help="The model, as that server names it.")] = None,
    api_key_file: Annotated[Path | None, typer.Option("--api-key-file", help="The key it asks for, if any.")] = None,
    recovery_key_file: Annotated[
        Path | None, typer.Option(FLAG, help="Write the recovery key there instead of showing it.")
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", help="Whose the files are; as root: thirdchair, if there is one.")
    ] = None,
) -> None:
    """Set a bot up in DIR: its account, identity, bot.yaml and a room file. Asks what no flag says, and overwrites nothing.

    Run it again to finish what was done half. Secrets are asked for, or read from files, and never given on the command line.
    """
    single = {HOMESERVER.flag: homeserver, USER.flag: user, "--country": country, "--on-call-room": on_call_room}
    single |= {"--room": room, "--window": window, "--backend": backend, "--base-url": base_url, "--model": model}
    single |= {"--web": web}
    several = {"--jurisdiction": jurisdiction, "--therapist": therapist, "--second-contact": second_contact}
    several |= {"--language": language}
    given: dict[str, tuple[str, ...]] = {flag: (text,) for flag, text in single.items() if text is not None}
    given |= {flag: tuple(texts) for flag, texts in several.items() if texts}
    secret_files = {"registration": registration_secret_file, "password": password_file, "token": access_token_file}
    os.umask(0o077)
    keep_log_still(logging.WARNING)  # that the homeserver is waited for is worth a line
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    interview = Interview(given, _ask if on_terminal else None, typer.echo)
    kept = _read_kept(folder, given)
    new = None if kept else _ask_about_new(interview, secret_files, (admin_url, api_key_file))
    has_rooms = any((folder / (kept.rooms if kept else ROOMS_DIR)).glob("*.yaml"))
    answers = None if has_rooms else ask_about_room(interview)
    if not (on_terminal or recovery_key_file or kept):
        interview.note_missing(FLAG)
    interview.require_all()
    show = make_key_shower(recovery_key_file, typer.echo if on_terminal else None)
    plan = Plan(folder.absolute(), find_owner(owner), new, answers, show, recovery_key_file)
    check_answers(plan)
    deployment = asyncio.run(install_bot(plan, _say))
    typer.echo(_list_next_steps(plan, deployment))


def _ask(text: str, default: str | None) -> str:
    return str(typer.prompt(text, default=default))


def _say(about: str, what: str) -> None:
    typer.echo(f"{about.ljust(10)}  {what}")


def _read_kept(folder: Path, given: dict[str, tuple[str, ...]]) -> Deployment | None:
    """Return what a bot.yaml that is there already says, None if there is none.

    Raises:
        ConfigWrong: it has mistakes.
        InitRefused: the command line speaks of another account.
    """
    if not (folder / BOT_YAML).exists():
        return None
    file = read_yaml(folder / BOT_YAML, BOT_YAML)
    kept = file.model(Deployment)
    if kept is None:
        raise ConfigWrong(tuple(file.mistakes))
    require_same_account(kept.homeserver, given.get(HOMESERVER.flag, ()), HOMESERVER.flag)
    require_same_account(kept.user_id, given.get(USER.flag, ()), USER.flag)
    return kept


def _ask_about_new(
    interview: Interview, secret_files: dict[str, Path | None], beside: tuple[str | None, Path | None]
) -> NewDeployment:
    """Return what a new deployment is made from. `beside` are where accounts are registered, and the file of the model's key."""
    admin_url, key_file = beside
    way = _choose_way(interview, secret_files)
    answers = ask_about_deployment(interview, has_password=way != "token", has_key=key_file is not None)
    credential = Credential(way, _get_secret(interview, way, secret_files[way]))  # type: ignore[arg-type]  # one of WAYS
    model_key = _read_secret_file("--api-key-file", key_file) if key_file else None
    if admin_url and urlsplit(admin_url).scheme != "https" and not is_loopback_host(urlsplit(admin_url).hostname or ""):
        raise InitRefused(
            "--admin-url is not on this machine and not reached by https.", "Run this on Synapse's machine."
        )
    return NewDeployment(answers, credential, admin_url or answers.homeserver, model_key)


def _choose_way(interview: Interview, secret_files: dict[str, Path | None]) -> str:
    chosen = [way for way, file in secret_files.items() if file is not None]
    flags = ", ".join(flag for flag, _ in WAYS.values())
    if len(chosen) > 1:
        raise InitRefused("There are several ways to the account on the command line.", f"Give one of {flags}.")
    if chosen:
        return chosen[0]
    if interview.ask is None:
        interview.note_missing(f"one of {flags}")
        return "registration"
    return interview.get_answer(_WAY)


def _get_secret(interview: Interview, way: str, file: Path | None) -> str:
    flag, text = WAYS[way]
    if file is not None:
        return _read_secret_file(flag, file)
    return str(typer.prompt(text, hide_input=True)).strip() if interview.ask is not None else ""


def _read_secret_file(flag: str, file: Path) -> str:
    secret = read_secret(file)
    if not secret:
        remedy = "Look at the path, and who may read it."
        raise InitRefused(f"The file that `{flag}` names cannot be read, or is empty.", remedy)
    return secret


def _name_key(plan: Plan, deployment: Deployment) -> Path:
    """Return where the data folder's key is."""
    return plan.folder / (deployment.key_file or deployment.data_dir / "store.key")


def _list_next_steps(plan: Plan, deployment: Deployment) -> str:
    unit = find_samples_folder() / "deploy" / f"{SERVICE_USER}.service"
    # Whoever else looked would leave files behind in the data folder that the service may not write.
    program = "thirdchair" if plan.owner.uid == os.geteuid() else f"runuser -u {plan.owner.name} -- thirdchair"
    config = f"--config {plan.folder / BOT_YAML}"
    return f"""
{_name_key(plan, deployment)} opens all that the bot keeps. Copy it to a safe place now, apart from the backups: without it they open nothing.

Three steps are left:
1. Look:    {program} check {config}
            {program} doctor {config}
2. Start:   {program} run {config}
            or as a service: copy {unit}
            to /etc/systemd/system, put {plan.folder} in it, then: systemctl enable --now {SERVICE_USER}
3. Invite:  a therapist makes an encrypted, private room, invites {deployment.user_id}, and types !listen"""
