"""What an incident's report says where somebody has been at the audit."""

from pathlib import Path

from hand_held import ROOM
from office import arrive, furnished, seated

from bot.app.operator.incident_report import report_incident
from bot.settings import load_settings


async def test_an_incident_says_that_the_record_was_changed(tmp_path: Path) -> None:
    """If somebody has been at the audit, the report says so before anybody relies on it."""
    office = furnished(tmp_path)
    async with seated(office) as chair:
        await arrive(chair)
        async with chair.store.db.transaction() as transaction:
            await transaction.run("DROP TRIGGER audit_changes_nothing")
            await transaction.run("UPDATE audit SET sha256 = 'x' WHERE number = 1")
        assert "does NOT hold: entry 1" in await report_incident(load_settings(office.main), ROOM, 0.0)
