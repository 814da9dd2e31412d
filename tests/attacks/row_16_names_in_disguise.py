"""Whoever reads along at the model reads who somebody is: written together, apart, in bold by halves, in letters that only look the same.

Nobody has to mean it: that is how people write to each other.
"""

from rows import try_each

from bot.masking.mask import mask
from bot.masking.names import Names, seed_names
from bot.model import Person, UserId

ROOM = seed_names(
    Names(),
    (
        Person(UserId("@ana.lestari:clinic"), "Ana Lestari"),
        Person(UserId("@kimnovak:clinic"), "Kim Novak"),
        Person(UserId("@pob:clinic"), "Pat O'Brien"),
        Person(UserId("@jdv:clinic"), "JanDeVries"),
        Person(UserId("@m1:clinic"), "M\u0430ria"),  # the second letter is Cyrillic
        Person(UserId("@justin:clinic"), "Justin"),
    ),
)
ANA, KIM, PAT, JAN, MARIA = (f"[PERSON_{number}]" for number in range(1, 6))


@try_each(
    ("written", "left"),
    [
        ("AnaLestari", ANA),
        ("analestari", ANA),
        ("ana_lestari", ANA),
        ("Ana-Lestari", ANA),
        ("kimnovak", KIM),
        ("KimNovak's", f"{KIM}'s"),
        ("kim.novak", KIM),
        ("O Brien", PAT),
        ("o brien", PAT),
        ("O'Brien", PAT),
        ("O\u2019Brien", PAT),
        ("OBrien", PAT),
        ("O-Brien", PAT),
        ("PatO'Brien", PAT),
        ("Jan De Vries", JAN),
        ("jandevries", JAN),
        ("**A**na", f"**{ANA}"),
        ("A**na**", f"{ANA}**"),
        ("_A_na's", f"_{ANA}'s"),
        ("K~~i~~m", KIM),
        ("An\\*a", ANA),
        ("A-n-a", ANA),
        ("K i m", KIM),
        ("\u0410na", ANA),
        ("\u0391n\u03b1", ANA),
        ("K\u0131m", KIM),
        ("\u041a\u0456m\u039dovak", KIM),
        ("Maria", MARIA),
        ("m\u0430r\u0456a", MARIA),
        ("An4", ANA),
        ("K1m", KIM),
        ("4na", ANA),
    ],
)
def test_who_is_in_the_room_is_masked_in_any_disguise(written: str, left: str) -> None:
    """Joined, split, marked up, in look-alike letters or digits: it is the same person, for any backend."""
    text = f"then {written} came"
    assert mask(text, ROOM, strict=False)[0] == f"then {left} came"
    assert mask(text, ROOM)[0] == f"then {left} came"


@try_each(
    "text",
    [
        "just in time",
        "I am not an animal",
        "an a or a b",
        "is it a kind of nova?",
        "we paid 20 at 10am, the 2nd time, on the 30th",
        "vitamin B12 and h2o, see K7",
        "met at home. And so on...",
        "he/she and and/or, e.g. this",
        "look (at) that [at] home",
        "I looked at the dot on it",
    ],
)
def test_ordinary_words_are_no_names_in_disguise(text: str) -> None:
    """What only reads like a name when it is pushed together is left: words keep their sense."""
    assert mask(text, ROOM, strict=False)[0] == text


@try_each(
    "contact",
    [
        "t.me/rinawati",
        "T.me/rina_w",
        "wa.me/6281",
        "linktr.ee/rinawati",
        "rina(at)mail",
        "rina (at) mail.example",
        "rina[at]mail[dot]example",
        "rina at mail dot com",
        "rina{@}mail.example",
        "rin4wati",
        "rina1990",
        "w4ti",
    ],
)
def test_contacts_and_words_with_digits_are_masked(contact: str) -> None:
    """Whom the room does not know is not reached by what leaves either, whatever backend it goes to."""
    for strict in (True, False):
        masked = mask(f"write to {contact} now", Names(), strict=strict)[0]
        assert masked.startswith("write to ["), masked
        assert masked.endswith("] now"), masked
        assert masked.count("[") == 1, masked
