"""What is masked for how it is introduced, and for the shape of a name whose words are ordinary ones."""

from rows import try_each

from bot.masking.mask import mask
from bot.masking.names import Names


def hidden(text: str, word: str) -> bool:
    """Return whether `word` is masked in `text` for another machine."""
    return word not in mask(text, Names())[0]


@try_each(
    ("text", "name"),
    [
        ("my name is rose and i am tired", "rose"),
        ("nama saya bintang, salam kenal", "bintang"),
        ("namaku bunga", "bunga"),
        ("a man named brook", "brook"),
        ("mr long said no", "long"),
        ("hello grace", "grace"),
        ("kakakku putri datang", "putri"),
        ("my sister joy came", "joy"),
    ],
)
def test_a_name_that_is_introduced_is_masked_though_it_is_a_word(text: str, name: str) -> None:
    """After `my name is`, a title, a relation or a greeting an ordinary word is somebody's name, in lower case too."""
    assert hidden(text, name)


@try_each(
    ("text", "word"),
    [
        ("nama saya itu apa", "itu"),
        ("teman baik itu jarang", "baik"),
        ("my sister said no", "said"),
        ("hello there", "there"),
        ("rose water smells good", "rose"),
        ("an old friend is coming", "coming"),
    ],
)
def test_what_introduces_nobody_masks_nothing(text: str, word: str) -> None:
    """A relation or a greeting alone does not turn the next word into a name."""
    assert not hidden(text, word)


@try_each(
    ("text", "word"),
    [
        ("she works at harvest moon ltd", "harvest"),
        ("dia kerja di pt sejahtera abadi", "sejahtera"),
        ("operasinya di rs harapan", "harapan"),
        ("Harvest Partners called me", "Harvest"),
        ("reed, moss and Hoffman wrote", "moss"),
        ("it was Ambonia hills", "hills"),
        ("north Ambonia is far", "north"),
    ],
)
def test_the_ordinary_words_of_a_firm_or_place_go_with_its_name(text: str, word: str) -> None:
    """What stands before `ltd`, after `pt`, or beside a name that it is part of, is masked with it."""
    assert hidden(text, word)


@try_each(
    ("text", "word"),
    [
        ("the bank opens at noon", "bank"),
        ("saya ke bank besok", "besok"),
        ("a walk in the hills", "hills"),
        ("we moved north", "north"),
        ("we sold the company", "company"),
    ],
)
def test_words_that_firms_and_places_use_pass_alone(text: str, word: str) -> None:
    """Without a name beside it, a bank is a bank and the north is the north."""
    assert not hidden(text, word)


def test_what_lies_between_a_house_number_and_its_flat_is_an_address() -> None:
    """`12 hill row, apt. 3` has no word for a street, and is one."""
    assert mask("we live at 12 hill row, apt. 3 now", Names())[0] == "we live at [PLACE_1] now"


def test_an_address_does_not_reach_over_the_end_of_a_sentence() -> None:
    """A number in one sentence is no house number of a flat in the next."""
    assert not hidden("she is 12. we saw apt 3 burn", "saw")


def test_a_short_code_in_capitals_is_masked_where_a_line_begins_with_it() -> None:
    """Two capitals are short for a state or a firm; a word that everybody writes so is not."""
    assert hidden("TX is hot", "TX")
    assert not hidden("OK then", "OK")


def test_an_everyday_word_in_a_capital_after_an_article_passes() -> None:
    """People write `the Hotel`; a word that is a name as well is still masked there."""
    assert not hidden("it was the Hotel that i liked", "Hotel")
    assert hidden("it was the Rose that i liked", "Rose")


def test_three_names_in_lower_case_become_one_placeholder() -> None:
    """So firms are called, and one placeholder tells less than three."""
    left = mask("budi, rina and dewi wrote", Names())[0]
    assert left.count("[") == 1
    assert left.endswith(" wrote")
