"""What only eyes notice in a room, and what is said of risk and safety, where no message says it. Pure."""

import re

from bot.model import Line, Role
from bot.policy import Policy
from bot.session.talk.token_estimate import Talk
from bot.words import fold_text
from bot.words.shelf import CLAIMS, pattern

_SIGHTS = ("tears", "gaze", "face", "voice", "affect", "grooming", "oriented", "body")
_RISKS = ("low", "moderate", "high", "none", "safe", "contract", "stable")
_OWN_WORDS = frozenset({"safe", "stable"})
"""What a client may say of themself, so that a line may tell that they said it."""
_FACES = {
    "tears": "\U0001f622\U0001f62d\U0001f97a",
    "face": "\U0001f600\U0001f602\U0001f60a\U0001f642\U0001f923\U0001f605",
}
"""What a message may show of a face."""
_LAUGHS = re.compile(r"\b(?:ha(?:ha)+|he(?:he)+|lol|wk(?:wk)+)\w*")


def has_strange_sight(text: str, cited: Talk) -> bool:
    """Return whether a folded line tells of what only eyes or ears notice, and no message that it cites does."""
    seen = [sight for sight in _SIGHTS if _sees(sight, text)]
    looks = list(pattern(CLAIMS, "sight.looks").finditer(text))
    said = "\n".join(fold_text(line.text) for line in cited) if seen or looks else ""
    if not all(_shows(sight, said) for sight in seen):
        return True
    moods = pattern(CLAIMS, "sight.seen")
    return not all(_mood_stands(moods.findall(match[0]), said) for match in looks)


def has_strange_risk(text: str, cited: Talk, policy: Policy) -> bool:
    """Return whether a folded line says how safe somebody is, or in what danger, and no therapist does whom it cites.

    What a client says of themself may be told as theirs. What a therapist only asks is said once it was answered, or told
    as asked.
    """
    return any(
        pattern(CLAIMS, f"risk.{risk}").search(text) and not _is_told(risk, text, cited, policy) for risk in _RISKS
    )


def _is_told(risk: str, text: str, cited: Talk, policy: Policy) -> bool:
    told = pattern(CLAIMS, f"told.{risk}")
    saying = [line for line in cited if told.search(fold_text(line.text))]
    is_asked = pattern(CLAIMS, "asked").search(text) is not None
    for line in saying:
        if policy.role(line.sender) is Role.THERAPIST:
            if "?" not in line.text or is_asked or _is_answered(line, cited, policy):
                return True
        elif risk in _OWN_WORDS and pattern(CLAIMS, "quoted").search(text):
            return True
    return False


def _is_answered(asked: Line, cited: Talk, policy: Policy) -> bool:
    """Return whether a client's message that is cited too stands behind a question."""
    return any(line.at > asked.at and policy.role(line.sender) is Role.CLIENT for line in cited)


def _sees(sight: str, text: str) -> bool:
    return pattern(CLAIMS, f"sight.{sight}").search(text) is not None


def _shows(sight: str, said: str) -> bool:
    """Return whether messages tell of a sight, in words or with an emoji."""
    if _sees(sight, said) or any(face in said for face in _FACES.get(sight, "")):
        return True
    return sight == "face" and _LAUGHS.search(said) is not None


def _mood_stands(moods: list[str], said: str) -> bool:
    """Return whether messages name each mood by its own word, or by the beginning of it."""
    return bool(moods) and all(mood[: max(4, len(mood) - 3)] in said for mood in moods)
