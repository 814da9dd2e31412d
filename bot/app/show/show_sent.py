"""What `!sent` shows: requests as they left, read from the notebook at the moment of showing, so that what was erased is gone."""

import json
import re
from collections.abc import Iterator
from datetime import datetime

from bot.app.services import Chair
from bot.model import UNASKED, Mark, Reply, RoomId, SessionRoom, ShowSent, UserId, Words, make_words
from bot.store import ANSWERED, Sent
from bot.words import render_words

NEWEST = 5
"""Requests in a list: as many as fit on the screen of a phone."""
LONGEST, LARGEST = 3000, 16_000
"""Characters of one message, and its bytes as JSON: twice that and a half again, encrypted, fits Matrix's 64 KiB."""
AT_ONCE = 4
"""Messages in which one request is shown; more of it is shown when asked for."""


async def show_sent(chair: Chair, room: RoomId, show: ShowSent) -> tuple[Reply, ...]:
    """Return the messages that answer `!sent`, in order."""
    if show.code:
        request = await chair.store.sent.find_request(room, show.code)
        return (
            _show_request(request, show)
            if request and _may_see_request(request, show)
            else (_reply_to_sent(show, "sent-none", code=show.code),)
        )
    mine = None if show.everything else show.asker
    requests = await chair.store.sent.list_of_room(room, mine, most=NEWEST, aloud=isinstance(show.where, SessionRoom))
    if not requests:
        return (_reply_to_sent(show, "sent-nothing", scope=_describe_scope(show)),)
    lines = tuple(_summarise_request(request, show) for request in requests)
    return (_reply_to_sent(show, "sent-list", requests=lines, scope=_describe_scope(show), code=requests[0].code),)


def _may_see_request(request: Sent, show: ShowSent) -> bool:
    """Return whether a request may be shown here. One rule per line."""
    if show.everything:
        return True
    if not _count_own_pieces(request, show.asker):
        return False
    asked_in_private = request.request.asker == show.asker and not isinstance(request.request.where, SessionRoom)
    return not isinstance(show.where, SessionRoom) or not asked_in_private


def _count_own_pieces(request: Sent, person: UserId) -> int:
    """Return in how many pieces of a request somebody's words are, or were."""
    return sum(piece.sender == person for piece in request.request.pieces)


def _summarise_request(request: Sent, show: ShowSent) -> Words:
    """Return a request in one line. What somebody else asked is not told to people in the room; what nobody asked is."""
    told = show.everything or request.request.asker == show.asker or request.request.task in UNASKED
    said = sum(piece.sender is not None for piece in request.request.pieces)
    return make_words(
        "sent-line",
        show.language,
        code=request.code,
        time=_format_minute(request.at),
        task=request.request.task if told else "hidden",
        backend=request.request.backend,
        count=said if show.everything else _count_own_pieces(request, show.asker),
        ending=_describe_outcome(request),
    )


def _show_request(request: Sent, show: ShowSent) -> tuple[Reply, ...]:
    """Return one request as it left, from the part asked for on; what is not the asker's to see is left out."""
    erased = render_words(make_words("sent-erased", show.language))
    parts = tuple(split_into_messages(_redact_request(request, show, erased)))
    first = min(show.part, len(parts))
    upto = min(first + AT_ONCE - 1, len(parts))
    about: dict[str, str | int] = {"code": request.code, "of": len(parts), "scope": _describe_scope(show)}
    head: dict[str, str | int] = {
        "time": _format_minute(request.at),
        "backend": request.request.backend,
        "model": request.request.model,
        "agreement": request.request.agreement or "none",
        "tries": request.tries,
        "ending": _describe_outcome(request),
    }
    return tuple(
        _reply_to_sent(
            show,
            "sent-one" if number == 1 else "sent-more",
            **about,
            **(head if number == 1 else {}),
            part=number,
            next=number + 1 if number == upto < len(parts) else 0,
            text=_keep_indentation(parts[number - 1]),
        )
        for number in range(first, upto + 1)
    )


def _redact_request(request: Sent, show: ShowSent, erased: str) -> str:
    """Return the whole text of a request; or, not at the desk, the asker's own words in it, and nothing of what stood around them.

    What others wrote and asked, and what the model was told to do, is not theirs to read.
    """
    pieces = request.request.pieces
    if not show.everything:
        return "\n\n".join(
            erased if piece.text is None else piece.text for piece in pieces if piece.sender == show.asker
        )
    turns: dict[int, str] = {}
    for piece in pieces:
        turns[piece.turn] = turns.get(piece.turn, "") + (erased if piece.text is None else piece.text)
    return "\n\n".join(turns.values())


def split_into_messages(text: str) -> Iterator[str]:
    """Yield `text` in parts that fit one message each, cut at the end of a line where there is one."""
    while text:
        most = LONGEST
        while len(json.dumps(text[:most])) > LARGEST:
            most //= 2
        if len(text) > most:
            most = text.rfind("\n", most // 2, most) + 1 or most
        yield text[:most].strip("\n")
        text = text[most:]


def _keep_indentation(text: str) -> str:
    """Return `text` so that the space at the beginning of its lines stays as it is, and makes nothing of them."""
    return re.sub(r"(?m)^[ \t]+", lambda match: match[0].replace("\t", "    ").replace(" ", "\N{NO-BREAK SPACE}"), text)


def _describe_outcome(request: Sent) -> str:
    """Return what came of a request, in as many words as people need."""
    if not request.ending:
        return "unknown"
    return "answered" if request.ending == ANSWERED else "unanswered"


def _describe_scope(show: ShowSent) -> str:
    if show.everything:
        return "all"
    return "aloud" if isinstance(show.where, SessionRoom) else "own"


def _format_minute(at: float) -> str:
    """Return day and time of day of `at` (seconds UTC), in the time zone of the bot's machine."""
    return datetime.fromtimestamp(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _reply_to_sent(show: ShowSent, key: str, **args: str | int | tuple[Words, ...]) -> Reply:
    sentence = make_words(key, show.language, prefix=show.prefix, **args)
    return Reply(show.to, sentence, Mark(kind="sent"), show.thread, where=show.where)
