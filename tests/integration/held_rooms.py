"""The rooms of a homeserver that a test holds in its hand: who is in them, and those that bots make.

room = rooms.make(BOT, body)           # as a bot does it
rooms.move(ANA, "join", room)          # as a person does it; the next sync brings it
"""

from collections import Counter
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import nio

from bot.matrix.client.refusals import ServerSaysNo
from bot.model import RoomId, UserId

MEMBER, GUEST = SimpleNamespace(invited=False), SimpleNamespace(invited=True)


@dataclass
class HeldRoom:
    """A room as a client knows it, as far as the bot asks."""

    users: dict[str, Any] = field(default_factory=dict)
    name: str | None = None
    encrypted: bool = True
    join_rule: str = "invite"
    history_visibility: str = "joined"
    power_levels: Any = field(default_factory=nio.events.room_events.PowerLevels)

    def user_name(self, user: str) -> str:
        """Return the name that a room shows of somebody."""
        return user.partition(":")[0].removeprefix("@").capitalize()

    def follow(self, event: Any) -> None:
        """Take in that somebody came or went."""
        if not isinstance(event, nio.RoomMemberEvent):
            return
        self.users.pop(event.state_key, None)
        if event.membership in {"join", "invite"}:
            self.users[event.state_key] = MEMBER if event.membership == "join" else GUEST


@dataclass
class Rooms:
    """All rooms with who is in them. `stream` is what happened, shared with the server; `made` are rooms' creation bodies, `named` is which got another name, `names` what each is called now.

    By a homeserver that stops in the middle as many rooms are made only in part as are `breaking_off`, of those for one
    person (True) and of the others (False): `half` are those.
    """

    stream: list[tuple[RoomId, Any]] = field(repr=False)
    members: dict[RoomId, dict[str, str]] = field(default_factory=dict)
    made: dict[RoomId, dict[str, Any]] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    breaking_off: Counter[bool] = field(default_factory=Counter)
    half: set[str] = field(default_factory=set)

    def make(self, maker: UserId, body: dict[str, Any]) -> RoomId:
        """Make a room as `body` asks for it."""
        room = RoomId(f"!made{len(self.made)}:clinic")
        self.made[room], self.members[room] = {"sender": maker, **body}, {}
        self.names[room] = body.get("name", "Tuesdays")
        if self.breaking_off[body["is_direct"]]:
            self.breaking_off[body["is_direct"]] -= 1
            self.half.add(room)
        self.stream.append((room, nio.RoomCreateEvent.from_dict(self.creation(room))))
        self.move(maker, "join", room)
        for guest in body.get("invite", []):
            self.move(guest, "invite", room)
        return room

    def creation(self, room: RoomId) -> dict[str, Any]:
        """Return a room's creation event."""
        body = self.made[room]
        content = {"m.federate": True, "room_version": "11", **body.get("creation_content", {})}
        outside = {"sender": body["sender"], "event_id": f"$create{room}", "origin_server_ts": 1, "state_key": ""}
        return {"type": "m.room.create", "content": content, **outside}

    def move(self, user: str, membership: str, room: RoomId) -> None:
        """Let somebody come or go."""
        before = self.members[room].get(user, "leave")
        self.members[room][user] = membership
        source = {
            "type": "m.room.member",
            "sender": user,
            "state_key": user,
            "event_id": f"$m{len(self.stream)}",
            "origin_server_ts": 1,
            "content": {"membership": membership},
            "unsigned": {"prev_content": {"membership": before}},
        }
        self.stream.append((room, nio.RoomMemberEvent.from_dict(source)))

    def joined(self, user: str) -> list[RoomId]:
        """Return the rooms that somebody has joined."""
        return [room for room, members in self.members.items() if members.get(user) == "join"]

    def desks(self) -> list[RoomId]:
        """Return the rooms that bots made as desks."""
        return [room for room, body in self.made.items() if not body["is_direct"]]

    def answer(self, path: str, body: Any) -> dict[str, Any] | None:
        """Return the answer to a request about rooms, None if it is about something else."""
        parts = path.partition("?")[0].removeprefix("/_matrix/client/v3/").split("/")
        match parts:
            case ["createRoom"]:
                return {"room_id": self.make(UserId("@bot:clinic"), body)}
            case ["joined_rooms"]:
                return {"joined_rooms": self.joined("@bot:clinic")}
            case ["rooms", room, "state", kind]:
                return self._answer_state(RoomId(room), kind, body)
            case ["rooms", room, "invite" | "kick" as what]:
                self.move(body["user_id"], "invite" if what == "invite" else "leave", RoomId(room))
                return {}
            case ["rooms", room, "leave"] if room in self.made:
                self.move("@bot:clinic", "leave", RoomId(room))
                return {}
        return None

    def _answer_state(self, room: RoomId, kind: str, body: Any) -> dict[str, Any] | None:
        """Return the answer to a request for one piece of a room's state, or to change it."""
        match kind:
            case "m.room.create":
                return self.creation(room) if room in self.made else {}
            case "m.room.encryption" if room in self.half:
                raise ServerSaysNo(404, "M_NOT_FOUND")
            case "m.room.name":
                if body:
                    self.named.append((room, body["name"]))
                    self.names[room] = body["name"]
                return {"name": self.names.get(room, "Tuesdays")}
        return None
