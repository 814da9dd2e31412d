"""Why a text is no translation of its source: a refusal, an answer to it, another shape, the source again. Pure.

No model judges: words are compared, in all our languages, and what the source says itself never counts against it.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Answered, Language, Pending, Room, Task, Tongue
from bot.policy import Policy
from bot.session.answers.named_term import list_other_names
from bot.session.answers.tidy import split_sentences
from bot.session.answers.trim_translation import WORD, count_sentences, list_lines, split_words
from bot.session.language.languages import common_words, detect_surely, nameable
from bot.words import fold_text, languages
from bot.words.shelf import ANSWERS, NOTES, any_of, pattern, words_of_all

ENOUGH, SURE = 4, 0.9
"""Words of which a language can be told by its letters, and how likely it must be to count as another."""


_ENDS = frozenset(".!?")
"""What a sentence ends in, and half of one does not."""
_MASKED = re.compile(r"(?<![\w*])\*{3,}(?![\w*])|[^\W\d_]\*{1,3}[^\W\d_]")
"""A word of which stars stand for letters: it is not as rough as it is."""
FOREIGN = 6
"""Words of a source, none of them common in a language of ours, that are taken for another language."""


TRANSLATING = frozenset({Task.TRANSLATE, Task.INTERPRET})
"""Tasks whose answers say what people said, in other words: if those call somebody by name, so do they."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What an answer should be, as far as it is known: a translation into one of `into`, of so many `messages`.

    `tongues`: what its parts may be written in, looked at outside. Without any of it that is not held against anything.
    `beside`: something else went along with the text to be understood, which must not be translated too.
    `term`: what an explanation has to name, `also`: what else that is called.
    """

    into: tuple[Language, ...] = ()
    messages: int = 1
    tongues: tuple[Tongue, ...] = ()
    beside: bool = False
    term: str = ""
    also: tuple[str, ...] = ()


def take_aim(pending: Pending, policy: Policy, event: Answered) -> Aim:
    """Return what the answer to a question should be. A typed translation without a language may be in any of the room's."""
    if pending.task is Task.EXPLAIN:
        return Aim(term=pending.request, also=list_other_names(policy.glossary, pending.request))
    if pending.task not in TRANSLATING:
        return Aim()
    messages = len(pending.rests_on) if pending.task is Task.INTERPRET else 1
    into = (pending.into,) if pending.into else policy.languages
    return Aim(into, messages, event.tongues, beside=_has_lines_beside(pending))


def recall_given_text(room: Room, pending: Pending) -> str:
    """Return what the people wrote that an answer is about, as far as it is still at hand.

    Of a translation that is its text alone: what was typed, or else the message pointed at.
    """
    grounds = {ground.event for ground in pending.rests_on}
    if pending.task is Task.TRANSLATE:
        grounds &= {pending.about} if not pending.request else set()
    return "\n".join((*(line.text for line in room.window if line.id in grounds), pending.request)).strip()


def _has_lines_beside(pending: Pending) -> bool:
    """Return whether more than its text went along with a translation: messages before it, or the one that it answers."""
    origin = pending.origin.event if pending.origin else None
    text = {origin} if pending.request else {origin, pending.about}
    return pending.task is Task.TRANSLATE and any(ground.event not in text for ground in pending.rests_on)


class Flaw(StrEnum):
    """What is wrong about a translation."""

    REFUSED = "refused"  # the model declines, talks of itself, or answers what it should translate
    TONGUE = "tongue"  # it is in another language than asked for
    SHAPE = "shape"  # more or fewer paragraphs than there are messages, or far too little for the text
    ECHO = "echo"  # the source stands in it, beside something else
    TURNED = "turned"  # it denies a danger that the source does not deny, or the other way round


MACHINE = "machine"
STRANGE = (
    *("apology", "unable", "referral", "asking", "sorry", "sounds", "thanks", "here", "understand", "alone", "normal"),
    *("translating", "declining", "described", "safety", "trust", "cheer", "hearing", "more", "struggle", "censored"),
    "lecture",
)
"""What somebody says who answers a message, or tells about it. Each counts only where the source has nothing of it (`said`)."""
REFUSING = ("apology", "unable", "declining", "described", "lecture")


def find_translation_flaw(body: str, given: str, aim: Aim) -> Flaw | None:
    """Return why `body` is no translation of `given`; None if nothing speaks against it."""
    if is_answering(body, given):
        return Flaw.REFUSED
    if not has_shape(body, given, aim.messages):
        return Flaw.SHAPE
    if aim.beside and is_longer(body, given):
        return Flaw.SHAPE
    if is_echoing(body, given):
        return Flaw.ECHO
    if is_turned(body, given) or is_turned(given, body):
        return Flaw.TURNED
    if is_in_another_language(body, given, aim):
        return Flaw.TONGUE
    return None


def is_turned(denial: str, other: str) -> bool:
    """Return whether `denial` says of a danger that it is not wanted, where `other` denies nothing at all."""
    no = words_of_all(NOTES, "not")
    return pattern(ANSWERS, "turned").search(_straighten(denial)) is not None and no.isdisjoint(
        re.findall(r"[^\W_]+(?:'[^\W_]+)*", _straighten(other))
    )


def is_answering(body: str, given: str) -> bool:
    """Return whether `body` refuses, masks a word, speaks of itself, or answers, where `given` does nothing of that kind."""
    if _MASKED.search(body) and "*" not in given:
        return True
    return _is_strange(body, given, (MACHINE, *STRANGE) if _is_ours(_straighten(given)) else (MACHINE,))


