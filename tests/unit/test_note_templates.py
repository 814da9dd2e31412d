"""Templates of notes: ours, and the clinic's own in YAML, with every mistake told by file and line."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from clinic_files import GOOD, mistakes, written
from note_hour import hour, made, on_desk
from scene import ANA, asks, keys

from bot.app import reload
from bot.app.reload import _hash_files
from bot.model import Language, RoomId
from bot.policy import BackendFacts
from bot.policy.note_templates import NoteTemplate, load_own_templates
from bot.session.talk.token_estimate import estimate_tokens
from bot.settings import load_settings

COUPLES = """\
title: {en: Couples note}
headings:
  agreed:
    title: {en: Agreed, id: Disepakati}
    holds: what both said they will do
  open-points:
    title: {en: Still open}
    holds: what they did not agree on
"""


def clinic(folder: Path, **files: str) -> Path:
    """Write a configuration with templates of these names, and return its deployment file."""
    (folder / "notes").mkdir()
    for name, text in files.items():
        (folder / "notes" / f"{name}.yaml").write_text(text)
    return written(folder, GOOD + "notes: notes\n")


def test_ours_are_there_by_themselves() -> None:
    """SOAP, DAP, BIRP and a free one, each titled in both languages and short enough to leave room for the talk."""
    assert sorted(load_own_templates()) == ["birp", "dap", "free", "soap"]
    for template in load_own_templates().values():
        assert {*template.title} == {"en", "id"}
        assert all({*heading.title} == {"en", "id"} for heading in template.headings.values())
        assert sum(estimate_tokens(heading.holds) for heading in template.headings.values()) < 300
    assert [part.key for part in load_own_templates()["soap"].parts(Language("en"))] == [
        "subjective",
        "objective",
        "assessment",
        "plan",
    ]


def test_a_clinic_has_its_own_beside_ours(tmp_path: Path) -> None:
    """Called by the name of its file, it is asked for and shown under its own headings; ours stay."""
    policy = load_settings(clinic(tmp_path, couples=COUPLES)).policy(RoomId("!r:clinic"))
    assert policy is not None
    assert {*policy.templates} == {"birp", "couples", "dap", "free", "soap"}
    scene = hour()
    scene.policy = replace(scene.policy, templates=policy.templates)
    effects = made(scene, "!note couples", "agreed: They write it down. [3, 4]\nStill open: The nights. [2]")
    (question,) = asks(effects)
    assert [heading.key for heading in question.headings] == ["agreed", "open-points"]
    assert "__Still open__\n- The nights." in on_desk(effects)
    assert "couples" in on_desk(scene.at_desk(ANA, "!note"))


def test_a_template_of_ours_can_be_replaced(tmp_path: Path) -> None:
    """A file of the same name takes its place."""
    policy = load_settings(clinic(tmp_path, soap=COUPLES)).policy(RoomId("!r:clinic"))
    assert policy is not None
    assert policy.templates["soap"].get_title(Language("id")) == "Couples note"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (COUPLES.replace("holds: what both", "hold: what both"), "couples.yaml:5"),
        (COUPLES.replace("title: {en: Agreed, id: Disepakati}", "title: Agreed"), "couples.yaml:4"),
        (COUPLES.replace("open-points", "Open Points"), "small letters"),
        ("title: {en: Empty}\n", "`headings` is missing"),
        ("title: {fr: Vide}\n" + COUPLES.partition("\n")[2], "couples.yaml:1"),
        ("- a list\n", "couples.yaml:1"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    """Whatever is wrong in a template stops the start like any other mistake, with a remedy."""
    assert told in mistakes(clinic(tmp_path, couples=text))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    """Of every file, together with those of the rest."""
    path = clinic(tmp_path, one="title: 1\n", Two=COUPLES, finalise=COUPLES)
    (tmp_path / "rooms" / "all.yaml").write_text('room: "*"\nnote_at_end: sonnet\n')
    said = mistakes(path)
    for part in ("one.yaml:1", "`Two` cannot be the name", "`finalise` cannot be the name"):
        assert part in said


def test_a_folder_without_templates_is_a_mistake(tmp_path: Path) -> None:
    """Whoever names one meant to have some."""
    path = written(tmp_path, GOOD + "notes: nowhere\n")
    assert "there is no folder `nowhere`" in mistakes(path)
    (tmp_path / "nowhere").mkdir()
    assert "the folder `nowhere` holds no template" in mistakes(path)


def test_the_note_at_the_end_needs_a_template_that_there_is(tmp_path: Path) -> None:
    """The names that there are, are told."""
    assert "There are: birp, dap, free, soap" in mistakes(written(tmp_path, room='room: "*"\nnote_at_end: sonnet\n'))
    (tmp_path / "rooms" / "all.yaml").write_text('room: "*"\nnote_at_end: soap\n')
    assert load_settings(tmp_path / "bot.yaml").rooms


def test_a_saved_template_is_noticed(tmp_path: Path) -> None:
    """What is changed in the folder of templates is a change of the configuration."""
    path = clinic(tmp_path, couples=COUPLES)
    settings = load_settings(path)
    before = _hash_files(settings, path)
    (tmp_path / "notes" / "couples.yaml").write_text(COUPLES.replace("Still open", "Left"))
    assert _hash_files(settings, path) != before
    assert load_settings(path) != settings


def test_files_that_nobody_touched_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look opens no file that is as it was; what is written, made or gone, or was not looked at for long, is read."""
    path = clinic(tmp_path, couples=COUPLES)
    settings, now = load_settings(path), [100.0]
    monkeypatch.setattr(reload, "time", SimpleNamespace(monotonic=lambda: now[0]))
    first = reload._look_at_files(settings, path, None)
    assert reload._look_at_files(settings, path, first) is first
    (tmp_path / "notes" / "couples.yaml").write_text(COUPLES.replace("Still open", "Left"))
    written_over = reload._look_at_files(settings, path, first)
    assert written_over.content != first.content
    (tmp_path / "notes" / "more.yaml").write_text(COUPLES)
    more = reload._look_at_files(settings, path, written_over)
    assert more.content != written_over.content
    (tmp_path / "notes" / "more.yaml").unlink()
    less = reload._look_at_files(settings, path, more)
    assert less.content == written_over.content
    now[0] += reload.THOROUGH
    assert reload._look_at_files(settings, path, less) is not less


def test_a_form_that_is_too_long_for_the_model_is_refused() -> None:
    """No request is made that the model could not take in: the therapist is told, and `!end` makes no note of it."""
    heading = {"title": {"en": "Part"}, "holds": "what was said " * 20}
    long = NoteTemplate.model_validate(
        {"title": {"en": "Long"}, "headings": {f"part-{number}": heading for number in range(12)}}
    )
    scene = hour(backend=BackendFacts("house", "openai", "small", context=2048, longest=1024), note_at_end="long")
    scene.policy = replace(scene.policy, templates={"long": long})
    assert keys(scene.at_desk(ANA, "!note long")) == ["paper-small"]
    scene.at_desk(ANA, "!end")
    assert asks(scene.at_desk(ANA, "!end yes")) == []
    assert scene.room.window == ()


def test_a_changed_template_is_read_for_anew() -> None:
    """What was read for other headings is not taken for these."""
    scene = hour()
    made(scene)
    scene.policy = replace(scene.policy, templates={"soap": load_own_templates()["dap"]})
    assert keys(scene.at_desk(ANA, "!note soap")) == ["asks note"]
