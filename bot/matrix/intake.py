"""Hearing: a Matrix event as one of ours, behind the trust gate."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import nio

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.megolm import LOOSE, find_session
from bot.matrix.client.verification import is_request_in_room
from bot.matrix.own_cards import sight_card
from bot.matrix.polls import RESPONSES, read_vote
from bot.matrix.recording import read_sound
from bot.matrix.send import KEY
from bot.matrix.shown_text import Shown, find_shown_text
from bot.matrix.trust import EXPECTED, Facts, Refusal, find_distrust
from bot.matrix.visible_words import is_same_words, read_words_beside
from bot.metrics import REFUSED
from bot.model import (
    NO_SOUND,
    AskedToVerify,
    Attached,
    Captioned,
    Edited,
    EventId,
    Heard,
    Joined,
    Left,
    Ousted,
    Person,
    Reacted,
    Recorded,
    Redacted,
    Renamed,
    RoomId,
    Sighted,
    UserId,
    Voted,
    get_localpart,
)

log = get_logger(__name__)
Happened = (
    AskedToVerify | Heard | Attached | Reacted | Voted | Edited | Redacted | Joined | Renamed | Left | Ousted | Sighted
)
LONGEST_NAME = 40
OUT = frozenset({"leave", "ban"})
ATTACHED = frozenset({"m.image", "m.audio", "m.video", "m.file"})
"""Kinds of messages that are a file (spec, "m.room.message msgtypes"); a voice message is an `m.audio`."""
CAPTIONED = ATTACHED | {"m.emote"}
"""Kinds of messages whose body is what somebody wrote: a caption (spec, "Media captions"), else a file's name, or a `/me`."""
_MARKED = re.compile(r"\s*[^\w\s]")
UNREAD = CAPTIONED | {"m.location"}
"""Kinds of messages whose words do not count: whoever sends one is told so."""
CLAIMED = RESPONSES | {"m.room.message"}
"""What is somebody's word, and refused where it came in the open."""
POLLS = frozenset({"m.poll.start", "org.matrix.msc3381.poll.start"})
"""What a poll is called (MSC3381)."""
for code in Refusal:
    REFUSED.labels(code)  # a count that is there from the start, so that its first rise is seen


def hear_event(client: Client, room: RoomId, event: Any, now: float, *, late: bool = False) -> Happened | None:
    """Return what happened in `room`, or None if it is nothing to us or nobody's certain words.

    Whatever came encrypted is a person's word, never the room's state: that is what the server says in the open.
    """
    if isinstance(event, nio.MegolmEvent) or not hasattr(event, "source"):
        return None
    if isinstance(event, nio.BadEvent | nio.UnknownBadEvent):
        if event.decrypted or event.source.get("type") in {"m.room.message", "m.room.encrypted", None}:
            _count_refusal(Refusal.MALFORMED, room)
        return None
    if event.decrypted or event.source.get("type") in CLAIMED:
        return _hear_message(client, room, event, now, late=late)
    if isinstance(event, nio.RoomMemberEvent):
        return _hear_membership(client, event, now)
    if event.source.get("type") == "m.reaction":
        return _hear_reaction(client, room, event, now)
    if isinstance(event, nio.RedactionEvent) and event.redacts:
        return Redacted(EventId(event.event_id), UserId(event.sender), now, EventId(event.redacts))
    return None


def _is_verification_request(client: Client, room: RoomId, event: Any) -> bool:
    """Return whether somebody in the room asks the bot to verify each other by emoji, sealed or in the open.

    Nothing follows from it but that it is refused, so nothing more is asked about whose device it came from.
    """
    source, there = event.source, client.rooms.get(room)
    member = there.users.get(source.get("sender")) if there else None
    if source.get("type") != "m.room.message" or "state_key" in source or source.get("sender") == client.user_id:
        return False
    return bool(member and not member.invited) and is_request_in_room(source.get("content"), client.user_id)


