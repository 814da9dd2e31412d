"""A room between two events: small and frozen."""

from dataclasses import dataclass, replace

from bot.model.answers import Draft, Explained, Outcome, Pending, Said
from bot.model.ballots import Ballot
from bot.model.cards import PostedCard, WaitingLine
from bot.model.danger import Alarm, QuietNotice
from bot.model.folded_line import FoldedLine
from bot.model.offers_made import NO_INITIATIVE, Initiative
from bot.model.paper import Digest, Note
from bot.model.people import Consent, Line, Mask, Person, Utterance
from bot.model.reliance_counts import NOTHING_COUNTED, Reliance
from bot.model.spending import NOTHING_SPENT, Spent
from bot.model.tally import Tally
from bot.model.terms import EventId, Floor, Language, RoomId, Task, UserId
from bot.model.waiver import Waiver
from bot.model.where import InSession, SessionRoom

NAMES_EACH = 50
"""How many former names of one person a room keeps."""


@dataclass(frozen=True, slots=True)
class Room:
    """All that the bot knows about a room between two events.

    `seated` is true while the bot is joined and the room is one it may work in.
    `told_to_verify` is which line about an uncertain sender was shown, about whom or which device, and when.
    `announced` is what the room was last shown: the hash of the card's facts, or why no session can be held here.
    `accepted` are the rules that hold here, as JSON: a file that loosens them waits for a therapist's word.
    `accepted_backend` is the digest of the backend that goes by the name in them, empty in a room of an earlier version.
    `offered_rules` is the hash of the looser rules that the room was last shown, empty if none wait.
    `codes`, `alarm_codes` and `notice_codes` are how many were given out, `talk` how many messages of talk were heard.
    `notices` are hints at danger of this session. `drilled` is when an alarm was last played to an answer (0: never).
    `privates` are those who have come into their direct room, `unread` those who have stopped the reading in theirs.
    `off_since` is when the AI was last turned off (0: never): what was written before counts as written while it was on.
    `disclosed` is when the room was last told that this is an AI, `typing` since when somebody is typing (0: nobody is).
    `frozen_since` is when the operator froze the room because of an incident (0: it is not frozen).
    `to_confirm` is which erasing was asked about, by whom, and when: the same command with a yes does it.
    `masks` are the words given to `!mask`; they outlast the bot's own stay, so that coming back unmasks nothing.
    `window_messages` and `window_minutes` are to how much a therapist narrowed the window, 0 where not at all.
    `offered` is when the backend was last asked for something unasked, `offer_talk` the value of `talk` then, `offers` how
    many offers were laid at the desk this session; `initiative` is what came of them.
    `to_read` are the messages that the second reader has not looked at, `read_at` is when it was last asked.
    `interpreting` are the languages between which each message is translated as it is said, empty while none is.
    `utterances` is in which of them the newest messages are, `missed` how many translations in a row have failed.
    `explained` are the glossary's answers since the AI was turned on.
    `reliance` are the last weeks in numbers, for the therapists alone. `spent` is what today's requests have used.
    `anchor` is the message with which the talk began that a model was last sent, None before the first of a session.
    `digests` are what was read out of the talk for a summary or note, `note` is the one that lies open at the desk.
    `withdrawn` is who took their agreement back, came or went in the last day, and when last: what they wrote before, and the
    bot could read only since, does not count.
    `closing` is when the session was closed with a note still to be made of it (0: it was not).
    `waiting` are the lines by which people wait for what lies at the desk.
    `deaf` are those of the roster who have no device that may read what is said here, as was last known.
    `former_names` are who left since the bot first came, and names that were changed: masked until they are forgotten.
    `waiver` is the card that asks whether live translation may go without a word on each, and whether that was let.
    `obeyed` are the newest messages that something came of as commands: edited, they are not carried out twice.
    `refused` is who said no to the card in this session, and when: a yes that comes later in it does not outweigh that.
    `left_out` are the people without whom the AI was turned on, since they are away: until they agree they are no members of
    the talk. `withdrew` is who took their agreement back in this session: without them nothing begins.
    `reads` is in which language whoever is here agreed to a card, also after they took that back: they read it.
    `at_desk` are the therapists who have come to the desk: what is for them alone can be said there.
    `lines` are lines of the bot's that are edited where something new would be said, the newest last.
    `ballots` are the polls about drafts at the desk, where policy has them.
    `desk_talk` is when a therapist last wrote something at the desk that was for nobody of the bot's (0: never).
    """

    id: RoomId
    seated: bool = False
    floor: Floor = Floor.OFF
    roster: tuple[Person, ...] = ()
    consents: tuple[Consent, ...] = ()
    cards: tuple[PostedCard, ...] = ()
    announced: str = ""
    window: tuple[Line, ...] = ()
    window_messages: int = 0
    window_minutes: int = 0
    pending: tuple[Pending, ...] = ()
    told_to_verify: tuple[tuple[str, float], ...] = ()
    last_talk: float = 0.0
    last_therapist: float = 0.0
    accepted: str = ""
    offered_rules: str = ""
    drafts: tuple[Draft, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    said: tuple[Said, ...] = ()
    explained: tuple[Explained, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    tally: Tally = Tally()
    codes: int = 0
    alarm_codes: int = 0
    notices: tuple[QuietNotice, ...] = ()
    notice_codes: int = 0
    privates: tuple[UserId, ...] = ()
    unread: tuple[UserId, ...] = ()
    off_since: float = 0.0
    drilled: float = 0.0
    talk: int = 0
    typing: float = 0.0
    offered: float = 0.0
    offers: int = 0
    offer_talk: int = 0
    initiative: Initiative = NO_INITIATIVE
    disclosed: float = 0.0
    to_confirm: tuple[tuple[str, float], ...] = ()
    to_read: tuple[EventId, ...] = ()
    read_at: float = 0.0
    frozen_since: float = 0.0
    masks: tuple[Mask, ...] = ()
    interpreting: tuple[Language, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    missed: int = 0
    reliance: Reliance = NOTHING_COUNTED
    digests: tuple[Digest, ...] = ()
    note: Note | None = None
    closing: float = 0.0
    spent: Spent = NOTHING_SPENT
    anchor: EventId | None = None
    accepted_backend: str = ""
    withdrawn: tuple[tuple[UserId, float], ...] = ()
    former_names: tuple[Person, ...] = ()
    obeyed: tuple[EventId, ...] = ()
    deaf: tuple[UserId, ...] = ()
    waiver: Waiver | None = None
    refused: tuple[tuple[UserId, float], ...] = ()
    left_out: tuple[UserId, ...] = ()
    withdrew: tuple[UserId, ...] = ()
    reads: tuple[tuple[UserId, Language], ...] = ()
    at_desk: tuple[UserId, ...] = ()
    lines: tuple[FoldedLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    desk_talk: float = 0.0

    @property
    def is_on(self) -> bool:
        """Return whether the AI is on here: it listens, or listens and speaks."""
        return self.floor is not Floor.OFF

    @property
    def is_frozen(self) -> bool:
        """Return whether the operator has frozen the room because of an incident."""
        return self.frozen_since > 0

    @property
    def is_paused(self) -> bool:
        """Return whether the AI keeps quiet in the session room."""
        return self.is_paused_at(SessionRoom())

    def is_paused_at(self, where: InSession) -> bool:
        """Return whether the AI keeps quiet at `where`: while the room is frozen, or an alarm of there is not acknowledged."""
        return self.is_frozen or any(alarm.stills(where) for alarm in self.alarms)

    def alarm(self, code: str) -> Alarm | None:
        """Return the alarm that is called `code` and was not acknowledged yet."""
        return next((alarm for alarm in self.alarms if alarm.code == code), None)

    def with_alarm(self, alarm: Alarm) -> "Room":
        """Return the room in which `alarm` stands as it is now, in its place or as the newest."""
        if self.alarm(alarm.code) is None:
            return replace(self, alarms=(*self.alarms, alarm))
        return replace(self, alarms=tuple(alarm if old.code == alarm.code else old for old in self.alarms))

    def person(self, user: UserId | str) -> Person | None:
        """Return who goes by the id `user` here; None if they are not in the room."""
        return next((person for person in self.roster if person.id == user), None)

    def knows(self, user: UserId | str) -> bool:
        """Return whether `user` is in the room."""
        return self.person(user) is not None

    def line(self, event: EventId | None) -> Line | None:
        """Return the message `event` of the talk, if it is still kept."""
        lines = reversed(self.window) if event else ()  # it is nearly always among the newest
        return next((line for line in lines if line.id == event), None)

    def consent_card(self, event: EventId | None) -> PostedCard | None:
        """Return the consent card that stands as `event`."""
        return next((card for card in self.cards if card.event == event), None)

    def pending_for(self, question: EventId) -> Pending | None:
        """Return what waits for the answer to the message `question`."""
        return next((pending for pending in self.pending if pending.question == question), None)

    def is_waiting_for(self, *tasks: Task) -> bool:
        """Return whether an answer to one of `tasks` is under way."""
        return any(pending.task in tasks for pending in self.pending)

    def with_pending(self, new: Pending) -> "Room":
        """Return the room that waits for the answer to `new` too."""
        return replace(self, pending=(*self.pending, new))

    def without_pending(self, *gone: Pending) -> "Room":
        """Return the room that waits for no answer to `gone` any more."""
        return replace(self, pending=tuple(pending for pending in self.pending if pending not in gone))

    def reading(self, user: UserId) -> "Room":
        """Return the room in which `user`'s words are compared in their direct room, also if they had stopped that."""
        return replace(self, unread=tuple(stopped for stopped in self.unread if stopped != user))

    def draft(self, code: str) -> Draft | None:
        """Return the draft that waits at the desk as `code`."""
        return next((draft for draft in self.drafts if draft.code == code), None)

    def outcome(self, code: str) -> Outcome | None:
        """Return what became of the draft that was called `code`."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)

    def keep_former_names(self, before: "Room") -> "Room":
        """Return the room that knows each name it had `before`, at most `NAMES_EACH` of one person: nobody can fill it."""
        kept: list[Person] = []
        gone = (person for person in before.roster if person not in (*self.roster, *self.former_names))
        for person in reversed((*self.former_names, *gone)):
            if sum(newer.id == person.id for newer in kept) < NAMES_EACH:
                kept.append(person)
        return replace(self, former_names=tuple(reversed(kept)))

    def vacated(self) -> "Room":
        """Return the room as it is without the bot: nothing is known of it any more but what is to be masked there.

        And how much of the day's budget is used, without by whom: coming back is no new day. And alarms that nobody has
        acknowledged, with who was there: whoever may be in danger is so still. And up to which number codes were given out:
        the desk's old cards still stand when the bot comes again.
        """
        empty = Room(
            self.id,
            masks=self.masks,
            former_names=self.former_names,
            spent=self.spent.drop_people(),
            alarms=self.alarms,
            codes=self.codes,
            alarm_codes=self.alarm_codes,
            notice_codes=self.notice_codes,
            roster=self.roster if self.alarms else (),
            privates=self.privates,
            unread=self.unread,
            drilled=self.drilled,
        )
        return empty.keep_former_names(self)
