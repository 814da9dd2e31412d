"""The command `thirdchair`."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.app.keys.pinning import describe_change, trust_identity
from bot.app.keys.recovery import show_recovery_key
from bot.app.operator.audit_check import export_audit, verify_audit
from bot.app.operator.audit_trim import trim_old_entries
from bot.app.operator.backup_command import backup, restore
from bot.app.operator.check_aliases import find_lost_aliases
from bot.app.operator.device import (
    describe_keys,
    make_new_recovery_key,
    reset_identity,
    rotate_device,
    set_up_identity,
)
from bot.app.operator.doctor_command import doctor
from bot.app.operator.drill_order import order_drill
from bot.app.operator.erasure import erase_words, export_person
from bot.app.operator.exam_command import exam
from bot.app.operator.fleet_command import fleet
from bot.app.operator.head_from_desk import verify_against_desks
from bot.app.operator.incident_report import order_freeze, report_incident
from bot.app.operator.init.command import init
from bot.app.operator.review import update_review
from bot.app.operator.run_command import DEFAULT_CONFIG, run_from, tell_errors
from bot.demo.demo_command import demo
from bot.demo.practice.practice_command import practice
from bot.log import start_logging
from bot.model import RoomId, UserId
from bot.settings import (
    Settings,
    list_file_warnings,
    list_notes,
    list_room_rules,
    list_unsigned,
    list_warnings,
    load_packs,
    load_settings,
    make_record,
    make_schemas,
    read_files,
    write_manual,
    write_record_page,
)
from bot.settings.samples import copy_samples, list_samples
from bot.store import Change

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
Config = Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")]


@app.callback()
def thirdchair() -> None:
    """Third Chair: an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control."""


@app.command()
def version() -> None:
    """Say which version this is."""
    typer.echo(bot.__version__)


@app.command()
def samples(
    folder: Annotated[Path | None, typer.Argument(help="Where to copy them; without it, they are listed.")] = None,
) -> None:
    """List the sample files, systemd units and pages that come with this version, or copy them. Nothing is overwritten."""
    for line in copy_samples(folder) if folder else map(str, list_samples()):
        typer.echo(line)


@app.command()
def check(
    config: Config = Path("bot.yaml"),
    online: Annotated[
        bool, typer.Option("--online", help="Ask the homeserver too, whether aliases are rooms.")
    ] = False,
) -> None:
    """Read the configuration and tell every mistake at once; exit status 78 if there is one.

    Warnings tell where somebody in danger would be left without help-lines, a second contact or an on-call room,
    and of files that are not read, secrets that others can read, and a port that is open.
    Notes tell where a file asks for what a stricter one does not let through, and which keys have no effect yet.
    """
    files = read_files(config, datetime.now(tz=UTC).date())
    terms = f", {len(files.glossary)} glossary file(s)" if files.glossary else ""
    typer.echo(f"{config.name} and {len(files.rooms)} room file(s){terms}: no mistakes found.")
    lost = asyncio.run(find_lost_aliases(files)) if online else ()
    for warning in (*list_warnings(files), *list_file_warnings(files), *lost, *list_unsigned(files.settings.glossary)):
        typer.echo(f"Warning: {warning}.")
    for note in list_notes(files):
        typer.echo(f"Note: {note}.")


@app.command()
def run(config: Config = DEFAULT_CONFIG) -> None:
    """Run the bot until it is stopped by SIGTERM or Ctrl-C. The log goes to standard error."""
    run_from(config)


@app.command()
def trust(
    user: Annotated[str, typer.Argument(help="Whose identity has changed, like @kim:clinic.example.")],
    fingerprint: Annotated[list[str] | None, typer.Argument(help="The new one, instead of being asked.")] = None,
    config: Config = Path("bot.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Confirm that a person has reset their security identity, so that their commands count again. The bot may run."""

    def sure(change: Change) -> bool:
        typer.echo(describe_change(change))
        if fingerprint:
            return "".join(fingerprint) == change.now
        return yes or typer.confirm("Is the new identity theirs?")

    typer.echo(asyncio.run(trust_identity(load_settings(config), UserId(user), time.time(), sure)))


