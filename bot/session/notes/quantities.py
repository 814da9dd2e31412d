"""The numbers and days in a text, digits or words, in any of our languages, and whether others bear them out. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.words import fold_text
from bot.words.shelf import CLAIMS, any_of, meanings_in, read_once, words_of_all

_TOKEN = re.compile(r"(?<![a-z_\d])\d+(?:[.,:]\d+)*|(?:(?<=\d)|(?<![^\W_]))[^\W\d_]+(?:'[^\W\d_]+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})")
_DOSES = frozenset({"mg", "mcg", "ml"})
"""Units that nobody may add to a number that was written without one."""
_SPANS = frozenset({"minute", "hour", "day", "week", "month", "year"})
_HALF = 0.5
_SAME = frozenset({(0.5, 30.0), (0.25, 15.0), (1.5, 90.0)})
"""Of an hour, and in minutes."""
_LARGEST = 1e15


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text, its unit and how often, as our lists name them, empty where it has none.

    `minutes` are those of a time of day, which `is_clock`; `loose` is a word that is a number only with a unit.
    """

    value: float
    unit: str = ""
    per: str = ""
    minutes: float = 0.0
    is_clock: bool = False
    loose: bool = False


def has_strange_quantity(text: str, said: str) -> bool:
    """Return whether `text` names a number that `said` does not, or one of another unit, or a day that it does not."""
    ours = [quantity for quantity in list_quantities(_strip_scales(text)) if not _is_no_number(quantity)]
    theirs = tuple(list_quantities(said)) if ours else ()
    if any(not _is_borne_out(quantity, theirs) for quantity in ours):
        return True
    days = list_days(text)
    return bool(days) and not days <= list_days(said, loosely=True)


