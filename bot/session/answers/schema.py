"""What an answer to each task has to look like: what of a model's text is shown, and why nothing is. Pure.

A model is taken for somebody who may be talked into anything: what it wrote is held against a shape, never believed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model import Task
from bot.session.answers.citations import split_citations
from bot.session.answers.hold_translation import (
    TRANSLATING,
    Aim,
    Flaw,
    find_translation_flaw,
    is_answering,
    is_declining,
    is_refusing,
    is_strange_note,
    measure_text,
)
from bot.session.answers.kept_links import guard_addresses, restore_addresses
from bot.session.answers.loops import is_looping
from bot.session.answers.named_term import is_naming_term
from bot.session.answers.points import LONGEST_POINT, Point, count_loose_points, parse_offer, parse_points
from bot.session.answers.tidy import (
    cut_before_dialog,
    has_dialog,
    join_citations,
    looks_like_ours,
    shorten_text,
    show_invisible,
    strip_thinking,
    take_sentences,
    tidy_text,
)
from bot.session.answers.trim_translation import (
    WORD,
    drop_closings,
    split_note,
    split_words,
    strip_prompt_lines,
    trim_translation,
)
from bot.session.answers.ways import find_ways, has_stop_word, is_for_person
from bot.session.language.languages import detect_surely
from bot.session.request.prompts import is_repeating_rules, strip_marks
from bot.words import fold_text
from bot.words.shelf import ANSWERS, any_of, each_pattern, patterns_of, read_once


class Doubt(StrEnum):
    """What a therapist should look at twice in a draft."""

    MEDICATION = "medication"
    DIAGNOSIS = "diagnosis"
    RISK = "risk"


class Unfit(StrEnum):
    """Why an answer is not shown."""

    EMPTY = "empty"  # nothing to read is left of it
    NOTHING = "nothing"  # there is nothing worth offering, which is the usual answer
    LOOSE = "loose"  # it does not say what it rests on, or, an offer, of what kind it is
    RULES = "rules"  # it repeats what the model was told, or the mark around people's words
    OURS = "ours"  # a line of it could be taken for one that the bot says by itself
    SAME = "same"  # a translation that translates nothing
    LONG = "long"  # far more than was asked for
    REFUSED = "refused"  # no translation: the model declines, or answers what it should translate
    TONGUE = "tongue"  # a translation into another language than asked for
    SHAPE = "shape"  # a translation of more or fewer paragraphs than there are messages, or far too short
    PERSON = "person"  # the stop-word: the words are for a person
    TERM = "term"  # an explanation that never names its term
    ECHO = "echo"  # the text to translate stands in its translation
    TURNED = "turned"  # a translation that denies a danger which the text does not deny, or the other way round
    LOOP = "loop"  # it says the same few words again and again


@dataclass(frozen=True, slots=True)
class Fit:
    """What of an answer is shown: `text`, `cut` if there was more; or nothing, because it is `unfit`.

    `doubt` is what a therapist should look at twice before anybody else sees it. `parse_points` are the parts of an answer
    that has to say what each part of it rests on, `left_out` how many of them say nothing that can be looked up.
    """

    text: str = field(default="", repr=False)
    cut: bool = False
    unfit: Unfit | None = None
    doubt: Doubt | None = None
    points: tuple[Point, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Shape:
    """The form of an answer: at most so many `take_sentences` (0: any number), made what it should be by `form`.

    `form` gets the answer and what the people wrote. `about_talk`: it may call people as the prompt does.
    """

    sentences: int
    form: Callable[[str, str], Fit]
    about_talk: bool = False


_LONGEST_NOTE = 400
_FEW = 3
"""Words that may be as good as the stop-word: `Awas!` is `Danger!`."""
_ANY = Aim()
_FLAWS = {flaw: Unfit(flaw.value) for flaw in Flaw}


def fit_answer(task: Task, text: str, given: str, names: Iterable[str] = (), aim: Aim = _ANY) -> Fit:
    """Return what of a model's answer `text` to `task` is shown, if it is fit to be shown.

    `given` is what the people wrote that the answer is about, `names` are those of the people in the room, `aim` is what
    a translation should be.
    """
    shape = _SHAPES[task]
    said, cut = clean_answer(task, text, given)
    if not (task in TRANSLATING and has_dialog(given)):
        said = cut_before_dialog(said, names, about_talk=shape.about_talk)
    if not any(char.isalnum() for char in said):
        return Fit(unfit=Unfit.EMPTY)
    if is_repeating_rules(said, given):
        return Fit(unfit=Unfit.RULES)
    if looks_like_ours(said):
        return Fit(unfit=Unfit.OURS)
    if is_looping(said) and not is_looping(given):
        return Fit(unfit=Unfit.LOOP)
    formed = shape.form(said, given)
    if task in TRANSLATING and given and not formed.unfit:
        flaw = find_translation_flaw(split_note(formed.text, given)[0], given, aim)
        formed = Fit(unfit=_FLAWS[flaw]) if flaw else formed
    if aim.term and not formed.unfit:
        formed = _hold_explanation(formed.text, aim)
    shown, more = take_sentences(formed.text, shape.sentences) if shape.sentences else (formed.text, False)
    return replace(formed, text=shown, cut=cut or more or formed.cut, doubt=find_doubt(shown, given))


def clean_answer(task: Task, text: str, given: str) -> tuple[str, bool]:
    """Return a model's answer without what stands around it, tidied, and whether it had to be cut."""
    said = _preamble().sub("", join_citations(strip_thinking(show_invisible(text))), count=1)
    if task not in TRANSLATING:
        clean, cut = tidy_text(said)
        return strip_prompt_lines(strip_marks(clean, given), given), cut
    guarded, kept = guard_addresses(said, given)
    clean, cut = tidy_text(guarded)
    said = strip_prompt_lines(strip_marks(restore_addresses(clean, kept), given), given)
    return shorten_text(trim_translation(said, given))[0], cut


