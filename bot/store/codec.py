"""Events, effects and rooms as JSON, and back."""

from typing import Any, get_args

from pydantic import TypeAdapter

from bot.model import Effect, Event, Room

_KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (*get_args(Event), *get_args(Effect), Room)
}


def packed(thing: Event | Effect | Room) -> str:
    """Return `thing` as JSON; its class's name says later what it is."""
    return _KINDS[type(thing).__name__].dump_json(thing).decode()


def unpacked(kind: str, body: str) -> Any:
    """Return the thing of class `kind` that `body` holds."""
    return _KINDS[kind].validate_json(body)
