"""The therapist's word on a draft: let out, refused, corrected, or asked for once more. Approval is of what was shown."""

from dataclasses import replace

from bot.model import (
    UNASKED,
    Decision,
    Desk,
    Draft,
    Heard,
    Mark,
    Notice,
    Outcome,
    Pending,
    Purpose,
    Reacted,
    Reply,
    Room,
    Said,
    Task,
    UserId,
    Verdict,
    Words,
)
from bot.policy import Policy
from bot.session.answers.tidy import tidy_text
from bot.session.command.context import find_name, say_line
from bot.session.command.throttle import note_said_once
from bot.session.desk.bare_word import find_bare_verdict
from bot.session.desk.card_text import describe_card, find_reply_target
from bot.session.desk.drafts import end_draft, lay_draft, void_drafts
from bot.session.desk.replies import PLACEHOLDER, label_answer, note_let_out
from bot.session.desk.verdict import Told, parse_verdict
from bot.session.desk.waiver import is_waiver_open
from bot.session.request.question import compose_question, find_refusal, send_question
from bot.session.talk.agreement import DAY, find_agreement
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.sources import behind, is_unchanged
from bot.who_may import What, find_standing, may

OPEN, SHUT = frozenset("✅✔👍"), frozenset("❌✖👎")
"""Reactions that say yes and no, without the mark that asks for a coloured picture."""


