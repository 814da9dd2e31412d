"""What stands before a text to translate: who says it to whom, by roles, and the clinic's own words for its terms. Pure.

All of it is ours: the terms come from the clinic's glossary, as it writes them, never from what somebody wrote. They are
looked for in the messages as they leave: a term that is masked there stands nowhere else either.
"""

from collections.abc import Callable, Iterable
from typing import TypeGuard

from bot.model import Ask, Language, Line, Masked, Role, UserId
from bot.policy import Policy
from bot.session.language.glossary_lookup import find_mentioned_terms
from bot.words.book import Book, Entry

MOST = 5
"""Terms that go along with one request."""


def make_interpreted_heads(ask: Ask, policy: Policy, veil: Callable[[str], Masked]) -> list[str]:
    """Return what stands before each message of `ask`, whose `languages` are the one it is in and the one to put it into.

    One person wrote all of them, so who speaks to whom is said once.
    """
    count, address = len(ask.context), _describe_address(ask, policy)
    heads = ["The message"] if count == 1 else [f"Message {number}" for number in range(1, count + 1)]
    heads = [f"{head}{describe_voice(line)}" for head, line in zip(heads, ask.context, strict=True)]
    terms = _list_terms([line.text for line in ask.context], ask.languages, policy.glossary, veil)
    return [f"{terms}{heads[0]}{address}:\n", *(f"\n\n{head}:\n" for head in heads[1:])]


def describe_voice(line: Line) -> str:
    """Return what a model is told of a line that a machine wrote down of a voice message; nothing of any other."""
    return " (a voice message, written down by a machine that may have misheard)" if line.voiced else ""


def make_text_head(ask: Ask, text: str, policy: Policy, veil: Callable[[str], Masked]) -> str:
    """Return what stands above `text`, which `ask` wants translated from one of the room's languages or any other."""
    spoken = tuple(dict.fromkeys((*policy.languages, *ask.languages)))
    return f"{_list_terms([text], spoken, policy.glossary, veil)}The text{_describe_address(ask, policy)}"


def name_people(people: Iterable[UserId], policy: Policy) -> dict[UserId, str]:
    """Return what to call each of `people`: by role, and numbered, so that no name leaves for its own sake."""
    titles: dict[UserId, str] = {}
    for person in dict.fromkeys(people):
        title = "Therapist" if policy.role(person) is Role.THERAPIST else "Client"
        number = 1 + sum(name.startswith(title) for name in titles.values())
        titles[person] = f"{title} {number}"
    return titles


def name_all(ask: Ask, policy: Policy) -> dict[UserId, str]:
    """Return what to call everybody whom a request to translate speaks of: in what was said before, and in the text."""
    return name_people((*(line.sender for line in ask.context), _find_speaker(ask), *ask.hearers), policy)


def _describe_address(ask: Ask, policy: Policy) -> str:
    """Return in brackets who says the text to whom; nothing where nobody is known to hear it.

    A therapist speaks to all clients; whom of several people a client means nobody can tell.
    """
    if not ask.hearers:
        return ""
    speaker, names = _find_speaker(ask), name_all(ask, policy)
    to_clients = {policy.role(hearer) for hearer in ask.hearers} == {Role.CLIENT}
    if len(ask.hearers) == 1:
        whom = names[ask.hearers[0]]
    elif policy.role(speaker) is Role.THERAPIST and to_clients:
        whom = "both" if len(ask.hearers) == 2 else "all"
    else:
        whom = "the others"
    return f" ({names[speaker]} to {whom})"


def _find_speaker(ask: Ask) -> UserId:
    """Return who said what is to be translated: whoever typed it, else whoever wrote the message."""
    if ask.request:
        return ask.origin.sender if ask.origin else ask.asker
    if ask.about:
        return ask.about.sender
    return ask.context[0].sender if ask.context else ask.asker


def _list_terms(texts: list[str], spoken: tuple[Language, ...], book: Book, veil: Callable[[str], Masked]) -> str:
    """Return the clinic's own words for the terms in `texts`, in each language `spoken`; nothing if there are none."""
    said = "\n".join(veil(text) for text in texts)
    lines: list[str] = []
    for entry in find_mentioned_terms(book, said, spoken[0], MOST):
        others = ((book.entry(entry.key, language), language) for language in spoken)
        terms = [other.term for other, language in others if _is_said_in(other, language)]
        if len(terms) > 1:
            lines.append(f"{' = '.join(terms)}\n")
    return f"The clinic's own words:\n{''.join(lines)}\n" if lines else ""


def _is_said_in(entry: Entry | None, language: Language) -> TypeGuard[Entry]:
    """Return whether the clinic has a word of its own in `language`, and does not fall back on English."""
    return entry is not None and entry.language == language
