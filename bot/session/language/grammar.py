"""How a language makes sentences of rough words: its chat spellings, its joiners, and what a clause is by its beginning. Pure.

All of it is in `words/<language>/mirror.yaml`. A pattern there may hold `%name%`: one of the words of that list, or one of
the feelings of `feelings.yaml` for `%feeling%`. It sees words as they are spelled out, with one space between.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.model import Language
from bot.words.shelf import read_once, read_shelf_yaml

GRAMMAR = "mirror.yaml"
_PART = re.compile(r"%(\w+)%")
_ENDING = re.compile(r"([~+])(\w+)")


_LISTED = r"(?:%soft% )*(?:%feeling%|%state%)(?: %and% (?:%soft% )*(?:%feeling%|%state%))?"
"""Bare feelings, as they stand in a list."""


class Kind(StrEnum):
    """What a clause is: in the first person, about others, or nothing that says anything."""

    MINE = "mine"
    OTHER = "other"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's way from rough words to a sentence; patterns are compiled, in the order of the file."""

    said: dict[str, Any]
    clauses: tuple[tuple[Kind, re.Pattern[str], str], ...]
    softened: tuple[tuple[re.Pattern[str], str], ...]
    cut: tuple[tuple[re.Pattern[str], str], ...]
    insulting: re.Pattern[str]
    unsaid: re.Pattern[str]
    about_me: re.Pattern[str]
    goes_on: re.Pattern[str]
    starts: re.Pattern[str]
    main: re.Pattern[str]
    listed: re.Pattern[str]
    lists: re.Pattern[str]

    def soften(self, clause: str) -> str:
        """Return a clause about others without what blames them: "always", an insult before a noun."""
        for pattern, instead in self.softened:
            clause = pattern.sub(instead, clause)
        return self.fit_endings(clause)

    def cut_insults(self, clause: str) -> str:
        """Return a clause of the writer's about themself without the insults of others that hang on it."""
        for pattern, instead in self.cut:
            clause = pattern.sub(instead, clause)
        return clause

    def fit_endings(self, clause: str) -> str:
        """Return `clause` with the words behind `~` as they are behind "does not", and those behind `+` as behind "he"."""
        return _ENDING.sub(lambda word: self._change_ending(word[2], "bare" if word[1] == "~" else "third"), clause)

    def _change_ending(self, verb: str, form: str) -> str:
        for ends, becomes in self.said[form]:
            if re.search(ends, verb):
                return re.sub(ends, becomes, verb)
        return verb

    def shorten(self, sentence: str, *, casual: bool) -> str:
        """Return `sentence` with "I'm" for "I am" where somebody writes so, and put right where they do not."""
        for pattern, instead in self.said["shorter" if casual else "whole"]:
            sentence = re.sub(pattern, instead, sentence)
        return sentence


@read_once
def load_grammar(language: Language) -> Grammar | None:
    """Return the grammar of a language; None if its folder has none."""
    said = read_shelf_yaml(language, GRAMMAR)
    if not said:
        return None
    parts = {name: _join_words(listed) for name, listed in said["parts"].items()}
    parts["feeling"] = _list_feelings(language, parts)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(_PART.sub(lambda part: f"(?:{parts[part[1]]})", pattern), re.IGNORECASE)

    return Grammar(
        said,
        tuple((Kind(kind), compiled(pattern), instead) for kind, pattern, instead in said["clauses"]),
        tuple((compiled(pattern), instead) for pattern, instead in said["softened"]),
        tuple((compiled(pattern), instead) for pattern, instead in said["cut"]),
        compiled(_join_words(said["insulting"])),
        compiled(_join_words([*said["insulting"], *said["unsaid"]])),
        compiled(_join_words(said["about_me"])),
        compiled(_join_words(said["goes_on"])),
        compiled(rf"(?P<before>(?:\S+ )?\S+) (?=(?:{_join_words(said['starts'])})\b)"),
        compiled(rf"(?P<before>(?:\S+ )?\S+) (?=(?:{_join_words(said['main'])}))"),
        compiled(_LISTED),
        compiled(rf"(?:^|\s){_LISTED}$"),
    )


def _join_words(listed: list[str]) -> str:
    """Return one pattern for any of the words or patterns listed, the longest first."""
    return "|".join(sorted(listed, key=len, reverse=True)) or r"(?!)"


def _list_feelings(language: Language, parts: dict[str, str]) -> str:
    """Return one pattern for the feelings that can stand alone, in whatever way people write "not"."""
    vocabulary = read_shelf_yaml(language, "feelings.yaml")
    turned = {"self", "me", "make", "other", "wish", "not"} if "no" not in parts else {"self", "other"}
    verbs = {word for part in turned for word in vocabulary["parts"].get(part, ())} | {"feel", "feeling", "felt", "am"}
    words = [rough for listed in vocabulary["feelings"].values() for rough in listed if rough.split()[0] not in verbs]
    negations = [word for word in vocabulary["parts"]["not"] if word in vocabulary["spellings"].values()]
    negation = rf"^(?:{'|'.join(negations)})(?= )" if negations else r"(?!)"
    no = f"(?:{parts['no']})" if "no" in parts else r"\g<0>"
    return _join_words([re.sub(negation, lambda _: no, rough) for rough in words])
