"""Coming and going: the bot's own arrival, newcomers, people who leave, and who comes to the desk."""

from dataclasses import replace
from typing import assert_never

from bot.model import (
    Alert,
    Arrived,
    AskedToVerify,
    Came,
    Cancel,
    CloseDesk,
    Decision,
    Decline,
    Desk,
    DevicesKnown,
    Direct,
    Event,
    Heard,
    Invited,
    Join,
    Joined,
    Leave,
    Left,
    Mark,
    Notice,
    Open,
    Ousted,
    Person,
    Renamed,
    Replaced,
    Reply,
    Role,
    Room,
    SecondContact,
    SessionRoom,
    Task,
    UserId,
    Verdict,
    Words,
    make_words,
)
from bot.policy import Policy
from bot.session.command.aside import note_at_desk
from bot.session.command.consent_cards import can_read_cards, show_consent_cards
from bot.session.command.context import (
    CommandContext,
    find_name,
    find_own_language,
    join_names,
    say_in_all_languages,
    say_line,
    therapists,
)
from bot.session.command.table import recognise_command
from bot.session.consent import withdraw_person
from bot.session.danger.calling import lay_alarms_again
from bot.session.danger.ladder import list_second_contacts, tell_again
from bot.session.danger.to_person import end_reading, greet_in_private, tell_unread
from bot.session.danger.wordless import make_wordless_card
from bot.session.desk.drafts import lay_cards_again, void_drafts
from bot.session.floor import lower_floor
from bot.session.notes import open_note
from bot.session.policy_change import remember_rules
from bot.session.talk.agreement import hash_cards, list_missing
from bot.session.talk.alone import ALONE, ALONE_UNFIT, is_waiting_for_people, is_without_people
from bot.session.talk.room_code import make_room_code
from bot.session.verification import refuse_verification

REPLACED = "room-replaced"
UNFIT_HISTORY = "room-history"
ASKED_TOO_EARLY = frozenset({"agree", "listen", "speak", "status", "help"})
"""Commands that somebody types who takes the room for a session, and would wait for an answer."""
HISTORIES = ("joined", "invited", "shared")
"""Who can read what was said before, the strictest first. What the world can read is never fit."""


def place_bot(room: Room, event: Invited | Arrived | Ousted | Replaced | AskedToVerify, policy: Policy) -> Decision:
    """Follow the bot's own coming and going, and whoever wants to be sure that it is the bot: that needs no session."""
    match event:
        case AskedToVerify():
            return refuse_verification(room, event, policy)
        case Invited():
            return follow_invitation(room, event, policy)
        case Arrived():
            return take_seat(room, event, policy)
        case Replaced():
            return leave_closed_room(room, policy)
        case Ousted():
            return Decision(room.vacated(), (Cancel(), *end_reading(room, policy)))


def follow_invitation(room: Room, event: Invited, policy: Policy) -> Decision:
    """Follow a therapist's invitation, turn every other down. What was agreed in an earlier stay is over with that stay."""
    welcome = event.inviter is not None and policy.role(event.inviter) is Role.THERAPIST
    return Decision(room.vacated(), (Cancel(), (Join if welcome else Decline)(event.inviter)))


def leave_closed_room(room: Room, policy: Policy) -> Decision:
    """End the session in a room that was closed for good. The bot goes to the new one when it is invited, as to any other.

    Nothing moves there: in another room everybody agrees anew, and another desk goes with it. The old one is closed by a
    line and by its name.
    """
    closed = replace(room.vacated(), announced=REPLACED)
    if not room.seated:
        return Decision(closed, (Cancel(), CloseDesk()))
    mark, waits = Mark(kind="room"), int(bool(closed.alarms))
    said = Notice(say_line(policy, REPLACED), mark)
    at_desk = Notice(say_line(policy, "desk-replaced", alarms=waits), mark, where=Desk())
    return Decision(closed, (Cancel(), said, Alert(REPLACED), *end_reading(room, policy), at_desk, CloseDesk()))


def take_seat(room: Room, event: Arrived, policy: Policy) -> Decision:
    """Take a seat in a room that is fit for a session, or leave it with one sentence.

    At a later start the same event says who is here now: whoever came while nobody counted is a newcomer.
    A room that was replaced stays closed for as long as the bot stays in it.
    """
    if room.announced == REPLACED:
        return Decision(room)
    alone = is_without_people(room, event)
    if unfit := _find_unfitness(event, policy):
        told = room.announced == UNFIT_HISTORY
        return _keep_off(room, ALONE_UNFIT if alone and unfit == UNFIT_HISTORY and not told else unfit, policy)
    if alone:
        return _wait_for_people(room, event, policy)
    known = {person.id for person in room.roster}
    here = {person.id for person in event.people}
    changed = known ^ here if room.seated else set()
    new_facts = room.announced != hash_cards(policy)
    decision = Decision(room)
    for person in sorted(changed):
        decision = decision.then(withdraw_person, policy, person, event.at)
    decision = decision.then(_take_seat, event, policy)
    if changed or new_facts:
        at_desk = say_line(policy, "desk-floor-off-changed") if changed else None
        decision = decision.then(_turn_off, say_line(policy, "floor-off-changed"), at_desk, policy, event.at)
    if new_facts or here - known:
        decision = decision.then(show_consent_cards, policy, event.at)
    return decision.also(*_open_rooms(policy))


