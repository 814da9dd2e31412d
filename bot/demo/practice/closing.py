"""The closing card: what was caught and what was missed, each with a sentence on what to look for. No score of anybody."""

from bot.demo.practice.record import Finding, Judged
from bot.demo.practice.scenario import Scenario
from bot.model import Words, words

_ERRORS = (Finding.CAUGHT, Finding.MISSED, Finding.OPEN)


def closing_card(scenario: Scenario, judged: tuple[Judged, ...]) -> Words:
    """Return the card in the scenario's own language: its sections in order, those that would be empty left out."""
    parts = [_errors(scenario, judged, finding) for finding in _ERRORS]
    parts += [_codes(scenario, judged, finding) for finding in (Finding.NEEDLESS, Finding.RIGHT)]
    there = tuple(part for part in parts if part) or (words("practice-none", scenario.own),)
    return words("practice-card", scenario.own, title=scenario.title, parts=there)


def _errors(scenario: Scenario, judged: tuple[Judged, ...], finding: Finding) -> Words | None:
    lines = tuple(
        words("practice-error", scenario.own, code=one.code, kind=one.step.wrong, why=one.step.why or "")
        for one in judged
        if one.finding is finding and one.step.wrong
    )
    return words(f"practice-{finding}", scenario.own, lines=lines) if lines else None


def _codes(scenario: Scenario, judged: tuple[Judged, ...], finding: Finding) -> Words | None:
    codes = ", ".join(one.code for one in judged if one.finding is finding)
    return words(f"practice-{finding}", scenario.own, codes=codes) if codes else None
