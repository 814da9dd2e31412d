"""A language that nobody speaks, made from English: each of its words is the English one with `ax` behind it.

Whatever the bot says in it can be told by its words, and whatever it understands in it is read from its folder alone.
"""

import re
from pathlib import Path
from typing import Any

import yaml
from fluent.syntax import FluentParser, FluentSerializer, ast
from fluent.syntax.visitor import Transformer

from bot.model import Language
from bot.session.answers.hold_translation import STRANGE
from bot.words.shelf import FALLBACK, open_file, read_shelf_yaml

XX = Language("xx")
MARK = "ax"
_WORD = re.compile(r"\{[^{}]*\}|<\w+>|[A-Za-z]+(?:'[A-Za-z]+)*")
_KEYS_STAY = {"kind", "tier", "source", "sources", "language", "reviewed", "checked_on", "dictionary", "lack"}
KINDS = ("machine", *STRANGE)
PATTERNS = {
    "questions.yaml": {"parts": {"machine": ["botax", "machineax"]}, "is_ai": [r"\bareax youax aax %machine%\b"],
                       "term": [r"whatax isax (.+)"], "term_loosely": [], "pointing": ["itax"]},
    "answers.yaml": {
        "about": ["translationax"], "here": ["hereax isax"], "sure": ["sureax"], "sorrily": ["veryax"], "leads": ["translationax"], "surely": ["sureax"], "dangling": "theax", "turned": [r"\bneverax dieax\b"], "headed": ["answerax"], "note": ["noteax"],
        "nothing": ["nothingax"], "stop": ["dangerax"], "option": ["optionax"], "aside": ["letax meax"], "and": ["andax"], "message": ["messagesax"],
        "numbers": ["messagesax"], "aloud": ["okax"], "blank": ["noneax"], "titles": {"client": ["clientax"], "therapist": ["therapistax"]},
        "labels": ["approvedax"], "marked": [], "floors": ["onax", "offax"], "bracketed": ["therapistax"],
        "openings": [r"approvedax byax\b"], "speakers": ["therapistax", "clientax"], "parts": {"medicine": ["pillsax"]},
        "medication": [r"\bstopax (?:yourax )?%all:medicine%\b"], "diagnosis": [r"\byouax areax depressedax\b"],
        "risk": [r"\bnoax riskax\b"], "prompted": ["theax termax"], "made": ["translationax"], "into": ["intoax"],
        "tongue": ["formalax"], "source": ["originalax"], "explains": ["explanationax:"], "closings": ["letax meax knowax"],
        "closes": [r"\bletax\b"], "strange": {kind: [rf"\b{kind}ax iax\b"] for kind in KINDS},
        "said": {kind: [rf"\b{kind}ax\b"] for kind in KINDS},
        "sources": ["seeax"], "cited": ["sourcesax"], "upto": ["toax"], "but": ["butax"],
    },
    "claims.yaml": {
        "who": {"again": ["andax"], "both": [r"bothax clientsax\b"], "told": ["accordingax toax"]},
        "kin": {"parent": ["motherax"]}, "proposes": [r"\byouax couldax askax\b"], "scale": [], "counted": ["thingsax"], "numbers": {2: ["twoax"]}, "times": {},
        "teens": [], "loosely": [], "units": {"hour": ["hoursax"]}, "a": ["anax"], "often": {}, "days": {"monday": ["mondayax"]},
        "days_said": {}, "sight": {"tears": [r"\btearfulax\b"]}, "parts": {"danger": ["dangerax"]},
        "risk": {"stable": [r"\bisax stableax\b"]}, "told": {"stable": [r"\bstableax\b"]}, "asked": [], "quoted": [],
    },
    "misheard.yaml": {"fillers": ["thanksax for watchingax"]},
    "mirror.yaml": {
        "chat": {"iax": "iax"}, "dropped": ["ughax"], "dropped_first": [], "small": [], "selves": {"iax": "iax"}, "self": "iax",
        "parts": {"soft": ["soax"], "and": ["andax"], "state": ["sickax"]}, "starts": [], "holds": [], "misspelt": [], "least": 2, "main": [],
        "joiners": ["butax"], "contrast": ["butax"], "reasons": [], "under": [],
        "clauses": [["mine", r"^((?:%soft% )*)(?:%feeling%|%state%)\b.*", r"iax feelax \g<0>"], ["mine", "^iax .*", r"\g<0>"]],
        "softened": [], "cut": [], "unsaid": [], "insulting": [], "bare": [], "goes_on": [], "third": [], "about_me": [], "shorter": [],
        "whole": [], "frames": {"other": "{said}", "both": "bothax: {first} {second}", "when": "whenax {said}", "that": "sayax {said}", "this": "sayax: {said}"},
    },
    "notecheck.yaml": {
        "not": "noax notax", "perhaps": "maybeax", "yes_first": [], "never": [], "lead": ["andax"], "asks": ["doax", "haveax"],
        "self": ["suicideax", r"dieax\b"], "others": [r"harmax\b"], "parts": {"danger": ["suicideax", r"dieax\b"]},
        "vague": [r"\b%danger%"], "denies": [r"\bdeniesax\b", r"\bnoax\b[^.;]{0,60}?\b%all:danger%"],
    },
}  # fmt: skip
"""Patterns cannot be made word by word."""


