"""A small chat page: what one person's app decrypted, as a phone shows it. For docs/screens, and for whoever changes a sentence.

    page = draw_phone(messages, Phone(viewer=kim, title="Couple, Tuesdays", language="en", names=names))

It shows what apps show: words apart from machinery (m.notice is small and grey), replies under a line of what they answer,
edits in place, deletions, files, what mentions the reader, one name over several messages in a row. It is nobody's app; it lies about none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from foreign_event import Seen

from bot.model import EventId, UserId

LONGEST_QUOTE = 90
_OWN_WORDS = {
    "en": {"edited": "edited", "deleted": "Message deleted", "write": "Message …"},
    "id": {"edited": "diedit", "deleted": "Pesan dihapus", "write": "Pesan …"},
}
_TAG = re.compile(r"<[^>]*>")
_STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1b1d22; --faint: #656d77; --line: #e3e6ea; --mine: #e4f1ec; --theirs: #f0f2f5; --link: #1a6a5c; --calls: #b4690e; }
@media (prefers-color-scheme: dark) { :root { --back: #101317; --text: #ebeef2; --faint: #9aa4b0; --line: #2b3037; --mine: #1c3a34; --theirs: #22272e; --link: #7cc9b9; --calls: #e0a34a; } }
* { box-sizing: border-box; }
body { margin: 0; max-height: 100vh; overflow: hidden; display: flex; flex-direction: column; background: var(--back); color: var(--text); font: 16px/1.4 Inter, system-ui, "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
header, footer { flex: none; padding: 12px 16px; border-bottom: 1px solid var(--line); display: flex; gap: 10px; align-items: center; font-weight: 600; }
header img, .face { width: 32px; height: 32px; border-radius: 50%; flex: none; }
.face { display: inline-flex; align-items: center; justify-content: center; background: var(--line); font-size: 14px; }
footer { border: 0; border-top: 1px solid var(--line); font-weight: 400; color: var(--faint); }
footer span { border: 1px solid var(--line); border-radius: 20px; padding: 6px 14px; width: 100%; }
main { flex: 0 1 auto; min-height: 0; overflow: hidden; display: flex; flex-direction: column; justify-content: flex-end; padding: 8px 12px; gap: 8px; }
article { flex: none; display: flex; gap: 8px; align-items: flex-start; max-width: 94%; }
article > div { background: var(--theirs); border-radius: 14px; padding: 7px 11px; min-width: 0; }
article.mine { align-self: flex-end; } article.mine > div { background: var(--mine); }
article.notice > div { background: none; border: 1px solid var(--line); color: var(--faint); font-size: 14px; }
article.mention > div { border-left: 4px solid var(--calls); }
article > .gap { width: 32px; flex: none; }
.who { font-size: 13px; font-weight: 600; color: var(--faint); }
.quote { border-left: 3px solid var(--line); padding-left: 8px; margin: 2px 0 4px; color: var(--faint); font-size: 14px; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.edited { font-size: 12px; color: var(--faint); }
p, ul, ol, blockquote, pre { margin: 4px 0; } ul, ol { padding-left: 22px; } blockquote { border-left: 3px solid var(--line); padding-left: 8px; }
a { color: var(--link); } code { font-family: monospace; font-size: 90%; background: var(--line); border-radius: 4px; padding: 0 3px; -webkit-box-decoration-break: clone; box-decoration-break: clone; } pre { white-space: pre-wrap; } i.gone { color: var(--faint); }
"""


@dataclass(frozen=True, slots=True)
class Phone:
    """Whose phone it is, and what it knows: `names` by user id, `pictures` by user id or "room" as data URLs."""

    viewer: UserId
    title: str
    language: str
    names: Mapping[str, str]
    pictures: Mapping[str, str]


def draw_phone(messages: Sequence[Seen], phone: Phone) -> str:
    """Return the page of one room as it stands after `messages`, which are in the order in which they were seen."""
    newest = {event.edit_of: event for event in messages if event.edit_of}
    gone = {event.redacts for event in messages if event.redacts}
    words = {event.id: newest.get(event.id, event) for event in messages if event.is_message and not event.edit_of}
    bubbles, before = [], ""
    for event in (event for event in messages if event.id in words):
        has_head = event.sender not in {phone.viewer, before}
        bubbles.append(_draw_bubble(event, words, phone, is_gone=event.id in gone, has_head=has_head))
        before = event.sender
    face = _draw_face(phone.pictures.get("room"), phone.title)
    return (
        f'<!doctype html><html lang="{phone.language}"><meta charset="utf-8"><title>{escape(phone.title)}</title>'
        f"<style>{_STYLE}</style><body><header>{face}<span>{escape(phone.title)}</span></header>"
        f"<main>{''.join(bubbles)}</main>"
        f"<footer><span>{_OWN_WORDS[phone.language]['write']}</span></footer></body></html>\n"
    )


def _draw_bubble(event: Seen, words: Mapping[EventId, Seen], phone: Phone, *, is_gone: bool, has_head: bool) -> str:
    own, mine = _OWN_WORDS[phone.language], event.sender == phone.viewer
    name = phone.names.get(event.sender, event.sender)
    now = words[event.id]
    text = f'<i class="gone">{own["deleted"]}</i>' if is_gone else _draw_text(now)
    quoted = words.get(event.reply_to) if event.reply_to else None
    quote = f'<div class="quote">{escape(_flatten(quoted))}</div>' if quoted and not is_gone else ""
    edited = f' <span class="edited">({own["edited"]})</span>' if now is not event and not is_gone else ""
    who = f'<div class="who">{escape(name)}</div>' if has_head else ""
    kinds = {
        "mine": mine,
        "notice": _find_content(now).get("msgtype") == "m.notice",
        "mention": _mentions(event, phone.viewer),
    }
    kind = " ".join(kind for kind, holds in kinds.items() if holds)
    face = _draw_face(phone.pictures.get(event.sender), name) if has_head else '<span class="gap"></span>'
    face = "" if mine else face
    return f'<article class="{kind}">{face}<div>{who}{quote}{text}{edited}</div></article>'


def _mentions(event: Seen, reader: UserId) -> bool:
    mentions = event.content.get("m.mentions")
    return isinstance(mentions, dict) and reader in mentions.get("user_ids", ())


def _draw_text(event: Seen) -> str:
    """Return the words as HTML: a file by its name; what has no form of its own as typed."""
    content = _find_content(event)
    if content.get("msgtype") in {"m.image", "m.file"}:
        return f"\U0001f4ce {escape(str(content.get('filename') or content.get('body', '')))}"
    formed = content.get("formatted_body")
    return str(formed) if formed else escape(str(content.get("body", ""))).replace("\n", "<br>")


def _flatten(event: Seen) -> str:
    """Return the words on one line, without their form, as apps show what a reply answers."""
    text = " ".join(unescape(_TAG.sub(" ", _draw_text(event).replace("<br>", " "))).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]} …"


def _find_content(event: Seen) -> Mapping[str, Any]:
    new = event.content.get("m.new_content")
    return new if isinstance(new, dict) else event.content


def _draw_face(picture: str | None, name: str) -> str:
    if picture:
        return f'<img class="face" alt="" src="{picture}">'
    return f'<span class="face">{escape(name[:1].upper())}</span>'
