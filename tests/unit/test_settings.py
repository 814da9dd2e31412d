"""The configuration: every mistake at once, each with its file and line."""

import re
import shutil
from pathlib import Path

import pytest

from bot.errors import ConfigWrong
from bot.model import RoomId
from bot.policy import Layer, RoomRules, Rules, effective
from bot.settings import load
from bot.settings.load import packs_folder

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
        load(path)
    assert caught.value.exit_code == 78
    return str(caught.value)


def test_a_good_configuration_covers_every_room(tmp_path: Path) -> None:
    """The file for `"*"` holds for a room that has no file of its own."""
    policy = load(written(tmp_path)).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.approval == "all"
    assert policy.origins["therapists"] == "bot.yaml"


def test_jurisdiction_has_no_default(tmp_path: Path) -> None:
    """Without `jurisdiction` the bot does not start."""
    assert "`jurisdiction` is missing" in mistakes(written(tmp_path, GOOD.replace("jurisdiction: [demo]\n", "")))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    """Mistakes of both files come together, each with file and line."""
    room = 'room: "*"\nfloormax: speak\nwindow:\n  messages: many\n'
    told = mistakes(written(tmp_path, GOOD.replace("password_file: password", "password_file: nowhere"), room))
    assert "bot.yaml:3:" in told
    assert "rooms/all.yaml:2: `floormax` is not a key that I know. Did you mean `floor_max`?" in told
    assert "rooms/all.yaml:4:" in told


@pytest.mark.parametrize(
    "backend",
    [
        "{kind: openai, base_url: 'https://192.0.2.1/v1', model: m}",
        "{kind: openai, base_url: 'http://127.0.0.1:1/v1', model: m, remote: true}",
        "{kind: anthropic, api_key_file: password}",
    ],
)
def test_a_backend_on_another_machine_is_refused(tmp_path: Path, backend: str) -> None:
    """Until words are masked, none leave this machine."""
    assert "masking does not exist yet" in mistakes(written(tmp_path, f"{GOOD}backends:\n  far: {backend}\n"))


def test_demo_serves_this_machine_only(tmp_path: Path) -> None:
    """The loosest pack is refused for a homeserver elsewhere."""
    told = mistakes(written(tmp_path, GOOD.replace("http://127.0.0.1:8008", "https://192.0.2.1")))
    assert "`demo` serves homeservers on this machine only" in told


def test_a_room_file_cannot_loosen() -> None:
    """Where deployment and room file differ, the stricter value holds."""
    wide = Layer("bot.yaml", RoomRules.model_validate({"approval": "all", "idle": 10}))
    room = Layer("room.yaml", RoomRules.model_validate({"approval": "unasked", "idle": 5}))
    rules, origins = effective((wide, room))
    assert (rules.approval, rules.idle) == ("all", 5)
    assert origins == {"approval": "bot.yaml", "idle": "room.yaml"}


def test_the_example_configuration_has_no_mistakes(tmp_path: Path) -> None:
    """Whoever copies the example and writes the password into its file can start."""
    copied = shutil.copytree(packs_folder().parent, tmp_path / "config")
    (copied / "secrets").mkdir()
    (copied / "secrets" / "password").write_text("a password")
    assert len(load(copied / "bot.yaml").rooms) == 1


@pytest.mark.parametrize("value", ["off", "'off'"])
def test_off_is_the_floors_name(tmp_path: Path, value: str) -> None:
    """`floor_max: off` means what it says, with quotes and without."""
    policy = load(written(tmp_path, room=f'room: "*"\nfloor_max: {value}\n')).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.floor_max == "off"


@pytest.mark.parametrize(
    "room",
    [
        'room: "*"\nask: &a {explain: *a}\n',
        'room: "*"\nmask: ' + "[" * 3000 + "]" * 3000 + "\n",
        'room: "*"\nidle: !!python/object:os.system ls\n',
        'room: "*"\n? [a, b]\n: 1\n',
        "- a\n- b\n",
        "",
        "room: \x07\n",
    ],
)
def test_strange_yaml_is_a_mistake_with_a_line(tmp_path: Path, room: str) -> None:
    """A file that refers to itself, is nested without end or asks for Python objects is refused like any other mistake."""
    with pytest.raises(ConfigWrong, match=r"rooms/all\.yaml:\d+: "):
        load(written(tmp_path, room=room))


def test_the_manual_names_every_key_and_its_default() -> None:
    """The page on policy has a row for each key that a file may set, no other, with the default that the code has."""
    page = (packs_folder().parents[1] / "docs" / "policy.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| ([^|]+) \|", page, re.MULTILINE))
    flat: dict[str, object] = {}
    for key, about in RoomRules.model_fields.items():
        inner = type(about.default).model_fields if isinstance(about.default, Rules) else {"": about}
        flat |= {f"{key}.{name}".rstrip("."): one.default for name, one in inner.items()}
    assert list(rows) == list(flat)
    for key, default in flat.items():
        if isinstance(default, str | int) and not isinstance(default, bool):
            assert rows[key].strip("`") == str(default), key
