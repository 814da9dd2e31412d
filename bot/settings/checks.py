"""What must be true across the configuration's files, beyond the shape of each."""

from pathlib import Path
from urllib.parse import urlsplit

from bot.model import UserId
from bot.session.commands import TABLE
from bot.settings.addresses import all_loopback
from bot.settings.models import BackendSettings, RoomFile
from bot.settings.settings import Settings
from bot.settings.yaml_file import YamlFile


def check_deployment(main: YamlFile, settings: Settings) -> None:
    """Note what is wrong with the homeserver, the jurisdiction and the credentials."""
    deployment = settings.deployment
    home_is_here = all_loopback(urlsplit(deployment.homeserver).hostname or "")
    if not deployment.jurisdiction:
        remedy = "Name the packs that apply to your clinic; `demo` is for demonstrations on this machine"
        main.wrong(("jurisdiction",), "`jurisdiction` is missing, and it has no default", remedy)
    if deployment.homeserver.startswith("http:") and not home_is_here:
        main.wrong(("homeserver",), "the homeserver is not on this machine and not reached by https", "Use https")
    for name, pack in settings.packs:
        if pack.loopback_only and not home_is_here:
            what = f"`{Path(name).stem}` serves homeservers on this machine only"
            main.wrong(("jurisdiction",), what, "Name the packs that apply to your clinic")
    if (deployment.password_file is None) == (deployment.access_token_file is None):
        main.wrong(("user_id",), "one of `password_file` and `access_token_file` is needed", "Give exactly one")
    for key in ("password_file", "access_token_file", "key_file"):
        _check_secret(main, (key,), getattr(deployment, key))


def check_backends(main: YamlFile, settings: Settings) -> None:
    """Note every backend that is not complete, or that would send text to another machine."""
    for name, backend in settings.deployment.backends.items():
        place = ("backends", name)
        if name == "embedded":
            main.wrong(place, "`embedded` is built in and cannot be redefined", "Give this backend another name")
        if backend.kind == "openai" and not (backend.base_url and backend.model):
            main.wrong(place, f"backend `{name}` needs `base_url` and `model`", "Add both")
        if backend.kind == "anthropic" and not backend.api_key_file:
            main.wrong(place, f"backend `{name}` needs `api_key_file`", "Put the key in a file and name the file")
        if _leaves_this_machine(backend):
            what = f"backend `{name}` would send text to another machine, and masking does not exist yet"
            main.wrong((*place, "base_url"), what, "Use a model server on this machine, by a loopback address")
        _check_secret(main, (*place, "api_key_file"), backend.api_key_file)


def check_rooms(rooms: list[tuple[YamlFile, RoomFile]], settings: Settings) -> None:
    """Note rooms that stand twice, that nobody may steer, or that name what does not exist."""
    seen: dict[str, str] = {}
    for file, room in rooms:
        if room.room in seen:
            file.wrong(("room",), f"`{room.room}` has a file already, {seen[room.room]}", "Keep one of the two")
        seen[room.room] = file.name
        _check_names(file, room, settings)
        named = room.backend if "backend" in room.model_fields_set else settings.deployment.backend
        if named not in settings.backends:
            there = ", ".join(settings.backends)
            file.wrong(("backend",), f"there is no backend `{named}`", f"There are: {there}")
        elif not settings.policy_of(file.name, room).rules.therapists:
            file.wrong(("therapists",), "nobody is left who may steer the AI", "Name a therapist whom bot.yaml allows")


def _check_names(file: YamlFile, room: RoomFile, settings: Settings) -> None:
    for key, names in (("ask", tuple(room.ask)), ("commands", room.commands or ())):
        for name in names:
            if name not in TABLE:
                file.wrong((key, name), f"`{name}` is not a command", f"There are: {', '.join(TABLE)}")
    for person, key in room.identities.items():
        if key != settings.identities[UserId(person)]:
            what = f"the files do not agree on the identity of `{person}`"
            file.wrong(("identities", person), what, "Name the same master key everywhere, or in one file alone")
    if room.jurisdiction:
        remedy = "Name the pack in the deployment file, where it holds for every room"
        file.wrong(("jurisdiction",), "a room file cannot add packs in this version", remedy)


def _check_secret(main: YamlFile, place: tuple[str, ...], path: Path | None) -> None:
    if path is None:
        return
    try:
        empty = not path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        main.wrong(place, f"the file that `{place[-1]}` names cannot be read", "Check the path and who may read it")
        return
    if empty:
        main.wrong(place, f"the file that `{place[-1]}` names is empty", "Write the secret into it")


def _leaves_this_machine(backend: BackendSettings) -> bool:
    """Return whether text given to `backend` can reach another machine.

    This is the whole rule until text is masked; agreements and local networks will stand here.
    """
    if backend.kind == "embedded":
        return False
    default = "https://api.anthropic.com" if backend.kind == "anthropic" else None
    url = backend.base_url or default
    return backend.remote or (url is not None and not all_loopback(urlsplit(url).hostname or ""))
