"""Events and effects by names of their own, instead of those of their classes; and each place as one string, with its person.

A migration is about what stood on disk at its time: it knows no class of the program, so that it is true for ever.
What it cannot read it leaves as it is: that is set aside when somebody needs it.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.store.db import Transaction

EVENTS = (
    "heard attached present reacted edited redacted unreadable invited arrived joined came typing renamed left ousted "
    "replaced was-away posted shown unsaid ruled misruled frozen answered failed elapsed"
)
EFFECTS = (
    "reply notice card amend retract open consent-card ask show-sent show-head show-data forget cancel join decline "
    "leave alert"
)
PERSON = {"heard": "sender", "attached": "sender", "unreadable": "sender", "came": "person"}
"""Whose direct room it was, where an event tells."""
NOBODY = "@unknown:unknown"
"""Stands for a person who was not written down, and on whom nothing hangs."""


async def migrate(transaction: Transaction) -> None:
    """Give each event and effect its name, `ConsentCard` becomes `consent-card`, and each place its person."""
    for table, names in (("inbox", EVENTS), ("job", EFFECTS)):
        turned = [(name, "".join(part.title() for part in name.split("-"))) for name in names.split()]
        await transaction.run_many(f"UPDATE {table} SET kind = ? WHERE kind = ?", turned)  # noqa: S608 - the two tables above
    askers: dict[str, dict[str, str]] = {}
    for room, body in await transaction.rows("SELECT id, state FROM room"):
        new = _change_form(body, partial(_place_room, askers.setdefault(room, {})))
        await transaction.run("UPDATE room SET state = ? WHERE id = ?", new, room)
    for seq, room, kind, body in await transaction.rows(
        "SELECT seq, room, kind, body FROM inbox WHERE body IS NOT NULL"
    ):
        new = _change_form(body, partial(_place_event, kind, askers.get(room, {})))
        await transaction.run("UPDATE inbox SET body = ? WHERE seq = ?", new, seq)
    for seq, kind, body in await transaction.rows("SELECT seq, kind, body FROM job WHERE body IS NOT NULL"):
        new = _change_form(body, partial(_place_effect, kind))
        await transaction.run("UPDATE job SET body = ? WHERE seq = ?", new, seq)


def _change_form(body: str, change: Callable[[dict[str, Any]], None]) -> str:
    """Return a stored form after `change`, and as it was where it cannot be read."""
    try:
        form = json.loads(body)
        change(form)
    except (ValueError, TypeError, KeyError, AttributeError):
        return body
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def _place(form: dict[str, Any], person: Any) -> None:
    """Put one string in the place of a kind of place."""
    place = form.pop("place", "room")
    form["where"] = f"{place} {person or NOBODY}" if place in {"direct", "second"} else place


def _place_room(askers: dict[str, str], room: dict[str, Any]) -> None:
    """Place what waits and what was said, and note in `askers` who asked for what has which code."""
    again = [item["again"] for item in (*room.get("outcomes", ()), *room.get("said", ())) if item.get("again")]
    pending = [*room.get("pending", ()), *(draft["pending"] for draft in room.get("drafts", ())), *again]
    answers = [*room.get("said", ()), *room.get("explained", ())]
    for question in (*pending, *answers):
        _place(question, question["asker"])
    askers |= {answer["code"]: answer["asker"] for answer in answers}


def _place_event(kind: str, askers: dict[str, str], event: dict[str, Any]) -> None:
    """Place what happened; in whose direct room an answer stands its code tells."""
    if kind in PERSON:
        _place(event, event[PERSON[kind]])
    elif kind in {"shown", "unsaid"}:
        _place(event, askers.get(event.get("code", "")))


def _place_effect(kind: str, effect: dict[str, Any]) -> None:
    """Place what is to be done; what is always at the desk has no place any more."""
    if kind in {"reply", "notice", "retract", "open", "ask", "show-sent"}:
        _place(effect, effect.pop("whom", None) or effect.get("asker"))
    elif kind in {"card", "amend"}:
        effect.pop("place", None)
    elif kind == "show-data":
        effect["where"] = f"direct {effect.pop('asker')}"