@app.command()
def export(
    user: Annotated[str, typer.Argument(help="Whose data, like @kim:clinic.example.")],
    config: Config = Path("bot.yaml"),
) -> None:
    """Print everything that is kept about a person as JSON, without words of others. The bot may run."""
    typer.echo(asyncio.run(export_person(load_settings(config), UserId(user))))


@app.command()
def erase(
    what: Annotated[
        str, typer.Argument(help="A person, like @kim:clinic.example, or a session room, like !abc:example.")
    ],
    config: Config = Path("bot.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Erase, instead of telling what would be.")] = False,
) -> None:
    """Erase a person's words in every session, or everybody's in one. Stop the bot first. Ids and the audit stay."""
    typer.echo(asyncio.run(erase_words(load_settings(config), what, time.time(), sure=yes)))


@app.command()
def incident(
    room: Annotated[str, typer.Argument(help="The id of a session room, like !abc:clinic.example.")],
    config: Config = Path("bot.yaml"),
    report_only: Annotated[bool, typer.Option("--report-only", help="Say what left, and change nothing.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="End the freeze.")] = False,
) -> None:
    """Freeze a session and say what left from it, when, where to and whose, and by when to tell. The bot may run."""
    if report_only and lift:
        raise typer.BadParameter("--report-only changes nothing and --lift does: give one of them.")
    settings, now = load_settings(config), time.time()
    if not report_only:
        typer.echo(asyncio.run(order_freeze(settings, RoomId(room), now, lifted=lift)))
    if not lift:
        typer.echo(asyncio.run(report_incident(settings, RoomId(room), now)))


@app.command()
def drill(
    room: Annotated[str, typer.Argument(help="The id of a session room, like !abc:clinic.example.")],
    config: Config = Path("bot.yaml"),
) -> None:
    """Play an alarm, marked DRILL, to everybody who would be called, until one of them answers. The bot may run."""
    typer.echo(asyncio.run(order_drill(load_settings(config), RoomId(room), time.time())))


@app.command()
def record(
    config: Config = Path("bot.yaml"),
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Print the record of processing and what an impact assessment starts from. Only files are read, no notebook."""
    record = make_record(load_settings(config), datetime.now(tz=UTC).date())
    typer.echo(json.dumps(record, indent=1, ensure_ascii=False) if as_json else write_record_page(record))


@app.command()
def review(
    file: Annotated[
        Path | None, typer.Argument(help="The review file; without it, the one that bot.yaml names.")
    ] = None,
    config: Config = Path("bot.yaml"),
    name: Annotated[str, typer.Option("--name", help="Sign in this name, with today's date, what --only says.")] = "",
    only: Annotated[
        str, typer.Option("--only", help="Which texts to sign, like glossary/en or glossary/en/grief.")
    ] = "",
) -> None:
    """Write every term, phrase and sentence of Third Chair's own for a clinician to sign; keep the signatures that hold."""
    if bool(name) != bool(only):
        raise typer.BadParameter("--name says who has read it, and --only what: give both, or neither.")
    place = file or load_settings(config).deployment.review
    for line in update_review(place, name, only, datetime.now(tz=UTC).date()):
        typer.echo(line)


keys = typer.Typer(no_args_is_help=True, help="The bot's identity and device. Stop the bot first.")
app.add_typer(keys, name="keys")


@keys.command()
def setup(
    config: Config = Path("bot.yaml"),
    restore: Annotated[
        bool,
        typer.Option("--restore", help="Take up the account's identity with its recovery key, which is asked for."),
    ] = False,
) -> None:
    """Make the identity and show its recovery key once; or restore it into a new data folder."""
    settings = load_settings(config)
    start_logging()
    recovery_key = typer.prompt("Recovery key", hide_input=True, err=True) if restore else None
    show = show_recovery_key(settings.deployment.data_dir)
    typer.echo(asyncio.run(set_up_identity(settings, recovery_key, show)))


@keys.command()
def status(config: Config = Path("bot.yaml")) -> None:
    """Say which device and identity the bot has, here and at the homeserver."""
    settings = load_settings(config)
    start_logging()
    typer.echo(asyncio.run(describe_keys(settings)))


@keys.command("rotate-device")
def rotate(config: Config = Path("bot.yaml")) -> None:
    """Give the bot a new device under the same identity, and log the old one out."""
    settings = load_settings(config)
    start_logging()
    typer.echo(asyncio.run(rotate_device(settings)))


@keys.command("recovery-key")
def renew(config: Config = Path("bot.yaml")) -> None:
    """Make another recovery key, with the one there is, which is asked for and opens nothing afterwards."""
    settings = load_settings(config)
    start_logging()
    old = typer.prompt("The recovery key there is", hide_input=True, err=True)
    show = show_recovery_key(settings.deployment.data_dir)
    typer.echo(asyncio.run(make_new_recovery_key(settings, old, show)))


@keys.command()
def reset(
    config: Config = Path("bot.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only what it means is told.")] = False,
) -> None:
    """Give the bot another identity and recovery key. For who has lost the recovery key for good: people see a stranger by its name."""
    settings = load_settings(config)
    start_logging()
    if not yes:
        typer.echo(
            "This makes another identity. Everybody's app says that the bot's identity has changed, and whoever has "
            "verified the bot has to do so again. Agreements stay where the data folder is there.\n"
            "With the recovery key, `thirdchair keys recovery-key` or `thirdchair keys setup --restore` is the better way.\n"
            "Nothing was changed. To do it: the same command with --yes."
        )
        return
    typer.echo(asyncio.run(reset_identity(settings, show_recovery_key(settings.deployment.data_dir))))


audit = typer.Typer(no_args_is_help=True, help="Who did what, in a chain that shows any change.")
app.add_typer(audit, name="audit")


@audit.command()
def verify(
    config: Config = Path("bot.yaml"),
    head: Annotated[str | None, typer.Option("--head", help="A head from the desk, which has to be in it.")] = None,
    head_from_desk: Annotated[
        bool, typer.Option("--head-from-desk", help="Find the newest head at each desk by itself; it has to be in it.")
    ] = False,
) -> None:
    """Follow the whole chain; exit status 1 if an entry was changed, deleted or moved, or if the head is not in it.

    That its end was cut off shows only against a head. The bot may run.
    """
    if head and head_from_desk:
        raise typer.BadParameter("--head names a head and --head-from-desk finds one: give one of them.")
    settings = load_settings(config)
    typer.echo(asyncio.run(verify_against_desks(settings) if head_from_desk else verify_audit(settings, head)))


@audit.command("trim")
def trim_audit(
    config: Config = Path("bot.yaml"),
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without this, only what would go is told.")] = False,
) -> None:
    """Let go of entries older than every room's `retention.audit`. Stop the bot first. A signed anchor shows that they went."""
    typer.echo(asyncio.run(trim_old_entries(load_settings(config), time.time(), sure=yes)))


@audit.command("export")
def export_entries(config: Config = Path("bot.yaml")) -> None:
    """Print every entry: its place, its link and its JSON. It holds ids, counts and hashes, and no words."""
    asyncio.run(_print_audit_entries(load_settings(config)))


async def _print_audit_entries(settings: Settings) -> None:
    async for line in export_audit(settings):
        typer.echo(line)


policy = typer.Typer(no_args_is_help=True, help="The rules: of a room, of this version.")
app.add_typer(policy, name="policy")


@policy.command()
def show(
    room: Annotated[str, typer.Argument(help="Its id, its alias, or its file, like kim.yaml.")],
    config: Config = Path("bot.yaml"),
) -> None:
    """Say each rule of a room and the file it comes from."""
    typer.echo("\n".join(list_room_rules(load_settings(config), room)))


@policy.command("manual")
def print_manual() -> None:
    """Print the page docs/policy.md: every key, every pack."""
    typer.echo(write_manual(load_packs()), nl=False)


@policy.command()
def schema(folder: Annotated[Path, typer.Argument(help="Where to put them.")] = Path("config/schema")) -> None:
    """Write the JSON Schemas of the configuration's files, for editors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in make_schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
        typer.echo(str(folder / name))


app.command()(init)
app.command()(doctor)
app.command()(backup)
app.command()(restore)
app.add_typer(fleet, name="fleet")
app.command()(exam)
app.command()(demo)
app.command()(practice)


def main(program: Callable[[], None] = app) -> None:
    """Run the command line, and tell what went wrong."""
    tell_errors(program)


if __name__ == "__main__":
    main()
