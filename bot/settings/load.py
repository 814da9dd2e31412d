"""Reads the deployment file and all that it names, and gives back settings or every mistake."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import bot
from bot.errors import ConfigWrong
from bot.model import Language
from bot.policy import RoomRules
from bot.settings.bounds import explain_empty, note_many_patterns, read_folder
from bot.settings.checks import check_backends, check_deployment, check_packs, check_rooms
from bot.settings.clinic_glossary import read_glossary
from bot.settings.credentials import find_secret
from bot.settings.models import BackendSettings, Deployment, Pack, RoomFile
from bot.settings.review_file import read_review, sign_entries
from bot.settings.settings import Settings
from bot.settings.template_files import read_templates
from bot.settings.webhook import check_webhook
from bot.settings.yaml_file import MOST_TOLD, YamlFile, read_yaml


@dataclass(frozen=True, slots=True)
class Files:
    """A configuration without mistakes, and its files with the line of each key."""

    settings: Settings
    main: YamlFile
    packs: tuple[tuple[YamlFile, Pack], ...]
    rooms: tuple[tuple[YamlFile, RoomFile], ...]
    glossary: tuple[YamlFile, ...] = ()


def load_settings(path: Path, today: date | None = None) -> Settings:
    """Return the configuration whose deployment file is `path`, with every path in it made absolute.

    `today` is the day on which agreements must hold; without it their dates are not looked at.

    Raises:
        ConfigWrong: with every mistake of every file.
    """
    return read_files(path, today).settings


def read_files(path: Path, today: date | None = None) -> Files:
    """Return the configuration together with its files, for whoever tells people about their lines.

    Raises:
        ConfigWrong: with every mistake of every file.
    """
    main = read_yaml(path, path.name)
    note_many_patterns(main)
    raw = main.model(Deployment)
    if raw is None:
        raise ConfigWrong(tuple(main.mistakes))
    deployment = _with_whole_paths(raw, path.absolute().parent)
    room_files, rooms = _read_room_files(main, deployment)
    pack_files, packs = _find_named_packs([(main, deployment), *rooms])
    template_files, own = read_templates(main, deployment.notes)
    glossary_files, glossary = read_glossary(main, deployment.glossary, Language(deployment.language[0]))
    review_files, signatures = read_review(deployment.review)
    settings = Settings(
        deployment=deployment,
        packs=tuple((file.name, pack) for file, pack in packs),
        rooms=tuple((file.name, room) for file, room in rooms),
        templates=own,
        file=path.name,
        glossary=sign_entries(glossary, signatures),
    )
    check_deployment(main, settings)
    check_webhook(main, settings)
    check_packs([(main, deployment), *rooms], settings)
    check_rooms(rooms, settings, today)
    check_backends(main, settings, today)
    read_so_far = (main, *pack_files, *room_files, *template_files, *glossary_files, *review_files)
    mistakes = tuple(mistake for file in read_so_far for mistake in file.mistakes)
    if mistakes:
        raise ConfigWrong(mistakes)
    return Files(settings, main, tuple(packs), tuple(rooms), tuple(glossary_files))


def find_packs_folder() -> Path:
    """Return where the jurisdiction packs are: in the installed package, or in a checkout's `config`."""
    package = Path(bot.__file__).parent
    installed = package / "jurisdictions"
    return installed if installed.is_dir() else package.parent / "config" / "jurisdictions"


def load_packs() -> tuple[tuple[str, Pack], ...]:
    """Return every jurisdiction pack there is, by name.

    Raises:
        ConfigWrong: with every mistake in them.
    """
    files = [read_yaml(path, path.name) for path in sorted(find_packs_folder().glob("*.yaml"))]
    packs = tuple((Path(file.name).stem, pack) for file in files if (pack := file.model(Pack)))
    if mistakes := tuple(mistake for file in files for mistake in file.mistakes):
        raise ConfigWrong(mistakes)
    return packs


def _with_whole_paths(deployment: Deployment, base: Path) -> Deployment:
    """Return the deployment with its relative paths taken from the folder of its own file."""
    whole = {
        key: base / value
        for key in (
            "password_file",
            "access_token_file",
            "key_file",
            "ca_file",
            "data_dir",
            "rooms",
            "notes",
            "glossary",
            "review",
        )
        if (value := getattr(deployment, key)) is not None
    }
    whole |= {
        key: find_secret(whole[key]) for key in ("password_file", "access_token_file", "key_file") if key in whole
    }
    backends = {name: _with_whole_paths_of(backend, base) for name, backend in deployment.backends.items()}
    webhook = deployment.on_call_webhook
    if webhook:
        webhook = webhook.model_copy(update={"secret_file": base / webhook.secret_file})
    return deployment.model_copy(update={**whole, "backends": backends, "on_call_webhook": webhook})


def _with_whole_paths_of(backend: BackendSettings, base: Path) -> BackendSettings:
    key, signed = backend.api_key_file, backend.agreement
    if signed and signed.file:
        signed = signed.model_copy(update={"file": base / signed.file})
    return backend.model_copy(update={"api_key_file": find_secret(base / key) if key else None, "agreement": signed})


def _find_named_packs(naming: list[tuple[YamlFile, RoomRules]]) -> tuple[list[YamlFile], list[tuple[YamlFile, Pack]]]:
    """Return each pack that one of the files in `naming` names, and note the names of which there is none."""
    known = sorted(path.stem for path in find_packs_folder().glob("*.yaml"))
    chosen = dict.fromkeys(name for _, rules in naming for name in rules.jurisdiction)
    files = [
        read_yaml(find_packs_folder() / f"{name}.yaml", f"jurisdictions/{name}.yaml")
        for name in chosen
        if name in known
    ]
    for file, rules in naming:
        for name in sorted(set(rules.jurisdiction) - set(known))[: MOST_TOLD + 1]:
            what = f"there is no jurisdiction pack `{name}`"
            file.wrong(file.place("jurisdiction", name), what, f"There are: {', '.join(known)}")
    return files, [(file, pack) for file in files if (pack := file.model(Pack))]


def _read_room_files(main: YamlFile, deployment: Deployment) -> tuple[list[YamlFile], list[tuple[YamlFile, RoomFile]]]:
    folder = deployment.rooms
    files = read_folder(folder)
    for file in files:
        note_many_patterns(file)
    if not files:
        main.wrong(("rooms",), explain_empty(folder, "room file"), 'Add one, such as a file for `"*"`')
    return files, [(file, room) for file in files if (room := file.model(RoomFile))]
