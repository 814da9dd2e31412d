"""The sentences for people: none is missing in either language, none is dead, and Indonesian says "Anda"."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fluent.runtime import FluentResource
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor
from rows import try_each

from bot.model import Language
from bot.session.command.table import TABLE
from bot.words import Entries, languages
from bot.words.shelf import SENTENCES, open_file

BOT = Path(__file__).parents[2] / "bot"
CLAIMS = re.compile(
    r"(?i)\b(operator|clinic)\b[^.{}]{0,20}\b(has|have|was|were|is|are) (already |been )*(told|informed|notified|alerted)\b"
    r"|\b(told|informed|notified|alerted) the (operator|clinic)\b"
    r"|\b(operator|klinik)\b[^.{}]{0,20}\b(sudah|telah) (saya )?(diberi ?tahu|dikabari|tahu)\b"
    r"|\b(sudah|telah) (saya )?(memberi ?tahu|mengabari|beri tahu) (operator|klinik)\b"
)
"""That the operator or the clinic has been told: a log line is no person, so nobody can say so."""
PLURAL = {"zero", "one", "two", "few", "many", "other", "0", "1"}
"""The variants by which languages count; each language has its own of them (CLDR)."""
AS_IT_IS = {"sent-line task"}
"""Choices that one language does not need: English calls most tasks by what people type for them."""
SPEAKS = {"words", "line", "answered", "reply", "_answered", "_at_desk", "_once_in"}
"""What takes the key of a sentence."""
BANNED = {
    "mati": "nonaktif",
    "menyala": "aktif",
    "nyala": "aktif",
    "menyalakan": "mengaktifkan",
    "dinyalakan": "diaktifkan",
    "nyalakan": "aktifkan",
    "mematikan": "menonaktifkan",
    "dimatikan": "dinonaktifkan",
    "kawat sandung": "daftar kata bahaya",
    "gagasan": "ide untuk terapis",
    "jendela": "pesan terakhir disimpan",
    "ia": "a noun for a thing, and dia or a name for a person",
    "bilamana": "kalau",
    "jika": "kalau",
    "bila": "kalau",
    "agar": "supaya",
    "pembicaraan": "percakapan",
    "telah": "sudah",
}
"""What no Indonesian says of this bot, or to somebody on a phone, and what they say: *saya mati* is "I am dead"."""
OTHERS = re.compile(r"`[^`\n]*`|“[^”]*”")
"""What is typed, and what stands on other people's buttons."""
FAMILIAR = re.compile(r"(?i)\b(kamu|engkau|kau|kalian|lo|lu|gue|elo)\b")


@dataclass
class Sentence(Visitor):
    """What a sentence is filled with, and the choices in it: for each variable, its variants."""

    filled_with: set[str] = field(default_factory=set)
    choices: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    refers: set[str] = field(default_factory=set)

    def visit_VariableReference(self, node: Any) -> None:  # noqa: N802 - the library's name for it
        """Note what fills the sentence."""
        self.filled_with.add(node.id.name)

    def visit_MessageReference(self, node: Any) -> None:  # noqa: N802 - the library's name for it
        """Note the sentence that is part of this one."""
        self.refers.add(node.id.name)

    def visit_SelectExpression(self, node: Any) -> None:  # noqa: N802 - the library's name for it
        """Note a choice and its variants."""
        if isinstance(node.selector, fluent.VariableReference):
            keys = (variant.key for variant in node.variants)
            self.choices[node.selector.id.name] |= {getattr(key, "name", "") or key.value for key in keys}
        self.generic_visit(node)


@cache
def sentences(language: str) -> dict[str, Sentence]:
    """Return every sentence of a message file, attributes as `key.attribute`."""
    result: dict[str, Sentence] = {}
    text = files("bot.words").joinpath(language, "sentences.ftl").read_text(encoding="utf-8")
    for entry in FluentParser().parse(text).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            parts = [
                (entry.id.name, entry.value),
                *((f"{entry.id.name}.{a.id.name}", a.value) for a in entry.attributes),
            ]
            for key, pattern in parts:
                assert key not in result, f"{key} stands twice"
                result[key] = Sentence()
                result[key].visit(pattern)
    return result


KEYS = sorted(sentences("en"))


def test_no_sentence_is_missing_in_either_language() -> None:
    """Whatever the bot can say in one of its languages it can say in each."""
    assert {language: set(sentences(language)) ^ set(KEYS) for language in languages()} == {
        language: set() for language in languages()
    }


