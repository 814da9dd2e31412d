"""What each placeholder of a room stands for, and the way back: from a model's answer to what people read. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.masking.cues import read_cues
from bot.masking.disguises import list_lookalikes
from bot.masking.lexicon import build_lexicon, fold_word
from bot.masking.placeholders import find_cut_placeholder, find_lookalikes
from bot.masking.tokens import cut_into_pieces
from bot.model import Person, get_localpart

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_HUMP = re.compile(r"[^\W\d_a-z]?[^\W\d_A-Z]+")
"""A part of a word that begins with a capital."""
_FIRST_IDEOGRAPH = "\u2e80"


def _hide_mapping() -> Mapping[str, str]:
    return field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Names:
    """A room's placeholders: stable, growing, and secret. It is stored with the room and never logged.

    `people` tells by user id which placeholder somebody has, `seeds` by folded words whom or what they stand for, in the
    room or by `!mask`, and `spelt` how the room writes them. `found` tells by folded text which placeholder anything else
    got; `originals` by placeholder what to show people; `last` by kind the highest number.
    """

    people: Mapping[str, str] = _hide_mapping()
    seeds: Mapping[str, str] = _hide_mapping()
    spelt: Mapping[str, str] = _hide_mapping()
    found: Mapping[str, str] = _hide_mapping()
    originals: Mapping[str, str] = _hide_mapping()
    last: Mapping[str, int] = field(default_factory=dict, repr=False, hash=False)

    def within(self, texts: Iterable[str]) -> "Names":
        """Return these names with those placeholders alone that stand in `texts`, which are masked.

        What a request did not hold its answer cannot name: to `unmask`, such a placeholder is unknown.
        """
        seen = {known for text in texts for _, _, known in find_lookalikes(text)}
        return replace(self, originals={key: value for key, value in self.originals.items() if key in seen})

    def outliving(self, texts: Iterable[str]) -> "Names":
        """Return these names without all that stands in none of `texts`, which are masked. No number is given out twice."""
        seen = {known for text in texts for _, _, known in find_lookalikes(text)}

        def kept(names: Mapping[str, str]) -> dict[str, str]:
            return {key: placeholder for key, placeholder in names.items() if placeholder in seen}

        seeds = kept(self.seeds)
        spelt = {key: value for key, value in self.spelt.items() if key in seeds}
        left = self.within(texts).originals
        return Names(kept(self.people), seeds, spelt, kept(self.found), left, self.last)


@dataclass(frozen=True, slots=True)
class Unmasked:
    """An answer as people may read it. `unknown` are the placeholders in it that stand for nothing: then it is not posted."""

    text: str = field(repr=False)
    unknown: tuple[str, ...] = field(default=(), repr=False)


def seed_names(names: Names, roster: Iterable[Person], words: Iterable[str] = ()) -> Names:
    """Return `names` with the people of `roster` and the `words` given to `!mask`. Doing it twice changes nothing.

    All of a person's names have one placeholder: the display name, its parts, the parts of the user id. Parts that are
    ordinary words and nobody's name (`the`, `therapist`) are masked only in the whole. Whoever left keeps theirs.
    """
    people, seeds, spelt = dict(names.people), dict(names.seeds), dict(names.spelt)
    last = dict(names.last)
    for person in roster:
        if person.id not in people:
            last["PERSON"] = last.get("PERSON", 0) + 1
            people[person.id] = f"[PERSON_{last['PERSON']}]"
        for alias, written in _list_aliases(person):
            seeds.setdefault(alias, people[person.id])
            spelt.setdefault(alias, written)
    for word in words:
        alias = fold_phrase(word)
        if alias and alias not in seeds:
            last["WORD"] = last.get("WORD", 0) + 1
            seeds[alias], spelt[alias] = f"[WORD_{last['WORD']}]", word.strip()
    return replace(names, people=people, seeds=seeds, spelt=spelt, last=last)


def unmask(text: str, names: Names) -> Unmasked:
    """Return a model's answer with what its placeholders stand for.

    A placeholder may be bold, in another case, full-width, spaced, have an escaped underscore, a possessive or a clitic.
    One that is unknown, or altered in any other way, stays as it is and is reported.
    What a placeholder stands for is not looked at again: a text that people typed cannot name anybody.
    """
    parts: list[str] = []
    unknown: list[str] = []
    at = 0
    for start, end, known in find_lookalikes(text):
        original = names.originals.get(known) if known else None
        if original is None:
            unknown.append(text[start:end])
        else:
            parts += (text[at:start], original)
            at = end
    if cut := find_cut_placeholder(text):
        unknown.append(cut)
    return Unmasked("".join((*parts, text[at:])), tuple(dict.fromkeys(unknown)))


def fold_phrase(phrase: str) -> str:
    """Return how a phrase that is to be masked is compared: its words as messages are cut into them."""
    return " ".join(piece.key for piece in cut_into_pieces(phrase, 0, len(phrase)))


def fold_words(text: str) -> list[str]:
    """Return the words in `text`, folded, possessives and all."""
    return _WORDS.findall(fold_word(text))


def _list_aliases(person: Person) -> Iterator[tuple[str, str]]:
    """Yield the folded names by which somebody may be called, and how each is written, the fullest first."""
    shown = [word for word in _BRACKETED.sub(" ", person.name).split() if fold_words(word)]
    while shown and fold_word(shown[0]).strip(".") in read_cues().titles:
        del shown[0]
    user = fold_words(get_localpart(person.id))
    if len(shown) > 1:
        yield " ".join(fold_words(" ".join(shown))), " ".join(shown)
    if len(user) > 1:
        yield " ".join(user), shown[0] if shown else " ".join(user).title()
    written = [(part, word.strip(".,;:!?")) for word in shown for part in (*fold_words(word), *_list_humps(word))]
    logins = (*user, *(word.strip("0123456789") for word in user))
    joined = [(name, " ".join(shown)) for name in _join_words(fold_words(" ".join(shown)))]
    joined += [(name, name.title()) for name in _join_words(user)]
    for part, word in (*written, *((part, part.title()) for part in logins), *joined):
        for name in dict.fromkeys((part, part.replace("'", ""), *part.split("'")[1:], *list_lookalikes(part))):
            if _is_telling(name) and (not _is_ordinary(name) or [name] == fold_words(person.name)):
                yield name, word


def _join_words(words: list[str]) -> Iterator[str]:
    """Yield the words of a name written together, the first ones too, without digits at the end: `AnaLestari`."""
    for count in range(len(words), 1, -1):
        yield "".join(words[:count]).replace("'", "").rstrip("0123456789")


def _list_humps(word: str) -> list[str]:
    """Return the names in one that is written together, folded: `AnaLestari`; none where the word has no such humps."""
    humps = _HUMP.findall(word)
    return [fold_word(hump) for hump in humps if len(hump) > 2] if len(humps) > 1 else []


def _is_telling(part: str) -> bool:
    """Return whether a part of a name is enough to know somebody by."""
    return (len(part) > 1 or part >= _FIRST_IDEOGRAPH) and not part.isdigit() and part not in read_cues().titles


def _is_ordinary(word: str) -> bool:
    """Return whether `word` is an ordinary word and nobody's name."""
    known = build_lexicon()
    return word not in known.names and known.has(word)
