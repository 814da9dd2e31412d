"""How a card begins, and what is left of it: who asked, in their own words, and where that stands. Pure.

A card quotes what was said in the session room, which its therapists read anyway. What somebody asks in a room of their own
is never quoted: there nobody else reads it.
"""

from bot.model import (
    UNASKED,
    Cite,
    Desk,
    Direct,
    Draft,
    EventId,
    Ground,
    Outcome,
    Pending,
    Room,
    Said,
    Task,
    Verdict,
    Words,
)
from bot.policy import Policy
from bot.session.answers.links import make_links, make_permalink
from bot.session.command.context import find_name, say_line
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.sources import hash_text

LONGEST_QUOTE = 160
"""Characters of somebody's words in a heading, at most: a heading is two or three lines on a phone."""
KEPT = frozenset({Verdict.APPROVED, Verdict.REFUSED, Verdict.CORRECTED, Verdict.TIMED_OUT})
"""After these a card keeps the question: nobody took back the words behind it."""
IN_ANSWER_TO_NOTHING = UNASKED | {Task.SUMMARY}
"""What answers no message of the room, and is not asked for again by a word on its card: it hangs on the talk."""
POINTS_AT_TALK = frozenset({Task.OFFER, Task.SUMMARY})
_QUOTES = str.maketrans("\u201c\u201d", "\u2018\u2019")


def render_heading(room: Room, draft: Draft, policy: Policy) -> Words:
    """Return the first line of a draft's card: its code, who asked and what, their own words, and the time as a link."""
    pending = draft.pending
    quoted = quote_words(find_quoted(room, pending)[0])
    target = _find_linked_message(draft)
    return say_line(
        policy,
        "card-heading",
        **describe_card(room, draft),
        wish=pending.wishes[-1] if pending.wishes else "none",
        quoted=int(bool(quoted)),
        quote=quoted,
        links=make_links(room.id, draft.cites, policy.languages[0]) if draft.cites else "",
        linked=int(target is not None),
        label=format_time_of_day(target.at) if target else "",
        link=make_permalink(room.id, target.event) if target else "",
    )


def describe_card(room: Room, draft: Draft) -> dict[str, str | int]:
    """Return what a sentence needs to name a card without a word of anybody's: its code, who asked, and for what."""
    pending = draft.pending
    whose = pending.rests_on[-1].sender if pending.task is Task.INTERPRET else pending.asker
    return {
        "code": draft.code,
        "task": pending.task,
        "person": find_name(room, whose),
        "kind": draft.kind,
        "direct": int(isinstance(pending.where, Direct)),
    }


def find_quoted(room: Room, pending: Pending) -> tuple[str, tuple[Ground, ...]]:
    """Return the words that asked, or that the question is about, and the messages they stand in; nothing where none are quoted."""
    if isinstance(pending.where, Direct) or pending.task in POINTS_AT_TALK:
        return "", ()
    if pending.request:
        where = pending.origin or Ground(pending.question, pending.asker, hash_text(pending.request), pending.at)
        return pending.request, (where, Ground(pending.question, pending.asker, where.sha256, pending.at))
    about = pending.rests_on[-1].event if pending.task is Task.INTERPRET and pending.rests_on else pending.about
    line = room.line(about)
    return (line.text, (Ground(line.id, line.sender, hash_text(line.text), line.at),)) if line else ("", ())


def quote_words(text: str) -> str:
    """Return somebody's words in one short line, in which no quotation mark ends the quotation. Markdown is escaped where they are filled in."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    cut = flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1].rstrip()}\u2026"
    return cut.translate(_QUOTES)


def list_card_quotes(room: Room, draft: Draft, verdict: Verdict) -> tuple[Ground, ...]:
    """Return the messages whose words a draft's card still quotes after `verdict`."""
    return find_quoted(room, draft.pending)[1] if verdict in KEPT else ()


def describe_outcome(room: Room, outcome: Outcome, policy: Policy) -> Words:
    """Return what became of a draft, in one line, without a word of anybody's."""
    return say_line(policy, "outcome", **_tell_verdict(room, outcome))


def describe_kept_card(room: Room, draft: Draft, outcome: Outcome, policy: Policy, answer: Cite | None = None) -> Words:
    """Return what is left of a card after a therapist's word: the question, what was let out, and, where it stands, a link to it."""
    if outcome.verdict not in KEPT:
        return describe_outcome(room, outcome, policy)
    about = _tell_verdict(room, outcome)
    if answer is not None:
        about |= {"linked": 1, "label": format_time_of_day(answer.at), "link": make_permalink(room.id, answer.event)}
    return say_line(
        policy,
        "outcome-kept",
        **about,
        heading=(render_heading(room, draft, policy),),
        kept=int(outcome.verdict is Verdict.APPROVED),
        answer=draft.text,
        cut=int(draft.cut),
    )


def is_linked_from_desk(said: Said) -> bool:
    """Return whether a therapist can open an answer that was let out: it stands in no room of somebody's own."""
    return not isinstance(said.where, Direct | Desk)


def find_reply_target(question: Pending | Said) -> EventId:
    """Return the message that an answer is a reply to: the one that asked, or the last that it is about, if none did."""
    return question.rests_on[-1].event if _is_about_talk(question) else question.question


def _find_linked_message(draft: Draft) -> Cite | None:
    """Return the message that a card links to, and its time; None where it links to several, or to none that a therapist can open."""
    pending = draft.pending
    if isinstance(pending.where, Direct) or pending.task in POINTS_AT_TALK:
        return None
    at = pending.rests_on[-1].at if _is_about_talk(pending) else pending.at
    return Cite(find_reply_target(pending), at or draft.at)


def _is_about_talk(question: Pending | Said) -> bool:
    """Return whether what is to be answered is the talk, and no message that asked."""
    return question.task in IN_ANSWER_TO_NOTHING and bool(question.rests_on)


def _tell_verdict(room: Room, outcome: Outcome) -> dict[str, str | int]:
    return {
        "code": outcome.code,
        "verdict": outcome.verdict,
        "person": find_name(room, outcome.by) if outcome.by else "-",
        "time": format_time_of_day(outcome.at),
        "again": int(outcome.again is not None),
        "linked": 0,
    }