def _wait_for_people(room: Room, event: Arrived, policy: Policy) -> Decision:
    """Take a seat where nobody is with whom there could be a session, and say once what is missing: no card, and no desk."""
    said = () if is_waiting_for_people(room) else (Notice(say_line(policy, ALONE), Mark(kind="room")),)
    seated = _take_seat(room, event, policy)
    return Decision(replace(seated.room, announced=ALONE), said)


def _open_rooms(policy: Policy) -> tuple[Open, ...]:
    """Return that the rooms beside a session are to be seen to: its desk, and those of second contacts."""
    return Open(Desk()), *(Open(SecondContact(contact)) for contact in list_second_contacts(policy))


def _take_seat(room: Room, event: Arrived, policy: Policy) -> Decision:
    """Take the seat: know who is here, and under which rules they begin."""
    known = room if room.accepted else remember_rules(room, policy)
    return Decision(replace(known, seated=True, roster=event.people))


def move_people(room: Room, event: Joined | Came | Renamed | Left | DevicesKnown, policy: Policy) -> Decision:
    """Follow people as they come, go and change their names.

    Whoever the roster does not know is a newcomer, whatever the homeserver says that they were before; and whoever it
    does not know cannot leave.
    """
    match event:
        case Joined():
            return _count_in(room, event, policy)
        case Renamed() if not room.knows(event.person.id):
            return _count_in(room, Joined(event.id, event.at, event.person), policy)
        case Left() if not room.knows(event.person):
            return Decision(room)
        case Came():
            return _greet_comer(room, event, policy)
        case Renamed():
            people = tuple(event.person if person.id == event.person.id else person for person in room.roster)
            return Decision(replace(room, roster=people))
        case Left():
            return _count_out(room, event, policy)
        case DevicesKnown():
            return _note_devices(room, event, policy)


def _greet_comer(room: Room, event: Came, policy: Policy) -> Decision:
    """Say to whoever has come somewhere what they need, and what waits: they cannot read what was said before."""
    match event.where:
        case Desk():
            greeting = say_line(policy, "desk-greeting", posts="yes" if policy.posts_allowed else "no")
            hello = Notice(greeting, Mark(kind="greeting"), rings=True, where=Desk())
            alarms = lay_alarms_again(room, policy)
            wordless = make_wordless_card(room, policy) if alarms else ()
            waiting = (*alarms, *wordless, *_tell_of_deaf(room, policy, room.deaf), *lay_cards_again(room, policy))
            greeted = () if event.greeted else (hello, *_explain_shared_desk(room, policy))
            return Decision(note_at_desk(room, event), (*greeted, *waiting, *open_note.show_note_again(room, policy)))
        case Direct():
            watched = int(policy.needs_approval(Task.EXPRESS))
            people, prefix = join_names(room, therapists(room, policy)), policy.rules.prefix
            language = find_own_language(room, policy, event.person)
            compared = int(policy.rules.crisis.enabled)
            greeting = make_words(
                "direct-greeting", language, watched=watched, compared=compared, people=people, prefix=prefix
            )
            hello = Notice(greeting, Mark(kind="greeting"), where=event.where)
            return Decision(greet_in_private(room, event.person), (hello,))
        case SecondContact(user):
            return tell_again(room, policy, user)
        case _:
            assert_never(event.where)


def _explain_shared_desk(room: Room, policy: Policy) -> tuple[Notice, ...]:
    """Return how rooms are told apart at a desk that several share; nothing at a desk of one room."""
    if not policy.rules.desk.shared:
        return ()
    words = say_line(policy, "desk-shared-how", code=make_room_code(room.id))
    return (Notice(words, Mark(kind="greeting"), where=Desk()),)


def _count_in(room: Room, event: Joined, policy: Policy) -> Decision:
    """Count a newcomer in: the floor goes off, what they agreed to before is gone, and they get the card, if there is anything to agree to.

    With the first beside whoever invited the bot there is a session, and what belongs to one.
    """
    gone = withdraw_person(room, policy, event.person.id, event.at)
    here = replace(gone, room=replace(gone.room, roster=(*_list_others(room, event.person.id), event.person)))
    begins = is_waiting_for_people(room)
    if begins and len(here.room.roster) == 1:
        return here
    name = event.person.name
    in_room, at_desk = (say_line(policy, key, person=name) for key in ("floor-off-newcomer", "desk-floor-off-newcomer"))
    down = here.then(_turn_off, in_room, at_desk, policy, event.at)
    desk = (Open(Desk()),) if policy.role(event.person.id) is Role.THERAPIST else ()
    is_asked = policy.role(event.person.id) is not Role.OBSERVER  # who only sits in is asked for nothing
    if is_asked and not can_read_cards(room, policy, event.person.id, event.at):
        down = down.then(show_consent_cards, policy, event.at)
    return down.also(*(_open_rooms(policy) if begins else desk))