def list_quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers in `text`, words among them: `two hundred`, `seratus`, `1,5`, `16.00`, `50mg`."""
    tokens = _TOKEN.findall(_beside().sub("", fold_text(text)))
    at = 0
    while at < len(tokens):
        quantity, behind = _read_number(tokens, at)
        if quantity is None:
            at += 1
            continue
        yield _add_unit(quantity, tokens[behind : behind + 5])
        at = behind


def list_days(text: str, *, loosely: bool = False) -> set[str]:
    """Return the weekdays and months that `text` names; `loosely` also by words that may mean something else."""
    folded = fold_text(text)
    groups = ("days", "days_said") if loosely else ("days",)
    return {
        day
        for group in groups
        for word, pattern, day in _day_patterns(group)
        if word in folded and pattern.search(folded)
    }


def _strip_scales(text: str) -> str:
    """Return `text` without the ends of a scale, and without numbers that only count what follows."""
    folded = re.sub(any_of(CLAIMS, "scale"), " ", fold_text(text))
    return _build_counting_pattern().sub(" ", folded)


@read_once
def _build_counting_pattern() -> re.Pattern[str]:
    """Return how a line counts what it tells, as `two things`: by a word, or a digit."""
    words = "|".join(word for word, value in _values("numbers").items() if 1 < value < 10)
    return re.compile(rf"\b(?:{words}|[2-9]) {any_of(CLAIMS, 'counted')}\b")


@read_once
def _values(group: str) -> dict[str, float]:
    """Return what each word of a group is as a number."""
    return {word: float(value) for word, value in meanings_in(CLAIMS, group).items()}


@read_once
def _beside() -> re.Pattern[str]:
    """Return what stands in numbers and is none: `rp` before one, `and a` between one and its half."""
    return re.compile(any_of(CLAIMS, "parts.beside"))


@read_once
def _day_patterns(group: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    days = meanings_in(CLAIMS, group)
    return tuple((word, re.compile(rf"\b{re.escape(word)}\b"), day) for word, day in days.items())


def _is_no_number(quantity: Quantity) -> bool:
    """Return whether a word is no number where it stands: `one` of them, `half` of it."""
    return quantity.loose and not quantity.unit and not quantity.per


def _is_borne_out(quantity: Quantity, theirs: Iterable[Quantity]) -> bool:
    return any(_is_same_time(quantity, other) or _is_same(quantity, other) for other in theirs)


def _is_same(ours: Quantity, theirs: Quantity) -> bool:
    """Return whether two are the same number, of one unit and one span, as far as both have one; a dose has its own."""
    if ours.value != theirs.value or (ours.minutes and not theirs.minutes):
        return False
    if ours.unit in _DOSES and not theirs.unit:
        return False
    same_unit = not ours.unit or not theirs.unit or ours.unit == theirs.unit
    return same_unit and (not ours.per or not theirs.per or ours.per == theirs.per)


def _is_same_time(ours: Quantity, theirs: Quantity) -> bool:
    """Return whether two are the same time of day, as `16.00` and `4` are, or the same part of an hour."""
    pair = sorted((ours.value, theirs.value))
    if ours.is_clock or theirs.is_clock:
        return pair[1] == pair[0] + 12 and ours.minutes == theirs.minutes and not (ours.unit or theirs.unit)
    return tuple(pair) in _SAME and {ours.unit, theirs.unit} == {"hour", "minute"}


def _read_number(tokens: list[str], at: int) -> tuple[Quantity | None, int]:
    """Return the number that begins at a token, None if none does, and where it ends."""
    if tokens[at][0].isdigit():
        first, at = _read_digits(tokens[at]), at + 1
        if first.is_clock:
            return first, at
    else:
        value = _values("numbers").get(tokens[at])
        if value is None:
            return None, at + 1
        first, at = Quantity(value, loose=tokens[at] in words_of_all(CLAIMS, "loosely")), at + 1
    return _read_onward(first, tokens, at)


def _read_onward(first: Quantity, tokens: list[str], at: int) -> tuple[Quantity, int]:
    """Return a number of several words, such as `two hundred twenty`, that begins with `first`, and where it ends."""
    numbers, times, teens = _values("numbers"), _values("times"), words_of_all(CLAIMS, "teens")
    whole, hundreds, last = _split_value(first.value)
    begin = at
    while at < len(tokens) and whole + hundreds + last < _LARGEST:
        token, more = tokens[at], numbers.get(tokens[at])
        if token in teens:
            last += 10
        elif token in times and times[token] >= 1000:
            whole, hundreds, last = whole + (hundreds + last or 1) * times[token], 0.0, 0.0
        elif token in times:
            hundreds, last = (
                (hundreds + last * times[token], 0.0) if times[token] == 100 else (hundreds, last * times[token])
            )
        elif (more == _HALF and last >= 1) or (more and 1 <= more < 100 and _goes_on(whole + hundreds, last, more)):
            last += more
        else:
            break
        at += 1
    return replace(first, value=whole + hundreds + last, loose=first.loose and at == begin), at


def _split_value(value: float) -> tuple[float, float, float]:
    """Return the thousands, the hundreds and the rest of the number that a first word is: `seratus` goes on as `100 +`."""
    return (value, 0.0, 0.0) if value in {1000.0, 1e6} else (0.0, value, 0.0) if value == 100.0 else (0.0, 0.0, value)


def _goes_on(before: float, last: float, more: float) -> bool:
    """Return whether a number word goes on with the one before: `twenty five`, `two hundred five`, never `two three`."""
    return before > 0 if not last else 20 <= last <= 90 and last % 10 == 0 and more < 10


def _read_digits(token: str) -> Quantity:
    """Return a number in digits: thousands with points or commas, decimals with either, a time of day."""
    token = token[:20]
    if _GROUPED.fullmatch(token):
        return Quantity(float(re.sub("[.,]", "", token)))
    if clock := _CLOCK.fullmatch(token):
        return Quantity(float(clock[1]), minutes=float(clock[2]), is_clock=True)
    whole, _, rest = re.sub("[,:]", ".", token).partition(".")
    return Quantity(float(f"{whole}.{rest.replace('.', '') or 0}"))


def _add_unit(quantity: Quantity, behind: list[str]) -> Quantity:
    """Return a number with the unit that stands behind it, and with how often: `two times a week`."""
    units, often = meanings_in(CLAIMS, "units"), meanings_in(CLAIMS, "often")
    unit = units.get(behind[0], "") if behind else ""
    rest = behind[1:] if unit else behind
    if rest and rest[0] in often:
        return replace(quantity, unit=unit or "times", per=often[rest[0]])
    if len(rest) > 1 and rest[0] in words_of_all(CLAIMS, "a") and rest[1] in units:
        named = units[rest[1]]
        if named in _SPANS and quantity.value >= 1:
            return replace(quantity, unit=unit or "times", per=named)
        return replace(quantity, unit=unit or named)  # half an hour
    return replace(quantity, unit=unit)
