"""The record of processing as a page in Markdown, with places for what only the clinic knows."""

from collections.abc import Iterable
from typing import Any

from bot.policy import RoomRules

FILL_IN = "__[to fill in by the clinic]__"
_AGREEMENT = "{kind}, {signed} to {expires}"


def record_page(found: dict[str, Any]) -> str:
    """Return the page of what `record` has found."""
    parts = (
        ("Record of processing", _head(found)),
        ("Purposes", _list(found["purposes"])),
        ("Categories of people", _list(found["people"])),
        ("Categories of data", _list(found["data"])),
        ("Recipients", _recipients(found)),
        ("Transfers to other countries", _transfers(found["transfers"])),
        ("How long it is kept", _retention(found["retention"])),
        ("Security", [*_list(found["security"]), "", "What holds, against whom, and what does not: docs/security.md."]),
        ("Packs of rules in force", _packs(found["packs"])),
        ("For the impact assessment (GDPR Art. 35)", _list(f"{one['risk']} {one['see']}" for one in found["risks"])),
    )
    (title, head), *sections = parts
    return "\n".join(
        [f"# {title}", "", *head, *(line for name, body in sections for line in ("", f"## {name}", "", *body))]
    )


def _head(found: dict[str, Any]) -> list[str]:
    return [
        "GDPR Art. 30(1); Indonesia, UU 27/2022 Art. 31.",
        f"Made from the configuration on {found['made_on']}; it covers this bot alone. Have counsel review it.",
        "It names room files: call them by numbers, not by people.",
        "",
        f"- Controller: {_plain(found['controller'])}",
        f"- Contact: {_plain(found['contact'])}",
        f"- Joint controller, representative, data protection officer, where there are: {FILL_IN}",
        f"- Legal basis: {FILL_IN}",
    ]


def _recipients(found: dict[str, Any]) -> list[str]:
    head = ("backend", "kind", "where", "host", "company", "agreement", "asked in")
    table = _table(head, (_backend(one) for one in found["backends"]))
    where = "`here` is this machine, `network` one of the clinic's own networks, `remote` anywhere else."
    server = (
        f"The homeserver, {_plain(found['homeserver'])}: ciphertext, and who writes when. "
        f"Who runs it, where, and with whom it exchanges rooms: {FILL_IN}"
    )
    return [*table, "", where, "", *_list([server, *found["told"]])]


def _backend(one: dict[str, Any]) -> tuple[str, ...]:
    far, signed = one["where"] == "remote", one["agreement"]
    agreement = "none" if signed is None else _AGREEMENT.format(**signed)
    if signed and not signed["holds"]:
        agreement += " (does not hold today)"
    company = one["company"] or (FILL_IN if far else "-")
    return (one["name"], one["kind"], one["where"], one["host"] or "-", company, agreement, _files(one["rooms"]))


def _transfers(transfers: list[dict[str, Any]]) -> list[str]:
    if not transfers:
        return ["No backend is out of the clinic."]
    rows = ((one["backend"], one["company"] or FILL_IN, FILL_IN, FILL_IN) for one in transfers)
    return _table(("backend", "company", "country", "safeguards (GDPR Art. 44-49, UU 27/2022 Art. 56)"), rows)


def _retention(rooms: list[dict[str, Any]]) -> list[str]:
    head = ("room file", "talk, minutes", "drafts, hours at most", "requests as sent, hours", "agreements, days")
    years = max((one["audit_years"] for one in rooms), default=RoomRules().retention.audit)
    keys = ("file", "talk_minutes", "drafts_hours", "sent_hours", "consent_days")
    return [
        *_table(head, (tuple(str(one[key]) for key in keys) for one in rooms)),
        "",
        "By the strictest of all files; where something looser was not accepted in a room yet, shorter there.",
        "A frozen session keeps all of it until the freeze is lifted.",
        f"The audit (ids, times, counts, hashes) is kept {years} years at least; then `thirdchair audit trim` lets go of it.",
        "More in docs/rights.md.",
    ]


def _packs(packs: list[dict[str, Any]]) -> list[str]:
    head = ("pack", "title", "checked on", "reviewed by", "in force for")
    nobody = "nobody: have counsel review it"
    rows = (
        (one["name"], one["title"], one["checked_on"], one["reviewed_by"] or nobody, _files(one["rooms"]))
        for one in packs
    )
    return _table(head, rows)


def _files(names: list[str]) -> str:
    return ", ".join(names) or "no room"


def _list(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    marks = ("---",) * len(head)
    return [f"| {' | '.join(_cell(one) for one in row)} |" for row in (head, marks, *rows)]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _plain(text: str | None) -> str:
    """Return what a file says on one line, or a place to write it."""
    return " ".join(text.split()) if text else FILL_IN
