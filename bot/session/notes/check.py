"""What a line of a note has to stand: its source, its quotations, its denials, and that it judges nothing. Pure.

A line that does not is left out and counted; it is never mended. In doubt it is left out: the therapist was there and
can add it. It compares words, in English and Indonesian.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from bot.model import Line, Role, UserId
from bot.policy import Policy
from bot.safety.lexicon import wordset
from bot.session.answers.doubt import doubted
from bot.session.prompts import speakers
from bot.session.weight import Talk
from bot.words import folded

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
    r"|\"([^\"]*)\"|(?<!\w)['\u2018\u201a](.+?)['\u2019](?!\w)"
)
_LEFT_OVER = re.compile(r"[\"\u201c-\u201f\u00ab\u00bb\u2039\u203a\u201a\u275d\u275e\u300c-\u300f]")
"""Marks of a quotation that does not close, or of a kind that is not looked into."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})
_NOT = wordset(
    "no not never none nope nothing nobody don't doesn't didn't isn't wasn't haven't hasn't can't won't wouldn't cannot "
    "without hardly dont didnt havent "
    "tidak tak nggak enggak ngga gak ga gk engga ndak kagak bukan belum jangan tanpa"
)
_PERHAPS = wordset(
    "yes yeah yep sometimes maybe perhaps occasionally kinda somewhat probably but know sure guess think remember want "
    "talk answer say kadang terkadang mungkin sesekali pernah iya sering tapi tetapi tahu tau yakin ingat entah mau bahas "
    "jawab"
)
"""What makes an answer no plain no, or none at all. `ya` alone is a particle in Indonesian, and counts at the beginning."""
_NEVER = re.compile(r"\b(?:tidak|tak|nggak|enggak|gak|ga|belum|ngga) pernah\b")
_ASKS = re.compile(
    r"\?|^(?:(?:and|so|ok|okay|jadi|lalu|dan|terus) )?(?:do|did|does|have|has|are|is|was|were|any|ever|what|how|when|who|can"
    r"|could|would|apakah|apa|pernahkah|adakah|apa|bagaimana|kapan|siapa|masihkah)\b"
)
_SELVES = r"(?:your|my|him|her|them|our)sel(?:f|ves)"
_LIFE = r"(?:your|my|his|her|their)(?: own)? li(?:fe|ves)"
_TOPICS = {
    "self": (
        rf"si\b|suicid\w*|self-? ?harm\w*|(?:kill|hurt|harm|cut)\w* {_SELVES}|die[sd]?\b|dying\b|dead\b|death\b"
        rf"|(?:end|tak)\w* {_LIFE}|not be(?:ing)? (?:here|alive)\b"
        r"|bunuh diri|mati\b|kematian\b|mengakhiri (?:hidup|nyawa)\w*|(?:menyakiti|melukai) diri"
    ),
    "others": (
        rf"hi\b|homicid\w*|violen\w*|(?:kill|hurt|harm)\w* (?!{_SELVES})(?:other|some|any|people|him\b|her\b|them\b|your\b|the\b|a\b)"
        r"|membunuh|(?:menyakiti|melukai) (?!diri)"
    ),
}
_ABOUT = {topic: re.compile(rf"\b(?:{words})") for topic, words in _TOPICS.items()}
_WANT = r"(?:want|wish|thought|idea|urge|plan|intend|intent|talk|wanting)s?"
_INGIN = r"(?:ingin|mau|berniat|pikiran|ide|niat|keinginan|rencana)"
_DANGER = (
    r"si\b|hi\b|suicid\w*|homicid\w*|self-? ?harm\w*|ideation\b|intent\b|harm(?:s|ed|ing|ful)?\b|red flags?\b"
    rf"|safety concerns?\b|(?:kill|hurt|cut)\w* (?:{_SELVES}|other|some|any|people)|(?:end|tak)\w* {_LIFE}"
    rf"|{_WANT} (?:of|about|to|for) (?:\w+ ){{0,2}}(?:die|dying|death|dead|kill\w*|hurt\w*|end\w*|not be)\b"
    r"|bunuh diri|membunuh|(?:menyakiti|melukai) \w+|mengakhiri (?:hidup|nyawa)\w*"
    rf"|{_INGIN} (?:untuk |tentang )?(?:mati|kematian)\b"
)
"""How danger is spoken of where it is denied. That somebody has not been home since a death denies nothing."""
_VAGUE = re.compile(rf"\b(?:{_DANGER})")
"""Words about danger that do not say whose."""
_SAYS = r"(?:report|endorse|disclose|admit|express|mention|describe|indicate|acknowledge|state|voice)"
_SAYS_ID = r"(?:melaporkan|mengungkapkan|menyatakan|mengakui|menunjukkan|menyebut\w*|mengeluhkan)"
_DENIES = tuple(
    re.compile(one)
    for one in (
        r"\bden(?:y|ies|ied|ying|ials?)\b|\b(?:menyangkal|membantah|disangkal|dibantah|penyangkalan)",
        rf"\b(?:no|not|never|none|without|nil|negative|absence|absent|free of|lacks?|doesn't|didn't|isn't)\b[^.;]{{0,60}}?\b(?:{_DANGER})",
        rf"\b(?:do|does|did|has|have)(?: not|n't) (?:\w+ )?{_SAYS}",
        rf"\b(?:none|nothing|no \w+(?: \w+)?|not) (?:was |were |is |are )?{_SAYS}e?d\b",
        rf"\b(?:tidak|tak|tanpa|bukan|belum|tiada)\b[^.;]{{0,60}}?\b(?:{_DANGER})",
        rf"\b(?:tidak|tak|belum) (?:ada (?:\w+ )?(?:pikiran|ide|niat|keinginan|rencana|keluhan)|{_SAYS_ID})",
    )
)
"""How a line says that something is not so: what an auditor reads as asked and answered."""


