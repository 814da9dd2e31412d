"""The configuration: every mistake at once, each with its file and line."""

import shutil
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written

from bot.errors import ConfigWrong
from bot.model import RoomId, UserId
from bot.policy import Layer, RoomRules, merge_layers
from bot.settings import load_settings
from bot.settings.load import find_packs_folder


def test_a_good_configuration_covers_every_room(tmp_path: Path) -> None:
    """The file for `"*"` holds for a room that has no file of its own."""
    policy = load_settings(written(tmp_path)).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.approval == "all"
    assert policy.origins["therapists"] == "bot.yaml"


def test_jurisdiction_has_no_default(tmp_path: Path) -> None:
    """Without `jurisdiction` the bot does not start."""
    assert "`jurisdiction` is missing" in mistakes(written(tmp_path, GOOD.replace("jurisdiction: [demo]\n", "")))


@pytest.mark.parametrize(
    ("sizes", "told"),
    [("context: 2047", "Write 2,048 or more"), ("context: 2048, max_tokens: 1025", "more than half of `context`")],
)
def test_a_model_has_room_for_a_question(tmp_path: Path, sizes: str, told: str) -> None:
    """A context in which nothing fits beside rules and answer is refused, as docs/backends.md says."""
    backend = f'backends:\n  house: {{kind: openai, base_url: "http://127.0.0.1:9/v1", model: m, {sizes}}}\n'
    assert told in mistakes(written(tmp_path, GOOD + backend))
    fits = tmp_path / "fits"
    fits.mkdir()
    assert load_settings(written(fits, GOOD + backend.replace(sizes, "context: 2048, max_tokens: 1024")))


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
def test_a_backend_out_of_the_clinic_needs_an_agreement(tmp_path: Path, backend: str) -> None:
    """Without anything signed it is a mistake, and so is a room that names it while local ones alone are allowed."""
    path = written(tmp_path, f"{GOOD}backends:\n  far: {backend}\n", 'room: "*"\nbackend: far\n')
    told = mistakes(path)
    assert "bot.yaml:8: backend `far` is on another machine, and no agreement with whoever runs it is on file" in told
    assert "rooms/all.yaml:2: backend `far` would send text to another machine, and the default says" in told


def test_demo_serves_this_machine_only(tmp_path: Path) -> None:
    """The loosest pack is refused for a homeserver elsewhere."""
    told = mistakes(written(tmp_path, GOOD.replace("http://127.0.0.1:8008", "https://192.0.2.1")))
    assert "`demo` serves homeservers on this machine only" in told


def test_a_room_file_cannot_loosen() -> None:
    """Where deployment and room file differ, the stricter value holds."""
    wide = Layer("bot.yaml", RoomRules.model_validate({"approval": "all", "idle": 10}))
    room = Layer("room.yaml", RoomRules.model_validate({"approval": "unasked", "idle": 5}))
    rules, origins = merge_layers((wide, room))
    assert (rules.approval, rules.idle) == ("all", 5)
    assert origins == {"approval": "bot.yaml", "idle": "room.yaml"}


def test_the_example_configuration_has_no_mistakes(tmp_path: Path) -> None:
    """Whoever copies the example and writes the password into its file can start."""
    copied = shutil.copytree(find_packs_folder().parent, tmp_path / "config")
    (copied / "secrets").mkdir()
    (copied / "secrets" / "password").write_text("a password")
    assert len(load_settings(copied / "bot.yaml").rooms) == 1


@pytest.mark.parametrize("value", ["off", "'off'"])
def test_off_is_the_floors_name(tmp_path: Path, value: str) -> None:
    """`floor_max: off` means what it says, with quotes and without."""
    policy = load_settings(written(tmp_path, room=f'room: "*"\nfloor_max: {value}\n')).policy(RoomId("!any"))
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
        load_settings(written(tmp_path, room=room))


@pytest.mark.parametrize(
    ("room", "told"),
    [
        ("window: {mesages: 3}\n", "`window.mesages` is not a key that I know. Did you mean `messages`?"),
        ("commands: [explain, sumary]\n", "`sumary` is not a command. Did you mean `summary`?"),
        ("ask: {xyzzy: [client]}\n", "`xyzzy` is not a command. There are: "),
        ("ask: {explain: [doctor]}\n", "`ask.explain` (entry 1) can be `therapist`, `client` or `observer`"),
        ("prefix: '/'\n", "`prefix` cannot begin a command"),
        ("posts: sometimes\n", "`posts` can be `never`, `approved` or `any`"),
        ("idle: soon\n", "`idle` needs a whole number"),
        ("therapists: ['ana']\n", "`therapists` (entry 1) is no user id and no pattern"),
    ],
)
def test_what_a_file_cannot_say(tmp_path: Path, room: str, told: str) -> None:
    """A wrong key, value or name is a mistake on its line, and a near one is offered."""
    said = mistakes(written(tmp_path, room='room: "*"\n' + room))
    assert f"rooms/all.yaml:2: {told}" in said


def test_names_are_looked_at_in_every_file(tmp_path: Path) -> None:
    """A command that does not exist is a mistake in the deployment file too, on its own line."""
    told = mistakes(written(tmp_path, GOOD + "commands:\n  - listen\n  - lisen\n"))
    assert "bot.yaml:9: `lisen` is not a command. Did you mean `listen`?" in told


def test_a_file_may_name_commands_that_are_yet_to_come(tmp_path: Path) -> None:
    """What a later version brings can be allowed or forbidden today."""
    policy = load_settings(written(tmp_path, room='room: "*"\ncommands: [summary, off]\n')).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.commands == ("off", "summary")


def test_a_backends_keys_are_offered_too(tmp_path: Path) -> None:
    """However deep a misspelt key stands, the near one beside it is offered."""
    bot = GOOD + "backends:\n  far:\n    kind: openai\n    agreement: {knd: BAA}\n"
    assert "`backends.far.agreement.knd` is not a key that I know. Did you mean `kind`?" in mistakes(
        written(tmp_path, bot)
    )


def test_a_rooms_policy_is_worked_out_once(tmp_path: Path) -> None:
    """The policy is asked for at each event, and the files do not change under it."""
    settings = load_settings(written(tmp_path))
    assert settings.policy(RoomId("!any")) is settings.policy(RoomId("!any"))
    assert settings.policy(RoomId("!any")) == settings.policy(RoomId("!other"))


def test_rooms_under_one_file_share_what_is_worked_out(tmp_path: Path) -> None:
    """A hundred rooms under one file are as many rooms and one policy: what is worked out of it is worked out once."""
    settings = load_settings(written(tmp_path))
    held = {id(settings.policy(RoomId(f"!room{number}:clinic"))) for number in range(100)}
    assert len(held) == 1


def test_who_is_a_therapist_anywhere(tmp_path: Path) -> None:
    """A pattern in any file makes a therapist, by the same rules as in a room."""
    settings = load_settings(written(tmp_path, GOOD.replace("@ana:clinic", "@a?a:clinic")))
    assert settings.is_therapist(UserId("@ana:clinic"))
    assert not settings.is_therapist(UserId("@anna:clinic"))
