"""Reads the deployment file and all that it names, and gives back settings or every mistake."""

from pathlib import Path

import bot
from bot.errors import ConfigWrong
from bot.settings.checks import check_backends, check_deployment, check_rooms
from bot.settings.models import Deployment, Pack, RoomFile
from bot.settings.settings import Settings
from bot.settings.yaml_file import YamlFile, read


def load(path: Path) -> Settings:
    """Return the configuration whose deployment file is `path`, with every path in it made absolute.

    Raises:
        ConfigWrong: with every mistake of every file.
    """
    main = read(path, path.name)
    raw = main.model(Deployment)
    if raw is None:
        raise ConfigWrong(tuple(main.mistakes))
    deployment = _with_whole_paths(raw, path.absolute().parent)
    pack_files, packs = _packs(main, deployment)
    room_files, rooms = _rooms(main, deployment)
    settings = Settings(
        deployment=deployment,
        packs=tuple((file.name, pack) for file, pack in packs),
        rooms=tuple((file.name, room) for file, room in rooms),
        file=path.name,
    )
    check_deployment(main, settings)
    check_backends(main, settings)
    check_rooms(rooms, settings)
    mistakes = tuple(mistake for file in (main, *pack_files, *room_files) for mistake in file.mistakes)
    if mistakes:
        raise ConfigWrong(mistakes)
    return settings


def packs_folder() -> Path:
    """Return where the jurisdiction packs are: in the installed package, or in a checkout's `config`."""
    package = Path(bot.__file__).parent
    installed = package / "jurisdictions"
    return installed if installed.is_dir() else package.parent / "config" / "jurisdictions"


def _with_whole_paths(deployment: Deployment, base: Path) -> Deployment:
    """Return the deployment with its relative paths taken from the folder of its own file."""
    whole = {
        key: base / value
        for key in ("password_file", "access_token_file", "key_file", "data_dir", "rooms")
        if (value := getattr(deployment, key)) is not None
    }
    backends = {
        name: one.model_copy(update={"api_key_file": base / one.api_key_file}) if one.api_key_file else one
        for name, one in deployment.backends.items()
    }
    return deployment.model_copy(update={**whole, "backends": backends})


def _packs(main: YamlFile, deployment: Deployment) -> tuple[list[YamlFile], list[tuple[YamlFile, Pack]]]:
    known = sorted(path.stem for path in packs_folder().glob("*.yaml"))
    files, packs = [], []
    for number, name in enumerate(deployment.jurisdiction):
        if name not in known:
            what = f"there is no jurisdiction pack `{name}`"
            main.wrong(("jurisdiction", number), what, f"There are: {', '.join(known)}")
            continue
        file = read(packs_folder() / f"{name}.yaml", f"jurisdictions/{name}.yaml")
        files.append(file)
        if pack := file.model(Pack):
            packs.append((file, pack))
    return files, packs


def _rooms(main: YamlFile, deployment: Deployment) -> tuple[list[YamlFile], list[tuple[YamlFile, RoomFile]]]:
    folder = deployment.rooms
    files = [read(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.yaml"))]
    if not files:
        main.wrong(("rooms",), f"the folder `{folder.name}` holds no room file", 'Add one, such as a file for `"*"`')
    return files, [(file, room) for file in files if (room := file.model(RoomFile))]
