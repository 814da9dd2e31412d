"""Fixed sentences in a real room: somebody whose device nobody has signed reads them, and nothing else, until it is signed."""

from pathlib import Path

from foreign_client import ForeignClient, ForeignClients
from foreign_event import Seen
from newcomer import Newcomer
from session_room import Session, marks, session_room

from bot.demo.homeserver import Homeserver

WITHHELD = "MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE"


def _cards(session: Session, who: ForeignClient) -> list[Seen]:
    return [event for event in who.seen(session.room) if session.from_bot(event) and marks(event).get("kind") == "card"]


async def test_an_unsigned_device_reads_the_card_and_how_to_verify_but_no_answer(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, foreign: ForeignClients, ana: ForeignClient
) -> None:
    """It reads the consent card and verify-first, and no answer; the desk learns it; signed, it gets the card again and all."""
    account = await newcomer("sam")
    sam = await foreign.log_in(synapse.url, account.login, account.password, isolation="all", sign=False)
    async with session_room(tmp_path, (ana, sam), synapse, newcomer) as session:
        assert [(card.failure, card.shield) for card in session.cards] == [(None, "NONE")] * 2, "he reads the cards"
        desk = await session.desk()
        told = await ana.sees(desk, lambda event: marks(event).get("kind") == "devices")
        assert "sam" in told.body
        assert "cannot read me" in told.body

        refused = await session.answer(sam, "!agree")
        assert (refused.failure, "verify" in refused.body) == (None, True)
        answer = await session.answer(ana, "!explain rumination")
        assert answer.failure is None
        unread = await sam.sees(session.room, lambda event: event.id == answer.id)
        assert (unread.failure, unread.body) == (WITHHELD, "")

        before = len(_cards(session, sam))
        await sam.sign()
        await sam.until(lambda: len(_cards(session, sam)) == before + 2)
        agreed = await session.answer(sam, "!agree")
        assert (agreed.failure, agreed.body.startswith("Thank you")) == (None, True)
        answer = await session.answer(ana, "!explain rumination")
        assert (await sam.sees(session.room, lambda event: event.id == answer.id)).body == answer.body
