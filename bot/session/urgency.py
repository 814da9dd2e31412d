"""What goes before what waits in other rooms: what ends something, and what guards somebody. Pure.

It only says whose turn it is, so it may take a little too much for that: what an event is, is decided when it is decided.
"""

from bot.model import Edited, Elapsed, Event, Frozen, Heard, Overheard, Redacted, Role, Taken, Transcribed
from bot.policy import Policy
from bot.session.command.generous import read_bare_words, read_nearly
from bot.session.command.table import TABLE, find_command
from bot.session.danger.tripwire import is_hinting

ENDS = frozenset({"ack", "end"})
"""Commands that end something, beside those that turn the AI down."""
LONGEST = 60
"""Characters of a message that may be a bare word, at most."""


def goes_first(event: Event, policy: Policy) -> bool:
    """Return whether an event may end or guard something: a freeze, a deadline, a deletion, words of danger, `!stop` in any form."""
    match event:
        case Frozen() | Taken() | Elapsed() | Redacted() | Overheard() | Transcribed():
            return True
        case Heard():
            texts = [text for text in (event.text, event.other, event.beside) if text]
            return any(may_end(text, policy.rules.prefix) for text in texts) or _may_tell(event, policy, texts)
        case Edited():
            return may_end(event.text, policy.rules.prefix) or _may_tell(event, policy, [event.text])
        case _:
            return False


def may_end(text: str, prefix: str) -> bool:
    """Return whether `text` begins as a command does that ends something, or is little more than its name."""
    names = [read_bare_words(text).replace(" ", "-")] if len(text) <= LONGEST else []
    if typed := read_nearly(text, prefix):
        names += [typed.name, f"{typed.name}-{typed.argument.partition(' ')[0]}"]
    commands = {find_command(name) for name in names} - {None}
    return any(command in ENDS or TABLE[str(command)].lowers for command in commands)


def _may_tell(event: Heard | Edited, policy: Policy, texts: list[str]) -> bool:
    """Return whether there may be words of danger in what somebody wrote who is no therapist."""
    is_compared = policy.rules.crisis.enabled and policy.role(event.sender) is not Role.THERAPIST
    return is_compared and is_hinting("\n".join(texts), policy)
