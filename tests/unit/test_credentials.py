"""Secrets that systemd hands over: read from memory where there are any, from their files where there are none."""

from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written

from bot.settings import load_settings
from bot.settings.credentials import find_secret

SECRETS = (
    "backends:\n  house: {kind: anthropic, model: m, base_url: 'http://127.0.0.1:9', api_key_file: secrets/house}\n"
)


@pytest.fixture
def handed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which systemd hands secrets over."""
    folder = tmp_path / "handed"
    folder.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return folder


def test_a_secret_comes_from_systemd_where_it_hands_one_over(tmp_path: Path, handed: Path) -> None:
    """A credential counts by its name, or by folder and name, as systemd calls what lies in a folder; its own file need not be readable."""
    (handed / "secrets_house").write_text("key")
    (handed / "password").write_text("pw")
    file = written(tmp_path, GOOD + SECRETS)
    (tmp_path / "password").unlink(missing_ok=True)
    deployment = load_settings(file).deployment
    assert deployment.backends["house"].api_key_file == handed / "secrets_house"
    assert deployment.password_file == handed / "password"


def test_the_name_alone_goes_first(handed: Path) -> None:
    """What was handed over by the file's own name was meant for it more surely than what came with a folder."""
    for name in ("house", "secrets_house"):
        (handed / name).write_text(name)
    assert find_secret(Path("/srv/secrets/house")) == handed / "house"
    assert find_secret(Path("/srv/secrets/other")) == Path("/srv/secrets/other")


def test_without_systemd_the_files_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By hand the same configuration reads its own files, and says which of them is missing."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    file = written(tmp_path, GOOD + SECRETS)
    assert "`api_key_file` names cannot be read" in mistakes(file)
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "house").write_text("key")
    key = load_settings(file).deployment.backends["house"].api_key_file
    assert key == tmp_path / "secrets" / "house"