def gather_facts(client: Client, room: RoomId, event: Any) -> Facts:
    """Return what the trust gate needs to know about a message event."""
    source = event.source
    content = source.get("content")
    content = content if isinstance(content, dict) else {}
    session, device = _find_origin(client, event)
    matrix_room = client.rooms.get(room)
    member = matrix_room.users.get(event.sender) if matrix_room else None
    return Facts(
        ours=event.sender == client.user_id,
        decrypted=event.decrypted,
        right_room=source.get("room_id") == room,
        is_state="state_key" in source,
        forwarded=bool(session and session.forwarding_chain),
        owner_is_sender=bool(session and device and device.ed25519 == session.ed25519),
        joined=bool(member and not member.invited),
        from_bot=has_marks(content),
        notice=content.get("msgtype") == "m.notice",
        text=source.get("type") == "m.room.message" and content.get("msgtype") == "m.text",
        signed=bool(device and client.people.has_signed(UserId(event.sender), device.id, device.ed25519)),
    )


def has_marks(content: dict[str, Any]) -> bool:
    """Return whether a message carries the marks that we put on a bot's messages, whoever sent it."""
    return KEY in content or KEY in _read_replacement(content)


def _hear_message(client: Client, room: RoomId, event: Any, now: float, *, late: bool) -> Happened | None:
    """Return what somebody said, if it passes the trust gate, or that they ask to verify the bot.

    Of what we said ourselves, that a consent card stands there.
    """
    if _is_verification_request(client, room, event):
        return AskedToVerify(EventId(event.event_id), now, UserId(event.sender), EventId(event.event_id))
    facts = gather_facts(client, room, event)
    reason = find_distrust(facts)
    if reason is Refusal.NOT_TEXT and (voted := read_vote(event, now)):
        return _note_device(client, event, replace(voted, late=late))
    if reason is Refusal.NOT_TEXT and _is_attachment(event.source):
        return _note_device(client, event, _make_attachment(event, now))
    if reason:
        _count_refusal(reason, room)
        return sight_card(client, room, event, now) if reason is Refusal.OWN else None
    happened = _make_message_event(client, event, now, late=late)
    return _note_device(client, event, happened) if happened else None


def _note_device(client: Client, event: Any, happened: Heard | Edited | Attached | Voted) -> Happened:
    """Return what somebody wrote or sent with what is known of the device that it came from."""
    _, device = _find_origin(client, event)
    signed = client.people.is_trusted(happened.sender, device.id, device.ed25519)
    changed = client.people.has_changed(happened.sender)
    if isinstance(happened, Heard | Voted):
        return replace(happened, device=device.id, signed=signed, changed=changed)
    happened = replace(happened, unsigned=not signed, changed=changed)
    return replace(happened, device=device.id) if isinstance(happened, Edited) else happened


def _is_attachment(source: dict[str, Any]) -> bool:
    """Return whether people see a picture, recording, file or sticker, a poll, a place or an emote. An edit brings nothing new."""
    content = source.get("content")
    content = content if isinstance(content, dict) else {}
    if _read_replacement(content):
        return False
    kind, msgtype = source.get("type"), content.get("msgtype")
    if kind == "m.sticker" or kind in POLLS:
        return True
    return kind == "m.room.message" and isinstance(msgtype, str) and msgtype in UNREAD


def _make_attachment(event: Any, now: float) -> Attached:
    """Return that something was sent; with what stands beneath it, or behind a `/me`, if that begins with a mark as commands do."""
    content, event_id, sender = event.source["content"], EventId(event.event_id), UserId(event.sender)
    body, sound, relation = content.get("body"), read_sound(content), content.get("m.relates_to")
    _, thread = _read_relations(relation if isinstance(relation, dict) else {})
    if content.get("msgtype") in CAPTIONED and isinstance(body, str) and _MARKED.match(body):
        return Captioned(event_id, sender, now, caption=body, sound=sound or NO_SOUND, thread=thread)
    if sound:
        return Recorded(event_id, sender, now, sound=sound, thread=thread)
    return Attached(event_id, sender, now)


