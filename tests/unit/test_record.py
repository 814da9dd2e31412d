"""`thirdchair record`: the record of processing says what the configuration says, and nothing that is secret."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from clinic_files import GOOD, written
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import load_settings, make_record, write_record_page
from bot.settings.record_page import FILL_IN

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
SIGNED = "{kind: DPA, with: 'Far | Co', signed: 2026-01-15, expires: 2027-01-14}"
FAR = f"""\
backend: far
backends_allowed: any
crisis: {{model: true}}
minor: false
backends:
  far:
    kind: openai
    base_url: https://user:hunter2@192.0.2.1/v1
    model: m
    api_key_file: api
    agreement: {SIGNED}
"""


EARS = """\
backends:
  ears: {kind: transcribe, base_url: "http://127.0.0.1:9/v1", model: small}
"""
FAR_EARS = f"""\
backends_allowed: any
backends:
  ears: {{kind: transcribe, base_url: "https://192.0.2.1/v1", model: small, agreement: {SIGNED}}}
"""
HEARD = 'room: "*"\ntranscription: ears\n'


def found(folder: Path, more: str = "", room: str = 'room: "*"\n', today: date = TODAY) -> dict[str, Any]:
    """Return the record of a small clinic."""
    (folder / "api").write_text("sk-very-secret\n")
    return make_record(load_settings(written(folder, GOOD + more, room)), today)


def anchors(page: Path) -> set[str]:
    """Return what a link into a page can point at."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def test_the_retention_is_the_strictest_of_all_files(tmp_path: Path) -> None:
    """What counts is what the bot does: the strictest of the deployment, its packs and the room."""
    rows = found(tmp_path, "retention: {sent: 48}\n", 'room: "*"\nretention: {sent: 100, drafts: 5}\n')["retention"]
    assert [(row["sent_hours"], row["drafts_hours"]) for row in rows] == [(48, 5)]


def test_the_talk_is_kept_as_long_as_the_window_and_no_longer(tmp_path: Path) -> None:
    """Of the two rules that end the talk, the shorter is told."""
    rows = found(tmp_path, "retention: {window: 1}\nwindow: {minutes: 600}\n")["retention"]
    assert rows[0]["talk_minutes"] == 60


def test_every_room_file_is_in_it(tmp_path: Path) -> None:
    """No room is left out, nor from the packs that hold in it; a room's own pack is named for that room alone."""
    path = written(tmp_path)
    (tmp_path / "rooms" / "room-2.yaml").write_text('room: "!two:clinic"\njurisdiction: [eu]\n')
    made = make_record(load_settings(path), TODAY)
    both = ["rooms/all.yaml", "rooms/room-2.yaml"]
    assert [item["file"] for item in made["retention"]] == both
    assert {item["name"]: item["rooms"] for item in made["packs"]} == {"demo": both, "eu": both[1:]}
    assert {item["name"]: item["rooms"] for item in made["backends"]} == {"embedded": both}
    assert [name for name in both if name not in write_record_page(made)] == []


def test_packs_say_who_has_looked_at_them(tmp_path: Path) -> None:
    """The day on which a pack was checked is there, and that nobody reviewed it."""
    (pack,) = found(tmp_path)["packs"]
    assert date.fromisoformat(pack["checked_on"]) <= TODAY
    assert pack["reviewed_by"] is None
    made = {**found_again(tmp_path), "packs": [pack]}
    assert "nobody: have counsel review it" in write_record_page(made)


def found_again(folder: Path) -> dict[str, Any]:
    """Return the record of a clinic whose files are written already."""
    return make_record(load_settings(folder / "bot.yaml"), TODAY)


def test_no_secret_is_in_it(tmp_path: Path) -> None:
    """Neither a password, a key, nor what stands before the host of an address, and no person's id."""
    made = found(tmp_path, FAR)
    for text in (write_record_page(made), json.dumps(made)):
        assert [item for item in ("secret", "hunter2", "user:", "@ana", str(tmp_path)) if item in text] == []
        assert "192.0.2.1" in text


@pytest.mark.parametrize(("today", "holds"), [(TODAY, True), (date(2027, 1, 15), False)])
def test_a_backend_out_of_the_clinic_is_a_transfer(tmp_path: Path, today: date, holds: bool) -> None:
    """It is told with its company and agreement; where its country is, the clinic is asked."""
    made = found(tmp_path, FAR, today=today)
    (far,) = [item for item in made["backends"] if item["name"] == "far"]
    signed = {"kind": "DPA", "signed": "2026-01-15", "expires": "2027-01-14", "holds": holds}
    assert (far["where"], far["company"], far["agreement"]) == ("remote", "Far | Co", signed)
    assert made["transfers"] == [{"backend": "far", "company": "Far | Co", "country": None, "safeguards": None}]
    page = write_record_page(made)
    assert f"| far | Far \\| Co | {FILL_IN} | {FILL_IN} |" in page
    assert ("does not hold today" in page) is not holds


def test_without_a_model_nothing_is_said_of_one(tmp_path: Path) -> None:
    """Purposes, data, measures and risks of a language model are told only where one answers."""
    page = write_record_page(found(tmp_path))
    assert "No backend is out of the clinic." in page
    assert "language model" not in page
    assert "docs/masking.md" not in page


