"""The second half of an operator's hour: a session, a drill, a backup, the loss of the disk, and the session going on."""

from fresh_machine import fetch_page
from operators_hour import Hour
from session_room import enter_room

from bot.model import UserId


async def hold_session(hour: Hour) -> str:
    """Let a client and a therapist hold a session, from the card to the stop."""
    ana, kim = hour.people["ana"], hour.people["kim"]
    hour.room = await enter_room((ana, kim), hour.bot, UserId("@thirdchair:clinic.local"), languages=1)
    await hour.session.desk()
    await hour.join_next_room("sam")
    await hour.session.listening()
    await hour.ask_bot("kim")
    stopped = await hour.session.next_words(kim, "!stop")
    assert stopped.body.startswith("AI off"), stopped.body
    return "card, agreement, !listen, an answer that Kim can read, !stop; Ana sits at the desk, Sam in his room"


async def play_alarm(hour: Hour) -> str:
    """Play an alarm by order, as the manual asks for, and let the therapist answer it at the desk."""
    ana, room = hour.people["ana"], hour.session.room
    desk = next(place for place in ana.rooms("join") if place != room)
    await hour.machine.order("drill", str(room))
    alarm = await ana.sees(desk, lambda event: hour.session.from_bot(event) and "DRILL" in event.body)
    answered = await ana.send(desk, "!ack")
    await ana.sees(desk, hour.session.from_bot, after=answered)
    assert alarm.failure is None, alarm
    return "ordered, seen at the desk, acknowledged"


async def read_metrics(hour: Hour) -> str:
    """Read what Prometheus would."""
    status, text = await fetch_page(hour.port, "/metrics")
    series = [line for line in text.splitlines() if line.startswith("thirdchair_")]
    assert (status, bool(series)) == (200, True), status
    return f"{len(series)} series of the bot's own"


async def back_up(hour: Hour) -> str:
    """Take a backup while the bot runs, and put the data folder's key into the safe."""
    await hour.machine.order("backup", str(hour.machine.safe / "backup.db"))
    hour.machine.keep_data_key()
    assert hour.bot.is_running
    return f"{(hour.machine.safe / 'backup.db').stat().st_size // 1024} KB, taken while the bot runs"


async def lose_disk(hour: Hour) -> str:
    """Kill the bot and lose its data folder."""
    await hour.bot.kill()
    hour.machine.lose_data()
    return "the bot is killed, its data folder deleted; its key comes back from the safe"


async def restore_backup(hour: Hour) -> str:
    """Restore the backup over the empty folder."""
    said = await hour.machine.order("restore", str(hour.machine.safe / "backup.db"))
    assert f"Next: `thirdchair run --config {hour.machine.config}`" in said, said
    return "the notebook is back"


async def run_restored(hour: Hour) -> str:
    """Start the restored bot, which logs its lost device out."""
    await hour.start_bot()
    await hour.bot.logs("devices of before the restore are logged out")
    return "/ready says 200; the lost device is logged out"


async def go_on(hour: Hour) -> str:
    """Let people read the bot again, and the therapist turn it on without anybody agreeing anew."""
    for who in ("ana", "kim"):
        await hour.ask_bot(who)
    await hour.session.next_words(hour.people["ana"], "!listen")
    status = (await hour.session.answer(hour.people["kim"], "!status")).body
    assert "AI: on" in status, status
    assert "Everybody has agreed." in status, status
    return "both read its answers; !listen works, and nobody had to agree again"


async def verify_audit(hour: Hour) -> str:
    """Follow the chain of the audit, from before the backup to now."""
    said = await hour.machine.order("audit", "verify")
    assert said.startswith("The audit holds"), said
    return said.partition(", each in its place")[0]


async def ask_doctor_again(hour: Hour) -> str:
    """Let the doctor look at the restored bot at work."""
    said = f"nothing to do in {await hour.count_lines()} lines"
    assert await hour.bot.stop() == 0
    assert [line for line in hour.bot.log() if line["event"] == "alert"] == []
    return f"{said}; no alert in the whole hour"