def find_doubt(text: str, given: str) -> Doubt | None:
    """Return what a therapist should look at twice in `text`: a dose, a drug, a diagnosis, a judgement of danger; or None.

    It compares words, in all our languages, and finds what is said bluntly, nothing that is said with care.
    What the people themselves have said, an answer may repeat: `given` is what they wrote that it is about.
    """
    said, known = fold_text(re.sub(r"[*_]", "", text)), fold_text(given)
    for doubt in Doubt:
        if any(
            match[0] not in known for pattern in each_pattern(ANSWERS, doubt.value) for match in pattern.finditer(said)
        ):
            return doubt
    return None


@read_once
def _preamble() -> re.Pattern[str]:
    """Return what chatty models say before they say it."""
    here, about, sure, headed = (any_of(ANSWERS, key) for key in ("here", "about", "sure", "headed"))
    return re.compile(
        rf"(?i)^(?:[^\n:]{{0,40}}\b{here}\b[^\n:]{{0,60}}\b{about}\b[^\n:]{{0,60}}:\s*\n?"
        rf"|{sure}[!.,]?\s*\n+|\W{{0,20}}{headed}\W{{0,20}}:\W{{0,20}}\s)"
    )


def _fit_reply(text: str, _: str) -> Fit:
    """Return an answer to a question. It cites nothing that could be looked up, so nothing in it looks as if it did."""
    return Fit("\n".join(split_citations(line, anywhere=True)[0] for line in text.split("\n")))


def _fit_explanation(text: str, given: str) -> Fit:
    """Return an explanation, if it says anything of its own: no refusal, not the term again, not a question alone."""
    if is_for_person(text) or set(split_words(text)) <= set(split_words(given)):
        return Fit(unfit=Unfit.EMPTY)
    if is_declining(text, given):
        return Fit(unfit=Unfit.REFUSED)
    asks = text.rstrip().endswith("?") and not take_sentences(text, 1)[1]
    return Fit(unfit=Unfit.EMPTY) if asks else Fit(drop_closings(text, given))


def _hold_explanation(text: str, aim: Aim) -> Fit:
    """Return an explanation, if it names what it explains and says something of it."""
    if split_words(text) == split_words(aim.term):
        return Fit(unfit=Unfit.EMPTY)
    return Fit(text) if is_naming_term(text, aim.term, aim.also) else Fit(unfit=Unfit.TERM)