def test_with_a_model_it_changes(tmp_path: Path) -> None:
    """A model out of the clinic, which also reads along for danger, brings its purposes, measures and risks."""
    page = write_record_page(found(tmp_path, FAR))
    for told in ("Asking a language model", "over https", "docs/masking.md#what-it-misses", "second-reader"):
        assert told in page


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("minor: true\n", "Minors take part"),
        ("crisis: {in_off: true}\n", "also while the AI is off"),
        ("substance_use: true\n", "42 CFR Part 2"),
        ("observers: ['@eve:clinic']\n", "- Observers"),
        ("supervisor_room: '!s:clinic'\n", "in their room: counts"),
        ("on_call_room: '!o:clinic'\n", "The on-call room"),
    ],
)
def test_it_changes_with_the_policy(tmp_path: Path, rule: str, told: str) -> None:
    """What a rule brings is told where the rule holds, and nowhere else."""
    before = write_record_page(found(tmp_path))
    assert told not in before
    (tmp_path / "bot.yaml").write_text(GOOD + rule)
    assert told in write_record_page(found_again(tmp_path))


def test_a_server_that_gets_voices_is_a_recipient(tmp_path: Path) -> None:
    """It is told in which rooms it is asked, what it gets and what may come of it; where no room names it, none of that."""
    made = found(tmp_path, EARS, HEARD)
    page = write_record_page(made)
    assert {item["name"]: item["rooms"] for item in made["backends"]} == {
        "embedded": ["rooms/all.yaml"],
        "ears": ["rooms/all.yaml"],
    }
    for told in (
        "voice messages written down by a machine",
        "no sound",
        "nothing in it can be masked",
        "voice.md#limits",
    ):
        assert told in page
    assert "No backend is out of the clinic." in page
    assert "language model" not in page
    (tmp_path / "rooms" / "all.yaml").write_text('room: "*"\n')
    without = found_again(tmp_path)
    assert "voice messages" not in write_record_page(without)
    assert [item["rooms"] for item in without["backends"] if item["name"] == "ears"] == [[]]


def test_voices_that_leave_the_clinic_are_a_transfer(tmp_path: Path) -> None:
    """A server elsewhere is told with its company, and that what left cannot be called back; no masking is claimed for it."""
    made = found(tmp_path, FAR_EARS, HEARD)
    assert [item["backend"] for item in made["transfers"]] == ["ears"]
    page = write_record_page(made)
    assert "cannot be called back" in page
    assert "strictest masking" not in page


def test_a_clinic_without_the_tripwire_claims_none(tmp_path: Path) -> None:
    """Neither the purpose nor the risks of the tripwire are told where it is off."""
    page = write_record_page(found(tmp_path, "crisis: {enabled: false}\n"))
    assert "danger" not in page
    assert "docs/safety.md" not in page


def test_who_answers_is_told_or_asked_for(tmp_path: Path) -> None:
    """The controller and how to reach them come from the deployment file; without them there is a place to write."""
    assert f"- Controller: {FILL_IN}\n- Contact: {FILL_IN}\n" in write_record_page(found(tmp_path))
    (tmp_path / "bot.yaml").write_text(GOOD + "controller: Clinic Example\ncontact: privacy@clinic.example\n")
    assert "- Controller: Clinic Example\n- Contact: privacy@clinic.example\n" in write_record_page(
        found_again(tmp_path)
    )


def test_each_pointer_leads_to_a_heading(tmp_path: Path) -> None:
    """The pages and headings that the risks point at are there."""
    made = found(tmp_path, FAR)
    (tmp_path / "bot.yaml").write_text(GOOD + "minor: true\n")
    risks = [*made["risks"], *found_again(tmp_path)["risks"]]
    (tmp_path / "bot.yaml").write_text(GOOD + EARS)
    (tmp_path / "rooms" / "all.yaml").write_text(HEARD)
    risks += found_again(tmp_path)["risks"]
    for see in (item["see"] for item in risks):
        page, _, anchor = see.partition("#")
        assert not anchor or anchor in anchors(ROOT / page), see


def test_the_command_needs_files_alone(tmp_path: Path) -> None:
    """It prints Markdown, or JSON for programs, without a notebook, and makes none."""
    path = str(written(tmp_path))
    page = CliRunner().invoke(app, ["record", "--config", path])
    data = CliRunner().invoke(app, ["record", "--config", path, "--json"])
    assert page.exit_code == data.exit_code == 0
    assert page.stdout.startswith("# Record of processing\n")
    assert json.loads(data.stdout)["homeserver"] == "http://127.0.0.1:8008"
    assert not (tmp_path / "data").exists()


def test_a_bad_configuration_is_told_as_ever(tmp_path: Path) -> None:
    """No record is made of files with mistakes: status 78, and each of them."""
    path = written(tmp_path, GOOD + "controler: X\n")
    failed = CliRunner().invoke(app, ["record", "--config", str(path)])
    assert getattr(failed.exception, "exit_code", 0) == 78
    assert failed.stdout == ""
