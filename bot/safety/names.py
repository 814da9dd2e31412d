"""What each placeholder of a room stands for, and the way back: from a model's answer to what people read. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bot.model import Person, localpart
from bot.safety.cues import read_cues
from bot.safety.lexicon import bare, lexicon
from bot.safety.placeholders import cut_short, lookalikes
from bot.safety.tokens import pieces

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FIRST_IDEOGRAPH = "\u2e80"


def _secret() -> Mapping[str, str]:
    return field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class Names:
    """A room's placeholders: stable, growing, and secret. It is stored with the room and never logged.

    `people` tells by user id which placeholder somebody has, `seeds` by folded words whom or what they stand for, in the
    room or by `!mask`, and `spelt` how the room writes them. `found` tells by folded text which placeholder anything else
    got; `originals` by placeholder what to show people; `last` by kind the highest number.
    """

    people: Mapping[str, str] = _secret()
    seeds: Mapping[str, str] = _secret()
    spelt: Mapping[str, str] = _secret()
    found: Mapping[str, str] = _secret()
    originals: Mapping[str, str] = _secret()
    last: Mapping[str, int] = field(default_factory=dict, repr=False, hash=False)

    def within(self, texts: Iterable[str]) -> "Names":
        """Return these names with those placeholders alone that stand in `texts`, which are masked.

        What a request did not hold its answer cannot name: to `unmask`, such a placeholder is unknown.
        """
        seen = {known for text in texts for _, _, known in lookalikes(text)}
        return replace(self, originals={key: value for key, value in self.originals.items() if key in seen})

    def outliving(self, texts: Iterable[str]) -> "Names":
        """Return these names without all that stands in none of `texts`, which are masked. No number is given out twice."""
        seen = {known for text in texts for _, _, known in lookalikes(text)}

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


def seed(names: Names, roster: Iterable[Person], words: Iterable[str] = ()) -> Names:
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
        for alias, written in _aliases(person):
            seeds.setdefault(alias, people[person.id])
            spelt.setdefault(alias, written)
    for word in words:
        alias = key_of(word)
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
    for start, end, known in lookalikes(text):
        original = names.originals.get(known) if known else None
        if original is None:
            unknown.append(text[start:end])
        else:
            parts += (text[at:start], original)
            at = end
    if cut := cut_short(text):
        unknown.append(cut)
    return Unmasked("".join((*parts, text[at:])), tuple(dict.fromkeys(unknown)))


def key_of(phrase: str) -> str:
    """Return how a phrase that is to be masked is compared: its words as messages are cut into them."""
    return " ".join(piece.key for piece in pieces(phrase, 0, len(phrase)))


def words_of(text: str) -> list[str]:
    """Return the words in `text`, folded, possessives and all."""
    return _WORDS.findall(bare(text))


def _aliases(person: Person) -> Iterator[tuple[str, str]]:
    """Yield the folded names by which somebody may be called, and how each is written, the fullest first."""
    shown = [word for word in _BRACKETED.sub(" ", person.name).split() if words_of(word)]
    while shown and bare(shown[0]).strip(".") in read_cues().titles:
        del shown[0]
    user = words_of(localpart(person.id))
    if len(shown) > 1:
        yield " ".join(words_of(" ".join(shown))), " ".join(shown)
    if len(user) > 1:
        yield " ".join(user), shown[0] if shown else " ".join(user).title()
    written = [(part, word.strip(".,;:!?")) for word in shown for part in words_of(word)]
    logins = (*user, *(word.strip("0123456789") for word in user))
    for part, word in (*written, *((part, part.title()) for part in logins)):
        if _tells(part) and (not _ordinary(part) or [part] == words_of(person.name)):
            yield part, word


def _tells(part: str) -> bool:
    """Return whether a part of a name is enough to know somebody by."""
    return (len(part) > 1 or part >= _FIRST_IDEOGRAPH) and not part.isdigit() and part not in read_cues().titles


def _ordinary(word: str) -> bool:
    """Return whether `word` is an ordinary word and nobody's name."""
    known = lexicon()
    return word not in known.names and known.has(word)
