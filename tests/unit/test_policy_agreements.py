"""Agreements: what must be signed before text may go to another machine, and until when it counts."""

import re
from datetime import date
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written

from bot.errors import ConfigWrong
from bot.settings import load_settings
from bot.settings.models import BackendSettings, Deployment
from bot.settings.settings import Settings

SIGNED = "{kind: BAA, with: Example, signed: 2026-01-15, expires: 2027-01-14}"
TODAY = date(2026, 11, 24)
NONE_ON_FILE = "no agreement with whoever runs it is on file"
NOT_TODAY = "the agreement for backend `far` does not hold today"


def with_far(agreement: str | None, rules: str = "") -> str:
    """Return a deployment file with a backend on another machine."""
    signed = f", agreement: {agreement}" if agreement else ""
    return f"{GOOD}{rules}backends:\n  far: {{kind: openai, base_url: 'https://192.0.2.1/v1', model: m{signed}}}\n"


def told(path: Path, today: date) -> str:
    """Return what is wrong with a configuration on a day; empty if nothing is."""
    try:
        load_settings(path, today)
    except ConfigWrong as wrong:
        return str(wrong)
    return ""


@pytest.mark.parametrize(
    ("agreement", "today", "sentence"),
    [
        (None, TODAY, NONE_ON_FILE),
        (SIGNED, date(2026, 1, 14), NOT_TODAY),
        (SIGNED, date(2026, 1, 15), None),
        (SIGNED, date(2027, 1, 14), None),
        (SIGNED, date(2027, 1, 15), NOT_TODAY),
    ],
)
def test_a_remote_backend_needs_an_agreement_that_holds_today(
    tmp_path: Path, agreement: str | None, today: date, sentence: str | None
) -> None:
    """It is missing, or it counts from the day it was signed to the day it expires."""
    said = told(written(tmp_path, with_far(agreement)), today)
    assert [item for item in (NONE_ON_FILE, NOT_TODAY) if item in said] == ([sentence] if sentence else [])
    assert bool(said) is (sentence is not None)


@pytest.mark.parametrize(("pack", "needed"), [("demo", False), ("us-hipaa", True)])
def test_a_pack_may_insist_on_agreements(tmp_path: Path, pack: str, needed: bool) -> None:
    """The deployment can do without one, unless a pack says that it is needed."""
    bot = with_far(None, "agreement_required: false\n").replace("[demo]", f"[{pack}]")
    assert (NONE_ON_FILE in told(written(tmp_path, bot), TODAY)) is needed


@pytest.mark.parametrize(("agreement", "sentence"), [(None, NONE_ON_FILE), (SIGNED, NOT_TODAY)])
def test_a_room_may_insist_on_agreements(tmp_path: Path, agreement: str | None, sentence: str) -> None:
    """Where a room alone needs one, through a pack that it adds, the mistake is told on the room's line."""
    bot = with_far(agreement, "agreement_required: false\nbackends_allowed: any\nbackend: far\n")
    path = written(tmp_path, bot, 'room: "*"\nbackend: far\njurisdiction: [us-hipaa]\n')
    assert re.search(rf"rooms/all.yaml:2: .*{sentence}", told(path, date(2028, 1, 1)))


@pytest.mark.parametrize(
    ("agreement", "sentence"),
    [
        (
            "{kind: NDA, with: Example, signed: 2026-01-15, expires: 2027-01-14}",
            "can be `BAA`, `DPA` or `QSOA`",
        ),
        ("{kind: DPA, with: Example, signed: 2026-01-15}", "`backends.far.agreement.expires` is missing"),
        (
            "{kind: DPA, with: Example, signed: soon, expires: 2027-01-14}",
            "`backends.far.agreement.signed` needs a day",
        ),
        (
            "{kind: DPA, with: Example, signed: 2027-01-15, expires: 2027-01-14}",
            "`backends.far.agreement`: the agreement expires before it is signed",
        ),
    ],
)
def test_an_agreement_is_complete(tmp_path: Path, agreement: str, sentence: str) -> None:
    """Its kind, with whom, from when and until when: all of it, and it makes sense."""
    assert sentence in mistakes(written(tmp_path, with_far(agreement)))