def is_refusing(body: str, given: str) -> bool:
    """Return whether `body` refuses, lectures or speaks of itself as a machine, where `given` does nothing of that kind."""
    return _is_strange(body, given, (MACHINE, *REFUSING))


def is_strange_note(note: str, given: str) -> bool:
    """Return whether the line beneath a translation says nothing about it, but refuses or answers whoever wrote the source."""
    said = note.partition(":")[2].strip()
    kinds = ("referral", "safety", "struggle", "sorry", "here", "alone")
    return is_declining(said, given) or _is_strange(said, given, kinds)


def is_declining(said: str, given: str) -> bool:
    """Return whether what a model says begins with a refusal, where `given` does nothing of that kind."""
    said, source = _straighten(said), _straighten(given)
    return any(
        pattern(ANSWERS, f"strange.{kind}", rf"\W{{0,9}}(?:{any_of(ANSWERS, 'sorrily')} ){{0,4}}{{}}").match(said)
        and not pattern(ANSWERS, f"said.{kind}").search(source)
        for kind in ("apology", "unable", "declining", MACHINE)
    )


def _is_strange(body: str, given: str, kinds: tuple[str, ...]) -> bool:
    said, source = _straighten(body), _straighten(given)
    return any(
        pattern(ANSWERS, f"strange.{kind}").search(said) and not pattern(ANSWERS, f"said.{kind}").search(source)
        for kind in kinds
    )


def has_shape(body: str, given: str, messages: int = 1) -> bool:
    """Return whether `body` has about the paragraphs and the length of `given`, which is so many `messages`."""
    source, lines = list_lines(given), list_lines(body)
    sentences = sum(1 for part in split_sentences(given) if part.strip())
    blocks = [block for block in body.split("\n\n") if block.strip()]
    if len(blocks) > len(source) or len(lines) > max(len(source), sentences):
        return False
    made = count_sentences(body)
    if made < messages and messages > 1:
        return False
    if len(lines) > len(source) and made > sentences:
        return False  # once more, in other words
    length, said = measure_text(given), measure_text(body)
    if made < count_sentences(given) and (said * 2 < length or _breaks_off(body, given)):
        return False
    if said * 4 < length * 3 and is_dangling(body) and not is_dangling(given):
        return False
    return length < 40 or said * 4 >= length


def is_dangling(text: str) -> bool:
    """Return whether `text` ends in a word that a sentence seldom ends in, and in no mark behind it."""
    words = split_words(text[-40:])
    return text.rstrip()[-1:].isalnum() and bool(words) and words[-1] in words_of_all(ANSWERS, "dangling")


def _breaks_off(body: str, given: str) -> bool:
    """Return whether `body` ends in a word, where `given` ends as sentences do: a model that stops says so, a server may not."""
    return given.rstrip()[-1:] in _ENDS and body.rstrip()[-1:].isalnum()


def is_longer(body: str, given: str) -> bool:
    """Return whether `body` has more sentences than `given`, or is far longer: as if something beside it were translated too."""
    return count_sentences(body) > count_sentences(given) or measure_text(body) > 24 + 2 * measure_text(given)


def is_echoing(body: str, given: str) -> bool:
    """Return whether a line of `given` stands in `body` as it is, with something else beside it."""
    words = split_words(body)
    text = f" {' '.join(words)} "
    sources = (split_words(line) for line in list_lines(given))
    return any(len(source) >= ENOUGH and source != words and f" {' '.join(source)} " in text for source in sources)


def is_in_another_language(body: str, given: str, aim: Aim) -> bool:
    """Return whether `body` is surely in a language that was not asked for; what is not sure may pass."""
    words = split_words(body)
    wanted = _list_wanted(given, aim.into)
    if not wanted or not words:
        return False
    counts = {language: sum(word in common_words(language) for word in words) for language in languages()}
    ours = sum(count for language, count in counts.items() if language in wanted)
    theirs = max((count for language, count in counts.items() if language not in wanted), default=0)
    if wanted & set(languages()) and theirs >= 2 and theirs > 2 * ours:
        return True
    return ours * 8 <= len(words) and _is_surely_other(aim.tongues, wanted)


def measure_text(text: str) -> int:
    """Return how long a text is for a reader: a Chinese or Japanese character says about as much as four letters."""
    return sum(4 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _list_wanted(given: str, into: tuple[Language, ...]) -> frozenset[Language]:
    """Return the languages that a translation may be in, and those that cannot be told from them; not the source's own."""
    spoken = detect_surely(split_words(given)) if len(into) > 1 else None
    asked = {language for language in into if language != spoken}
    near = {code for code, named in nameable().items() if named.kin in asked or named.alike in asked}
    return frozenset(asked | near)


def _is_surely_other(tongues: tuple[Tongue, ...], wanted: frozenset[Language]) -> bool:
    """Return whether most words stand in parts that are surely in none of the languages `wanted`."""
    told = [tongue for tongue in tongues if tongue.words >= ENOUGH]
    other = sum(
        tongue.words
        for tongue in told
        if any(share >= SURE and language not in wanted for language, share in tongue.likely)
    )
    return other * 2 > sum(tongue.words for tongue in told)


def _is_ours(source: str) -> bool:
    """Return whether a source is in a language whose words we know, so that what it says itself would be seen."""
    words = WORD.findall(source)
    return len(words) < FOREIGN or any(not common_words(language).isdisjoint(words) for language in languages())


def _straighten(text: str) -> str:
    """Return `text` folded, with plain apostrophes and no emphasis."""
    return re.sub(r"[*_\"\u201c\u201d]", "", fold_text(text).replace("\u2019", "'"))
