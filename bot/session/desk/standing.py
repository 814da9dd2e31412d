"""What comes of a message of ours that stands in its room: the event by which a card, draft or answer is known again. Pure."""

from bot.model import Card, ConsentCard, Effect, EventId, Notice, Poll, Polled, Posted, Reply, Shown


def note_standing(effect: Effect, job: str, event: EventId, at: float) -> Posted | Shown | Polled | None:
    """Return that what `job` posted stands as `event` since `at` (seconds UTC); None if nobody will point at it.

    A bare `agree` must answer that card, a bare `ok` that draft.
    """
    match effect:
        case ConsentCard():
            return Posted(EventId(f"{job}/posted"), at, event, effect.language, effect.sha256)
        case Reply() | Card() | Notice() if effect.code:
            return Shown(EventId(f"{job}/shown"), at, event, effect.code, effect.where)
        case Poll():
            return Polled(EventId(f"{job}/polled"), at, event, effect.code)
    return None