def write_language(shelf: Path) -> None:
    """Write the folder of the language into `shelf`."""
    folder = shelf / XX
    (folder / "masking").mkdir(parents=True)
    (folder / "sentences.ftl").write_text(_sentences(), encoding="utf-8")
    for file in ("commands", "typed", "helplines", "notes", "glossary"):
        _write(folder / f"{file}.yaml", _spoken(read_shelf_yaml(FALLBACK, f"{file}.yaml"), keys=False))
    phrases = read_shelf_yaml(FALLBACK, "phrases.yaml")
    keyed = {part: _spoken(phrases[part], keys=True) for part in ("forms", "endings") if part in phrases}
    _write(folder / "phrases.yaml", _spoken(phrases, keys=False) | keyed)
    _write(folder / "feelings.yaml", _feelings())
    itself = read_shelf_yaml(FALLBACK, "language.yaml") | {
        "registers": [],
        "names": {XX: ["oddish"], FALLBACK: ["english"]},
    }
    _write(
        folder / "language.yaml", _spoken(itself, keys=False) | {"own": "Oddish", "english": "Oddish", "endings": []}
    )
    for file, said in PATTERNS.items():
        _write(folder / file, said)
    _write(folder / "masking" / "cues.yaml", _spoken(read_shelf_yaml(FALLBACK, "masking/cues.yaml"), keys=False))
    _write(folder / "masking" / "words.yaml", read_shelf_yaml(FALLBACK, "masking/words.yaml"))
    for list_ in (
        "lookalikes",
        "masking/dictionary",
        "masking/kept",
        "masking/ordinary",
        "masking/chat",
        "masking/capitals",
    ):
        lines = open_file(FALLBACK, f"{list_}.txt").read_text(encoding="utf-8").splitlines()
        spelt = (line if line.startswith("#") else spell(line) for line in lines)
        (folder / f"{list_}.txt").write_text("\n".join(spelt), encoding="utf-8")


def spell(text: str) -> str:
    """Return an English text in the language: `!explain it` is `!explainax itax`. What stands in braces, or for a group, stays."""
    return _WORD.sub(lambda word: word[0] if word[0].startswith(("{", "<")) else f"{word[0]}{MARK}", text)


def foreign_words(text: str, known: str) -> set[str]:
    """Return the words in `text` that are not of this language and do not stand in `known`, what the sentence was told."""
    words = {word for word in re.findall(r"[A-Za-z]+(?:'[A-Za-z]+)*[A-Za-z]", text) if not word.lower().endswith(MARK)}
    return {word for word in words if word not in known}


def _sentences() -> str:
    resource = FluentParser().parse(open_file(FALLBACK, "sentences.ftl").read_text(encoding="utf-8"))
    return FluentSerializer().serialize(_Spoken().visit(resource))


class _Spoken(Transformer):
    """Puts what sentences say into the language, and leaves what they are filled with, and which case is which."""

    def visit_TextElement(self, node: ast.TextElement) -> ast.TextElement:  # noqa: N802 - fluent calls it so
        """Return a piece of text in the language."""
        return ast.TextElement(spell(node.value))


def _spoken(said: Any, *, keys: bool) -> Any:
    """Return what a file says in the language; with `keys`, those too, but for those that stay."""
    if isinstance(said, dict):
        return {
            spell(key) if keys else key: value if key in _KEYS_STAY else _spoken(value, keys=keys)
            for key, value in said.items()
        }
    if isinstance(said, list):
        return [_spoken(part, keys=keys) for part in said]
    return spell(said) if isinstance(said, str) else said


def _feelings() -> dict[str, Any]:
    """Return rough words and what they mean. The parts of the grammar keep their names, and so do the frames."""
    said = read_shelf_yaml(FALLBACK, "feelings.yaml")
    needs = {
        spell(need): {"words": _spoken(item["words"], keys=False)}
        | ({"lack": spell(item["lack"])} if "lack" in item else {})
        for need, item in said["needs"].items()
    }
    named = {part: _spoken(said[part], keys=True) for part in ("feelings", "about_me")}
    return _spoken(said, keys=False) | named | {"needs": needs, "contracted": {}, "spellings": {}}  # type: ignore[no-any-return]


def _write(file: Path, said: Any) -> None:
    file.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
