"""By which identity each person is known: pinned when it first counts, replaced only when the operator says so.

People prove who they are by their cross-signing identity, and the homeserver tells which one that is. The first that
counts is written down (trust on first use). If the homeserver shows another one later, the person has reset it, or
somebody else has the account, or the server lies: from here all three look alike. So that person's devices count as not
signed, the log gets an alert with both keys, and the operator asks the person by another way than Matrix.

`thirdchair trust USER` then confirms exactly the key that the operator was shown. It writes into the notebook beside the
running bot, which looks there every second: no restart, no message through Matrix, and a bot that is not running finds
it at its start. Only who may read the key of the data folder can do it. An identity that is swapped once more between
question and answer is not confirmed.
"""

import asyncio
from collections.abc import Callable

from bot.app.services import Chair, measure_wait
from bot.errors import BotError
from bot.log import get_logger
from bot.matrix.client.identities import People
from bot.matrix.client.signing import group_key
from bot.model import UserId
from bot.settings import Settings
from bot.store import Change, Pins, open_peek

log = get_logger(__name__)
LOOK = 1.0
"""Seconds between two looks for what the operator has confirmed."""
PINS = 2
"""The schema since which there are pins."""


async def recall_pins(people: People, pins: Pins, settings: Settings) -> None:
    """Know people by the identities of earlier and of the configuration, before anything is learnt anew."""
    people.named = settings.identities
    people.pins = await pins.all()


async def keep_pins_current(chair: Chair, pause: float = LOOK) -> None:
    """Keep what the client knows and what is written down alike, for ever, with a look each `pause` seconds."""
    while True:
        await settle_pins(chair)
        await asyncio.sleep(measure_wait(pause))


async def settle_pins(chair: Chair) -> None:
    """Write down whose identity has counted and whose was replaced, and take up what the operator has confirmed.

    To be awaited before anything is acted on that rests on somebody's identity.
    """
    people = chair.client.people
    shown = {user: key for user in people.pins if (key := people.get_shown_key(user))}
    for user, key in (await chair.store.pins.settle(people.pins, shown, chair.clock())).items():
        if people.pins.get(user) not in {key, None}:
            log.info("identity confirmed", user=user, now=key)
            chair.client.key_news.note_people({user})  # their devices may read from now on
        people.pins[user] = key


async def trust_identity(settings: Settings, user: UserId, now: float, sure: Callable[[Change], bool]) -> str:
    """Let the identity that the homeserver shows for `user` now be theirs, if the operator is `sure`; return what was done.

    Raises:
        BotError: there is nothing to confirm, it was not confirmed, or it is not what is shown any more.
    """
    if user in settings.identities:
        raise BotError(f"The configuration names the identity of {user}.", "Change it there, under `identities`.")
    deployment = settings.deployment
    async with open_peek(deployment.data_dir, deployment.key_file, since=PINS) as seen:
        pins = seen.pins
        change = (await pins.changes()).get(user)
        if change is None:
            known = (await pins.all()).get(user)
            what = f"is known by {group_key(known)}, and nothing else is shown" if known else "is not known yet"
            raise BotError(f"There is nothing to confirm: {user} {what}.", "Check the spelling of the user id.")
        if not sure(change):
            raise BotError("That is not confirmed; nothing was changed.", "Commands of that person stay frozen.")
        if not await pins.confirm(change, now):
            raise BotError("The identity has changed once more meanwhile; nothing was confirmed.", "Look again.")
        older = f" {seen.is_older}" if seen.is_older else ""
    return f"Confirmed. A running bot takes it up within seconds; {user} can type the command again.{older}"


def describe_change(change: Change) -> str:
    """Return what the operator has to compare and to ask."""
    return (
        f"{change.user}\n"
        f"  was known by    {group_key(change.was)}\n"
        f"  is shown with   {group_key(change.now)}\n"
        "Ask them by phone or in person, not by Matrix, whether they have reset their identity, and when."
    )
