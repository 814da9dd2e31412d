"""What a line about the talk has to stand: its source, speaker, numbers, quotations, denials, and no judgement. Pure.

A line that does not is left out and counted; it is never mended. In doubt it is left out: the therapist was there and
can add it. It compares words, as each language says them in `notecheck.yaml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from bot.model import Line, Role, UserId
from bot.policy import Policy
from bot.session.answers.hold_translation import is_declining
from bot.session.answers.schema import Doubt, find_doubt
from bot.session.answers.tidy import split_sentences
from bot.session.notes.claims import has_strange_risk, has_strange_sight
from bot.session.notes.line_source import QUOTED, Source, cut_long_messages, list_taken_up
from bot.session.notes.quantities import has_strange_quantity
from bot.session.notes.speakers import has_strange_speaker, has_strange_teller
from bot.session.request.prompts import name_speakers
from bot.session.talk.token_estimate import Talk
from bot.words import fold_text
from bot.words.shelf import ANSWERS, CLAIMS, NOTES, any_of, meanings_in, pattern, patterns_of, read_once, words_of_all

MOST_CITED = 6
SCARE = 3
"""Words in quotation marks that may be meant as no quotation at all."""


class Flaw(StrEnum):
    """Why a line is left out."""

    SOURCE = "source"  # it cites no message, or none that was shown
    QUOTE = "quote"  # it quotes what nobody wrote in a message that it cites
    DENIAL = "denial"  # it says that something is not so, and nobody was asked and answered
    JUDGEMENT = "judgement"  # a diagnosis or medication that nobody spoke of, a risk or safety that no therapist did
    SPEAKER = "speaker"  # it says of somebody what none of their messages that it cites can have said
    NUMBER = "number"  # a number, a dose or a day that stands in no message that it cites
    SIGHT = "sight"  # what only eyes notice, and nobody wrote
    SHAPE = "shape"  # no line that can be shown under any heading


_LEFT_OVER = re.compile(r"[\"\u201c-\u201f\u00ab\u00bb\u2039\u203a\u201a\u275d\u275e\u300c-\u300f]")
"""Marks of a quotation that does not close, or of a kind that is not looked into."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TOPICS = ("self", "others")
"""Whose danger a denial, and the question before it, can be about."""
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})


def find_flaw(text: str, cited: Talk, talk: Talk, policy: Policy) -> Flaw | None:
    """Return why the line `text` is left out, None if it stands.

    `cited` are the messages that it cites, `talk` the stretch that they stand in, both in the order of the talk.
    """
    source = Source(cut_long_messages(cited), talk, policy, name_speakers(talk, policy))
    if not 1 <= len(cited) <= MOST_CITED:
        return Flaw.SOURCE
    if not all(_was_said(quote, one_of=source.cited) for quote in list_quotes(text)):
        return Flaw.QUOTE
    own = _fold_line(text)
    if _LEFT_OVER.search(own):
        return Flaw.QUOTE  # a mark that opens and does not close: nobody knows what it quotes
    if pattern(NOTES, "denies").search(own) and not _was_asked_and_denied(own, source):
        return Flaw.DENIAL
    if find_doubt(own, "") and _is_prescribing(own, source.cited):
        return Flaw.JUDGEMENT
    return _find_claim_flaw(own, source)


def find_point_flaw(text: str, source: Source) -> Flaw | None:
    """Return why a suggestion or an offer is left out, None if it stands.

    What it proposes to ask, it may put between quotation marks; what a therapist should look at twice is told otherwise.
    """
    if not source.cited:
        return Flaw.SOURCE
    source = replace(source, cited=cut_long_messages(source.cited))
    if not all(_was_said(quote, one_of=source.cited) or _is_proposed(quote, text) for quote in list_quotes(text)):
        return Flaw.QUOTE
    own = _fold_line(text)
    if pattern(NOTES, "denies").search(own) and not _was_asked_and_denied(own, source):
        return Flaw.DENIAL
    return _find_claim_flaw(own, source)


def _is_prescribing(own: str, cited: Talk) -> bool:
    """Return whether a line names a drug, a dose or a diagnosis that no message does which it cites, in any spelling."""
    doubt = find_doubt(_unify_doses(own), _unify_doses("\n".join(line.text for line in cited)))
    return doubt in {Doubt.MEDICATION, Doubt.DIAGNOSIS}


def _is_proposed(quote: str, text: str) -> bool:
    """Return whether a quotation in a suggestion is what the therapist might say: a question, or more than a few words."""
    asks = quote.rstrip().endswith("?") or len(quote.split()) > SCARE
    return asks and any(
        quote in part and pattern(CLAIMS, "proposes", "(?i){}").search(part) for part in split_sentences(text)
    )


def _find_claim_flaw(own: str, source: Source) -> Flaw | None:
    """Return what the folded line `own` says that the messages it cites do not bear out: who, how many, seen, how safe."""
    if is_declining(own, "\n".join(line.text for line in source.cited)):
        return Flaw.SHAPE
    if has_strange_risk(own, source.cited, source.policy):
        return Flaw.JUDGEMENT
    if has_strange_sight(own, source.cited):
        return Flaw.SIGHT
    if has_strange_speaker(own, source.cited, source.names, source.policy):
        return Flaw.SPEAKER
    said = "\n".join(line.text for line in list_taken_up(source.cited, source.talk))
    if has_strange_teller(own, "\n".join(line.text for line in source.talk)):
        return Flaw.SPEAKER
    if has_strange_quantity(_build_numbering_pattern().sub(" ", own), said):
        return Flaw.NUMBER
    return None


def _fold_line(text: str) -> str:
    """Return a line as it is compared: what it says by itself, folded, with people called as the prompt calls them."""
    return _fold_plain(_with_our_titles(strip_quotes(text)))


