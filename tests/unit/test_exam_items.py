"""The exam's items: enough of them, in both languages, each well formed and led to a model."""

from collections import Counter
from itertools import combinations

from exam_models import examine
from rows import try_each

from bot.llm.exam.chrf import measure_chrf
from bot.llm.exam.count_flaws import NEAR
from bot.llm.exam.items import COMMANDS, PEOPLE, Choice, Item, choose_items, compile_whole_words, load_items
from bot.llm.exam.verdict import DESK_NEAR
from bot.masking.mask import mask
from bot.masking.names import Names, seed_names
from bot.model import Person, UserId
from bot.words import languages

ITEMS = load_items()
TRANSLATIONS = tuple(item for item in ITEMS if item.command == "translate")


def test_there_are_enough_items() -> None:
    """There are at least 150 items, every command has as many in the one language as in the other, twenty hold danger."""
    assert len(ITEMS) >= 150
    assert len({item.name for item in ITEMS}) == len(ITEMS)
    counts = Counter((item.command, item.language) for item in ITEMS)
    for command in COMMANDS:
        assert len({counts[command, language] for language in languages()}) == 1, command
        assert counts[command, languages()[0]] >= 4, command
    assert sum(item.danger for item in ITEMS) == 20
    assert {item.command for item in ITEMS if item.danger} == {"translate", "express"}
    assert sum(item.rough for item in ITEMS) >= 20


def test_each_kind_of_thing_that_is_kept_has_items() -> None:
    """Names, numbers, negations, both sides, facts and sources are each looked for in several items of each language."""
    for language in languages():
        kinds = Counter(kind for item in ITEMS if item.language == language for kind in item.must)
        assert all(kinds[kind] >= 3 for kind in ("name", "number", "negation", "side", "fact")), (language, kinds)
        assert sum(bool(item.sources) for item in ITEMS if item.language == language) >= 10


@try_each("item", TRANSLATIONS)
def test_a_translation_has_two_references(item: Item) -> None:
    """Two translations, made apart, which say the same in other words, into the other language."""
    assert len(item.refs) == 2
    assert item.refs[0] != item.refs[1]
    assert item.into
    assert item.into != item.language
    assert NEAR < measure_chrf(item.refs[1], item.refs[:1]) < 95


def test_translations_of_one_text_are_nearer_than_of_others() -> None:
    """On average our own second translation is as near to the first as a model's must be, and a translation of another text never."""
    own = [measure_chrf(item.refs[1], item.refs[:1]) for item in TRANSLATIONS]
    other = [
        measure_chrf(first.refs[0], second.refs)
        for first, second in combinations(TRANSLATIONS, 2)
        if first.into == second.into
    ]
    assert sum(own) / len(own) > DESK_NEAR + 10
    assert sum(other) / len(other) < DESK_NEAR - 5


@try_each("item", ITEMS)
def test_patterns_fit_the_perfect_answer(item: Item) -> None:
    """Every pattern of an item can be read, and what must not stand anywhere does not stand in its perfect answer."""
    for patterns in (*item.must.values(), item.never, tuple(item.sources)):
        for each in patterns:
            assert compile_whole_words(each, item.answered_in)
    assert not any(compile_whole_words(each, item.answered_in).search(item.good.casefold()) for each in item.never)
    assert all(1 <= number <= len(item.talk) for bear in item.sources.values() for number in bear)


@try_each("item", tuple(item for item in TRANSLATIONS if "name" in item.must))
def test_names_in_items_leave_as_marks(item: Item) -> None:
    """A name that has to come back is one of the people's in the room, so it leaves as a placeholder, on this machine too."""
    roster = tuple(Person(UserId(f"@{who}:exam"), name) for who, name in PEOPLE.items())
    masked, _ = mask(item.says, seed_names(Names(), roster, ()), strict=False)
    for name in item.must["name"]:
        assert name in item.says.casefold()
        assert name not in masked.casefold()
    assert "[PERSON_" in masked


async def test_every_item_reaches_a_model() -> None:
    """No item is answered by the glossary, refused by a rule or stopped by the tripwire: each asks the model once."""
    asked: Counter[str] = Counter()

    def count(item: Item, *_: object) -> str:
        asked[item.name] += 1
        return "-"

    await examine(count)
    assert asked == Counter(item.name for item in ITEMS)


def test_items_can_be_chosen() -> None:
    """Commands and languages narrow the exam down."""
    language = languages()[-1]
    chosen = choose_items(Choice(("ask", "note"), (language,)))
    assert {(item.command, item.language) for item in chosen} == {("ask", language), ("note", language)}
    assert choose_items(Choice()) == ITEMS
