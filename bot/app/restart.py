"""What of the configuration only a restart takes up: the account, the folders, the backends."""

from dataclasses import replace

from bot.errors import ConfigWrong
from bot.settings import BackendSettings, Files, Settings
from bot.settings.checks import check_packs, check_rooms

AT_START = (
    "homeserver",
    "user_id",
    "device_id",
    "password_file",
    "access_token_file",
    "key_file",
    "ca_file",
    "data_dir",
    "web",
    "backends",
    "local_networks",
)


def keep_running_parts(running: Settings, files: Files) -> tuple[Settings, tuple[str, ...]]:
    """Return what `files` say for a bot that has started with `running`, and the keys that wait for a restart.

    Raises:
        ConfigWrong: they rest on what is not there before a restart, such as a backend that is not running.
    """
    old, new = running.deployment, files.settings.deployment
    kept = {**{key: getattr(old, key) for key in AT_START}, "backends": _keep_running_backends(running, files.settings)}
    settings = replace(files.settings, deployment=new.model_copy(update=kept), found=running.found)
    check_packs([(files.main, settings.deployment), *files.rooms], settings)
    check_rooms(files.rooms, settings, None)
    if mistakes := tuple(
        mistake for file in (files.main, *(file for file, _ in files.rooms)) for mistake in file.mistakes
    ):
        raise ConfigWrong(mistakes)
    return settings, tuple(key for key in AT_START if getattr(new, key) != getattr(settings.deployment, key))


def _keep_running_backends(running: Settings, files: Settings) -> dict[str, BackendSettings]:
    """Return the backends that are running, with the agreements that the files hold now: one taken back ends at once."""
    now = files.deployment.backends
    return {
        name: backend.model_copy(update={"agreement": now[name].agreement if name in now else None})
        for name, backend in running.deployment.backends.items()
    }
