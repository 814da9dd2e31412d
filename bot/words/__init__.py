"""Every sentence for people, in message files, one per language. Sentences are Markdown; what fills them is not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from fluent.runtime import FluentBundle, FluentResource, resolver

from bot.model import Language, Words
from bot.words.register import make_familiar, spell_time
from bot.words.shelf import FALLBACK, SENTENCES, fold_text, languages, open_file, read_once

__all__ = ["FALLBACK", "Entries", "fold_text", "languages", "load_bundle", "render_words", "spell_time"]

# 2,500 characters as shipped, against sentences that strangers wrote. Ours are ours, and what fills them can be longer.
resolver.MAX_PART_LENGTH = 100_000

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&])")
_BEGINS = re.compile(r"^(?:([a-zA-Z][\w-]*)[ ]*=|#)", re.MULTILINE)
"""Where an entry of a message file begins, or what stands between entries: at the beginning of a line, as nothing within one."""
_TIMES = frozenset({"at", "label", "since", "time", "until"})
"""The places of a sentence in which a time of day may stand."""
_LATER: dict[str, str | int] = {"voice": "none", "voiced": 0}
"""What stands in places that sentences of earlier versions did not have: such a sentence can still wait to be said."""
_LINE_STARTS = re.compile(r"(?m)^([^\S\n]*)([-+>=]|\d+[.)])")


class Entries(Mapping[str, Any]):
    """The sentences of a message file by their names, each read when it is wanted: all of them at once are megabytes."""

    def __init__(self, text: str) -> None:
        begins = list(_BEGINS.finditer(text))
        ends = [begin.start() for begin in begins[1:]] + [len(text)]
        self._text = text
        self._places = {begin[1]: (begin.start(), end) for begin, end in zip(begins, ends, strict=True) if begin[1]}

    def __getitem__(self, name: str) -> Any:
        begin, end = self._places[name]
        (entry,) = FluentResource(self._text[begin:end]).body
        return entry

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


@read_once
def load_bundle(language: Language, familiar: bool = False) -> FluentBundle:
    """Return the sentences of `language`; the `familiar` ones say *you* as friends do.

    What fills a sentence is put in afterwards, so nobody's own words are touched by that.
    """
    text = open_file(language, SENTENCES).read_text(encoding="utf-8")
    text = make_familiar(text, language) if familiar else text
    # Isolating marks are for mixed-direction interfaces; in a chat they end up in what people copy.
    made = FluentBundle([str(language)], use_isolating=False)
    vars(made)["_messages"] = Entries(text)  # where `add_resource` would put them, all of them read at once
    return made


def render_words(sentence: Words) -> str:
    """Return `sentence` as Markdown.

    Arguments are escaped, so that a name or a typed word cannot format, link or mention;
    only the argument `answer`, a model's text made safe before, may hold Markdown of its own.

    Raises:
        LookupError: there is no such sentence, or an argument of it is missing.
    """
    return "\n".join(
        _render_cached(_say_in_language(language, sentence)) for language in (sentence.language, *sentence.also)
    )


def _say_in_language(language: Language, sentence: Words) -> Words:
    """Return a sentence in `language`, and what it is filled with too."""
    args = tuple(
        (
            name,
            tuple(_say_in_language(language, sentence) for sentence in value)
            if isinstance(value, tuple) and language != sentence.language
            else value,
        )
        for name, value in sentence.args
    )
    return replace(sentence, language=language, args=args, also=())


def _render_cached(sentence: Words) -> str:
    pattern = _find_pattern(sentence)
    if pattern is None:
        raise LookupError(f"no sentence {sentence.key} in {sentence.language}")
    filled = _LATER | {name: _fill_place(name, value, sentence) for name, value in sentence.args}
    text, errors = load_bundle(sentence.language, sentence.familiar).format_pattern(pattern, filled)
    if errors:
        raise LookupError(f"the sentence {sentence.key} in {sentence.language} lacks something")
    return str(text)


def _find_pattern(sentence: Words) -> Any:
    """Return the sentence as the message file has it: `key`, or `key.attribute`; None if it is not there."""
    key, _, attribute = sentence.key.partition(".")
    bundle = load_bundle(sentence.language, sentence.familiar)
    if not bundle.has_message(key):
        return None
    message = bundle.get_message(key)
    return message.attributes.get(attribute) if attribute else message.value


def _fill_place(name: str, value: str | int | tuple[Words, ...], sentence: Words) -> str | int:
    """Return what stands in the place `name` of a sentence: a model's text as it is, a time as the language writes it."""
    if isinstance(value, str) and name == "answer":
        return value
    filled = _fill_value(value, familiar=sentence.familiar)
    return spell_time(filled, sentence.language) if isinstance(filled, str) and name in _TIMES else filled


def _fill_value(value: str | int | tuple[Words, ...], *, familiar: bool) -> str | int:
    if isinstance(value, tuple):
        spoken = (replace(sentence, familiar=True) if familiar else sentence for sentence in value)
        return "\n".join(render_words(sentence) for sentence in spoken)
    if isinstance(value, int):
        return value
    return _LINE_STARTS.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", value))
