"""Which words may leave for another machine: none by default, only those known to be ordinary. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.masking.cues import affixes, list_dotted_words, read_cues
from bot.masking.lexicon import Lexicon
from bot.masking.tokens import Piece, Sort
from bot.model import Language
from bot.words import languages

_STARTS = re.compile(r"[.!?\u2026\n:;\u2022*>\u201c\"(\[]")
"""What stands before a word that is in capitals because something begins with it."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
Homes = Mapping[str, tuple[Language, ...]]
"""Of each word of a message, the languages in which it is safe: looked up once, and forgotten with the message."""
_STEM = 4
"""Letters that must be left of a word without its beginning or ending."""


def judge_pieces(text: str, pieces: Sequence[Piece], lexicon: Lexicon) -> list[bool]:
    """Return for each piece of `text` whether it is masked for what it is; all but words are."""
    homes = {key: lexicon.find_homes(key) for key in {piece.key for piece in pieces}}
    spoken = _detect_languages(pieces, homes, lexicon)
    shouted = _is_shouted(pieces)
    hidden = []
    for at, piece in enumerate(pieces):
        if piece.sort is not Sort.WORD or not _is_safe_word(piece.key, homes[piece.key], lexicon, spoken):
            hidden.append(True)
        elif shouted or piece.raw == piece.raw.lower() or piece.key in lexicon.capitals:
            hidden.append(False)
        elif _is_state_or_firm_code(piece, lexicon):
            hidden.append(True)
        elif _is_emphasised(pieces, at, lexicon):
            hidden.append(False)
        else:
            hidden.append(not begins_sentence(text, pieces, at) or _is_rather_a_name(piece.key, lexicon))
    return hidden


def _detect_languages(pieces: Sequence[Piece], homes: Homes, lexicon: Lexicon) -> tuple[Language, ...]:
    """Return the languages that a message is in, at least in good part."""
    counts = dict.fromkeys(lexicon.safe, 0)
    for piece in pieces:
        known = homes[piece.key]
        # Frequency lists hold the first language's words too, so one that several have speaks for that, `dan` aside.
        if len(known) == 1 or (known and piece.key not in lexicon.coincidental):
            counts[known[0]] += 1
    most = max(counts.values())
    return tuple(language for language, count in counts.items() if count * 3 >= most)


def _is_safe_word(key: str, home: tuple[Language, ...], lexicon: Lexicon, spoken: tuple[Language, ...]) -> bool:
    """Return whether a word, safe in the languages `home`, is ordinary here. One of another language is, if it is nobody's name in this one (`dan`)."""

    def listed(word: str, home: tuple[Language, ...]) -> bool:
        if word in lexicon.anywhere:
            return True
        return bool(home) and (word not in lexicon.coincidental or any(language in spoken for language in home))

    if listed(key, home):
        return True
    if key in lexicon.never:
        return False
    head, apostrophe, tail = key.partition("'")
    if apostrophe:
        return tail in read_cues().contracted and listed(head, lexicon.find_homes(head))
    return any(listed(form, lexicon.find_homes(form)) for form in _list_word_forms(key, spoken))


def _list_word_forms(key: str, spoken: tuple[Language, ...]) -> Iterator[str]:
    """Yield what the lists may have instead of a word: it less drawn out, without the affixes of the languages spoken."""
    squeezed = _DRAWN_OUT.sub(r"\1", key)
    if squeezed != key:
        yield squeezed
        yield _DRAWN_OUT.sub(r"\1\1", key)
    for language, endings, beginnings in zip(languages(), affixes("endings"), affixes("beginnings"), strict=True):
        if language in spoken:
            stems = [
                key,
                *(key.removesuffix(end) for end in endings if key.endswith(end) and len(key) - len(end) >= _STEM),
            ]
            yield from stems[1:]
            for stem in stems:
                yield from (
                    stem[len(to) :] for to in beginnings if stem.startswith(to) and len(stem) - len(to) >= _STEM
                )


def _is_shouted(pieces: Sequence[Piece]) -> bool:
    """Return whether most words are in capitals throughout, so that capitals tell nothing."""
    words = [piece.raw for piece in pieces if piece.sort is Sort.WORD and len(piece.raw) > 1]
    return len(words) > 2 and 2 * sum(word.isupper() for word in words) > len(words)


def begins_sentence(text: str, pieces: Sequence[Piece], at: int) -> bool:
    """Return whether a piece is the first of a sentence."""
    if at == 0:
        return True
    before = pieces[at - 1]
    if not _STARTS.search(text, before.end, pieces[at].start):
        return False
    return not (text[before.end] == "." and (before.key in list_dotted_words() or len(before.key) == 1))


def _is_state_or_firm_code(piece: Piece, lexicon: Lexicon) -> bool:
    """Return whether two or three capitals are short for a state, a country or a firm, also where a line begins with them."""
    return piece.raw.isupper() and 1 < len(piece.raw) <= 3 and not lexicon.is_common(piece.key)


def _is_emphasised(pieces: Sequence[Piece], at: int, lexicon: Lexicon) -> bool:
    """Return whether an everyday word that is nobody's name stands alone in a capital behind an article: `the Hotel was`."""
    piece = pieces[at]
    alone = at + 1 == len(pieces) or pieces[at + 1].raw.islower()
    return alone and pieces[at - 1].key in read_cues().articles and _is_plain_word(piece.key, lexicon)


def _is_plain_word(key: str, lexicon: Lexicon) -> bool:
    return lexicon.is_everyday(key) and key not in lexicon.names and key not in lexicon.never


def _is_rather_a_name(key: str, lexicon: Lexicon) -> bool:
    """Return whether a word in capitals that begins a sentence is a name more often than not."""
    return key in lexicon.names and not lexicon.is_common(key) and key not in read_cues().weak_names