_KLIEN, _TERAPIS = re.compile(r"(?i)\bklien\b"), re.compile(r"(?i)\bterapis\b")


def flaw(text: str, cited: Talk, talk: Talk, policy: Policy) -> Flaw | None:
    """Return why the line `text` is left out, None if it stands.

    `cited` are the messages that it cites, `talk` the stretch that they stand in, both in the order of the talk.
    """
    if not 1 <= len(cited) <= MOST_CITED:
        return Flaw.SOURCE
    if not all(_said(quote, one_of=cited) for quote in quotes(text)):
        return Flaw.QUOTE
    own = _plain(_KLIEN.sub("client", _TERAPIS.sub("therapist", unquoted(text))))
    if _LEFT_OVER.search(own):
        return Flaw.QUOTE  # a mark that opens and does not close: nobody knows what it quotes
    if any(one.search(own) for one in _DENIES) and not _asked_and_answered(own, cited, talk, policy):
        return Flaw.DENIAL
    if doubted(own, "\n".join(line.text for line in cited)):
        return Flaw.JUDGEMENT
    return None


def quotes(text: str) -> Iterator[str]:
    """Yield what stands between quotation marks of any kind in `text`. An apostrophe is none."""
    for found in _QUOTED.finditer(text):
        yield next((group for group in found.groups() if group is not None), "")


def unquoted(text: str) -> str:
    """Return `text` without its quotations: what is left is what the line says by itself.

    A word or three between quotation marks are part of its own sentence: their marks go, they stay.
    """

    def own(found: re.Match[str]) -> str:
        inside = next((group for group in found.groups() if group is not None), "")
        return f" {inside} " if len(inside.split()) <= SCARE else " "

    return _QUOTED.sub(own, text)


def _said(quote: str, *, one_of: Talk) -> bool:
    """Return whether somebody wrote these words in a row, and not behind a `not` that the quotation leaves out."""
    words = _words(quote)
    if not words:
        return any(folded(quote).strip(" .\u2026") in folded(line.text) for line in one_of)
    return any(_stand_in(words, _words(line.text)) for line in one_of)


def _stand_in(words: list[str], said: list[str]) -> bool:
    says_no = not _NOT.isdisjoint(words)
    for at in range(len(said) - len(words) + 1):
        if said[at : at + len(words)] == words and (says_no or _NOT.isdisjoint(said[max(0, at - 3) : at])):
            return True
    return False


def _asked_and_answered(denial: str, cited: Talk, talk: Talk, policy: Policy) -> bool:
    """Return whether a cited question of a therapist has a cited answer that is a plain no, to all that is denied.

    An answer is what a client wrote behind the question before a therapist wrote again; where the line names who denies,
    it is theirs. Where it is denied that somebody is in danger, the question has to ask about just that.
    """
    names = speakers(talk, policy)
    called = {sender for sender, name in names.items() if re.search(rf"\b{name.casefold()}\b", denial)}
    answered = [
        line
        for at, line in enumerate(talk)
        if line in cited and _asks(line, policy) and _said_no(talk[at + 1 :], cited, called, policy)
    ]
    topics = {topic for topic, words in _ABOUT.items() if words.search(denial)}
    if not topics and _VAGUE.search(denial):
        topics = {"self"}
    return bool(answered) and all(any(_ABOUT[one].search(_plain(line.text)) for line in answered) for one in topics)


def _said_no(rest: Talk, cited: Talk, called: set[UserId], policy: Policy) -> bool:
    """Return whether somebody, of those who are `called` by name if any are, answers with a plain no that is cited."""
    behind = tuple(_behind(rest, policy))
    clients = {line.sender for line in behind}
    called = {one for one in called if policy.role(one) is Role.CLIENT} or clients
    return any(
        any(line in cited for line in behind if line.sender == one)
        and _plain_no(" ".join(line.text for line in behind if line.sender == one))
        for one in called & clients
    )


def _asks(line: Line, policy: Policy) -> bool:
    return policy.role(line.sender) is Role.THERAPIST and bool(_ASKS.search(_plain(line.text)))


def _behind(rest: Talk, policy: Policy) -> Iterator[Line]:
    """Yield what clients wrote before a therapist wrote again."""
    for line in rest:
        if policy.role(line.sender) is Role.THERAPIST:
            return
        if policy.role(line.sender) is Role.CLIENT:
            yield line


def _plain_no(answer: str) -> bool:
    said = _plain(answer)
    words = _WORD.findall(_NEVER.sub("tidak", said))
    return not _NOT.isdisjoint(words) and _PERHAPS.isdisjoint(words) and words[0] != "ya"


def _words(text: str) -> list[str]:
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    return folded(text).translate(_APOSTROPHES)
