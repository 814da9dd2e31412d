"""What must be true across the configuration's files, beyond the shape of each."""

import re
import ssl
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from bot.model import UserId
from bot.policy import COMMAND_OF, RoomRules, merge_layers
from bot.session.command.table import TABLE
from bot.settings.backend_kinds import TRANSCRIBE, list_kinds
from bot.settings.backend_places import (
    is_declared_remote,
    is_loopback_host,
    is_sent_in_clear,
    list_addresses,
    read_host,
)
from bot.settings.models import Agreement, BackendSettings, RoomFile
from bot.settings.settings import Settings
from bot.settings.voice_checks import check_transcription
from bot.settings.yaml_file import YamlFile

_KEY = re.compile(r"[0-9A-Fa-f]{64}")
LONGEST_SECRET = 20_000
"""Letters of a file of one secret that are looked at."""
_FOR_VOICE = ("max_seconds", "max_megabytes", "hint")
_NO_PLACE_FOR = {
    "anthropic": ("max_tokens_key", "temperature", "system", "structured", *_FOR_VOICE),
    "openai": _FOR_VOICE,
    "embedded": ("max_tokens_key", "temperature", "system", "extra_body", "structured", *_FOR_VOICE),
    TRANSCRIBE: (
        "max_tokens",
        "context",
        "max_tokens_key",
        "temperature",
        "system",
        "extra_body",
        "structured",
        "fallback",
        "commands",
    ),
}
"""Keys about requests that say nothing to a kind of backend: one is a setting that somebody believes in and that does nothing."""


def check_deployment(main: YamlFile, settings: Settings) -> None:
    """Note what is wrong with the homeserver, the jurisdiction and the credentials."""
    deployment = settings.deployment
    if not deployment.jurisdiction:
        remedy = "Name the packs that apply to your clinic; `demo` is for demonstrations on this machine"
        main.wrong(("jurisdiction",), "`jurisdiction` is missing, and it has no default", remedy)
    if deployment.homeserver.startswith("http:") and not _home_is_here(settings):
        main.wrong(("homeserver",), "the homeserver is not on this machine and not reached by https", "Use https")
    if (deployment.password_file is None) == (deployment.access_token_file is None):
        main.wrong(("user_id",), "one of `password_file` and `access_token_file` is needed", "Give exactly one")
    for key in ("password_file", "access_token_file", "key_file"):
        _check_secret(main, (key,), getattr(deployment, key))
    _check_certificates(main, deployment.ca_file)


def check_packs(naming: Sequence[tuple[YamlFile, RoomRules]], settings: Settings) -> None:
    """Note each file that names a pack for this machine only, where the homeserver is elsewhere, and wrong commands."""
    local = {Path(name).stem for name, pack in settings.packs if pack.loopback_only}
    for file, rules in naming:
        for name in local & {*rules.jurisdiction} if not _home_is_here(settings) else ():
            what = f"`{name}` serves homeservers on this machine only"
            file.wrong(file.place("jurisdiction", name), what, "Name the packs that apply to your clinic")
        _check_commands(file, rules)


def check_rooms(rooms: Sequence[tuple[YamlFile, RoomFile]], settings: Settings, today: date | None) -> None:
    """Note rooms that stand twice, that nobody may steer, or that name what does not exist."""
    seen: dict[str, str] = {}
    for file, room in rooms:
        if room.room in seen:
            file.wrong(("room",), f"`{room.room}` has a file already, {seen[room.room]}", "Keep one of the two")
        seen[room.room] = file.name
        _check_identities(file, room, settings)
        backend = room.backend if "backend" in room.model_fields_set else settings.deployment.backend
        if backend not in settings.backends:
            there = ", ".join(settings.backends)
            file.wrong(("backend",), f"there is no backend `{backend}`", f"There are: {there}")
        else:
            _check_policy(file, room, settings, today)
            check_transcription(file, room, settings)


