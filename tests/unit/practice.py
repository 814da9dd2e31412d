"""A room whose rules change: files are saved, looked at and accepted."""

from dataclasses import replace
from typing import Any

from scene import ANA, MODEL, Scene, policy

from bot.model import (
    Effect,
    Notice,
    Room,
    RoomId,
    Ruled,
    UserId,
    Where,
)
from bot.policy import BackendFacts, Policy
from bot.session.policy_change import find_rules
from bot.words import render_words

BUDI = UserId("@budi:clinic")
ROOM = RoomId("!room:clinic")
SAME: dict[str, Any] = {"window": {"messages": 20}}


class Practice(Scene):
    """A scene whose files change: `policy` is what holds in the room, `files` what they say."""

    files: Policy

    @property
    def policy(self) -> Policy:
        """Return what holds."""
        return find_rules(self.room, self.files)

    @policy.setter
    def policy(self, files: Policy) -> None:
        self.files = files
        self.room = getattr(self, "room", Room(ROOM))

    def listening(self) -> "Practice":
        """Return the scene after everybody agreed and Ana turned the AI on."""
        super().listening()
        return self

    def saves(self, **rules: object) -> tuple[Effect, ...]:
        """Let the operator write other files, which the bot takes up."""
        self.files = policy(MODEL, **rules)
        return self.looks()

    def looks(self) -> tuple[Effect, ...]:
        """Let the bot be told that the files are different, as at each start."""
        self.now += 1
        return self.happens(Ruled(self.id(), self.now))

    def accepts(self, sender: UserId = ANA, **more: object) -> tuple[Effect, ...]:
        """Let somebody accept what waits."""
        return self.says(sender, "!policy accept", **more)


def practice(**rules: object) -> Practice:
    """Return a room with Ana and Kim in which the bot has just arrived."""
    return Practice(policy(MODEL, **rules))


def elsewhere(model: str) -> Policy:
    """Return files that say the same, but that another backend answers, with this model."""
    files = policy(BackendFacts("other", "openai", model), idle=30, **SAME)
    return replace(files, rules=files.rules.model_copy(update={"backend": "other"}))


def said(effects: tuple[Effect, ...], key: str) -> list[Notice]:
    """Return the notices of one sentence."""
    return [effect for effect in effects if isinstance(effect, Notice) and effect.words.key == key]


def text(effects: tuple[Effect, ...]) -> str:
    """Return everything that is said in notices, in words."""
    return "\n".join(render_words(effect.words) for effect in effects if isinstance(effect, Notice))


def places(notices: list[Notice]) -> list[Where]:
    """Return where something is said."""
    return [notice.where for notice in notices]
