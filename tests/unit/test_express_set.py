"""The project's own rough inputs: how many get something worth letting out, and that every judgement is of what is offered today."""

import yaml
from eval_express import FIGURES, JUDGED, PAGE, count_worth, hash_ways, make_figures, try_all

TRIED = try_all()


def part(name: str) -> list[bool]:
    """Return of each input of a part whether what is offered is worth letting out."""
    return [each.worth is True for each in TRIED if each.part == name]


def test_the_set_is_in_both_languages() -> None:
    """Forty inputs from before the rules and twenty from after, half of each in Indonesian, none twice."""
    sizes = {
        key: sum((each.part, each.language) == key for each in TRIED)
        for key in ((p, s) for p in ("first", "unseen") for s in ("en", "id"))
    }
    assert list(sizes.values()) == [20, 20, 10, 10]
    assert len({each.rough for each in TRIED}) == 60


def test_most_are_worth_letting_out() -> None:
    """At least 28 of the 40, and as many in a hundred of those that no rule was written for."""
    assert sum(part("first")) >= 28
    assert sum(part("unseen")) >= 14
    assert count_worth(TRIED)[0] == len(TRIED)


def test_every_judgement_is_of_what_is_offered_today() -> None:
    """What changed is judged anew, and what nobody offers any more is no judgement: the file holds one for each input."""
    assert {each.mark for each in TRIED} == set(yaml.safe_load(JUDGED.read_text(encoding="utf-8")))
    assert [each.mark for each in TRIED if each.worth is None] == []


def test_a_changed_answer_is_not_judged() -> None:
    """A judgement belongs to a text: with one word more it is another."""
    assert hash_ways("so sad", ("I feel sad.",)) != hash_ways("so sad", ("I feel very sad.",))


def test_why_something_is_not_worth_it_is_said() -> None:
    """Each no has its reason, for whoever judges next."""
    assert [each.mark for each in TRIED if each.worth is False and not each.why] == []


def test_the_page_says_what_is_measured() -> None:
    """What docs/express.md says of it is what the evaluation finds today."""
    assert FIGURES[0] + make_figures() + FIGURES[1] in PAGE.read_text(encoding="utf-8")
