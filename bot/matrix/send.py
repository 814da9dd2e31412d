"""Speaking: the one way in which anything of ours reaches a room, and never in clear into an encrypted one."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias, assert_never
from urllib.parse import quote

import nh3
import nio
from markdown_it import MarkdownIt

from bot.errors import BotError
from bot.matrix.audience import Audience, Only, find_audience, require_closed_room
from bot.matrix.client.client import Client
from bot.matrix.client.head_keys import MARKS
from bot.matrix.client.refusals import require_response
from bot.matrix.client.verification import CANCEL, make_cancel_in_room
from bot.matrix.upload import upload_file
from bot.model import Amend, Card, ConsentCard, EndPoll, EventId, Leave, Mark, Notice, Poll, Reply, RoomId, Task, Words
from bot.words import render_words, spell_time

KEY = MARKS
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).disable(
    ["link", "image", "autolink"]
)
_TAGS = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "h1", "h2", "h3", "blockquote", "pre", "hr"}
_LINK = re.compile(r"https://matrix\.to/#/[A-Za-z0-9!$:%._~/=+-]+")
"""A link into a room, as the bot itself writes it; nothing in it means anything in HTML."""

ALARM = "alarm"
"""What is said of an alarm to machines: the only kind of message that calls anybody."""

_LABEL = re.compile(r"\d\d:\d\d")
"""What a link of ours can go by: a time of day."""

Spoken: TypeAlias = Reply | Notice | Card | Amend | ConsentCard | Leave
"""What becomes a message."""


@dataclass(frozen=True, slots=True)
class Headed:
    """Something to be said that begins with `head`, a code of ours in letters, digits and a hyphen."""

    effect: Spoken | Poll | EndPoll = field(repr=False)
    head: str


def split_head(said: Spoken | Poll | EndPoll | Headed) -> tuple[Any, str]:
    """Return what is to be said, and what it begins with; empty where it begins with nothing."""
    return (said.effect, said.head) if isinstance(said, Headed) else (said, "")


async def say(client: Client, room: RoomId, said: Spoken | Headed, txn: str, only: Only = None) -> EventId:
    """Post what an effect says and return the event it became. The same `txn` never posts twice (spec: transaction ids).

    If it is for `only` these people, it is not posted where anybody else could hear it. A fixed sentence goes to all their devices.

    Raises:
        Unsayable: others could hear it.
        FileNotTaken: it has a file that the homeserver does not take; nothing was posted.
        BotError: it was not posted, or we do not know.
    """
    effect: Spoken
    matrix_room, (effect, head) = client.rooms.get(room), split_head(said)
    if matrix_room is None:
        raise BotError("The bot is not in the room it should speak in.", "Invite it again.")
    # Only the sentence that explains why the bot leaves a room may go into a room that is not encrypted.
    if not matrix_room.encrypted and not isinstance(effect, Leave):
        raise BotError(
            "Nothing was said: the room is not encrypted.", "Make an encrypted room and invite the bot there."
        )
    content, audience = make_content(effect, txn, head), find_audience(effect, only)
    if isinstance(effect, Reply) and effect.file:
        require_closed_room(matrix_room, client.user_id, only)  # `room_send` looks again, after the upload
        content |= await upload_file(client, effect.file)
    response = await client.room_send(room, "m.room.message", content, txn, audience=audience)
    return EventId(require_response(response, nio.RoomSendResponse).event_id)


async def refuse_verification_request(
    client: Client, room: RoomId, request: EventId, txn: str, only: Only = None
) -> None:
    """Cancel the verification by emoji that the message `request` asked for. The same `txn` does it once.

    Raises:
        Unsayable: others than `only` these people could hear it.
        BotError: it was not cancelled, or we do not know.
    """
    matrix_room = client.rooms.get(room)
    if matrix_room is None or not matrix_room.encrypted:
        return
    response = await client.room_send(room, CANCEL, make_cancel_in_room(request), txn, audience=Audience(only))
    require_response(response, nio.RoomSendResponse)


async def redact_message(client: Client, room: RoomId, event: EventId, txn: str) -> None:
    """Delete a message of ours, for good and for everybody. Doing it again changes nothing.

    Raises:
        BotError: it was not deleted, or we do not know.
    """
    path = f"/_matrix/client/v3/rooms/{quote(room, safe='!:')}/redact/{quote(event, safe='$')}/{quote(txn, safe='')}"
    await client.call("PUT", path, {})


def make_content(effect: Spoken, job: str, head: str = "") -> dict[str, Any]:
    """Return the message that `effect` becomes; it begins with `head`, where there is one."""
    assert effect.words is not None
    body, html = put_head_before(head, *format_sentence(effect.words))
    mentions = effect.mentions if isinstance(effect, Card) and effect.mark.kind == ALARM else ()
    content: dict[str, Any] = {
        "msgtype": "m.text" if _is_ringing(effect) else "m.notice",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": {"user_ids": list(mentions)} if mentions else {},  # a name in a sentence rings nobody
        KEY: _make_marks(effect, job),
    }
    if isinstance(effect, Reply) and effect.file:
        content = _name_file(content, effect.file.name)
    if isinstance(effect, Reply) and effect.to:
        content["m.relates_to"] = _make_relation(effect)
    return _make_edit(effect.event, content) if isinstance(effect, Amend) else content


def format_sentence(sentence: Words) -> tuple[str, str]:
    """Return a sentence as plain text and as HTML, both from the same Markdown.

    What its argument `link` names can be clicked, if it leads into a room; where a `label` stands before it, by that alone.
    Then the plain text has the label alone: it stands on lock screens, where an address says nothing to anybody. Nothing else can: no model makes a link.
    """
    markdown = render_words(sentence)
    plain = _render_plain(markdown)
    html = nh3.clean(_MARKDOWN.render(markdown), tags=_TAGS, attributes={"ol": {"start"}}, link_rel=None).strip()
    for (label, link), times in sorted(
        Counter(_list_links(sentence)).items(), reverse=True
    ):  # those with a label first
        named = f"{label} {link}"
        text = re.escape(named if label and named in html else link)  # some sentences have the label in words already
        anchor = f'<a href="{link}">{label or link}</a>'
        html = re.sub(rf"(?<![\">]){text}(?![\w/-])", anchor, html, count=times)
        plain = re.sub(rf"{text}(?![\w/-])", label or link, plain, count=times)
    return plain, html


def put_head_before(head: str, plain: str, html: str) -> tuple[str, str]:
    """Return a sentence as plain text and as HTML with `head` before it; as it is without one."""
    if not head:
        return plain, html
    first = f"<p>{head} · "
    return f"{head} · {plain}", first + html.removeprefix("<p>") if html.startswith("<p>") else f"{first}</p>\n{html}"


def _name_file(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a file's message: with a `body` beside its `filename`, apps take that for a caption, and some for the name."""
    bare = {key: value for key, value in content.items() if key not in {"format", "formatted_body"}}
    return {**bare, "body": name}


