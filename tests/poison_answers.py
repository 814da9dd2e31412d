"""Poison in answers: other people's keys as a server shows them, and answers to a sync that are none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from correspondent import Json
from ward import Ward

from bot.errors import BotError, HomeserverDown, TokenUnknown
from bot.matrix.client.refusals import Limited, ServerSaysNo


@dataclass(frozen=True)
class BadDevice:
    """A device of Mallory's that is malformed. `hides` is false if nio as shipped does not lose others' devices by it."""

    name: str
    brew: Callable[[Ward], Any]
    hides: bool = True

    def __str__(self) -> str:
        """Return the case's name."""
        return self.name.replace(" ", "-")


def _device(**changes: Any) -> Callable[[Ward], Json]:
    return lambda ward: ward.mallory.published("BAD", **changes)


def _keys(**keys: Any) -> Callable[[Ward], Json]:
    """Return a device with other keys than its own, by their kind."""

    def brew(ward: Ward) -> Json:
        own = ward.mallory.published("BAD")["keys"]
        return ward.mallory.published("BAD", keys={**own, **{f"{kind}:BAD": key for kind, key in keys.items()}})

    return brew


def _signed(signature: Any) -> Callable[[Ward], Json]:
    return lambda ward: {**ward.mallory.published("BAD"), "signatures": {ward.mallory.user: {"ed25519:BAD": signature}}}


def _also_signed(signatures: Any) -> Callable[[Ward], Json]:
    """Return a device that is well signed, and beside that by somebody else."""

    def brew(ward: Ward) -> Json:
        good = ward.mallory.published("BAD")
        return {**good, "signatures": {**good["signatures"], "@else:where": signatures}}

    return brew


def _no_point() -> str:
    """Return 32 bytes in base64 that are no point of the curve."""
    return "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


KEYS = (
    BadDevice("ed25519 key that is no base64", _keys(ed25519="!")),
    BadDevice("ed25519 key of 3 bytes", _keys(ed25519="AAAA")),
    BadDevice("ed25519 key of 31 bytes", _keys(ed25519="A" * 42)),
    BadDevice("ed25519 key of 33 bytes", _keys(ed25519="A" * 44)),
    BadDevice("ed25519 key that is no point", _keys(ed25519=_no_point())),
    BadDevice("ed25519 key that is a number", _keys(ed25519=7)),
    BadDevice("curve25519 key that is no base64", _keys(curve25519="!"), hides=False),
    BadDevice("curve25519 key that is a number", _keys(curve25519=7)),
    BadDevice("signature that is no base64", _signed("!"), hides=False),
    BadDevice("signature of 3 bytes", _signed("AAAA"), hides=False),
    BadDevice("signature that is a number", _signed(7)),
    BadDevice("signature that is another's", _signed("A" * 86), hides=False),
    BadDevice("signature of half a character", _signed("\ud800")),
    BadDevice("signatures that are a word", lambda ward: {**ward.mallory.published("BAD"), "signatures": "boo"}),
    BadDevice("no signatures", lambda ward: _without(ward.mallory.published("BAD"), "signatures"), hides=False),
    BadDevice("somebody else's signature that is a number", _also_signed({"ed25519:KEY": 7})),
    BadDevice("no user id", _device(user_id=None)),
    BadDevice("another's user id", _device(user_id="@ana:clinic"), hides=False),
    BadDevice("no device id", _device(device_id=None)),
    BadDevice("no keys", _device(keys={}), hides=False),
    BadDevice("keys that are a list", _device(keys=[])),
    BadDevice("algorithms that are a word", _device(algorithms="boo")),
    BadDevice("a word for a device", lambda _: "boo"),
    BadDevice("nothing for a device", lambda _: None),
    BadDevice(
        "a name that is a table",
        lambda ward: ward.mallory.published("BAD") | {"unsigned": {"device_display_name": {}}},
        hides=False,
    ),
    BadDevice("a word for what the server adds", lambda ward: ward.mallory.published("BAD") | {"unsigned": "boo"}),
)


def _without(device: Json, key: str) -> Json:
    return {name: value for name, value in device.items() if name != key}


@dataclass(frozen=True)
class BadAnswer:
    """An answer to a sync that is none, and the error that it must be."""

    name: str
    status: int
    text: str
    error: type[BotError]

    def __str__(self) -> str:
        """Return the case's name."""
        return self.name.replace(" ", "-")


_NO = '{"errcode": "M_FORBIDDEN", "error": "no"}'

ANSWERS = (
    BadAnswer("500", 500, '{"errcode": "M_UNKNOWN", "error": "no"}', HomeserverDown),
    BadAnswer("502 of a proxy", 502, "<html>Bad Gateway</html>", HomeserverDown),
    BadAnswer("503 with nothing", 503, "", HomeserverDown),
    BadAnswer("401 unknown token", 401, '{"errcode": "M_UNKNOWN_TOKEN", "error": "no"}', TokenUnknown),
    BadAnswer("401 without a reason", 401, "[]", ServerSaysNo),
    BadAnswer("403", 403, _NO, ServerSaysNo),
    BadAnswer("429", 429, '{"errcode": "M_LIMIT_EXCEEDED", "error": "no", "retry_after_ms": 2000}', Limited),
    BadAnswer("429 without a time", 429, "", Limited),
    BadAnswer("429 with a strange time", 429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": {}}', Limited),
    BadAnswer("nothing", 200, "", HomeserverDown),
    BadAnswer("invalid JSON", 200, '{"next_batch": "s1"', HomeserverDown),
    BadAnswer("JSON array", 200, "[1]", HomeserverDown),
    BadAnswer("JSON null", 200, "null", HomeserverDown),
    BadAnswer("deep JSON array", 200, "[" * 200_000 + "]" * 200_000, HomeserverDown),
    BadAnswer("deep JSON without an end", 200, '{"a":' * 200_000, HomeserverDown),
    BadAnswer("no next batch", 200, "{}", HomeserverDown),
    BadAnswer("a number for a next batch", 200, '{"next_batch": 7}', HomeserverDown),
)
