"""What a phrase of danger is about, and how loudly it is told. Pure."""

from enum import StrEnum


class Tier(StrEnum):
    """How a phrase is told of: an `ALARM` calls people until somebody answers, a `NOTICE` is one quiet line at the desk."""

    ALARM = "alarm"
    NOTICE = "notice"


class Concern(StrEnum):
    """Which help-lines fit: those for a crisis, for violence, or for children."""

    CRISIS = "crisis"
    VIOLENCE = "violence"
    CHILDREN = "children"


class Kind(StrEnum):
    """What a phrase is about, the most urgent first."""

    OVERDOSE = "overdose"
    SUICIDE = "suicide"
    MEANS_AT_HAND = "means-at-hand"
    STRANGLING = "strangling"
    CHILD_HARM = "child-harm"
    HARM_TO_OTHERS = "harm-to-others"
    SEXUAL_VIOLENCE = "sexual-violence"
    PARTNER_VIOLENCE = "partner-violence"
    FAMILY_VIOLENCE = "family-violence"
    THREAT = "threat"
    SELF_HARM = "self-harm"
    VOICES = "voices"
    PASSIVE_WISH = "passive-wish"
    GOODBYE = "goodbye"
    HOPELESS = "hopeless"
    FEAR = "fear"
    PAST = "past"
    NEGLECT = "neglect"

    @property
    def concern(self) -> Concern:
        """Return which help-lines fit it."""
        if self is Kind.CHILD_HARM:
            return Concern.CHILDREN
        return Concern.VIOLENCE if self in _SUFFERED else Concern.CRISIS

    @property
    def is_violence(self) -> bool:
        """Return whether it is violence, suffered or done: nothing in a room that others read may show that it was said."""
        return self in _SUFFERED or self in {Kind.CHILD_HARM, Kind.HARM_TO_OTHERS}


_SUFFERED = frozenset(
    {
        Kind.STRANGLING,
        Kind.SEXUAL_VIOLENCE,
        Kind.PARTNER_VIOLENCE,
        Kind.FAMILY_VIOLENCE,
        Kind.THREAT,
        Kind.FEAR,
    }
)