def check_backends(main: YamlFile, settings: Settings, today: date | None) -> None:
    """Note every backend that is not complete, or that may not send text to where it would."""
    for name, backend in settings.deployment.backends.items():
        place = ("backends", name)
        _check_kind(main, name, backend.kind)
        if name == "embedded":
            main.wrong(place, "`embedded` is built in and cannot be redefined", "Give this backend another name")
        if backend.kind in {"openai", TRANSCRIBE} and not (backend.base_url and backend.model):
            main.wrong(place, f"backend `{name}` needs `base_url` and `model`", "Add both")
        if backend.kind == "anthropic" and not backend.api_key_file:
            main.wrong(place, f"backend `{name}` needs `api_key_file`", "Put the key in a file and name the file")
        _check_request_keys(main, name, backend)
        _check_fallback(main, name, settings)
        _check_served_commands(main, name, backend.commands or ())
        if settings.where(name) == "remote":
            _check_remote(main, name, settings)
            if backend.agreement or _everywhere_with_agreement(settings):
                _check_agreement(main, (*place, "agreement"), name, backend.agreement, today)
        paper = backend.agreement.file if backend.agreement else None
        if paper and not paper.is_file():
            main.wrong(
                (*place, "agreement", "file"),
                f"the agreement for backend `{name}` is not where `file` says",
                "Check the path",
            )
        _check_secret(main, (*place, "api_key_file"), backend.api_key_file)


def _check_kind(main: YamlFile, name: str, kind: str) -> None:
    """Note a kind that nothing installed goes by."""
    kinds = list_kinds()
    if kind not in kinds:
        near = get_close_matches(kind, kinds, 1, 0.6)
        remedy = (
            f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(kinds)}; or install the package of it"
        )
        main.wrong(
            ("backends", name, "kind"), f"backend `{name}` is of the kind `{kind}`, which is not installed", remedy
        )


def _check_request_keys(main: YamlFile, name: str, backend: BackendSettings) -> None:
    """Note each key about requests that the kind of `backend` has no place for; a kind of somebody else's may have any."""
    for key in _NO_PLACE_FOR.get(backend.kind, ()):
        if key in backend.model_fields_set:
            what = f"backend `{name}` is of the kind `{backend.kind}`, which has no place for `{key}`"
            main.wrong(("backends", name, key), what, "Remove it")


def _check_fallback(main: YamlFile, name: str, settings: Settings) -> None:
    """Note a fallback that is no other backend with a model, or that has one itself: nothing is passed on twice."""
    place, there = ("backends", name, "fallback"), settings.deployment.backends
    second = there[name].fallback
    if second is None:
        return
    with_model = [
        other for other, backend in there.items() if backend.kind not in {"embedded", TRANSCRIBE} and other != name
    ]
    if second not in with_model:
        what = f"backend `{name}` can fall back to another backend with a model, and `{second}` is none"
        main.wrong(place, what, f"There are: {', '.join(with_model) or 'none'}")
    elif there[second].fallback:
        what = f"backend `{name}` falls back to `{second}`, which has a fallback itself, and one step is all there is"
        main.wrong(place, what, "Take one of the two out")
    if there[name].kind == "embedded":
        main.wrong(place, f"backend `{name}` has no model, so it never fails", "Take `fallback` out")


def _check_served_commands(main: YamlFile, name: str, commands: tuple[str, ...]) -> None:
    """Note each command that is none, or that asks no model."""
    asking = tuple(dict.fromkeys(COMMAND_OF.values()))
    for command in commands:
        if command not in asking:
            near = get_close_matches(command, asking, 1, 0.6)
            remedy = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(asking)}"
            what = f"`{command}` is not a command that asks a model"
            main.wrong(("backends", name, "commands"), what, remedy)


def _check_remote(main: YamlFile, name: str, settings: Settings) -> None:
    """Note a backend out of the clinic that nobody can tell the place of, or that is not reached by https."""
    place, backend = ("backends", name, "base_url"), settings.backends[name]
    if not is_declared_remote(backend) and not list_addresses(read_host(backend)):
        what = f"the host of backend `{name}` does not resolve, so nobody can tell where its text would go"
        main.wrong(place, what, "Correct it, or say `remote: true` if it is out of the clinic", passes=True)
    elif is_sent_in_clear(backend, settings.deployment.local_networks):
        what = f"backend `{name}` is on another machine and not reached by https"
        main.wrong(place, what, "Use https; if it is in the clinic, name its network in `local_networks`")


