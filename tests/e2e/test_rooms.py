"""Rooms in which no session can be held, as people see it, and as the operator hears of it."""

from session_room import Session


async def test_a_shared_past_keeps_it_off_until_the_setting_changes(session: Session) -> None:
    """Where newcomers could read the past the bot says so and waits; once the setting changes it begins by itself."""
    ana = session.ana
    room = await ana.create_room(history="shared", invite=[session.kim.user_id, session.bot_id])
    said = await ana.sees(room, session.from_bot)
    assert said.body.startswith("Newcomers could read what was said here")
    assert said.shield == "NONE"
    await session.bot.logs("alert", lambda line: line["reason"] == "room-history" and line["room"] == room)
    question = await ana.send(room, "!agree")
    still = await ana.sees(room, lambda event: session.from_bot(event) and event.reply_to == question)
    assert still.body.startswith("Newcomers could read what was said here")
    await ana.set_state(room, "m.room.history_visibility", {"history_visibility": "joined"})
    await session.kim.join(room)
    card = await ana.sees(room, session.from_bot, after=still.id)
    assert card.msgtype == "m.text"
    again = await ana.send(room, "!status")
    await ana.sees(room, lambda event: session.from_bot(event) and event.reply_to == again)


async def test_a_room_that_becomes_public_is_left(session: Session) -> None:
    """When anybody could join, the bot says so and leaves, also in the middle of a session."""
    await session.listening()
    await session.ana.set_state(session.room, "m.room.join_rules", {"join_rule": "public"})
    said = await session.kim.sees(session.room, lambda event: session.from_bot(event) and "Anybody could" in event.body)
    assert "invite only" in said.body
    await session.kim.until(lambda: session.is_out(session.kim, session.room))


async def test_who_was_thrown_out_starts_anew(session: Session) -> None:
    """A bot that was removed and is invited again knows nothing of before: cards, and the AI off."""
    await session.listening()
    await session.ana.kick(session.room, session.bot_id)
    await session.ana.until(lambda: session.is_out(session.ana, session.room))
    before = {event.id for event in session.kim.seen(session.room)}
    await session.ana.invite(session.room, session.bot_id)
    await session.kim.sees(
        session.room, lambda message: message.id not in before and "card" in message.content.get("org.thirdchair", {})
    )
    status = await session.answer(session.kim, "!status")
    assert "off" in status.body.splitlines()[0]
    assert "Not everybody has agreed yet." in status.body
