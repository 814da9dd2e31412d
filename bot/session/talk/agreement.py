"""Who has agreed to what: the consent card's facts and hash, and the agreements that still hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias

from bot.danger_words.coverage import list_covered, list_uncovered, name_language_to
from bot.model import (
    Consent,
    Floor,
    Heard,
    Language,
    Purpose,
    Role,
    Room,
    SessionRoom,
    Task,
    UserId,
    Words,
    get_localpart,
    make_words,
)
from bot.policy import Policy
from bot.words import render_words

HOUR = 60 * 60.0
DAY = 24 * HOUR
Agreements: TypeAlias = Mapping[tuple[UserId, Purpose], Consent]
"""Who agrees to what at one moment: the agreement of each person to each purpose that they have given and that holds."""
LONGEST_CARD = 700
"""Characters of a consent card, so that it fits the screen of a phone."""
LONGEST_NAME = 24
"""Characters of one name on a card; the full text has it whole."""


_ROOM_FOR = ((LONGEST_NAME, LONGEST_NAME), (LONGEST_NAME, 0), (12, 0), (6, 0))
"""Characters for the backend's name and for its company's on the card: the first for which all else has room too."""
_ROOM_FOR_TWO = (*_ROOM_FOR, (2, 0))
"""The same where two backends are named."""


def make_card(policy: Policy, language: Language, most: int = LONGEST_CARD) -> Words:
    """Return the consent card: what the AI does here, where words go, how long they stay, who sits in, how to stop.

    It has at most `most` characters, if it can be so short at all.
    """
    facts = whole = _list_card_facts(policy) | list_danger_facts(policy, language)
    key = "consent-card-demo" if policy.demo else "consent-card"
    for longest, party in _ROOM_FOR_TWO if policy.backend.fallback else _ROOM_FOR:
        facts = whole | {
            "backend": _shorten_name(policy.backend.name, longest),
            "party": _shorten_name(policy.backend.party, party),
            "other": _shorten_name(str(whole["other"]), longest),
            "other_party": _shorten_name(str(whole["other_party"]), party),
        }
        facts["named"] = min(party, 1)
        fitted = _fit_observers(make_words(key, language, **facts), policy.rules.observers, most)
        if _measure_card(fitted) <= most:
            break
    return fitted


def make_full_text(policy: Policy, language: Language) -> Words:
    """Return the full text behind the card, which has the names whole."""
    facts = _list_card_facts(policy) | list_danger_facts(policy, language)
    return make_words(
        "privacy-text",
        language,
        **facts,
        observers=", ".join(policy.rules.observers),
        minor=int(policy.rules.minor),
        leaves_out=int(policy.rules.absent == "left_out"),
        controller=policy.controller or "none",
        contact=policy.contact or "none",
    )


def list_danger_facts(policy: Policy, language: Language) -> dict[str, str | int]:
    """Return what people are told of danger words: when they are compared, in which languages, and if one here has no list."""
    crisis, covered = policy.rules.crisis, [name_language_to(language, spoken) for spoken in list_covered()]
    when = "always" if crisis.in_off else "on"
    return {
        "danger": when if crisis.enabled else "never",
        "uncovered": int(crisis.enabled and bool(list_uncovered(policy.card_languages))),
        "covered": ", ".join(covered[:-1]) or "none",
        "last": covered[-1] if covered else "-",
    }


def describe_fallback(policy: Policy) -> dict[str, str | int]:
    """Return what people are told of the backend that is asked where the room's fails: `second` is 1 if there is one."""
    second = policy.backend.fallback
    facts = second or policy.backend
    return {
        "second": int(second is not None),
        "other": facts.name,
        "other_model": facts.model or facts.kind,
        "other_where": "demo" if policy.demo and facts.place == "here" else facts.place,
        "other_party": facts.party,
        "other_signed": int(bool(facts.party)),
    }


def hash_card(policy: Policy, language: Language) -> str:
    """Return the SHA-256 of card and full text: an agreement is to exactly these words, and ends when they change.

    And to words going to this backend: one at another address is another, though no card names addresses.
    """
    if ("card", language) not in policy.computed:
        has_address = any(backend.address for backend in policy.both_backends)
        behind = policy.backend.digest if has_address else ""
        behind += f" {policy.transcriber.digest}" if policy.transcriber else ""
        card, text = make_card(policy, language), make_full_text(policy, language)
        policy.computed["card", language] = _hash_texts(card, text, behind)
    return str(policy.computed["card", language])


