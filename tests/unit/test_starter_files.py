"""The first configuration, as `thirdchair init` writes it: valid, and what it offers in comments is valid too."""

import re
from dataclasses import replace
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.model import RoomId, UserId
from bot.settings import Deployment, RoomFile, load_packs, load_settings
from bot.settings.starter_files import (
    DeploymentAnswers,
    ModelServer,
    RoomAnswers,
    compose_bot_yaml,
    compose_room_file,
)
from bot.settings.yaml_file import read_yaml
from bot.words import languages

ANSWERS = DeploymentAnswers(
    homeserver="http://127.0.0.1:8008",
    user_id=UserId("@thirdchair:clinic.example"),
    has_password=True,
    jurisdiction=("uk",),
    country=None,
    therapists=("@ana:clinic.example",),
    second_contacts=("@sam:clinic.example",),
    on_call_room="#on-call:clinic.example",
)
ROOM = RoomAnswers("*", tuple(languages()), 45)
OFFERED = re.compile(r"^# (\w+: ?\S.*)$", re.MULTILINE)
SERVER = ModelServer("http://127.0.0.1:11434/v1", "tiny", has_key=True)


def write_files(folder: Path, answers: DeploymentAnswers, room: RoomAnswers = ROOM) -> Path:
    """Write what the answers make, with secrets beside it, and return the deployment file."""
    (folder / "rooms").mkdir(parents=True)
    (folder / "secrets").mkdir()
    for secret in ("password", "access-token", "model-key"):
        (folder / "secrets" / secret).write_text("secret\n")
    (folder / "rooms" / "all.yaml").write_text(compose_room_file(room), encoding="utf-8")
    (folder / "bot.yaml").write_text(compose_bot_yaml(answers), encoding="utf-8")
    return folder / "bot.yaml"


@try_each("pack", [name for name, _ in load_packs()])
def test_every_pack_can_be_chosen(pack: str, tmp_path: Path) -> None:
    """With any pack, any way to the account and with a model server, the files are followed as they were meant."""
    made = replace(ANSWERS, jurisdiction=(pack,), country="gb", has_password=False, server=SERVER)
    settings = load_settings(write_files(tmp_path / pack, made))
    policy = settings.policy(RoomId("!any:clinic.example"))
    assert policy is not None
    assert policy.rules.window.minutes == 45
    assert policy.rules.language == tuple(languages())
    assert policy.backend.model == "tiny"
    assert policy.on_call
    assert set(policy.rules.second_contacts) == {"@sam:clinic.example"}
    assert settings.deployment.access_token_file == tmp_path / pack / "secrets" / "access-token"


def test_nobody_and_nothing_can_be_left_out(tmp_path: Path) -> None:
    """Without second contacts, an on-call room and a model, what is left out stands as a comment to be filled in."""
    made = replace(ANSWERS, second_contacts=(), on_call_room=None)
    deployment = load_settings(write_files(tmp_path, made)).deployment
    assert (deployment.second_contacts, deployment.on_call_room, deployment.backends) == ((), None, {})
    text = compose_bot_yaml(made)
    assert "# second_contacts: " in text
    assert "# on_call_room: " in text


def test_counts_and_health_are_served_on_this_machine_alone(tmp_path: Path) -> None:
    """A port is written down without a host, so that it is loopback's; without one nothing listens, and the line is offered."""
    web = load_settings(write_files(tmp_path / "with", replace(ANSWERS, web_port=9464))).deployment.web
    assert web is not None
    assert (web.host, web.port) == ("127.0.0.1", 9464)
    assert load_settings(write_files(tmp_path / "without", ANSWERS)).deployment.web is None
    offers = [compose_bot_yaml(replace(ANSWERS, web_port=port)).count("# web: ") for port in (None, 9464)]
    assert offers == [1, 0]


@try_each(
    ("text", "kind"),
    [(compose_bot_yaml(replace(ANSWERS, on_call_room=None)), Deployment), (compose_room_file(ROOM), RoomFile)],
)
def test_what_comments_offer_is_valid(text: str, kind: type[Deployment | RoomFile], tmp_path: Path) -> None:
    """Each line that is commented out can be taken in as it stands."""
    offered = OFFERED.findall(text)
    assert len(offered) >= 4
    given_already = yaml.safe_load(text)
    for line in offered:
        (key,) = yaml.safe_load(line)
        rest = {name: value for name, value in given_already.items() if name != key}
        file = tmp_path / "one.yaml"
        file.write_text(f"{yaml.safe_dump(rest)}{line}\n")
        read = read_yaml(file, "one.yaml")
        assert read.model(kind) is not None, read.mistakes


@given(st.text(min_size=1, max_size=40).filter(str.isprintable))
def test_what_is_typed_stays_one_value(typed: str) -> None:
    """Whatever somebody types as the name of a model, it comes back as that, and nothing else in the file changes."""
    plain = yaml.safe_load(compose_bot_yaml(replace(ANSWERS, server=SERVER)))
    read = yaml.safe_load(compose_bot_yaml(replace(ANSWERS, server=replace(SERVER, model=typed))))
    assert read["backends"]["house"].pop("model") == typed
    plain["backends"]["house"].pop("model")
    assert read == plain
