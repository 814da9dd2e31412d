"""What a line is held against: the messages that it cites, what they take up, and what the prompt calls people. Pure."""

import re
from dataclasses import dataclass, replace

from bot.model import Room, UserId
from bot.policy import Policy
from bot.session.talk.token_estimate import Talk

LONGEST_READ = 16_000
"""Characters of a message that a line is held against."""
SHORT = 3
"""Words of a reply that says yes, no or ok to what stands before it, and nothing of its own."""
QUOTED = re.compile(
    r"[\u201c\u201e]([^\u201c\u201d\u201e]*)[\u201d\u201c]|\u00ab([^\u00ab\u00bb]*)\u00bb|\u2039([^\u2039\u203a]*)\u203a"
    r"|\"([^\"]*)\"|(?<!\w)['\u2018\u201a](.{1,600}?)['\u2019](?!\w)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """What a line is held against: the messages that it `cited`, the `talk` that they stand in, both in its order.

    `names` is what the prompt called each sender.
    """

    cited: Talk
    talk: Talk
    policy: Policy
    names: dict[UserId, str]


def cut_long_messages(cited: Talk) -> Talk:
    """Return messages as far as a model can have read them: nobody waits for a line that cites a very long one."""
    return tuple(
        replace(line, text=line.text[:LONGEST_READ]) if len(line.text) > LONGEST_READ else line for line in cited
    )


def list_taken_up(cited: Talk, talk: Talk) -> Talk:
    """Return what is cited and what that takes up: a reply of a few words says what the message before it did."""
    taken = {line.id for line in cited}
    for at in range(len(talk) - 1, 0, -1):
        if talk[at].id in taken and len(talk[at].text.split()) <= SHORT:
            taken.add(talk[at - 1].id)
    return tuple(line for line in talk if line.id in taken)


def call_by_title(text: str, room: Room, names: dict[UserId, str]) -> str:
    """Return `text` with people called as the prompt called them, not by the names that the room shows; quotations stay."""
    called = {person.name: names[person.id] for person in room.roster if person.id in names and person.name}
    if not called:
        return text
    known = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))

    def call(match: re.Match[str]) -> str:
        return called.get(match[0], match[0])

    return re.sub(rf"{QUOTED.pattern}|\b(?:{known})\b", call, text)