def hash_cards(policy: Policy) -> str:
    """Return one hash over the cards of all the room's languages: what the room was told."""
    return sha256("".join(hash_card(policy, language) for language in policy.card_languages).encode()).hexdigest()


def find_agreements(room: Room, policy: Policy, now: float) -> Agreements:
    """Return every agreement that holds now, by person and purpose: the room's table of who agrees to what.

    One holds while it is younger than `consent.days` and the text agreed to is still the room's.
    Who was left out is no member of the talk, so what they agreed to in part holds for nothing until they agree to all.
    Whoever has to know it of several people asks once and looks up.
    """
    given = _find_given(room, policy, now)
    return {key: consent for key, consent in given.items() if consent.person not in room.left_out}


def _find_given(room: Room, policy: Policy, now: float) -> dict[tuple[UserId, Purpose], Consent]:
    """Return the agreements that hold, also those of people who are left out."""
    held: dict[tuple[UserId, Purpose], Consent] = {}
    for consent in _list_holding(room.consents, policy, now):
        held.setdefault((consent.person, consent.purpose), consent)
    return held


def _list_holding(consents: Iterable[Consent], policy: Policy, now: float) -> Iterator[Consent]:
    """Return those of `consents` that hold, one by one."""
    current = {hash_card(policy, language) for language in policy.card_languages}
    longest = policy.rules.consent.days * DAY
    return (consent for consent in consents if consent.card in current and now - consent.at < longest)


def find_agreement(room: Room, policy: Policy, person: UserId, purpose: Purpose, now: float) -> Consent | None:
    """Return the agreement of `person` to `purpose` that holds now, or None."""
    if person in room.left_out:
        return None
    given = (consent for consent in room.consents if (consent.person, consent.purpose) == (person, purpose))
    return next(_list_holding(given, policy, now), None)


def drop_ended_agreements(room: Room, policy: Policy, now: float) -> Room:
    """Return the room without the agreements that have ended: too old, or to a text that is no longer the room's.

    One that has ended stays so, also if the text comes back; and what was asked under it is not asked again.
    """
    holding = _find_given(room, policy, now)
    held = tuple(consent for consent in room.consents if holding.get((consent.person, consent.purpose)) == consent)
    if held == room.consents:
        return room
    return replace(room, consents=held, outcomes=tuple(replace(outcome, again=None) for outcome in room.outcomes))


def list_missing(room: Room, policy: Policy, now: float) -> tuple[UserId, ...]:
    """Return who in the room has not agreed to all that listening needs; observers need not."""
    needed, held = policy.purposes, find_agreements(room, policy, now)
    return tuple(
        person for person in _list_asked(room, policy) if not all((person, purpose) in held for purpose in needed)
    )


def _list_asked(room: Room, policy: Policy) -> tuple[UserId, ...]:
    """Return everybody whose agreement listening needs: who only sits in need not agree, and who is left out is not waited for."""
    outside = room.left_out if policy.rules.absent == "left_out" else ()
    return tuple(
        person.id for person in room.roster if policy.role(person.id) is not Role.OBSERVER and person.id not in outside
    )


def lacks_guardian(room: Room, policy: Policy, now: float) -> bool:
    """Return whether a minor takes part whose guardian has not agreed: on paper that is on file, or in this room themself."""
    guardian = policy.rules.guardian
    if not policy.rules.minor:
        return False
    if guardian.name and guardian.by and guardian.date and guardian.date <= datetime.fromtimestamp(now, UTC).date():
        return False
    held, needed = find_agreements(room, policy, now), policy.purposes
    account = UserId(guardian.account or "")
    return not room.knows(account) or not all((account, purpose) in held for purpose in needed)


def find_agreement_end(room: Room, policy: Policy) -> float | None:
    """Return when the first agreement that listening needs runs out, in seconds UTC; None if there is none."""
    needing, purposes = frozenset(_list_asked(room, policy)), policy.purposes
    held = (consent for consent in room.consents if consent.purpose in purposes and consent.person in needing)
    first = min((consent.at for consent in held), default=None)
    return None if first is None else first + policy.rules.consent.days * DAY