@pytest.mark.parametrize(("name", "value"), [("paper.pdf", True), ("nowhere.pdf", False)])
def test_the_paper_is_where_the_file_says(tmp_path: Path, name: str, value: bool) -> None:
    """An agreement may name the signed paper, by a path from the folder of `bot.yaml`; then it is there."""
    (tmp_path / "paper.pdf").write_bytes(b"%PDF")
    said = told(written(tmp_path, with_far(SIGNED.replace("}", f", file: {name}}}"))), TODAY)
    assert ("bot.yaml:8: the agreement for backend `far` is not where `file` says" in said) is not value


def settings_with(**backends: BackendSettings) -> Settings:
    """Return settings that have these backends."""
    raw = {"homeserver": "http://127.0.0.1:1", "user_id": "@bot:c", "data_dir": "d", "backends": backends}
    return Settings(Deployment.model_validate(raw), (), ())


def test_at_each_request_the_agreement_is_looked_at() -> None:
    """A backend on this machine needs none; another's agreement ends on its day, while the bot runs."""
    far = BackendSettings.model_validate(
        {
            "remote": True,
            "kind": "openai",
            "base_url": "http://127.0.0.1:1",
            "agreement": {"kind": "QSOA", "with": "Example", "signed": "2026-01-15", "expires": "2027-01-14"},
        }
    )
    near = BackendSettings(kind="openai", base_url="http://127.0.0.1:1")
    settings = settings_with(far=far, near=near, bare=far.model_copy(update={"agreement": None}))
    assert settings.agreement_holds("far", date(2027, 1, 14))
    assert not settings.agreement_holds("far", date(2027, 1, 15))
    assert not settings.agreement_holds("bare", TODAY)
    assert settings.agreement_holds("near", date(2030, 1, 1))
    assert settings.agreement_holds("embedded", TODAY)


def test_an_agreement_on_file_must_hold_even_where_none_is_needed(tmp_path: Path) -> None:
    """Who reads that there is an agreement can rely on it: one that has expired lets nothing out."""
    bot = with_far(SIGNED, "agreement_required: false\nbackends_allowed: any\n")
    path = written(tmp_path, bot)
    assert NOT_TODAY in told(path, date(2027, 1, 15))
    settings = load_settings(path, TODAY)
    assert settings.agreement_holds("far", TODAY, required=False)
    assert not settings.agreement_holds("far", date(2027, 1, 15), required=False)
    unsigned = settings_with(far=BackendSettings(kind="openai", base_url="https://192.0.2.1"))
    assert unsigned.agreement_holds("far", TODAY, required=False)
    assert not unsigned.agreement_holds("far", TODAY)


@pytest.mark.parametrize(
    ("bot_rules", "room_rules", "by"),
    [
        ("", "", "the default"),
        ("backends_allowed: any\n", "backends_allowed: local\n", "rooms/all.yaml"),
        ("backends_allowed: any\n", "substance_use: true\n", "substance_use: true"),
        ("backends_allowed: any\n", "minor: true\n", "minor: true"),
        ("backends_allowed: any\n", "", None),
    ],
)
def test_a_room_with_local_backends_only(tmp_path: Path, bot_rules: str, room_rules: str, by: str | None) -> None:
    """A room that allows local backends only cannot name one on another machine; the mistake says which rule it is."""
    bot = with_far(SIGNED, bot_rules)
    said = told(written(tmp_path, bot, f'room: "*"\n{room_rules}backend: far\n'), TODAY)
    line = 2 + room_rules.count("\n")
    sentence = f"rooms/all.yaml:{line}: backend `far` would send text to another machine, and {by} says"
    assert (sentence in said) is (by is not None)
    assert ("`backends_allowed: local`" in said) is (by is not None)