def _unify_doses(text: str) -> str:
    """Return `text` with numbers in digits, one space before their unit, and drugs as one language ends them."""
    folded = fold_text(text)
    numbers = {word: f"{float(value):g}" for word, value in meanings_in(CLAIMS, "numbers").items()}
    digits = re.sub(r"[^\W\d_]+", lambda match: numbers.get(match[0], match[0]), folded)
    spaced = re.sub(r"(?<=\d)\s?(?:mil{1,2}igram\w*|mg)\b", " mg", digits)
    return re.sub(pattern(ANSWERS, "parts.drug", r"({})e\b"), r"\1", spaced)


def list_quotes(text: str) -> Iterator[str]:
    """Yield what stands between quotation marks of any kind in `text`. An apostrophe is none."""
    for match in QUOTED.finditer(text):
        yield next((group for group in match.groups() if group is not None), "")


def strip_quotes(text: str) -> str:
    """Return `text` without its quotations: what is left is what the line says by itself.

    A word or three between quotation marks are part of its own sentence: their marks go, they stay.
    """

    def own(match: re.Match[str]) -> str:
        inside = next((group for group in match.groups() if group is not None), "")
        return f" {inside} " if len(inside.split()) <= SCARE else " "

    return QUOTED.sub(own, text)


def _was_said(quote: str, *, one_of: Talk) -> bool:
    """Return whether somebody wrote these words in a row, and not behind a `not` that the quotation leaves out."""
    words = _split_plain_words(quote)
    if not words:
        return any(fold_text(quote).strip(" .\u2026") in fold_text(line.text) for line in one_of)
    return any(_is_run_of(words, _split_plain_words(line.text)) for line in one_of)


def _is_run_of(words: list[str], said: list[str]) -> bool:
    no = words_of_all(NOTES, "not")
    says_no = not no.isdisjoint(words)
    for at in range(len(said) - len(words) + 1):
        if said[at : at + len(words)] == words and (says_no or no.isdisjoint(said[max(0, at - 3) : at])):
            return True
    return False


def _was_asked_and_denied(denial: str, source: Source) -> bool:
    """Return whether a cited question of a therapist has a cited answer that is a plain no, to all that is denied.

    An answer is what a client wrote behind the question before a therapist wrote again; where the line names who denies,
    it is theirs. Where it is denied that somebody is in danger, the question has to ask about just that.
    """
    cited, talk, policy = source.cited, source.talk, source.policy
    called = {sender for sender, name in source.names.items() if re.search(rf"\b{name.casefold()}\b", denial)}
    answered = [
        line
        for at, line in enumerate(talk)
        if line in cited and _is_therapist_question(line, policy) and _was_denied(talk[at + 1 :], cited, called, policy)
    ]
    topics = {topic for topic in _TOPICS if _about(topic).search(denial)}
    if not topics and pattern(NOTES, "vague").search(denial):
        topics = {"self"}
    return bool(answered) and all(
        any(_about(topic).search(_fold_plain(line.text)) for line in answered) for topic in topics
    )


def _was_denied(rest: Talk, cited: Talk, called: set[UserId], policy: Policy) -> bool:
    """Return whether somebody, of those who are `called` by name if any are, answers with a plain no that is cited."""
    behind = tuple(_list_client_replies(rest, policy))
    clients = {line.sender for line in behind}
    called = {user for user in called if policy.role(user) is Role.CLIENT} or clients
    return any(
        any(line in cited for line in behind if line.sender == user)
        and _is_plain_no(" ".join(line.text for line in behind if line.sender == user))
        for user in called & clients
    )


def _is_therapist_question(line: Line, policy: Policy) -> bool:
    return policy.role(line.sender) is Role.THERAPIST and bool(_asking().search(_fold_plain(line.text)))


def _list_client_replies(rest: Talk, policy: Policy) -> Iterator[Line]:
    """Yield what clients wrote before a therapist wrote again."""
    for line in rest:
        if policy.role(line.sender) is Role.THERAPIST:
            return
        if policy.role(line.sender) is Role.CLIENT:
            yield line


def _is_plain_no(answer: str) -> bool:
    said = _fold_plain(answer)
    no, perhaps, yes_first = (words_of_all(NOTES, key) for key in ("not", "perhaps", "yes_first"))
    words = _WORD.findall(pattern(NOTES, "never").sub(min(no), said))
    return not no.isdisjoint(words) and perhaps.isdisjoint(words) and words[0] not in yes_first


def _split_plain_words(text: str) -> list[str]:
    return _WORD.findall(_fold_plain(text))


def _fold_plain(text: str) -> str:
    return fold_text(text).translate(_APOSTROPHES)


def _about(topic: str) -> re.Pattern[str]:
    return pattern(NOTES, topic, r"\b{}")


@read_once
def _build_numbering_pattern() -> re.Pattern[str]:
    """Return what has a number that is nobody's words: `client 1`, `message 2`."""
    return re.compile(rf"\b(?:client|therapist|{any_of(ANSWERS, 'message')}) \d{{1,3}}\b")


@read_once
def _asking() -> re.Pattern[str]:
    """Return what a question looks like: its mark, or how it begins."""
    lead, asks = ("|".join(patterns_of(NOTES, key)) for key in ("lead", "asks"))
    return re.compile(rf"\?|^(?:(?:{lead}) )?(?:{asks})\b")


def _with_our_titles(text: str) -> str:
    """Return `text` with people called by role as the prompt calls them, whatever the language."""
    titles = meanings_in(ANSWERS, "titles")
    return re.sub(rf"(?i)\b({'|'.join(titles)})\b", lambda match: titles[match[0].casefold()], text)