def record_agreement(
    room: Room, policy: Policy, language: Language, heard: Heard, purposes: tuple[Purpose, ...]
) -> Room:
    """Return the room with the sender's agreement to `purposes`, to the card in `language`.

    An agreement that holds already stays as it is: what was said under it was said under it.
    """
    held = _find_given(room, policy, heard.at)
    new = tuple(
        Consent(heard.sender, purpose, hash_card(policy, language), language, heard.id, heard.at)
        for purpose in purposes
        if (heard.sender, purpose) not in held
    )
    renewed = {(consent.person, consent.purpose) for consent in new}
    old = tuple(consent for consent in room.consents if (consent.person, consent.purpose) not in renewed)
    return _let_in(replace(room, consents=(*old, *new)), policy, heard.sender, heard.at)


def _let_in(room: Room, policy: Policy, person: UserId, now: float) -> Room:
    """Return the room in which `person` is a member of the talk, if they have agreed to all that it needs."""
    held = _find_given(room, policy, now)
    if not all((person, purpose) in held for purpose in policy.purposes):
        return room
    return replace(
        room,
        left_out=tuple(other for other in room.left_out if other != person),
        withdrew=tuple(other for other in room.withdrew if other != person),
    )


def has_refused(room: Room, policy: Policy, person: UserId, now: float) -> bool:
    """Return whether `person` has said no to the card in this session: until it is closed, or for as long as its talk may be kept.

    Whoever is urged to answer once more has been asked before others; a yes of that kind outweighs no first no.
    """
    lasts = policy.rules.retention.window * HOUR
    return any(who == person and now - at < lasts for who, at in room.refused)


def note_refusal(room: Room, person: UserId, now: float) -> Room:
    """Return the room knowing that `person` said no to the card in this session."""
    others = tuple(refusal for refusal in room.refused if refusal[0] != person)
    return replace(room, refused=(*others, (person, now)))


@lru_cache(maxsize=512)
def _hash_texts(short: Words, full: Words, behind: str) -> str:
    """Return the hash of both texts and what is behind them; asked for with each message, and the same until the policy changes."""
    parts = (render_words(short), render_words(full), *((behind,) if behind else ()))
    return sha256("\n\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=512)
def _measure_card(sentence: Words) -> int:
    """Return how long a card is; asked for with each message too."""
    return len(render_words(sentence))


@lru_cache(maxsize=512)
def _fit_observers(sentence: Words, observers: tuple[str, ...], most: int) -> Words:
    """Return the card with as many of the observers' names as there is room for, and how many more there are."""
    for unnamed in range(len(observers) + 1):
        shown = [_shorten_name(get_localpart(UserId(observer))) for observer in observers[: len(observers) - unnamed]]
        names = ", ".join((*shown, *((f"+{unnamed}",) if unnamed else ())))
        full = make_words(sentence.key, sentence.language, **dict(sentence.args), observers=names)
        if len(render_words(full)) <= most:
            break
    return full


def _shorten_name(name: str, longest: int = LONGEST_NAME) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"


def _list_card_facts(policy: Policy) -> dict[str, str | int]:
    rules, backend = policy.rules, policy.backend
    return {
        "backend": backend.name,
        "model": backend.model or backend.kind,
        "where": "demo" if policy.demo and backend.place == "here" else backend.place,
        "party": backend.party,
        "signed": int(bool(backend.party)),
        **describe_fallback(policy),
        "messages": rules.window.messages,
        "minutes": rules.window.minutes,
        "hours": rules.retention.window,
        "session": int(policy.keeps_session),
        "days": rules.consent.days,
        "watched": len(rules.observers),
        "offers": int(
            rules.floor_max is Floor.SPEAK and backend.generative and policy.reaches(Task.OFFER, SessionRoom())
        ),
        "reader": int(policy.second_reader),
        "before": rules.translate_context if backend.generative else 0,
        "person": int(rules.crisis.enabled and backend.generative),
        "prefix": rules.prefix,
        **_list_voice_facts(policy),
    }


def _list_voice_facts(policy: Policy) -> dict[str, str | int]:
    """Return what people are told of voice messages: `none` where nothing writes them down."""
    machine = policy.transcriber
    if machine is None:
        return {"voice": "none"}
    return {
        "voice": machine.where,
        "voice_backend": machine.name,
        "voice_model": machine.model or machine.kind,
        "voice_party": machine.party,
        "voice_signed": int(bool(machine.party)),
        "voice_first": "room" if policy.shows_voices_at_once else "desk",
    }