def _fit_offer(text: str, _: str) -> Fit:
    """Return an offer of a kind that we know, with what it rests on; there usually is none."""
    if _says_nothing(text):
        return Fit(unfit=Unfit.NOTHING)
    point = parse_offer(text)
    return Fit(point.text, points=(point,)) if point else Fit(unfit=Unfit.LOOSE)


def _fit_suggestions(text: str, given: str) -> Fit:
    """Return the points that say what they rest on; nothing else in the answer is shown. A refusal is no point."""
    if _says_nothing(text):
        return Fit(unfit=Unfit.NOTHING)
    points, more = parse_points(text)
    if not points and is_refusing(text, given):
        return Fit(unfit=Unfit.REFUSED)
    said, unfit = "\n".join(point.text for point in points), None if points else Unfit.LOOSE
    return Fit(said, more, unfit, points=points, left_out=count_loose_points(text))


def _says_nothing(text: str) -> bool:
    """Return whether an answer says that there is none: in one word, which some models put into a sentence."""
    words = split_words(text)
    phrases = [phrase.split() for phrase in patterns_of(ANSWERS, "nothing")]
    return len(words) <= 6 and any(words[: len(phrase)] == phrase for phrase in phrases)


def _fit_ways(text: str, given: str) -> Fit:
    """Return the ways to say it, always numbered, so that people can name one to each other; a refusal is none.

    Nor is what is written in another language, or the stop-word with a remark around it.
    """
    if is_for_person(text):
        return Fit(unfit=Unfit.PERSON)
    ways = find_ways(text)
    if len(ways) == 1 and has_stop_word(text) and not has_stop_word(given):
        return Fit(unfit=Unfit.PERSON)
    said, meant = (detect_surely(split_words(words)) for words in ("\n".join(ways), given))
    if said and meant and said != meant:
        return Fit(unfit=Unfit.TONGUE)
    if is_refusing("\n".join(ways), given):
        return Fit(unfit=Unfit.REFUSED)
    numbered = "\n".join(f"{number}. {way}" for number, way in enumerate(ways, start=1))
    return Fit(numbered) if ways else Fit(unfit=Unfit.EMPTY)


def _fit_translation(text: str, given: str) -> Fit:
    """Return a translation with one note at most, if it is one: no answer, about as long as the text, in another language."""
    body, note = split_note(text, given)
    if not given:
        return Fit(text)
    if not body:
        return Fit(unfit=Unfit.EMPTY)
    if is_answering(body, given):  # before its length and language, which say less of why it is none
        return Fit(unfit=Unfit.REFUSED)
    if measure_text(body) > 90 + 2 * measure_text(given):
        return Fit(unfit=Unfit.LONG)
    words, source = split_words(body), split_words(given)
    if len(source) >= 4 and words == source:  # a word or two may be the same
        return Fit(unfit=Unfit.SAME)
    spoken = detect_surely(source)
    if spoken is not None and detect_surely(words) == spoken:
        return Fit(unfit=Unfit.TONGUE)
    if is_for_person(body) and len(WORD.findall(given)) >= _FEW and not is_for_person(given):
        return Fit(unfit=Unfit.REFUSED)
    says_more = note and not is_strange_note(note, given)
    return Fit(f"{body}\n\n{shorten_text(note, _LONGEST_NOTE)[0]}" if says_more else body)


def _fit_interpretation(text: str, given: str) -> Fit:
    """Return a translation that nobody asked for, if there was something to translate, be it one word."""
    fit = _fit_translation(text, given)
    return Fit(unfit=Unfit.SAME) if split_words(text) == split_words(given) else fit


_SHAPES: dict[Task, _Shape] = {
    Task.EXPLAIN: _Shape(9, _fit_explanation),
    Task.TRANSLATE: _Shape(0, _fit_translation),
    Task.EXPRESS: _Shape(0, _fit_ways),
    Task.ASK: _Shape(6, _fit_reply, about_talk=True),
    Task.SUGGEST: _Shape(0, _fit_suggestions, about_talk=True),
    Task.OFFER: _Shape(LONGEST_POINT, _fit_offer, about_talk=True),
    Task.INTERPRET: _Shape(0, _fit_interpretation),
}
"""A new task is one row here."""
