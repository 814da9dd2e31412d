"""Languages: which one people name when they ask for a translation, what each is called, which one they surely write."""

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from bot.model import Language
from bot.words import FALLBACK, fold_text, languages
from bot.words.shelf import listed_words, parse_yaml, read_once, read_shelf_yaml

ITSELF = "language.yaml"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A language that people can name, with a folder or without.

    `own` is what those who speak it call it, `english` what a model is told, `typed` what people type for it, folded.
    `kin` is the one that it counts as where the room has that one and not it, `alike` one it cannot be told from here.
    """

    own: str
    english: str
    typed: frozenset[str]
    kin: Language | None = None
    alike: Language | None = None


@read_once
def nameable() -> dict[Language, Named]:
    """Return the languages that people can name, in the order of their letters."""
    others = parse_yaml(files("bot.words").joinpath("languages.yaml").read_text(encoding="utf-8"))
    ours = {spoken: about(spoken) for spoken in languages()}
    called = {spoken: said.get("names") or {} for spoken, said in ours.items()}
    result: dict[Language, Named] = {}
    for code in map(Language, sorted({*others, *ours})):
        said = ours.get(code) or others[code]
        typed = [word for names in called.values() for word in names.get(code, ())]
        english = said.get("english") or called[FALLBACK][code][0]
        kin, alike = (Language(said[key]) if key in said else None for key in ("kin", "alike"))
        result[code] = Named(said["own"], english, frozenset({code, *map(str.casefold, typed)}), kin, alike)
    return result


@read_once
def about(language: Language) -> dict[str, Any]:
    """Return what the folder of `language` says about the language itself."""
    return read_shelf_yaml(language, ITSELF)


def find_language(typed: str) -> Language | None:
    """Return the language that the word `typed` names, by code or name, or None."""
    word = fold_text(typed).strip(":,")
    return next((code for code, named in nameable().items() if word in named.typed), None)


def get_english_name(language: Language) -> str:
    """Return the language's name in English, as a model is told it."""
    return nameable()[language].english


def get_own_name(language: Language) -> str:
    """Return the language's name as its own speakers write it."""
    return nameable()[language].own


def name_languages(languages: tuple[Language, ...]) -> str:
    """Return the languages between which is interpreted, each by its own name; empty if there is none."""
    return " \u21c4 ".join(get_own_name(language) for language in languages)


def decimal_mark(language: Language) -> str:
    """Return what stands between whole numbers and tenths in `language`."""
    return str(about(language).get("decimal", "."))


def registers() -> tuple[str, ...]:
    """Return what a model is told to leave as it is, so that whoever speaks keeps their tone, of all languages."""
    return tuple(register for spoken in languages() for register in about(spoken).get("registers") or ())


def list_genderless_words(but: tuple[Language, ...] = ()) -> tuple[str, ...]:
    """Return words for he or she that tell no gender, of all languages `but` some: a model must not guess it."""
    return tuple(word for spoken in languages() if spoken not in but for word in about(spoken).get("genderless") or ())


def has_subject(text: str, names: tuple[str, ...] = ()) -> bool:
    """Return whether `text` says of whom it speaks: by a word that can be a subject in a language of ours, or by a name.

    It compares words and knows no grammar: "Mother slept badly" has none.
    """
    words = set(_WORD.findall(fold_text(text)))
    called = {word for name in names for word in _WORD.findall(fold_text(name))}
    return bool(words & called) or any(words & _read_subjects(language) for language in languages())


@read_once
def _read_subjects(language: Language) -> frozenset[str]:
    return frozenset(listed_words(about(language).get("subjects")))


def detect_surely(words: list[str]) -> Language | None:
    """Return the language that the folded `words` are surely in, of those whose commonest words we know."""
    counts = {language: sum(word in common_words(language, "surest") for word in words) for language in languages()}
    best = max(counts, key=counts.__getitem__)
    others = sum(counts.values()) - counts[best]
    return best if counts[best] >= 4 and others * 4 <= counts[best] else None


@read_once
def common_words(language: Language, which: str = "commonest") -> frozenset[str]:
    """Return the commonest words of `language`, or the `surest` of them; none of a language without a folder."""
    return frozenset(listed_words(about(language).get(which)) if language in languages() else ())
