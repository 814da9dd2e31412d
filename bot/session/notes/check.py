"""What a line of a note has to stand: its source, its quotations, its denials, and that it judges nothing. Pure.

A line that does not is left out and counted; it is never mended. In doubt it is left out: the therapist was there and
can add it. It compares words, as each language says them in `notecheck.yaml`.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from bot.model import Line, Role, UserId
from bot.policy import Policy
from bot.session.answers.schema import find_doubt
from bot.session.request.prompts import name_speakers
from bot.session.talk.token_estimate import Talk
from bot.words import fold_text
from bot.words.shelf import ANSWERS, NOTES, meanings_in, pattern, patterns_of, read_once, words_of_all

MOST_CITED = 6
SCARE = 3
"""Words in quotation marks that may be meant as no quotation at all."""


class Flaw(StrEnum):
    """Why a line is left out."""

    SOURCE = "source"  # it cites no message, or none that was shown
    QUOTE = "quote"  # it quotes what nobody wrote in a message that it cites
    DENIAL = "denial"  # it says that something is not so, and nobody was asked and answered
    JUDGEMENT = "judgement"  # a diagnosis, a medication or a risk that nobody spoke of
    SHAPE = "shape"  # no line that can be shown under any heading


_QUOTED = re.compile(
    r"[\u201c\u201e]([^\u201c\u201d\u201e]*)[\u201d\u201c]|\u00ab([^\u00ab\u00bb]*)\u00bb|\u2039([^\u2039\u203a]*)\u203a"
    r"|\"([^\"]*)\"|(?<!\w)['\u2018\u201a](.{1,400}?)['\u2019](?!\w)"
)
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
    if not 1 <= len(cited) <= MOST_CITED:
        return Flaw.SOURCE
    if not all(_was_said(quote, one_of=cited) for quote in list_quotes(text)):
        return Flaw.QUOTE
    own = _fold_plain(_with_our_titles(strip_quotes(text)))
    if _LEFT_OVER.search(own):
        return Flaw.QUOTE  # a mark that opens and does not close: nobody knows what it quotes
    if pattern(NOTES, "denies").search(own) and not _was_asked_and_denied(own, cited, talk, policy):
        return Flaw.DENIAL
    if find_doubt(own, "\n".join(line.text for line in cited)):
        return Flaw.JUDGEMENT
    return None


def list_quotes(text: str) -> Iterator[str]:
    """Yield what stands between quotation marks of any kind in `text`. An apostrophe is none."""
    for match in _QUOTED.finditer(text):
        yield next((group for group in match.groups() if group is not None), "")


def strip_quotes(text: str) -> str:
    """Return `text` without its quotations: what is left is what the line says by itself.

    A word or three between quotation marks are part of its own sentence: their marks go, they stay.
    """

    def own(match: re.Match[str]) -> str:
        inside = next((group for group in match.groups() if group is not None), "")
        return f" {inside} " if len(inside.split()) <= SCARE else " "

    return _QUOTED.sub(own, text)


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


def _was_asked_and_denied(denial: str, cited: Talk, talk: Talk, policy: Policy) -> bool:
    """Return whether a cited question of a therapist has a cited answer that is a plain no, to all that is denied.

    An answer is what a client wrote behind the question before a therapist wrote again; where the line names who denies,
    it is theirs. Where it is denied that somebody is in danger, the question has to ask about just that.
    """
    names = name_speakers(talk, policy)
    called = {sender for sender, name in names.items() if re.search(rf"\b{name.casefold()}\b", denial)}
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
def _asking() -> re.Pattern[str]:
    """Return what a question looks like: its mark, or how it begins."""
    lead, asks = ("|".join(patterns_of(NOTES, key)) for key in ("lead", "asks"))
    return re.compile(rf"\?|^(?:(?:{lead}) )?(?:{asks})\b")


def _with_our_titles(text: str) -> str:
    """Return `text` with people called by role as the prompt calls them, whatever the language."""
    titles = meanings_in(ANSWERS, "titles")
    return re.sub(rf"(?i)\b({'|'.join(titles)})\b", lambda match: titles[match[0].casefold()], text)