def _count_refusal(reason: Refusal, room: RoomId) -> None:
    """Count a message that is not acted on, and log it without anybody's words unless it is what rooms are full of."""
    REFUSED.labels(reason).inc()
    if reason not in EXPECTED:
        log.info("message not counted", reason=reason, room=room)


def _find_origin(client: Client, event: Any) -> tuple[Any, Any]:
    """Return the Megolm session that `event` came in and the sender's device that owns it, None for what there is not.

    What the event says of its sender's key is not asked (deprecated, spec, "m.megolm.v1.aes-sha2"): the session knows.
    """
    session = find_session(client.olm, event) if event.decrypted else None
    if session is None:
        return None, None
    return session, client.device_store.device_from_sender_key(event.sender, session.sender_key)


def _read_replacement(content: dict[str, Any]) -> dict[str, Any]:
    """Return what an edit puts in a message's place (spec, "Event replacements")."""
    new = content.get("m.new_content")
    return new if isinstance(new, dict) else {}


def describe_member(client: Client, room: RoomId, user: UserId) -> Person:
    """Return somebody by the name the room shows, made fit for a sentence."""
    matrix_room = client.rooms.get(room)
    return Person(user, _clean_display_name(matrix_room.user_name(user) if matrix_room else None, user))


def _clean_display_name(shown: Any, user: UserId) -> str:
    """Return a display name in one short line; names can hold anything, also line breaks and turned-around text."""
    kept = "".join(char for char in shown if char.isprintable()) if isinstance(shown, str) else ""
    return " ".join(kept.split())[:LONGEST_NAME].strip() or get_localpart(user)


def _hear_membership(client: Client, event: nio.RoomMemberEvent, now: float) -> Happened | None:
    """Return that somebody came, is called otherwise, or is not there any more.

    What they were before the homeserver alone says, so nothing rests on it: the roster tells who is new and who was there.
    """
    event_id, user = EventId(event.event_id), UserId(event.state_key)
    was_here, is_here = event.prev_membership == "join", event.membership == "join"
    if user == client.user_id:
        return None if is_here else Ousted(event_id, now)
    who = Person(user, _clean_display_name(event.content.get("displayname"), user))
    if is_here:
        return Renamed(event_id, now, who) if was_here else Joined(event_id, now, who)
    return Left(event_id, now, user) if was_here or event.membership in OUT else None


def _hear_reaction(client: Client, room: RoomId, event: Any, now: float) -> Reacted | None:
    """Return what somebody reacted to and how (spec, "m.reaction"), if they have joined the room.

    It is not encrypted: the server can make one up in anybody's name. Whether it counts is for policy to say.
    """
    matrix_room, relation = client.rooms.get(room), event.source["content"].get("m.relates_to")
    member = matrix_room.users.get(event.sender) if matrix_room else None
    if event.sender == client.user_id or member is None or member.invited or "state_key" in event.source:
        return None
    if not isinstance(relation, dict) or relation.get("rel_type") != "m.annotation":
        return None
    target, key = relation.get("event_id"), relation.get("key")
    if not isinstance(target, str) or not isinstance(key, str):
        return None
    return Reacted(EventId(event.event_id), UserId(event.sender), now, EventId(target), key)


def _make_message_event(client: Client, event: Any, now: float, *, late: bool) -> Heard | Edited | None:
    content: dict[str, Any] = event.source["content"]
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, dict) else {}
    event_id, sender, target = EventId(event.event_id), UserId(event.sender), relation.get("event_id")
    if relation.get("rel_type") == "m.replace":
        new = _read_replacement(content)
        text = new.get("body")
        if isinstance(target, str) and isinstance(text, str):
            shown = find_shown_text(text, text, new)
            called, words = _strip_mention(client, {**new, "m.relates_to": relation}, shown.text)
            edited = Edited(event_id, sender, now, EventId(target), words, calls_bot=called)
            return replace(edited, differs=shown.differs, late=late)
        return None
    body = content.get("body")
    if not isinstance(body, str):
        return None
    reply_to, thread = _read_relations(relation)
    shown, beside = Shown(_strip_reply_fallback(body) if reply_to else body), ""
    with suppress(Exception):  # then `overhear` says that it cannot be compared; it is obeyed all the same
        beside = read_words_beside(content)
        shown = find_shown_text(body, shown.text, content)
    called, text = _strip_mention(client, content, shown.text)
    answers = bool(relation) and not called and _is_reply_to_bot(client, content, body)
    heard = Heard(
        event_id,
        sender,
        now,
        text,
        reply_to,
        thread,
        called,
        late=late,
        loose=event.source.get(LOOSE) is True,
        beside=beside,
        answers_bot=answers,
    )
    if not shown.differs:
        return heard
    _, other = _strip_mention(client, content, shown.other)
    return replace(heard, other=other, differs=True, beside="" if is_same_words(beside, text) else beside)


