"""The events that go out, as real apps show them: whom they call, what rings, what can be tapped, what a file is called."""

import re
from importlib.resources import files
from typing import Any

import pytest
from note_hour import LINES, hour, made
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, on_desk, policy

from bot.matrix.send import make_content
from bot.model import Amend, Card, Effect, Language, Notice, Reply
from bot.words import languages

SPOKEN = Reply | Notice | Card | Amend
FILE_NAME = re.compile(r"\b[\w/-]+\.(?:md|ya?ml|json|py|toml)\b")


def contents(effects: tuple[Effect, ...]) -> list[dict[str, Any]]:
    """Return the events that `effects` become."""
    return [make_content(effect, "job") for effect in effects if isinstance(effect, SPOKEN)]


def test_what_is_asked_for_calls_nobody() -> None:
    """The card, the line to whoever waits, the approved answer, its outcome: none mentions anybody; words for people are no notice."""
    scene = on_desk()
    code = scene.draft()
    scene.at_desk(ANA, "ok", code)
    shown = [(effect.mark.kind, make_content(effect, "job")) for effect in scene.effects if isinstance(effect, SPOKEN)]
    assert {kind for kind, _ in shown} >= {"draft", "explain", "outcome"}
    assert [content for _, content in shown if content["m.mentions"]] == []
    texts = [kind for kind, content in shown if content["msgtype"] == "m.text"]
    assert (texts.count("draft"), texts.count("explain")) == (1, 1)


@try_each("typed", ["!explain rumination", "!jelaskan ruminasi"])
def test_the_glossary_speaks_to_people(typed: str) -> None:
    """An entry is words for whoever asked, as an approved answer is: full size, and nobody is mentioned."""
    scene = Scene(policy(MODEL)).listening()
    (content,) = contents(scene.says(KIM, typed))
    assert (content["msgtype"], content["m.mentions"]) == ("m.text", {})


@try_each("typed", ["!status", "!help", "!window", "!translate", "!privacy"])
def test_machinery_is_a_notice(typed: str) -> None:
    """What a command says of the AI itself rings nobody."""
    scene = Scene(policy(MODEL)).listening()
    kinds = {(content["msgtype"], str(content["m.mentions"])) for content in contents(scene.says(KIM, typed))}
    assert kinds == {("m.notice", "{}")}


def test_a_file_goes_by_its_name() -> None:
    """The event of a file has its name and nothing else in it; the sentence about it is a message of its own, before it."""
    scene = hour()
    made(scene, "!note soap", LINES)
    note = scene.room.note
    assert note
    effects = scene.at_desk(ANA, "finalise", note.code)
    line, file = (effect for effect in effects if isinstance(effect, Reply))
    named = make_content(file, "job")
    assert line.file is None
    assert file.file
    assert named["body"] == file.file.name
    assert not {"format", "formatted_body"} & named.keys()
    assert "finalised by Ana" in make_content(line, "job")["body"]
    (page,) = (effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "note")
    assert make_content(page, "job")["msgtype"] == "m.text"


@pytest.mark.parametrize("language", languages())
def test_no_sentence_has_a_file_name_that_an_app_links(language: Language) -> None:
    """`backends.md` is a domain to apps: a file is named for therapists at the desk alone, as code."""
    text = files("bot.words").joinpath(language, "sentences.ftl").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^#.*$", "", text)
    assert FILE_NAME.findall(re.sub(r"`[^`\n]*`", "", text)) == []
    naming = {line.partition(" ")[0] for line in text.split("\n") if FILE_NAME.search(line)}
    assert naming == {"desk-stays", "paper-small"}
