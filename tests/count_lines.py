"""How much a played session asks of its people: the bot's lines that somebody wanted, its machinery, and the therapist's taps.

The rule, by the events that went out:

- A line is a new message of the bot's in the session room. An edit of one, or a deletion, is none: nothing new stands there.
- Wanted is what people came for: an answer or translation (it has a code of one, or is `m.text` in answer to somebody's command),
  and the cards, which are those that ask for consent and those with help-lines. Every other line is machinery.
- At the desk a card is a new `m.text` with a code. A decision is what a therapist types there that is no command.
- Taps are counted for decisions alone: one to go to the desk and one to go back, for as many decisions as are made there in a row;
  two to reply to a message; one a letter, at most twenty; and one to send.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from foreign_event import Seen
from session_room import marks

from bot.model import RoomId, UserId

CARDS = frozenset({"card", "helplines"})
"""Kinds of messages that people have to have before them, whole."""
SWITCHES = frozenset({"floor", "interpret", "retracted", "waiting"})
"""Kinds that ring and are no answer: something was turned on or off, or taken back, or will not come."""
ANSWERS = ("K", "G")
"""What the codes of answers begin with: those of a model, and of the glossary."""
MOST_LETTERS = 20
"""Letters of one message that are counted as taps: a phone knows the rest of a longer one."""
THERE_AND_BACK, TO_REPLY, TO_SEND = 2, 2, 1


@dataclass(frozen=True, slots=True)
class Lines:
    """The counts of one session. `machinery` is by kind, `edits` those of the bot in the session room."""

    people: int
    wanted: int
    machinery: Counter[str]
    edits: int
    at_desk: int
    cards: int
    decisions: int
    taps: int

    def text(self) -> str:
        """Return the counts in words, a line each."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.machinery.items()))
        return (
            f"- In the session room people wrote {self.people} messages, and the bot {self.wanted + self.machinery.total()}: "
            f"{self.wanted} that somebody wanted, and {self.machinery.total()} lines of machinery ({kinds}); "
            f"{self.edits} more were edits of those.\n"
            f"- At the desk the bot wrote {self.at_desk} messages, {self.cards} of them cards. "
            f"The therapist decided {self.decisions} times, with {self.taps} taps.\n"
        )


def count_lines(seen: Iterable[Seen], bot: UserId, session: RoomId, desk: RoomId | None) -> Lines:
    """Return the counts of a session of which `seen` went out, in order, each event once."""
    events = [event for event in seen if event.type == "m.room.message"]
    in_room = [event for event in events if event.room == session]
    ours = [event for event in in_room if event.sender == bot]
    new = [event for event in ours if not event.edit_of]
    at_desk = [event for event in events if event.room == desk]
    bots = [event for event in at_desk if event.sender == bot]
    return Lines(
        people=len(in_room) - len(ours),
        wanted=sum(is_wanted(event) for event in new),
        machinery=Counter(str(marks(event).get("kind")) for event in new if not is_wanted(event)),
        edits=len(ours) - len(new),
        at_desk=sum(not event.edit_of for event in bots),
        cards=sum(event.msgtype == "m.text" and "code" in marks(event) and not event.edit_of for event in bots),
        decisions=sum(is_decision(event, bot, desk) for event in events),
        taps=count_taps(events, bot, desk),
    )


def is_wanted(event: Seen) -> bool:
    """Return whether a message of the bot's in the session room is one that people came for."""
    mark = marks(event)
    kind = mark.get("kind")
    answers = str(mark.get("code", "")).startswith(ANSWERS)
    return answers or kind in CARDS or (event.msgtype == "m.text" and kind not in SWITCHES)


def is_decision(event: Seen, bot: UserId, desk: RoomId | None) -> bool:
    """Return whether `event` is a therapist's word on something that lies at the desk."""
    return event.room == desk and event.sender != bot and not event.body.startswith("!")


def count_taps(events: Iterable[Seen], bot: UserId, desk: RoomId | None) -> int:
    """Return how often the therapist touches the screen to decide."""
    taps, there = 0, False
    for event in events:
        if event.sender == bot:
            continue
        if is_decision(event, bot, desk):
            taps += 0 if there else THERE_AND_BACK
            taps += (TO_REPLY if event.reply_to else 0) + min(len(event.body), MOST_LETTERS) + TO_SEND
            there = True
        elif event.room != desk:
            there = False
    return taps
