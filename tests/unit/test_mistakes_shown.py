"""What is said of a mistake in a file is one line of text, whatever somebody wrote there."""

from pathlib import Path

from bot.settings.models import RoomFile
from bot.settings.yaml_file import read_yaml


def test_a_key_with_hidden_characters_is_told_with_them_written_out(tmp_path: Path) -> None:
    """A character that turns text around, or that a terminal obeys, is told by its number and does nothing."""
    path = tmp_path / "room.yaml"
    path.write_text('"ro\\u202eom": 1\n"\\e[2J": 2\n', encoding="utf-8")
    file = read_yaml(path, "room.yaml")
    assert file.model(RoomFile) is None
    assert all(mistake.what.isprintable() for mistake in file.mistakes)
    assert any("ro\\u202eom" in mistake.what for mistake in file.mistakes)
