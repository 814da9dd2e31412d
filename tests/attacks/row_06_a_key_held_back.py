"""A homeserver that holds a key back sends to a model what somebody said before they took their agreement back.

The message was stamped with the moment in which it could be read, under the agreement of then.
"""

from fault_proxy import FaultProxy
from key_letters import match_letters_of
from model_server import ModelServer
from session_room import Session

SECRET, SAID = "a velvet walrus sits here", "the kettle is blue"


async def test_what_was_said_before_is_not_sent_when_its_key_comes_after(
    proxied_session: Session, proxy: FaultProxy, model: ModelServer
) -> None:
    """Said, withdrawn, agreed to anew, and read only then: no question to a model holds it, and what was said after is in it."""
    session, ana, kim = proxied_session, proxied_session.ana, proxied_session.kim
    await kim.rotate(session.room)
    held = proxy.hold(match_letters_of(kim.user_id))
    await kim.send(session.room, SECRET)
    await held.wait_for(1)
    held.stop()
    await kim.rotate(session.room)
    await session.answer(kim, "!withdraw")
    await session.answer(kim, "!agree")
    await session.next_words(ana, "!listen")
    held.release()
    await proxy.wait_until_brought()
    await kim.send(session.room, SAID)
    await session.answer(ana, "!help")
    await session.answer(ana, "!ask what was said about furniture?")
    asked = str([request.json for request in model.requests])
    assert SAID in asked
    assert SECRET not in asked
