"""The closing card: what was caught and what was missed, each with a sentence on what to look for. No score of anybody."""

from bot.demo.practice.judgement import Finding, Judged
from bot.demo.practice.scenario import Scenario
from bot.model import Words, make_words

_ERRORS = (Finding.CAUGHT, Finding.MISSED, Finding.OPEN)
_DANGER = (Finding.ANSWERED, Finding.LATE, Finding.SPOKEN, Finding.UNANSWERED, Finding.LEFT)


def make_closing_card(scenario: Scenario, judged: tuple[Judged, ...]) -> Words:
    """Return the card in the scenario's own language: its sections in order, those that would be empty left out."""
    parts = [_list_errors(scenario, judged, finding) for finding in (*_DANGER, *_ERRORS)]
    parts += [_list_codes(scenario, judged, finding) for finding in (Finding.NEEDLESS, Finding.RIGHT, Finding.STALE)]
    there = tuple(part for part in parts if part) or (make_words("practice-none", scenario.own),)
    return make_words("practice-card", scenario.own, title=scenario.title, parts=there)


def _list_errors(scenario: Scenario, judged: tuple[Judged, ...], finding: Finding) -> Words | None:
    lines = tuple(
        make_words(
            "practice-error",
            scenario.own,
            code=judgement.code,
            kind=str(judgement.step.wrong or judgement.step.danger),
            why=judgement.step.why or "",
        )
        for judgement in judged
        if judgement.finding is finding and (judgement.step.wrong or judgement.step.danger)
    )
    return make_words(f"practice-{finding}", scenario.own, lines=lines) if lines else None


def _list_codes(scenario: Scenario, judged: tuple[Judged, ...], finding: Finding) -> Words | None:
    codes = ", ".join(judgement.code for judgement in judged if judgement.finding is finding)
    return make_words(f"practice-{finding}", scenario.own, codes=codes) if codes else None