def _list_links(sentence: Words) -> Iterator[tuple[str, str]]:
    """Yield the links that the bot put into a sentence, and into those inside it, each with its label, if it has one."""
    args = dict(sentence.args)
    link, label = args.get("link"), args.get("label", "")
    if isinstance(link, str) and _LINK.fullmatch(link):
        is_time = isinstance(label, str) and _LABEL.fullmatch(label)
        yield (spell_time(str(label), sentence.language) if is_time else "", link)
    for value in args.values():
        if isinstance(value, tuple):
            for words in value:
                yield from _list_links(words)


def _is_ringing(effect: Spoken) -> bool:
    """Return whether a message is one that people's phones tell of (`m.text`), and no notice."""
    match effect:
        case Reply():
            return not effect.notice
        case Notice():
            return effect.rings
        case Card():
            return not effect.quiet
        case ConsentCard():
            return True
        case Amend():
            return effect.mark.kind in {ALARM, Task.TRANSCRIBE}  # what stands as a message does not turn to small print
        case Leave():
            return False
        case _:
            assert_never(effect)


def _make_edit(event: EventId, content: dict[str, Any]) -> dict[str, Any]:
    """Return the edit that puts `content` in the place of our message `event` (spec, "Event replacements")."""
    return {
        **content,
        "body": f"* {content['body']}",
        "formatted_body": f"* {content['formatted_body']}",
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event},
    }


def _render_plain(markdown: str) -> str:
    """Return the text alone, with lists kept readable. It never starts with `>`, which clients take for a quotation."""
    blocks: list[str] = []
    bullets: list[str] = []
    bullet = ""
    for token in _MARKDOWN.parse(markdown):
        if token.type == "bullet_list_open":
            bullets.append("- ")
        elif token.type == "ordered_list_open":
            bullets.append("1")
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            bullets.pop()
        elif token.type == "list_item_open":
            bullet = "- " if bullets[-1] == "- " else f"{token.info}. "
        elif token.type == "inline":
            text = "".join(_render_inline(child.type, child.content) for child in token.children or [])
            loose = not bullet and not token.hidden
            blocks.append(("\n" if loose and blocks else "") + bullet + text)
            bullet = ""
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.rstrip("\n"))
    return "\n".join(blocks).lstrip(">\n ")


def _render_inline(kind: str, content: str) -> str:
    return "\n" if kind in {"softbreak", "hardbreak"} else content


def _make_relation(reply: Reply) -> dict[str, Any]:
    """Return how the reply hangs on its message; in a thread only if the command was in one."""
    answers: dict[str, Any] = {"m.in_reply_to": {"event_id": reply.to}}
    if reply.thread:
        return {"rel_type": "m.thread", "event_id": reply.thread, "is_falling_back": True, **answers}
    return answers


def _make_marks(effect: Spoken, job: str) -> dict[str, Any]:
    """Return what machines can read: what kind of message it is, whether a model wrote it, for which job."""
    if isinstance(effect, ConsentCard):
        return {"kind": "card", "generated": False, "card": effect.sha256, "language": effect.language, "job": job}
    mark = Mark(kind="leave") if isinstance(effect, Leave) else effect.mark
    marks = {
        "kind": mark.kind,
        "generated": mark.generated,
        "backend": mark.backend,
        "model": mark.model,
        "policy": mark.policy,
        "approved_by": mark.approved_by,
        "code": (effect.code or None) if isinstance(effect, Reply | Card | Notice) else None,
        "job": job,
    }
    return {key: value for key, value in marks.items() if value is not None}