def obey_verdict(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Do what a therapist said to a card. What is said to none, while some wait, is answered with how to say it."""
    said = parse_verdict(room, heard)
    if room.is_frozen:
        return _answer_therapist(room, heard, policy, "incident-paused") if said else Decision(room)
    said = said or find_bare_verdict(room, heard, policy)
    if said is None:
        return _ask_which_card(room, heard, policy) if room.drafts else Decision(room)
    if said.word == "loose":
        return _answer_therapist(room, heard, policy, "card-name-it", code=said.code)
    draft = room.draft(said.code)
    if draft is None:
        return _answer_late_verdict(room, heard, policy, said.code, again=said.word == "again")
    return _decide_on_draft(room, heard, policy, draft, said)


def _decide_on_draft(room: Room, heard: Heard, policy: Policy, draft: Draft, said: Told) -> Decision:
    """Do what was said to a draft that waits."""
    match said.word:
        case "yes":
            return approve_draft(room, draft, policy, heard.sender, heard.at)
        case "no":
            return end_draft(room, draft, Outcome(draft.code, Verdict.REFUSED, heard.at, heard.sender), policy)
        case "again" | "unclear" as word:
            key = "card-open" if word == "again" else "card-unclear"
            return _answer_therapist(room, heard, policy, key, code=draft.code)
    return correct_draft(room, draft, policy, heard, said.text)


def obey_reaction(room: Room, event: Reacted, policy: Policy) -> Decision:
    """Take a reaction for a word, where policy says that this clinic trusts its homeserver so far; elsewhere say how, once a day."""
    draft = next((draft for draft in room.drafts if event.target in draft.cards), None)
    key = event.key.replace("\ufe0f", "")
    if not may(What.APPROVE, find_standing(room, policy, event.sender)):
        return Decision(room)
    if not policy.rules.reactions and key in OPEN | SHUT:
        return _explain_reaction(room, event, policy)
    if draft is None or not policy.rules.reactions:
        return Decision(room)
    if room.is_frozen:
        return Decision(room)
    if key in OPEN:
        return approve_draft(room, draft, policy, event.sender, event.at)
    if key in SHUT:
        return end_draft(room, draft, Outcome(draft.code, Verdict.REFUSED, event.at, event.sender), policy)
    return Decision(room)


def find_card_reacted_to(room: Room, event: Reacted) -> str:
    """Return the code of the card at the desk that waits for a word and has got a reaction; empty if it is none."""
    waiting = (*room.drafts, *((room.waiver,) if room.waiver and not room.waiver.by else ()))
    return next((card.code for card in waiting if event.target in card.cards), "")


def _explain_reaction(room: Room, event: Reacted, policy: Policy) -> Decision:
    """Say that a reaction to a card is not counted, and what is."""
    code = find_card_reacted_to(room, event)
    told = note_said_once(room, f"card-reaction {event.sender}", event.at, event.at - DAY) if code else None
    return Decision(told, (_tell_desk(policy, "card-reaction", code=code),)) if told else Decision(room)


def approve_draft(room: Room, draft: Draft, policy: Policy, by: UserId, now: float) -> Decision:
    """Let a draft out, if it is still what was shown and still wanted: one labelled message, to whoever asked."""
    if room.is_frozen:
        return Decision(room, (_tell_desk(policy, "incident-paused"),))
    if room.is_paused_at(draft.pending.where):
        return Decision(room, (_tell_desk(policy, "card-paused", code=draft.code),))
    if not is_unchanged(room, draft):
        return void_drafts(room, policy, Verdict.CHANGED, now, lambda card: card.code == draft.code)
    if not _is_draft_wanted(room, draft, policy, now):
        return void_drafts(room, policy, Verdict.WITHDRAWN, now, lambda card: card.code == draft.code)
    if draft.doubt == PLACEHOLDER and draft.edited_by is None:
        return Decision(room, (_tell_desk(policy, "card-placeholder", code=draft.code),))
    if not policy.posts_allowed and not policy.simulated:
        return Decision(room, (_tell_desk(policy, "card-never", code=draft.code),))
    done = end_draft(room, draft, Outcome(draft.code, Verdict.APPROVED, now, by), policy)
    if policy.simulated:
        return done.also(_tell_desk(policy, "simulated", answer=draft.text))
    pending = draft.pending
    post = Reply(
        to=draft.cites[-1].event if draft.cites else find_reply_target(pending),
        words=label_answer(draft, policy, by=find_name(room, by)),
        mark=Mark(
            pending.task,
            generated=policy.backend.generative or pending.task is Task.TRANSCRIBE,
            backend=draft.backend,
            model=draft.model,
            policy=policy.sha256,
            approved_by=by,
        ),
        thread=pending.thread,
        notice=False,
        where=pending.where,
        code=draft.code,
        question=pending.question,
    )
    said = Said(draft.code, pending.question, pending.asker, pending.task, pending.where, pending.rests_on, by, at=now)
    said = replace(said, again=behind(pending), draft=draft)
    edited = done.room.tally.edited + int(draft.edited_by is not None)
    room = replace(note_let_out(done.room, said), tally=replace(done.room.tally, edited=edited))
    return replace(done, room=room).also(post)


def correct_draft(room: Room, draft: Draft, policy: Policy, heard: Heard, text: str) -> Decision:
    """Show the therapist's own words once more, as a new draft: what goes out was seen by whoever lets it out."""
    text, cut = tidy_text(text)
    if not text:
        return _answer_therapist(room, heard, policy, "card-empty", code=draft.code)
    old = end_draft(room, draft, Outcome(draft.code, Verdict.CORRECTED, heard.at, heard.sender), policy)
    new = replace(draft, text=text, cut=cut, at=heard.at, cards=(), edited_by=heard.sender)
    return old.then(lay_draft, new, policy)


def _is_draft_wanted(room: Room, draft: Draft, policy: Policy, now: float) -> bool:
    """Return whether whoever asked still agrees to the model; some things nobody asked for."""
    asker = draft.pending.asker
    if draft.pending.task is Task.TRANSCRIBE:
        return find_agreement(room, policy, asker, Purpose.VOICE, now) is not None
    return draft.pending.task in UNASKED or find_agreement(room, policy, asker, Purpose.MODEL, now) is not None


def _answer_late_verdict(room: Room, heard: Heard, policy: Policy, code: str, *, again: bool) -> Decision:
    """Tell what became of a draft already; or ask the question once more, where that makes sense."""
    outcome = room.outcome(code)
    assert outcome is not None
    if again and outcome.again:
        return _ask_once_more(room, heard, policy, outcome.again)
    by = find_name(room, outcome.by) if outcome.by else "-"
    return _answer_therapist(
        room,
        heard,
        policy,
        "card-closed",
        code=code,
        verdict=outcome.verdict,
        person=by,
        time=format_time_of_day(outcome.at),
        again=int(outcome.again is not None),
    )


def _ask_once_more(room: Room, heard: Heard, policy: Policy, again: Pending) -> Decision:
    """Ask once more, once, with the talk as it is now."""
    question = compose_question(room, policy, again, heard.at)
    if key := find_refusal(room, policy, question, heard.at):
        return _answer_therapist(room, heard, policy, key)
    outcomes = tuple(replace(outcome, again=None) if outcome.again == again else outcome for outcome in room.outcomes)
    asking = send_question(replace(room, outcomes=outcomes), question)
    return asking.then(_answer_therapist, heard, policy, "card-again")


def _ask_which_card(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Tell which cards are open, by name and without their words: nothing certain says which one is meant."""
    lines = tuple(say_line(policy, "card-line", **describe_card(room, draft)) for draft in room.drafts)
    if room.waiver and is_waiver_open(room):
        lines = (*lines, say_line(policy, "waiver-line", code=room.waiver.code))
    return _answer_therapist(room, heard, policy, "card-which", cards=lines, code=room.drafts[-1].code)


def _answer_therapist(
    room: Room, heard: Heard, policy: Policy, key: str, /, **args: str | int | tuple[Words, ...]
) -> Decision:
    sentence = say_line(policy, key, **args)
    return Decision(room, (Reply(heard.id, sentence, Mark(kind="desk"), heard.thread, where=Desk()),))


def _tell_desk(policy: Policy, key: str, **args: str | int) -> Notice:
    return Notice(say_line(policy, key, **args), Mark(kind="desk"), where=Desk())
