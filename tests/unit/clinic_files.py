"""A small configuration in files, and what is wrong with it."""

from pathlib import Path

import pytest

from bot.errors import ConfigWrong
from bot.settings import load_settings

GOOD = """\
homeserver: http://127.0.0.1:8008
user_id: "@bot:clinic"
password_file: password
data_dir: data
jurisdiction: [demo]
therapists: ["@ana:clinic"]
"""


def written(folder: Path, bot: str = GOOD, room: str = 'room: "*"\n') -> Path:
    """Write a configuration and return its deployment file."""
    (folder / "rooms").mkdir()
    (folder / "rooms" / "all.yaml").write_text(room)
    (folder / "password").write_text("secret\n")
    (folder / "bot.yaml").write_text(bot)
    return folder / "bot.yaml"


def mistakes(path: Path) -> str:
    """Return every mistake of the configuration, which must have one."""
    with pytest.raises(ConfigWrong) as caught:
        load_settings(path)
    assert caught.value.exit_code == 78
    return str(caught.value)
