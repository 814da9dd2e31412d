"""What tells a name, an address or a date by the words around it: all languages' `masking/cues.yaml` as one. Pure.

People mix languages, so a cue of any language counts in every message.
"""

from dataclasses import dataclass, fields

from bot.words.shelf import languages, read_once, read_shelf_yaml, words_of_all

CUES = "masking/cues.yaml"


@dataclass(frozen=True, slots=True)
class Cues:
    """Sets of folded words, called as in the files, which say what each is for; `states` are pairs joined by `_`."""

    days: frozenset[str]
    months: frozenset[str]
    dates_too: frozenset[str]
    titles: frozenset[str]
    title_words: frozenset[str]
    sure_titles: frozenset[str]
    hidden_titles: frozenset[str]
    naming: frozenset[str]
    name_nouns: frozenset[str]
    name_is: frozenset[str]
    bare_nouns: frozenset[str]
    greetings: frozenset[str]
    calling: frozenset[str]
    kin: frozenset[str]
    what_kind: frozenset[str]
    joining: frozenset[str]
    and_words: frozenset[str]
    before_names: frozenset[str]
    after_names: frozenset[str]
    between_names: frozenset[str]
    name_begins: frozenset[str]
    lone: frozenset[str]
    no_initials: frozenset[str]
    legal: frozenset[str]
    before_firms: frozenset[str]
    institutions: frozenset[str]
    streets: frozenset[str]
    perhaps_streets: frozenset[str]
    units: frozenset[str]
    flats: frozenset[str]
    roads: frozenset[str]
    quarters: frozenset[str]
    perhaps_roads: frozenset[str]
    place_ends: frozenset[str]
    at_corners: frozenset[str]
    states: frozenset[str]
    army_post: frozenset[str]
    weak_names: frozenset[str]
    abbreviations: frozenset[str]
    contracted: frozenset[str]
    articles: frozenset[str]


@read_once
def read_cues() -> Cues:
    """Return the cues of all languages."""
    return Cues(**{field.name: words_of_all(CUES, field.name) for field in fields(Cues)})


@read_once
def address_words() -> frozenset[str]:
    """Return every word that makes a masked stretch a place."""
    cues = read_cues()
    behind = cues.streets | cues.perhaps_streets | cues.units
    return behind | cues.roads | cues.quarters | cues.perhaps_roads


@read_once
def introducing() -> frozenset[str]:
    """Return the words after which somebody may be named: greetings, relations, titles that are no words besides."""
    cues = read_cues()
    return cues.greetings | cues.calling | cues.kin | (cues.titles - cues.title_words)


@read_once
def list_dotted_words() -> frozenset[str]:
    """Return the words behind which a dot ends no sentence."""
    return read_cues().abbreviations | read_cues().titles


@read_once
def corners() -> frozenset[tuple[str, ...]]:
    """Return how `the corner of A and B` begins, word by word, in the languages that say so."""
    phrases = (read_shelf_yaml(spoken, CUES).get("corner") for spoken in languages())
    return frozenset(tuple(phrase.split()) for phrase in phrases if phrase)


@read_once
def affixes(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return, for each language in order, the `beginnings`, `endings` or `clitics` that its words may have."""
    return tuple(tuple((read_shelf_yaml(spoken, CUES).get(kind) or "").split()) for spoken in languages())
