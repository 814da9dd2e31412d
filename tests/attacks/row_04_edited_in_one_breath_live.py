"""Whoever delays what the homeserver tells has words sent to a model, and commands obeyed, that were put right long before."""

from fault_proxy import FaultProxy
from key_letters import match_letters_of
from model_server import ModelServer
from session_room import Session

WRONG, RIGHT = "a velvet walrus sits here", "the kettle is blue"


async def test_a_message_and_its_edit_come_in_one_sync(
    proxied_session: Session, proxy: FaultProxy, model: ModelServer
) -> None:
    """Held back until both are there, the model has the new words alone, and no command that was edited is done."""
    session, ana, kim = proxied_session, proxied_session.ana, proxied_session.kim
    held = proxy.hold(lambda event: event["content"].get("algorithm") == "m.megolm.v1.aes-sha2")
    said = await kim.send(session.room, WRONG)
    await kim.send(session.room, RIGHT, edit_of=said)
    typed = await ana.send(session.room, "!window 5")
    await ana.send(session.room, "never mind", edit_of=typed)
    await held.wait_for(4)
    held.stop()
    held.release()
    assert "changed this message" in (await session.reply_to(ana, typed)).body
    await _expect_right_words(session, model)


async def test_a_message_is_edited_before_its_key_comes(
    proxied_session: Session, proxy: FaultProxy, model: ModelServer
) -> None:
    """Held back until its edit was read, a key opens nothing that anybody took back: the new words stand."""
    session, kim = proxied_session, proxied_session.kim
    await kim.rotate(session.room)
    held = proxy.hold(match_letters_of(kim.user_id))
    said = await kim.send(session.room, WRONG)
    await held.wait_for(1)
    held.stop()
    await kim.rotate(session.room)
    await kim.send(session.room, RIGHT, edit_of=said)
    await session.answer(kim, "!help")
    held.release()
    await proxy.wait_until_brought()
    await _expect_right_words(session, model)


async def _expect_right_words(session: Session, model: ModelServer) -> None:
    """Let Ana ask the model something, after another command: the new words are in it, and the old ones are not."""
    await session.answer(session.ana, "!help")
    await session.answer(session.ana, "!ask what was said about furniture?")
    asked = str([request.json for request in model.requests])
    assert RIGHT in asked
    assert WRONG not in asked