def _check_policy(file: YamlFile, room: RoomFile, settings: Settings, today: date | None) -> None:
    """Note what the strictest of all files leaves impossible in a room."""
    policy = settings.policy_of(file.name, room)
    if not policy.rules.therapists:
        file.wrong(("therapists",), "nobody is left who may steer the AI", "Name a therapist whom bot.yaml allows")
    at_end = policy.rules.note_at_end
    if at_end and at_end not in policy.templates:
        file.wrong(("note_at_end",), f"there is no template `{at_end}`", f"There are: {', '.join(policy.templates)}")
    name = policy.rules.backend
    if settings.where(name) != "remote":
        return
    if policy.rules.backends_allowed == "local":
        by = policy.origins.get("backends_allowed", "the default")
        what = f"backend `{name}` would send text to another machine, and {by} says `backends_allowed: local`"
        file.wrong(("backend",), what, "Name a backend on this machine or in `local_networks`, or `embedded`")
    if policy.rules.agreement_required and not _everywhere_with_agreement(settings):
        _check_agreement(file, ("backend",), name, settings.backends[name].agreement, today)


def _everywhere_with_agreement(settings: Settings) -> bool:
    """Return whether every room needs agreements, so that the deployment file is where to tell about them."""
    return merge_layers(settings.layers())[0].agreement_required


def _check_agreement(
    file: YamlFile, place: tuple[str, ...], name: str, agreement: Agreement | None, today: date | None
) -> None:
    if agreement is None:
        what = f"backend `{name}` is on another machine, and no agreement with whoever runs it is on file"
        file.wrong(place, what, "Sign one (BAA, DPA or QSOA) and add `agreement` with kind, with, signed, expires")
    elif today and not agreement.holds(today):
        what = f"the agreement for backend `{name}` does not hold today"
        file.wrong(place, what, "Renew it, and correct `signed` and `expires`")


def _check_commands(file: YamlFile, rules: RoomRules) -> None:
    known = list(TABLE)
    for key, names in (("ask", tuple(rules.ask)), ("commands", rules.commands or ())):
        for name in names:
            if name not in known and not file.is_full:
                near = get_close_matches(name, known, 1, 0.6)
                remedy = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(known)}"
                file.wrong(file.place(key, name), f"`{name}` is not a command", remedy)


def _check_identities(file: YamlFile, room: RoomFile, settings: Settings) -> None:
    agreed = settings.identities if room.identities else {}
    for person, key in room.identities.items():
        if key != agreed[UserId(person)]:
            what = f"the files do not agree on the identity of `{person}`"
            file.wrong(("identities", person), what, "Name the same master key everywhere, or in one file alone")


def _check_secret(main: YamlFile, place: tuple[str, ...], path: Path | None) -> None:
    """Note a file of a secret that cannot be read, or in which not one line stands: two of them are two secrets."""
    if path is None:
        return
    try:
        lines = _read_secret_lines(path)
    except (OSError, UnicodeDecodeError):
        main.wrong(place, f"the file that `{place[-1]}` names cannot be read", "Check the path and who may read it")
        return
    secrets = [line for line in lines if line.strip()]
    if not secrets:
        main.wrong(place, f"the file that `{place[-1]}` names is empty", "Write the secret into it")
    elif len(secrets) > 1:
        what = f"the file that `{place[-1]}` names holds {len(secrets)} lines, and a secret is one"
        main.wrong(place, what, "Leave the one line that is right")
    elif place == ("key_file",) and not _KEY.fullmatch(secrets[0].strip()):
        main.wrong(place, "the file that `key_file` names holds no key", "Put 64 hexadecimal digits there, in one line")


def _read_secret_lines(path: Path) -> list[str]:
    """Return the lines of a file of one secret.

    Raises:
        OSError: it is no file, or cannot be read.
        UnicodeDecodeError: it is no text.
    """
    if path.exists() and not path.is_file():  # a pipe would keep us waiting
        raise IsADirectoryError
    with path.open(encoding="utf-8") as file:
        return file.read(LONGEST_SECRET).splitlines()


def _check_certificates(main: YamlFile, path: Path | None) -> None:
    try:
        if path is not None:
            ssl.create_default_context(cafile=str(path))
    except (OSError, ssl.SSLError):
        main.wrong(("ca_file",), "`ca_file` names no certificate in PEM form", "Check the path, and who may read it")


def _home_is_here(settings: Settings) -> bool:
    return is_loopback_host(urlsplit(settings.deployment.homeserver).hostname or "")
