"""What `!sent` shows: requests as they left, read from the notebook at the moment of showing, so that what was erased is gone."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from bot.app.chair import Chair
from bot.model import UNASKED, Mark, Reply, RoomId, SessionRoom, ShowSent, UserId, Words, words
from bot.store import ANSWERED, Sent
from bot.words import render

NEWEST = 5
"""Requests in a list: as many as fit on the screen of a phone."""
LONGEST, LARGEST = 3000, 16_000
"""Characters of one message, and its bytes as JSON: twice that and a half again, encrypted, fits Matrix's 64 KiB."""
AT_ONCE = 4
"""Messages in which one request is shown; more of it is shown when asked for."""


async def shown(chair: Chair, room: RoomId, show: ShowSent) -> tuple[Reply, ...]:
    """Return the messages that answer `!sent`, in order."""
    if show.code:
        one = await chair.store.sent.called(room, show.code)
        return _whole(one, show) if one and _may_see(one, show) else (_reply(show, "sent-none", code=show.code),)
    mine = None if show.everything else show.asker
    found = await chair.store.sent.of_room(room, mine, most=NEWEST, aloud=isinstance(show.where, SessionRoom))
    if not found:
        return (_reply(show, "sent-nothing", scope=_scope(show)),)
    lines = tuple(_line(one, show) for one in found)
    return (_reply(show, "sent-list", requests=lines, scope=_scope(show), code=found[0].code),)


def _may_see(one: Sent, show: ShowSent) -> bool:
    """Return whether a request may be shown here. One rule per line."""
    if show.everything:
        return True
    if not _own(one, show.asker):
        return False
    asked_in_private = one.request.asker == show.asker and not isinstance(one.request.where, SessionRoom)
    return not isinstance(show.where, SessionRoom) or not asked_in_private


def _own(one: Sent, person: UserId) -> int:
    """Return in how many pieces of a request somebody's words are, or were."""
    return sum(piece.sender == person for piece in one.request.pieces)


def _line(one: Sent, show: ShowSent) -> Words:
    """Return a request in one line. What somebody else asked is not told to people in the room; what nobody asked is."""
    told = show.everything or one.request.asker == show.asker or one.request.task in UNASKED
    said = sum(piece.sender is not None for piece in one.request.pieces)
    return words(
        "sent-line",
        show.language,
        code=one.code,
        time=_dated(one.at),
        task=one.request.task if told else "hidden",
        backend=one.request.backend,
        count=said if show.everything else _own(one, show.asker),
        ending=_ending(one),
    )


def _whole(one: Sent, show: ShowSent) -> tuple[Reply, ...]:
    """Return one request as it left, from the part asked for on; what is not the asker's to see is left out."""
    erased = render(words("sent-erased", show.language))
    parts = tuple(parted(_text(one, show, erased)))
    first = min(show.part, len(parts))
    upto = min(first + AT_ONCE - 1, len(parts))
    about: dict[str, str | int] = {"code": one.code, "of": len(parts), "scope": _scope(show)}
    head: dict[str, str | int] = {
        "time": _dated(one.at),
        "backend": one.request.backend,
        "model": one.request.model,
        "agreement": one.request.agreement or "none",
        "tries": one.tries,
        "ending": _ending(one),
    }
    return tuple(
        _reply(
            show,
            "sent-one" if number == 1 else "sent-more",
            **about,
            **(head if number == 1 else {}),
            part=number,
            next=number + 1 if number == upto < len(parts) else 0,
            text=_kept(parts[number - 1]),
        )
        for number in range(first, upto + 1)
    )


def _text(one: Sent, show: ShowSent, erased: str) -> str:
    """Return the text of a request, with `…` for the words of people that are not the asker's to see."""
    turns: dict[int, str] = {}
    for piece in one.request.pieces:
        hidden = piece.sender not in {None, show.asker} and not show.everything
        said = "…" if hidden else erased if piece.text is None else piece.text
        turns[piece.turn] = turns.get(piece.turn, "") + said
    return "\n\n".join(turns.values())


def parted(text: str) -> Iterator[str]:
    """Yield `text` in parts that fit one message each, cut at the end of a line where there is one."""
    while text:
        most = LONGEST
        while len(json.dumps(text[:most])) > LARGEST:
            most //= 2
        if len(text) > most:
            most = text.rfind("\n", most // 2, most) + 1 or most
        yield text[:most].strip("\n")
        text = text[most:]


def _kept(text: str) -> str:
    """Return `text` so that the space at the beginning of its lines stays as it is, and makes nothing of them."""
    return re.sub(r"(?m)^[ \t]+", lambda found: found[0].replace("\t", "    ").replace(" ", "\N{NO-BREAK SPACE}"), text)


def _ending(one: Sent) -> str:
    """Return what came of a request, in as many words as people need."""
    if not one.ending:
        return "unknown"
    return "answered" if one.ending == ANSWERED else "unanswered"


def _scope(show: ShowSent) -> str:
    if show.everything:
        return "all"
    return "aloud" if isinstance(show.where, SessionRoom) else "own"


def _dated(at: float) -> str:
    """Return day and time of day of `at` (seconds UTC), in the time zone of the bot's machine."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _reply(show: ShowSent, key: str, **args: str | int | tuple[Words, ...]) -> Reply:
    sentence = words(key, show.language, prefix=show.prefix, **args)
    return Reply(show.to, sentence, Mark(kind="sent"), show.thread, where=show.where)
