"""Whose words a line says that it tells, and whether they are among those who wrote what it cites. Pure.

It looks at how each part of a sentence begins, and at `according to …`: whom a line speaks about otherwise is not asked.
Text is folded, and people are called `client 1` and `therapist 1` in it, as the prompt calls them, whatever the language.
"""

import re
from collections.abc import Iterator

from bot.model import Role, UserId
from bot.policy import Policy
from bot.session.talk.token_estimate import Talk
from bot.words import fold_text
from bot.words.shelf import ANSWERS, CLAIMS, any_of, meanings_in, pattern, read_once, words_of_all

_PERSON = r"(?:(?:the|both) )?(?P<role>client|therapist)(?: (?P<number>\d{1,2}))?\b(?!['\u2019]s)"
"""Somebody by their role, with or without a number; `client 1's sister` is somebody else."""
_STOP = re.compile(r"[.;!?]{1,40}(?=\s|$)|:(?=\s)|\n")
_AROUND = " \t\n,*-_\u2013\u2014\"'()\u201c\u201d"


def has_strange_speaker(text: str, cited: Talk, names: dict[UserId, str], policy: Policy) -> bool:
    """Return whether the folded line `text` says of somebody what none of their messages among `cited` can have said.

    `names` is what the prompt calls each sender.
    """
    called = {name.casefold(): user for user, name in names.items()}
    if any(_name_person(match) not in called for match in _any_person().finditer(text) if match["number"]):
        return True  # nobody is called so in this talk
    senders = {line.sender for line in cited}
    roles = [policy.role(user) for user in senders]

    def is_strange(person: re.Match[str]) -> bool:
        if person["number"]:
            return called[_name_person(person)] not in senders
        return Role(person["role"]) not in roles

    for part in _split_parts(_pair().sub("between them", text)):
        tellers = list(_tellers().finditer(part))
        if any(is_strange(person) for person in tellers):
            return True
        if not tellers and _is_of_others(part, roles.count(Role.CLIENT)):
            return True
        subject = None if tellers else _find_subject(part)
        if subject and is_strange(subject):
            return True
    return False


def has_strange_teller(text: str, said: str) -> bool:
    """Return whether the folded line `text` has somebody's mother, husband or boss tell what it tells, of whom nobody `said` a word.

    `said` is the whole talk: who is spoken of once is `he` from then on.
    """
    kin = meanings_in(CLAIMS, "kin")
    words = set(re.findall(r"[^\W\d_]+", fold_text(said)))
    spoken_of = {kin[part] for word in words for part in (word, *(word[:-end] for end in (2, 3))) if part in kin}
    return any(kin[match[1]] not in spoken_of for match in _kin_tellers().finditer(text))


def _name_person(person: re.Match[str]) -> str:
    return f"{person['role']} {int(person['number'])}"


def _is_of_others(part: str, clients: int) -> bool:
    """Return whether a part of a line is of more clients than wrote what is cited: of both, or of one that it leaves out."""
    if pattern(CLAIMS, "who.both").match(part):
        return clients < 2
    return clients < 1 and pattern(CLAIMS, "who.clipped").match(part) is not None


def _split_parts(text: str) -> Iterator[str]:
    """Yield the parts of a line that may each be about somebody else: sentences, and what begins with `and client 2`."""
    for sentence in _STOP.split(text):
        parts, start = [], 0
        for match in _again().finditer(sentence):
            before = sentence[start : match.start()]
            if _stands_alone(before, match[0]):
                parts.append(_trim_part(before))
                start = match.end()
        last = _trim_part(sentence[start:])
        alone = _any_person().fullmatch(last) if parts else None
        yield from parts if alone else (*parts, last)


def _stands_alone(before: str, joint: str) -> bool:
    """Return whether what follows `and` is a part of its own: not what somebody says, wants, or does to both."""
    before = before.strip(_AROUND)
    if _any_person().fullmatch(before) or "," in joint:
        return True
    return not pattern(CLAIMS, "who.within", r"\b{}\b").search(before) and not _ends_in_person().search(before)


def _trim_part(part: str) -> str:
    """Return a part of a sentence without what it begins with that is about somebody else: `when client 1 shouts, …`."""
    part = part.strip(_AROUND)
    while "," in part and pattern(CLAIMS, "who.before", r"{}\b").match(part):
        part = part.partition(",")[2].strip(_AROUND)
    return part


def _find_subject(part: str) -> re.Match[str] | None:
    """Return whom a part of a sentence says something of, where it begins with them; None if they only get something."""
    match = _subject().match(part)
    return None if match is None or pattern(CLAIMS, "who.gets", r"\s*{}").match(part, match.end()) else match


@read_once
def _any_person() -> re.Pattern[str]:
    return re.compile(rf"\b{_PERSON}")


@read_once
def _ends_in_person() -> re.Pattern[str]:
    return re.compile(rf"\b{_PERSON}$")


@read_once
def _kin_tellers() -> re.Pattern[str]:
    """Return somebody outside the talk who tells something: `client 1's husband reported`, `suami klien 1 melaporkan`."""
    kin = "|".join(sorted(map(re.escape, meanings_in(CLAIMS, "kin"))))
    return re.compile(
        rf"\b({kin})(?:nya|mu|ku)?(?: (?:of )?(?:client|therapist)(?: \d{{1,2}})?)? {any_of(CLAIMS, 'who.says')}\b"
    )


@read_once
def _pair() -> re.Pattern[str]:
    """Return what something is between: whoever is named there says nothing by that."""
    person = r"(?:the )?(?:client|therapist) \d{1,2}"
    return re.compile(rf"\b{any_of(CLAIMS, 'who.between')} {person} (?:{any_of(ANSWERS, 'and')}|&) {person}")


@read_once
def _again() -> re.Pattern[str]:
    """Return what another part of a sentence begins with that is about somebody, up to them."""
    return re.compile(
        rf",? \b{any_of(CLAIMS, 'who.again')} (?=(?:{any_of(CLAIMS, 'who.from_start')} )?{_PERSON}|{any_of(CLAIMS, 'who.both')})"
    )


@read_once
def _subject() -> re.Pattern[str]:
    """Return how a part of a sentence begins that is about somebody: words of time, then them."""
    words = words_of_all(CLAIMS, "who.opening") | {day for day in meanings_in(CLAIMS, "days") if " " not in day}
    opening = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:(?:{opening}),? ){{0,6}}{_PERSON}")


@read_once
def _tellers() -> re.Pattern[str]:
    """Return how a line says who told what it tells."""
    told, by, says, start, as_ = (any_of(CLAIMS, f"who.{key}") for key in ("told", "by", "says", "from_start", "as"))
    person = r"(?:the )?(?:client|therapist)(?: \d{1,2})?"
    return re.compile(rf"(?:\b(?:{told}|{by}) |^{start} |(?:, |\b{as_} )(?={person} {says}\b)){_PERSON}")
