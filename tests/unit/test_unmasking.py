"""The way back: a model's answer becomes what people read, and nothing becomes a name that was not one."""

from pydantic import TypeAdapter
from rows import try_each

from bot.masking.mask import Veil, mask
from bot.masking.names import Names, Unmasked, unmask

ROOM = mask("my friend Budi left", Names())[1]


@try_each(
    ("answer", "read"),
    [
        ("[NAME_1] is sad", "Budi is sad"),
        ("**[NAME_1]** is sad", "**Budi** is sad"),
        ("[**NAME_1**] is sad", "Budi is sad"),
        ("[name_1] is sad", "Budi is sad"),
        ("[NAME\\_1] is sad", "Budi is sad"),
        ("[ NAME_1 ] is sad", "Budi is sad"),
        ("\uff3b\uff2e\uff21\uff2d\uff25\uff3f\uff11\uff3d is sad", "Budi is sad"),
        ("[NAME_1]'s mother", "Budi's mother"),
        ("[NAME_1]nya, [NAME_1]-nya", "Budinya, Budi-nya"),
        ('"[NAME_1]"', '"Budi"'),
        ("nothing to see", "nothing to see"),
    ],
)
def test_a_placeholder_is_known_however_a_model_dresses_it(answer: str, read: str) -> None:
    """Bold, case, spaces, escapes, possessives and clitics do not hide it."""
    assert unmask(answer, ROOM) == Unmasked(read)


@try_each(
    "altered",
    [
        "[NAME_9]",
        "[NAME]",
        "[PERSON_1]",
        "NAME_1",
        "[NAME-1]",
        "[NAME 1]",
        "[NAME_01]",
        "[NANE_1]",
        "[N\u0410ME_1]",
        "[N\u0410ME]",
        "(NAME_1)",
        "<NAME_1>",
        "[ORANG_1]",
        "[PERS0N_1]",
    ],
)
def test_an_unknown_or_altered_placeholder_is_reported_and_left(altered: str) -> None:
    """It stands for nothing, so the draft is marked, and never posted."""
    assert unmask(f"so {altered} came", ROOM) == Unmasked(f"so {altered} came", (altered,))


def test_a_placeholder_that_was_cut_off_is_reported() -> None:
    """An answer that was too long can end inside one."""
    assert unmask("then [NAM", ROOM).unknown == ("[NAM",)
    assert unmask("then [NAME_1", ROOM).unknown


def test_ordinary_brackets_are_no_placeholders() -> None:
    """A model may cite and enumerate."""
    assert unmask("see [1], (2) and [step 3], or [a friend]", ROOM).unknown == ()


@try_each(
    "typed",
    ["[NAME_1]", "[name 1]", "[N\u0410ME_1]", "\uff3bNAME_1\uff3d", "[NA\u200bME_1]", "name_1", "[PERSON]", "(name_1)"],
)
@try_each("strict", [True, False])
def test_nobody_can_type_a_placeholder(typed: str, strict: bool) -> None:
    """What looks like one is masked as text, and comes back as the same text, not as somebody's name."""
    masked, names = mask(f"tell {typed} all", ROOM, strict=strict)
    assert masked == "tell [TEXT_1] all"
    assert unmask(masked, names) == Unmasked(f"tell {typed} all")


def test_an_answer_names_only_what_its_request_held() -> None:
    """A model that guesses another number learns nothing, and nobody is named by accident."""
    sent, names = mask("Rina is here", ROOM)
    assert unmask("[NAME_2] and [NAME_1]", names.within((sent,))) == Unmasked("Rina and [NAME_1]", ("[NAME_1]",))


def test_a_rooms_names_can_be_stored() -> None:
    """They come back from JSON as they were."""
    adapter = TypeAdapter(Names)
    assert adapter.validate_json(adapter.dump_json(ROOM)) == ROOM
    assert "Budi" not in repr(unmask("[NAME_1]", ROOM))


def test_one_request_has_one_veil() -> None:
    """All pieces of a request share their placeholders, and the answer is unmasked with what the veil knows by then."""
    veil = Veil(Names(), strict=True)
    assert [veil("my friend Budi left"), veil("with budi and Rina")] == [
        "my friend [NAME_1] left",
        "with [NAME_1] and [NAME_2]",
    ]
    assert unmask("[NAME_2] too", veil.names) == Unmasked("Rina too")
    assert Veil(Names(), strict=False)("my friend Budi left") == "my friend Budi left"
