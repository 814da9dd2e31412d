"""How long a million audit entries take to verify, on an encrypted notebook as a clinic has it: well under a minute.

.venv/bin/python tests/bench_audit.py --entries 1000000
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path

from bot.audit.chain import Deed, make_deed
from bot.model import EventId, RoomId
from bot.store import open_key, open_store
from bot.store.audit_log import append_deeds

AT_ONCE = 50_000
ROOM = RoomId("!ZTQqDmPEcVhzZKpQsp:clinic.example")


def entry(number: int) -> Deed:
    """Return an entry like that of a request."""
    event = EventId(f"${number:043d}")
    proof = f"{number:064x}"
    messages = [[event, "@kim:clinic.example", proof]] * 3
    return make_deed("sent", float(number), ROOM, cause=event, backend="house", messages=messages, hmac=proof, count=3)


async def main(entries: int, *, as_json: bool = False) -> None:
    """Write that many entries and follow them; `as_json` is for `make bench`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_store(folder, open_key(None, folder)) as store:
            began = time.monotonic()
            for start in range(0, entries, AT_ONCE):
                async with store.db.transaction() as transaction:
                    numbers = range(start, min(start + AT_ONCE, entries))
                    await append_deeds(transaction, (entry(number) for number in numbers), "0" * 64)
            written = time.monotonic()
            checked = await store.audit.verify()
            verified = time.monotonic()
        assert checked.broken is None
        assert checked.head.count == entries
    if as_json:
        print(json.dumps({"entries": entries, "written_s": written - began, "verified_s": verified - written}))  # noqa: T201 - as below
        return
    print(f"{entries} entries: written in {written - began:.1f} s, verified in {verified - written:.1f} s")  # noqa: T201 - what this program is for


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--json", action="store_true", help="print figures alone")
    given = options.parse_args()
    asyncio.run(main(given.entries, as_json=given.json))
