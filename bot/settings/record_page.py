"""The record of processing as a page in Markdown, with places for what only the clinic knows."""

from collections.abc import Iterable
from typing import Any

from bot.policy import RoomRules

FILL_IN = "__[to fill in by the clinic]__"
_AGREEMENT = "{kind}, {signed} to {expires}"


def write_record_page(record: dict[str, Any]) -> str:
    """Return the page of what `record` has found."""
    parts = (
        ("Record of processing", _write_head(record)),
        ("Purposes", _write_list(record["purposes"])),
        ("Categories of people", _write_list(record["people"])),
        ("Categories of data", _write_list(record["data"])),
        ("Recipients", _write_recipients(record)),
        ("Transfers to other countries", _write_transfers(record["transfers"])),
        ("How long it is kept", _write_retention(record["retention"])),
        (
            "Security",
            [*_write_list(record["security"]), "", "What holds, against whom, and what does not: docs/security.md."],
        ),
        ("Packs of rules in force", _write_packs(record["packs"])),
        (
            "For the impact assessment (GDPR Art. 35)",
            _write_list(f"{risk['risk']} {risk['see']}" for risk in record["risks"]),
        ),
    )
    (title, head), *sections = parts
    return "\n".join(
        [f"# {title}", "", *head, *(line for name, body in sections for line in ("", f"## {name}", "", *body))]
    )


def _write_head(record: dict[str, Any]) -> list[str]:
    return [
        "GDPR Art. 30(1); Indonesia, UU 27/2022 Art. 31.",
        f"Made from the configuration on {record['made_on']}; it covers this bot alone. Have counsel review it.",
        "It names room files: call them by numbers, not by people.",
        "",
        f"- Controller: {_write_plain(record['controller'])}",
        f"- Contact: {_write_plain(record['contact'])}",
        f"- Joint controller, representative, data protection officer, where there are: {FILL_IN}",
        f"- Legal basis: {FILL_IN}",
    ]


def _write_recipients(record: dict[str, Any]) -> list[str]:
    head = ("backend", "kind", "where", "host", "company", "agreement", "asked in")
    table = _write_table(head, (_write_backend(backend) for backend in record["backends"]))
    where = "`here` is this machine, `network` one of the clinic's own networks, `remote` anywhere else."
    server = (
        f"The homeserver, {_write_plain(record['homeserver'])}: ciphertext, and who writes when. "
        f"Who runs it, where, and with whom it exchanges rooms: {FILL_IN}"
    )
    return [*table, "", where, "", *_write_list([server, *record["told"]])]


def _write_backend(backend: dict[str, Any]) -> tuple[str, ...]:
    far, signed = backend["where"] == "remote", backend["agreement"]
    agreement = "none" if signed is None else _AGREEMENT.format(**signed)
    if signed and not signed["holds"]:
        agreement += " (does not hold today)"
    company = backend["company"] or (FILL_IN if far else "-")
    return (
        backend["name"],
        backend["kind"],
        backend["where"],
        backend["host"] or "-",
        company,
        agreement,
        _join_files(backend["rooms"]),
    )


def _write_transfers(transfers: list[dict[str, Any]]) -> list[str]:
    if not transfers:
        return ["No backend is out of the clinic."]
    rows = ((transfer["backend"], transfer["company"] or FILL_IN, FILL_IN, FILL_IN) for transfer in transfers)
    return _write_table(("backend", "company", "country", "safeguards (GDPR Art. 44-49, UU 27/2022 Art. 56)"), rows)


def _write_retention(rooms: list[dict[str, Any]]) -> list[str]:
    head = ("room file", "talk, minutes", "drafts, hours at most", "requests as sent, hours", "agreements, days")
    years = max((room["audit_years"] for room in rooms), default=RoomRules().retention.audit)
    keys = ("file", "talk_minutes", "drafts_hours", "sent_hours", "consent_days")
    return [
        *_write_table(head, (tuple(str(room[key]) for key in keys) for room in rooms)),
        "",
        "By the strictest of all files; where something looser was not accepted in a room yet, shorter there.",
        "A frozen session keeps all of it until the freeze is lifted.",
        f"The audit (ids, times, counts, hashes) is kept {years} years at least; then `thirdchair audit trim` lets go of it.",
        "More in docs/rights.md.",
    ]


def _write_packs(packs: list[dict[str, Any]]) -> list[str]:
    head = ("pack", "title", "checked on", "reviewed by", "in force for")
    nobody = "nobody: have counsel review it"
    rows = (
        (pack["name"], pack["title"], pack["checked_on"], pack["reviewed_by"] or nobody, _join_files(pack["rooms"]))
        for pack in packs
    )
    return _write_table(head, rows)


def _join_files(names: list[str]) -> str:
    return ", ".join(names) or "no room"


def _write_list(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _write_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    marks = ("---",) * len(head)
    return [f"| {' | '.join(_write_cell(cell) for cell in row)} |" for row in (head, marks, *rows)]


def _write_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _write_plain(text: str | None) -> str:
    """Return what a file says on one line, or a place to write it."""
    return " ".join(text.split()) if text else FILL_IN
