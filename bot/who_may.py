"""Who may what: who reads, who is heard, and how far somebody's word counts. One table over what is known of one person.

Nothing else decides it. Each fact is about the person and their device alone, so nothing that anybody else is or does
changes the answer. That somebody is here the bot's own roster says: never a homeserver's list, nor what an event says of before.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model import Attached, Edited, Heard, Present, Role, Room, UserId, Voted
from bot.policy import Policy, is_possible_id


class What(StrEnum):
    """What somebody, or one of their devices, may do."""

    READ_FIXED = "read fixed sentences"
    READ_ROOM = "read the room"
    READ_DESK = "read the desk"
    HOLD_LADDER = "hold the ladder"
    BE_WINDOWED = "be windowed"
    EDIT = "edit"
    ASK = "ask"  # any command that turns the AI neither up nor down
    LOWER = "lower"
    RAISE = "raise"
    APPROVE = "approve"
    AGREE = "agree"


class Moment(StrEnum):
    """When words count, by when they came: a key that came late changes nothing about that."""

    NOW = "now"
    MEANWHILE = "meanwhile"  # while the bot was away
    TOO_LATE = "too late"  # they could be read only after a minute
    REWRITTEN = "rewritten"  # now, but in the place of other words: by an edit


class Bar(StrEnum):
    """Why somebody may not: the closed list of reasons."""

    NOBODY = "nobody"  # no homeserver may grant that id
    STRANGER = "stranger"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    NO_THERAPIST = "no-therapist"
    TOO_LATE = "too-late"
    MEANWHILE = "meanwhile"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one person and of the device that they use, at one moment. Every default is the careful one.

    `possible`: a homeserver may have granted the id. `member`: they are on the room's roster.
    `signed`: the device is cross-signed with the identity that is pinned for them; `changed`: another one is shown now.
    `lenient`: policy lets devices that are not signed count in the room. `role` is who policy says that they are.
    """

    possible: bool = False
    member: bool = False
    signed: bool = False
    changed: bool = False
    lenient: bool = False
    role: Role = Role.CLIENT
    moment: Moment = Moment.NOW


Rule = tuple[Callable[[Standing], bool], Bar]
POSSIBLE: Rule = (lambda they: they.possible, Bar.NOBODY)
MEMBER: Rule = (lambda they: they.member, Bar.STRANGER)
UNCHANGED: Rule = (lambda they: not they.changed, Bar.CHANGED)
SIGNED: Rule = (lambda they: they.signed, Bar.UNSIGNED)
COUNTED: Rule = (lambda they: they.signed or they.lenient, Bar.UNSIGNED)
THERAPIST: Rule = (lambda they: they.role is Role.THERAPIST, Bar.NO_THERAPIST)
IN_TIME: Rule = (lambda they: they.moment is not Moment.TOO_LATE, Bar.TOO_LATE)
AT_ONCE: Rule = (lambda they: they.moment is not Moment.MEANWHILE, Bar.MEANWHILE)
OUTRIGHT: Rule = (lambda they: they.moment is not Moment.REWRITTEN, Bar.REWRITTEN)

TABLE: dict[What, tuple[Rule, ...]] = {
    What.READ_FIXED: (POSSIBLE, MEMBER),
    What.READ_ROOM: (POSSIBLE, MEMBER, UNCHANGED, COUNTED),
    What.READ_DESK: (POSSIBLE, MEMBER, UNCHANGED, SIGNED, THERAPIST),
    What.HOLD_LADDER: (POSSIBLE, MEMBER, UNCHANGED, SIGNED, THERAPIST, IN_TIME),
    What.BE_WINDOWED: (POSSIBLE, MEMBER, UNCHANGED, COUNTED, IN_TIME),
    What.EDIT: (POSSIBLE, MEMBER, UNCHANGED, COUNTED),
    What.ASK: (POSSIBLE, MEMBER, UNCHANGED, COUNTED, IN_TIME),
    What.LOWER: (POSSIBLE,),
    What.RAISE: (POSSIBLE, MEMBER, UNCHANGED, COUNTED, THERAPIST, IN_TIME, AT_ONCE, OUTRIGHT),
    What.APPROVE: (POSSIBLE, MEMBER, UNCHANGED, COUNTED, THERAPIST, IN_TIME, AT_ONCE, OUTRIGHT),
    What.AGREE: (POSSIBLE, MEMBER, UNCHANGED, COUNTED, IN_TIME, OUTRIGHT),
}
"""What each needs, the first rule that is broken being the reason.

Turning the AI down needs that the words are somebody's, which the trust gate has seen to, and nothing more. What the
tripwire sees is not in here: it sees whatever people see. A fixed sentence holds nobody's words, so every device of somebody
who is here may have it: also one that nobody has signed, or that another identity has.

What turns the AI up, lets an answer out or agrees takes a message of its own. An edit rings nobody, some apps do not show
it, and in the others it stands where people have read already: they would be listened to and not have been told by whom.
And it stands before what was said since, a consent card too, as if whoever wrote it had agreed to what came later.
A question harms nobody that way: its answer is a new message.
"""


def may(what: What, they: Standing) -> bool:
    """Return whether somebody of whom that is known may do `what`."""
    return find_bar(what, they) is None


def find_bar(what: What, they: Standing) -> Bar | None:
    """Return why somebody of whom that is known may not do `what`, or None if they may."""
    return next((bar for holds, bar in TABLE[what] if not holds(they)), None)


def find_standing(room: Room, policy: Policy, person: UserId) -> Standing:
    """Return what is known of `person` in `room` without a look at any device: that of one that is signed, now."""
    return Standing(
        possible=is_possible_id(person),
        member=room.knows(person),
        signed=True,
        lenient=not policy.rules.require_cross_signing,
        role=policy.role(person),
    )


def find_writer_standing(room: Room, policy: Policy, written: Heard | Present | Attached | Edited | Voted) -> Standing:
    """Return what is known of whoever wrote something in `room`, of the device they wrote it with, and of when."""
    person = written.person if isinstance(written, Present) else written.sender
    known = find_standing(room, policy, person)
    return replace(known, signed=written.signed, changed=written.changed, moment=_find_moment(written))


def _find_moment(written: Heard | Present | Attached | Edited | Voted) -> Moment:
    if not isinstance(written, Heard | Voted):
        return Moment.NOW
    if written.overdue:
        return Moment.TOO_LATE
    if isinstance(written, Heard) and written.rewritten:
        return Moment.REWRITTEN
    return Moment.MEANWHILE if written.late else Moment.NOW