def _count_out(room: Room, event: Left, policy: Policy) -> Decision:
    """Count somebody out, with their agreement and their words; the floor goes off, as it does when somebody comes."""
    name = find_name(room, event.person)
    gone = withdraw_person(room, policy, event.person, event.at)
    out = replace(gone, room=replace(gone.room, roster=_list_others(gone.room, event.person)))
    out = replace(out, room=replace(out.room, at_desk=tuple(user for user in room.at_desk if user != event.person)))
    out = out.also(*tell_unread(room, policy, event.person))
    stale = out.then(void_drafts, policy, Verdict.OUTDATED, event.at, lambda _: True)
    desk = (Open(Desk()),) if policy.role(event.person) is Role.THERAPIST else ()
    in_room, at_desk = (
        say_line(policy, key, person=name) for key in ("floor-off-therapist-left", "desk-floor-off-left")
    )
    return stale.then(_turn_off, in_room, at_desk, policy, event.at).also(*desk)


def _turn_off(room: Room, in_room: Words, at_desk: Words | None, policy: Policy, now: float) -> Decision:
    """Turn the AI off because of who is here: one line for the room, and one `at_desk` that says what to do next.

    Where no therapist is here any more nobody is at the desk, and nobody is asked in for this.
    """
    down = lower_floor(room, in_room, policy, now)
    if at_desk is None or not room.is_on or not therapists(room, policy):
        return down
    return down.also(Notice(at_desk, Mark(kind="floor"), where=Desk()))


def _note_devices(room: Room, event: DevicesKnown, policy: Policy) -> Decision:
    """Tell the desk who cannot read here, once until that changes; and show the card again when somebody can who has not agreed."""
    deaf = tuple(person.id for person in room.roster if person.id in event.deaf)
    news = tuple(person for person in deaf if person not in room.deaf)
    told = _tell_of_deaf(room, policy, news) if therapists(room, policy) else ()
    known = Decision(replace(room, deaf=deaf), told)
    reading = set(room.deaf) - set(deaf)
    waiting = reading & set(list_missing(room, policy, event.at))
    return known.then(show_consent_cards, policy, event.at) if waiting else known


def _tell_of_deaf(room: Room, policy: Policy, people: tuple[UserId, ...]) -> tuple[Notice, ...]:
    """Return the desk's line about each of `people` who cannot read in the room."""
    return tuple(
        Notice(say_line(policy, "desk-deaf", person=find_name(room, person)), Mark(kind="devices"), where=Desk())
        for person in people
        if room.knows(person)
    )


def keep_former_names(room: Room, _event: Event, _policy: Policy, decision: Decision) -> Decision:
    """Keep the names that `room` had before `decision`: what was said of people stays in the talk when they go."""
    return replace(decision, room=decision.room.keep_former_names(room))


def _list_others(room: Room, person: UserId) -> tuple[Person, ...]:
    return tuple(member for member in room.roster if member.id != person)


def _keep_off(room: Room, unfit: str, policy: Policy) -> Decision:
    """Say why no session can be held here, to the room and to the operator. Where a therapist can mend it with one setting the bot stays, off and silent."""
    # What was accepted is remembered: a setting turned there and back must loosen nothing.
    kept = replace(room.vacated(), accepted=room.accepted, accepted_backend=room.accepted_backend)
    off = replace(kept, announced=unfit)
    if unfit not in {UNFIT_HISTORY, ALONE_UNFIT}:
        return Decision(off, (Cancel(), Leave(say_line(policy, unfit)), Alert(unfit)))
    told = room.announced == unfit
    return Decision(off, () if told else (Cancel(), _say_unfit(policy, unfit), Alert(unfit)))


def _say_unfit(policy: Policy, unfit: str) -> Notice:
    """Return what is wrong with the room's setting, in each of its languages: whoever can mend it may read any of them."""
    return Notice(say_in_all_languages(policy, say_line(policy, unfit)), Mark(kind="room"))


def explain_unfit_room(room: Room, heard: Heard, policy: Policy) -> tuple[Reply, ...]:
    """Return the answer to a command that cannot count yet, in a room that one setting makes unfit: which setting that is."""
    if room.announced not in {UNFIT_HISTORY, ALONE_UNFIT} or not isinstance(heard.where, SessionRoom):
        return ()
    call = recognise_command(room, heard, policy)
    asked = isinstance(call, CommandContext) and call.name in ASKED_TOO_EARLY
    return (call.reply(room.announced),) if asked and isinstance(call, CommandContext) else ()


def _find_unfitness(event: Arrived, policy: Policy) -> str | None:
    """Return the sentence for a room that no session may be held in, None for a room that is fit."""
    if not event.encrypted:
        return "room-not-encrypted"
    if not event.private:
        return "room-public"
    return None if event.history in list_fit_histories(policy) else UNFIT_HISTORY


def list_fit_histories(policy: Policy) -> tuple[str, ...]:
    """Return what a room may let newcomers read of its past, so that a session can be held there."""
    return HISTORIES[: HISTORIES.index(policy.rules.history) + 1]
