"""Speaking: the one way in which anything of ours reaches a room, and never in clear into an encrypted one."""

from typing import Any

import nh3
import nio
from markdown_it import MarkdownIt

from bot.errors import BotError
from bot.matrix.answers import checked
from bot.matrix.client import Client
from bot.model import ConsentCard, EventId, Leave, Mark, Notice, Reply, RoomId, Words
from bot.words import render

KEY = "org.thirdchair"
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).disable(
    ["link", "image", "autolink"]
)
_TAGS = {"p", "br", "strong", "em", "code", "ul", "ol", "li", "h1", "h2", "h3", "blockquote", "pre", "hr"}


async def say(client: Client, room: RoomId, effect: Reply | Notice | ConsentCard | Leave, txn: str) -> EventId:
    """Post what `effect` says and return the event it became. The same `txn` never posts twice (spec: transaction ids).

    Raises:
        BotError: it was not posted, or we do not know.
    """
    matrix_room = client.rooms.get(room)
    if matrix_room is None:
        raise BotError("The bot is not in the room it should speak in.", "Invite it again.")
    # Only the sentence that explains why the bot leaves a room may go into a room that is not encrypted.
    assert matrix_room.encrypted or isinstance(effect, Leave)
    content = content_of(effect, txn)
    response = await client.room_send(room, "m.room.message", content, txn)
    return EventId(checked(response, nio.RoomSendResponse).event_id)


def content_of(effect: Reply | Notice | ConsentCard | Leave, job: str) -> dict[str, Any]:
    """Return the message that `effect` becomes."""
    assert effect.words is not None
    quiet = not isinstance(effect, ConsentCard) and not (isinstance(effect, Reply) and not effect.notice)
    body, html = written(effect.words)
    content: dict[str, Any] = {
        "msgtype": "m.notice" if quiet else "m.text",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": {},  # a name in a sentence rings nobody
        KEY: _marks(effect, job),
    }
    if isinstance(effect, Reply):
        content["m.relates_to"] = _relation(effect)
    return content


def written(sentence: Words) -> tuple[str, str]:
    """Return a sentence as plain text and as HTML, both from the same Markdown."""
    markdown = render(sentence)
    html = nh3.clean(_MARKDOWN.render(markdown), tags=_TAGS, attributes={"ol": {"start"}}, link_rel=None).strip()
    return _plain(markdown), html


def _plain(markdown: str) -> str:
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
            text = "".join(_inline(child.type, child.content) for child in token.children or [])
            loose = not bullet and not token.hidden
            blocks.append(("\n" if loose and blocks else "") + bullet + text)
            bullet = ""
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content.rstrip("\n"))
    return "\n".join(blocks).lstrip(">\n ")


def _inline(kind: str, content: str) -> str:
    return "\n" if kind in {"softbreak", "hardbreak"} else content


def _relation(reply: Reply) -> dict[str, Any]:
    """Return how the reply hangs on its message; in a thread only if the command was in one."""
    answers: dict[str, Any] = {"m.in_reply_to": {"event_id": reply.to}}
    if reply.thread:
        return {"rel_type": "m.thread", "event_id": reply.thread, "is_falling_back": True, **answers}
    return answers


def _marks(effect: Reply | Notice | ConsentCard | Leave, job: str) -> dict[str, Any]:
    """Return what machines can read: what kind of message it is, whether a model wrote it, for which job."""
    if isinstance(effect, ConsentCard):
        return {"kind": "card", "generated": False, "card": effect.sha256, "language": effect.language, "job": job}
    mark = effect.mark if isinstance(effect, Reply | Notice) else Mark(kind="leave")
    marks = {
        "kind": mark.kind,
        "generated": mark.generated,
        "backend": mark.backend,
        "model": mark.model,
        "policy": mark.policy,
        "approved_by": mark.approved_by,
        "job": job,
    }
    return {key: value for key, value in marks.items() if value is not None}