@try_each("key", KEYS)
def test_a_sentence_says_the_same_in_each_language(key: str) -> None:
    """It is filled with the same facts, and knows the same cases: what one language tells apart, no other leaves out."""
    english = sentences("en")[key]
    for other in (sentences(language)[key] for language in languages()):
        assert english.filled_with == other.filled_with
        for variable in {*english.choices, *other.choices}:
            apart = english.choices[variable] ^ other.choices[variable]
            assert apart <= PLURAL or f"{key} {variable}" in AS_IT_IS, (variable, apart)


@try_each("key", KEYS)
def test_indonesian_speaks_to_people_as_anda(key: str) -> None:
    """The bot is nobody's friend or child: it never says `kamu`."""
    text = files("bot.words").joinpath("id", "sentences.ftl").read_text(encoding="utf-8")
    message = re.search(rf"(?ms)^{re.escape(key.partition('.')[0])} =.*?(?=^\S|\Z)", text)
    assert message
    assert not FAMILIAR.findall(message[0])


@try_each("word", sorted(BANNED))
def test_indonesian_is_as_people_speak_it(word: str) -> None:
    """No sentence says a word that is translated, stiff, or means something else."""
    folder = files("bot.words").joinpath("id")
    shown = FluentParser().parse(folder.joinpath("sentences.ftl").read_text(encoding="utf-8")).body
    spoken = "\n".join(
        FluentSerializer().serialize_entry(entry) for entry in shown if isinstance(entry, fluent.Message)
    )
    spoken += folder.joinpath("helplines.yaml").read_text(encoding="utf-8")
    assert re.findall(rf"(?i)(?<![\w$-]){word}(?![\w-])", OTHERS.sub("", spoken)) == [], BANNED[word]


@try_each("language", languages())
def test_a_sentence_names_commands_as_its_reader_types_them(language: Language) -> None:
    """Whatever command a sentence tells somebody to type goes by that name in the sentence's own language."""
    text = files("bot.words").joinpath(language, "sentences.ftl").read_text(encoding="utf-8")
    own = {alias for row in TABLE.values() for spoken, alias in row.aliases if spoken == language}
    assert set(re.findall(r"\{ \$prefix \}([a-z]+(?:-[a-z]+)*)", text)) - own == set()


def _literals(node: ast.AST) -> Iterator[str]:
    """Yield what a string in the code may be: as it stands, or as a pattern where parts of it are filled in."""
    for constant in ast.walk(node):
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            yield re.escape(constant.value)
        elif isinstance(constant, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "" for part in constant.values]
            if len(re.findall(r"[a-z]", "".join(parts))) > 1:  # else it could be any key at all
                yield "".join(part or "[a-z-]+" for part in parts)


@cache
def _code() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in BOT.rglob("*.py"))


def test_no_sentence_is_dead() -> None:
    """Every sentence is one that the code can say, or a part of another."""
    said = {pattern for module in _code() for pattern in _literals(module)}
    anything = re.compile("|".join(f"(?:{line})" for line in said if line and len(line) < 80))
    part = {key for sentence in sentences("en").values() for key in sentence.refers}
    assert [key for key in KEYS if not anything.fullmatch(key) and key not in part] == []


def test_every_sentence_that_the_code_names_is_there() -> None:
    """A key that is written out where a sentence is made is one of the message files."""
    missing = []
    for module in _code():
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in SPEAKS:
                keys = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                missing += [key for key in keys[:1] if key and " " not in key and key not in KEYS and "-" in key]
    assert missing == []


@try_each("language", languages())
def test_no_sentence_says_that_the_operator_knows(language: Language) -> None:
    """The bot writes into a log, and cannot know who reads it: people are asked to tell, never told that somebody was."""
    text = (BOT / "words" / language / "sentences.ftl").read_text(encoding="utf-8")
    assert [match[0] for match in CLAIMS.finditer(text)] == []
    for claim in ("The operator has been told.", "I have told the operator.", "Operator sudah diberi tahu."):
        assert CLAIMS.search(claim)


@try_each("language", languages())
def test_each_sentence_read_alone_is_what_it_is_in_its_file(language: Language) -> None:
    """A sentence read when it is wanted is to the letter what fluent reads in the whole file, and none is missing."""
    text = open_file(language, SENTENCES).read_text(encoding="utf-8")
    entries = Entries(text)
    whole = {item.id.name: item for item in FluentResource(text).body if isinstance(item, fluent.Message)}
    assert list(entries) == list(whole)
    differing = [
        name for name, item in whole.items() if not entries[name].equals(item, ignored_fields=["span", "comment"])
    ]
    assert differing == []
    assert not any(isinstance(item, fluent.Term | fluent.Junk) for item in FluentResource(text).body)