def _read_relations(relation: dict[str, Any]) -> tuple[EventId | None, EventId | None]:
    """Return the message replied to and the thread; inside a thread a fallback reply is no reply (spec 11.38.2).

    What a message refers to has to stand outside the encryption, so that servers can count replies (spec, "Forming
    relationships between events"). Clients built on the Rust SDK, and we ourselves, write the same inside as well, and
    then only that counts (`opening`): a server that changes what stands outside changes nothing here. But of a message
    that has it outside alone, as some clients write all of theirs, a server can change what it refers to; and it can
    let a message that refers to nothing, a bare `ok`, refer to one. It can never change the words. Such a message is
    `loose`: it neither agrees to a card nor decides on one.
    """
    inner = relation.get("m.in_reply_to")
    reply_to = inner.get("event_id") if isinstance(inner, dict) else None
    thread = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    if thread and relation.get("is_falling_back"):
        reply_to = None
    return (
        EventId(reply_to) if isinstance(reply_to, str) else None,
        EventId(thread) if isinstance(thread, str) else None,
    )


def _strip_reply_fallback(body: str) -> str:
    """Return `body` without the quotation that older clients put before a reply: others' words, not the sender's."""
    lines = body.split("\n")
    while lines and lines[0].startswith(">"):
        lines.pop(0)
    return "\n".join(lines).lstrip("\n")


def _strip_mention(client: Client, content: dict[str, Any], text: str) -> tuple[bool, str]:
    """Return whether the sender calls the bot by a real mention, and the text without it.

    Clients also mention whoever is replied to: in a reply the bot's name must stand in the text as well.
    """
    if not _is_mentioned(client, content):
        return False, text
    rest, replaced = re.subn(_make_mention_pattern(client), " ", text, count=1)
    is_reply = isinstance(content.get("m.relates_to"), dict)
    return bool(replaced) or not is_reply, rest.strip() if replaced else text


def _is_mentioned(client: Client, content: dict[str, Any]) -> bool:
    """Return whether a message mentions the bot by its id (spec, "User and room mentions")."""
    mentions = content.get("m.mentions")
    users = mentions.get("user_ids") if isinstance(mentions, dict) else None
    return isinstance(users, list) and client.user_id in users


def _is_reply_to_bot(client: Client, content: dict[str, Any], body: str) -> bool:
    """Return whether a reply says itself that it is one to the bot: clients mention whom they reply to, older ones quote them.

    Both stand within the encryption, so a homeserver can make no such reply.
    """
    return _is_mentioned(client, content) or bool(re.match(rf"> (?:\* )?<{re.escape(client.user_id)}>", body))


def _make_mention_pattern(client: Client) -> str:
    """Return what a mention of the bot looks like in a plain body: a Markdown link, its id, or one of its names."""
    link = rf"\[[^\]\n]*\]\(https://matrix\.to/#/{re.escape(quote(client.user_id, safe='@:'))}\)"
    ways = sorted({get_localpart(client.user_id), client.own_name} - {""}, key=len, reverse=True)
    names = "|".join(re.escape(way) for way in ways)  # the whole id has its own `@`
    return rf"(?i)(?:{link}|(?<!\w)(?:{re.escape(client.user_id)}|@?(?:{names}))(?!\w))[:,]?"
