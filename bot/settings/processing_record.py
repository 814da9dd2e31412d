"""The record of processing, from the configuration alone: what the bot does with people's data, without anybody's words.

What a clinic has to write down (GDPR Art. 30(1); Indonesia, UU 27/2022 Art. 31) as far as its files tell it, and what an
impact assessment starts from (GDPR Art. 35). What the bot cannot know is None: the clinic fills it in.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from bot.policy import Policy
from bot.settings.backend_places import read_host
from bot.settings.models import BackendSettings
from bot.settings.settings import Settings
from bot.settings.webhook import read_webhook_host

Rooms: TypeAlias = tuple[tuple[str, Policy], ...]
"""The effective policy under each room file, by the file's name."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the whole clinic's rooms have in common, for sentences that hold only where they are true."""

    rooms: Rooms

    def any(self, rule: str) -> bool:
        """Return whether a rule says yes, or names anybody, in some room."""
        return any(getattr(policy.rules, rule) for _, policy in self.rooms)

    @property
    def model(self) -> bool:
        """Return whether a language model answers in some room."""
        return any(policy.backend.generative for _, policy in self.rooms)

    @property
    def remote(self) -> bool:
        """Return whether words leave the clinic from some room."""
        return any(
            policy.backend.remote or (policy.backend.fallback and policy.backend.fallback.remote)
            for _, policy in self.rooms
        )

    @property
    def voice(self) -> bool:
        """Return whether voice messages are written down in some room."""
        return any(policy.transcriber for _, policy in self.rooms)

    @property
    def tripwire(self) -> bool:
        """Return whether phrases of danger call the therapist in some room."""
        return any(policy.rules.crisis.enabled for _, policy in self.rooms)


def make_record(settings: Settings, today: date) -> dict[str, Any]:
    """Return the record as of the day `today`, ready for JSON. The notebook is not opened, and no secret is read."""
    rooms = tuple((name, settings.policy_of(name, file)) for name, file in settings.rooms)
    told = _Told(rooms)
    backends = [_describe_backend(settings, name, rooms, today) for name in settings.backends]
    return {
        "made_on": today.isoformat(),
        "controller": settings.deployment.controller,
        "contact": settings.deployment.contact,
        "purposes": _list_purposes(told),
        "people": _list_data_subjects(told),
        "data": _list_data_kinds(told),
        "backends": backends,
        "homeserver": settings.deployment.homeserver,
        "told": _list_told_rooms(settings),
        "transfers": [
            {"backend": backend["name"], "company": backend["company"], "country": None, "safeguards": None}
            for backend in backends
            if backend["where"] == "remote"
        ],
        "retention": [_describe_retention(name, policy) for name, policy in rooms],
        "security": _list_measures(told),
        "packs": _describe_packs(settings, rooms),
        "risks": [{"risk": risk, "see": see} for risk, see in _list_risks(told)],
    }


def _list_purposes(told: _Told) -> list[str]:
    purposes = [
        "Reading along in therapy sessions, once everybody there has agreed and a therapist has turned the AI on.",
        "Answering what people ask: words explained, and what else the commands allow, under the therapist's control.",
    ]
    if told.model:
        purposes.append("Asking a language model for such answers, with words of those who agreed to that as well.")
    if told.voice:
        purposes.append("Having voice messages written down by a machine, of those who agreed to that apart.")
    if told.tripwire:
        purposes.append("Calling the therapist when a listed phrase of danger is read.")
    if any(policy.rules.crisis.enabled and policy.rules.crisis.in_off for _, policy in told.rooms):
        purposes.append("Reading for such phrases also while the AI is off, which is not kept.")
    return [*purposes, "Being able to show who agreed to what, who did what, and what left (the audit)."]


def _list_data_subjects(told: _Told) -> list[str]:
    others = {"supervisors": "Supervisors", "second_contacts": "Second contacts", "observers": "Observers"}
    subjects = ["Clients", "Therapists", *(name for rule, name in others.items() if told.any(rule))]
    return [*subjects, *(["Minors"] if told.any("minor") else []), "People who are spoken of in a session"]


def _list_data_kinds(told: _Told) -> list[str]:
    kinds = [
        "Words of sessions while the AI is on: data concerning health (GDPR Art. 9), and whatever else people say",
        "Questions to the AI, its answers, drafts and what became of them",
        "Agreements: who, to what, when",
        "Matrix ids, display names, times, counts, and keys by which devices are told apart",
    ]
    if told.model:
        kinds.append("Requests as they went to a language model, and what the placeholders in them stand for")
        kinds.append("Words that people have masked, and by whom")
    if told.voice:
        kinds.append(
            "What a machine wrote down of voice messages; of each recording its length, size and hash, no sound"
        )
    if told.tripwire:
        kinds.append("Alarms: when, in which room, and whether somebody acknowledged them")
    if told.any("substance_use"):
        kinds.append("Records of substance use (42 CFR Part 2)")
    return kinds


def _describe_backend(settings: Settings, name: str, rooms: Rooms, today: date) -> dict[str, Any]:
    backend = settings.backends[name]
    signed = backend.agreement
    return {
        "name": name,
        "kind": backend.kind,
        "where": settings.where(name),
        "host": _describe_host(backend),
        "company": signed.party if signed else None,
        "agreement": None
        if signed is None
        else {
            "kind": signed.kind,
            "signed": signed.signed.isoformat(),
            "expires": signed.expires.isoformat(),
            "holds": signed.holds(today),
        },
        "rooms": [file for file, policy in rooms if name in _name_room_backends(policy)],
    }


def _name_room_backends(policy: Policy) -> tuple[str, ...]:
    """Return the backend of a room, the one that is asked where it fails, and the one that gets its voice messages."""
    others = (policy.backend.fallback, policy.transcriber)
    return (policy.rules.backend, *(other.name for other in others if other))


def _describe_host(backend: BackendSettings) -> str | None:
    """Return the host alone: an address may hold a password."""
    return read_host(backend) or None


def _list_told_rooms(settings: Settings) -> list[str]:
    deployment = settings.deployment
    rooms_told = ["Supervisors, in their room: counts and alarms by a room's code, no words"] * bool(
        deployment.supervisor_room
    )
    if deployment.on_call_room:
        rooms_told.append("The on-call room: that nobody acknowledged an alarm, no words")
    if host := read_webhook_host(settings):
        rooms_told.append(
            f"Whoever is paged by way of {host}, when nobody acknowledged an alarm: a room's code and a time, no words"
        )
    return rooms_told


def _describe_retention(name: str, policy: Policy) -> dict[str, Any]:
    rules = policy.rules
    return {
        "file": name,
        "talk_minutes": min(rules.window.minutes, 60 * rules.retention.window),
        "drafts_hours": rules.retention.drafts,
        "sent_hours": rules.retention.sent,
        "consent_days": rules.consent.days,
        "audit_years": rules.retention.audit,
    }


def _list_measures(told: _Told) -> list[str]:
    measures = [
        "Sessions are in end-to-end encrypted, private rooms: the bot leaves others.",
        "The data folder is encrypted; freed pages are overwritten.",
        "Room keys are turned forward behind what was read.",
        "Who may do what stands in the policy files, and is not for anybody in a room to say.",
        "Logs and metrics hold ids, codes and counts, no words.",
        "The audit is a chain of hashes with signed heads: a changed entry shows.",
        "People can have a copy of what is kept about them, and have it erased; a session can be frozen.",
    ]
    if told.model:
        measures.append("Text is masked before a model gets it: pseudonymised, never anonymous.")
    if told.voice:
        measures.append("A recording is in memory only while it is handed on, whole: nothing in it can be masked.")
    if told.remote:
        measures.append("A backend out of the clinic gets the strictest masking, over https.")
    return measures


def _describe_packs(settings: Settings, rooms: Rooms) -> list[dict[str, Any]]:
    return [
        {
            "name": Path(file).stem,
            "title": pack.title,
            "checked_on": pack.checked_on.isoformat(),
            "reviewed_by": pack.reviewed_by,
            "rooms": [name for name, policy in rooms if Path(file).stem in policy.rules.jurisdiction],
        }
        for file, pack in settings.packs
    ]


def _list_risks(told: _Told) -> list[tuple[str, str]]:
    """Return what an impact assessment has to weigh, each with where the project says what it knows of it."""
    risks = [
        ("Health data of people in a vulnerable position, who may find it hard to say no to the AI.", "docs/rights.md"),
        ("A server, a member or a thief learns what was said, or who comes when.", "docs/security.md"),
        ("What is kept can be read by whoever has the data folder and its key.", "docs/security.md#a-stolen-disk"),
    ]
    if told.tripwire:
        risks += [
            ("A danger is missed, and somebody relied on it being noticed.", "docs/safety.md#what-it-does-not-do"),
            ("How often phrases are missed, and raised for nothing.", "docs/safety.md#how-good-it-is"),
        ]
    if told.model:
        risks += [
            ("Names that masking misses reach the model.", "docs/masking.md#what-it-misses"),
            ("A model writes what is wrong or harmful.", "docs/security.md#a-model-server-that-lies-or-is-taken-over"),
        ]
    if told.voice:
        risks += [
            ("A machine mishears what somebody says, and danger in it.", "docs/voice.md#limits"),
            ("A recording shows whose voice it is, and holds the voices of others.", "docs/voice.md#privacy"),
        ]
    if any(policy.second_reader for _, policy in told.rooms):
        risks.append(
            ("A model reads along for danger, and is wrong both ways.", "docs/safety.md#a-model-as-a-second-reader")
        )
    if told.remote or any(policy.transcriber and policy.transcriber.remote for _, policy in told.rooms):
        risks.append(("What left the clinic cannot be called back.", "docs/rights.md"))
    if told.any("minor"):
        risks.append(("Minors take part.", "docs/policy.md#how-files-meet"))
    return risks
