"""What a message is written in, of the languages that are interpreted in its room; not known is an answer, and the usual one in doubt. Pure.

How likely each language is for a part of a message comes with the message: whoever hears it has looked. Here is only
what follows from it. A wrong translation interrupts people, none costs them little: so nothing is guessed.
"""

import re
from collections import Counter

from bot.model import Language, Room, Tongue, UserId
from bot.session.language.languages import common_words, nameable
from bot.session.talk.window import strip_quotations
from bot.words import fold_text

ENOUGH = 4
"""Words of which a language can be told by its letters; fewer are looked up among the commonest words."""
SURE = 0.9
"""How likely a language must be to be taken for the one that it is."""
MOST_PARTS = 12
"""Parts of one message that are looked at."""
_END = re.compile(r"(?<=[.!?\u2026\u3002\uff01\uff1f])\s+|(?<=[\u3002\uff01\uff1f])|\n+|;\s+")
_NO_WORDS = re.compile(
    r"(?i)\b[a-z][a-z0-9+.-]{0,30}://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
    r"|(?<!\w)[@#!+$][^\s:@]{1,255}:\S+|[@#]\w+|[^\s\d]{0,64}\d\S*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
"""Writing without a space between words: two or three signs are a word."""
_LAUGHTER = re.compile(
    r"\A(?:ok(?:e|ay|ey|ie)?|k|oh+|ah+|eh+|h+m+|mh?m+|wow|uh|um|lol|o+|(?:ha|he|hi|wk|xi)+[hwk]*|y[ae]y)"
)
"""What is understood in every language."""


def count_sentence_words(room: Room, text: str) -> tuple[tuple[str, int], ...]:
    """Return the sentences of `text` with how many words are in each, without what is in no language.

    That is links, numbers, emoji and the names of the people in the room. What is too short to be told stands with its
    neighbour.
    """
    names = _list_name_words(room)
    counted: list[tuple[str, int]] = []
    for sentence in _END.split(strip_quotations(text)):
        words = [word for word in _WORD.findall(_NO_WORDS.sub(" ", sentence)) if fold_text(word) not in names]
        if not words:
            continue
        part, count = " ".join(words), _count_words(words)
        if counted and min(count, counted[-1][1]) < ENOUGH:
            before, so_far = counted.pop()
            part, count = f"{before} {part}", so_far + count
        counted.append((part, count))
    return tuple(counted[:MOST_PARTS])


def detect_tongue(room: Room, text: str, tongues: tuple[Tongue, ...], sender: UserId) -> Language | None:
    """Return in which of the room's interpreted languages most of `text` is; None if that is not sure, or it is another.

    Where the letters do not tell, the commonest words do, and then what its sender wrote in last.
    """
    words = _split_spoken_words(room, text)
    if not words or all(_LAUGHTER.fullmatch(word) for word in words):
        return None
    shares = Counter[Language | None]()
    for tongue in tongues:
        if tongue.words >= ENOUGH and (told := _judge_tongue(room, tongue)) != "?":
            shares[Language(told) if told else None] += tongue.words
    if shares:
        return max(shares, key=shares.__getitem__)
    return _detect_by_words(room, words) or _recall_last_language(room, sender)


def find_other_language(room: Room, language: Language) -> Language | None:
    """Return into which language what is written in `language` is translated: the first other of the room's."""
    if language not in room.interpreting:
        return None
    return next((spoken for spoken in room.interpreting if spoken != language), None)


def has_sisters(languages: tuple[Language, ...]) -> bool:
    """Return whether two of `languages` cannot be told apart here."""
    return any(language in languages and named.alike in languages for language, named in nameable().items())


def _judge_tongue(room: Room, tongue: Tongue) -> str:
    """Return the language of a part, empty for one that is not interpreted here, `?` if it is not sure."""
    likely: dict[str, float] = {}
    kin = {code: named.kin for code, named in nameable().items() if named.kin}
    for language, share in tongue.likely:
        sister = kin.get(language, language)
        spoken_language = sister if language not in room.interpreting and sister in room.interpreting else language
        likely[spoken_language] = likely.get(spoken_language, 0.0) + share
    best = max(likely, key=likely.__getitem__, default="")
    if best not in room.interpreting and likely.get(best, 0.0) >= SURE:
        return ""
    ours = {language: likely.get(language, 0.0) for language in room.interpreting}
    among = max(ours, key=ours.__getitem__)
    return among if ours[among] >= SURE * sum(ours.values()) > 0 else "?"


def _detect_by_words(room: Room, words: list[str]) -> Language | None:
    """Return the one language of which some of the commonest words are in `words`, and of no other."""
    known = {language: common_words(language) for language in room.interpreting}
    languages = [language for language, common in known.items() if not common.isdisjoint(words)]
    return languages[0] if len(languages) == 1 else None


def _recall_last_language(room: Room, sender: UserId) -> Language | None:
    """Return what `sender` wrote in last, as far as that is known still."""
    last = next((utterance for utterance in reversed(room.utterances) if utterance.sender == sender), None)
    return last.language if last and last.language in room.interpreting else None


def _split_spoken_words(room: Room, text: str) -> list[str]:
    return [fold_text(word) for part, _ in count_sentence_words(room, text) for word in part.split()]


def _count_words(words: list[str]) -> int:
    """Return how many words there are, also where none is set apart from the next."""
    return sum(max(1, len(_WIDE.findall(word)) // 2) for word in words)


def _list_name_words(room: Room) -> frozenset[str]:
    """Return every word of the names of the people in the room."""
    return frozenset(fold_text(word) for person in room.roster for word in _WORD.findall(person.name))
