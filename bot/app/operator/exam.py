"""Holding the exam: the bot's own questions to one backend, masked, sent, counted and checked as in a real session.

A notebook in a folder of its own, which is gone afterwards, takes the place of the bot's; no word of anybody is in it.
Nothing else is left out: what may leave is looked at right before it does, as ever (`bot/app/ask.py`).
"""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from bot.app.ask import answer_question
from bot.app.operator.exam_room import make_user_id, play_item
from bot.app.services import Chair
from bot.errors import ExamRefused
from bot.llm.backend import Backend, open_backend
from bot.llm.exam.items import Item
from bot.llm.exam.verdict import Result, score_answer
from bot.masking.lexicon import build_lexicon
from bot.matrix.client.client import Client
from bot.model import Answered, Ask, Decision, Event, Failed, Language, RoomId
from bot.policy import Policy, merge_layers
from bot.settings import Deployment, RoomFile, Settings
from bot.settings.backend_kinds import TRANSCRIBE
from bot.store import Job, open_key, open_store
from bot.words import languages
from bot.words.shelf import ANSWERS, words_of_all

ALONE: dict[str, Any] = {"fallback": None, "commands": None}
"""Keys of a backend that are not followed here: no other answers in its place, and it is asked about all commands."""
MOST_SILENT = 3
"""Questions in a row without any answer after which there is nothing to examine."""
STOP = "stop"
"""Where the stop-words stand among the words for answers."""


class RealStage:
    """Answers a question as the bot does. `clock` gives seconds UTC; `seconds` is how long the backend took so far."""

    def __init__(self, chair: Chair) -> None:
        self._chair = chair
        self.seconds = 0.0

    def now(self) -> float:
        """Return the time, in seconds UTC."""
        return self._chair.clock()

    async def answer(self, event: Event, decision: Decision, number: int) -> Answered | Failed:
        """Write the decision down, ask the backend, and return what became of it."""
        ask, store = decision.effects[number], self._chair.store
        assert isinstance(ask, Ask)
        await store.commit(event, decision, None)
        job = Job(f"{event.id}/{number}", decision.room.id, ask, event.at, 0)
        began = time.monotonic()
        try:
            return await answer_question(self._chair, job, ask)
        finally:
            self.seconds += time.monotonic() - began
            await store.outbox.mark_done(job)


async def hold_exam(
    settings: Settings, backend: str, items: tuple[Item, ...], clock: Callable[[], float]
) -> AsyncGenerator[Result]:
    """Yield the result of each of `items`, one after the other, asked of `backend`.

    Raises:
        ExamRefused: there is no such backend, text may not go to it, or it gives no answers.
        BackendRefused: it cannot be opened.
    """
    check_may_be_asked(settings, backend, clock())
    stop_words, silent = words_of_all(ANSWERS, STOP), 0
    build_lexicon()
    async with _open_chair(make_exam_settings(settings, backend), backend, clock) as chair:
        for item in items:
            policy = _find_policy(chair, item)
            stage = RealStage(chair)
            outcome = replace(await play_item(item, policy, stage), seconds=stage.seconds)
            silent = silent + 1 if outcome.is_silent else 0
            if silent >= MOST_SILENT:
                raise ExamRefused(
                    f"The backend gave no answer {silent} times in a row ({outcome.trouble}).",
                    f"Look at it with `thirdchair doctor`, and at backend `{backend}` in bot.yaml.",
                )
            yield score_answer(item, outcome, stop_words)


def check_may_be_asked(settings: Settings, backend: str, now: float) -> None:
    """Check that there is such a backend, that a model stands behind it, and that text may go to it on the day of `now`.

    Raises:
        ExamRefused: one of these is not so.
    """
    if backend not in settings.backends:
        known = ", ".join(name for name in settings.backends if name != "embedded")
        raise ExamRefused(f"There is no backend `{backend}` in bot.yaml.", f"There are: {known or 'none'}.")
    if settings.backends[backend].kind == "embedded":
        raise ExamRefused("The embedded backend has no model, so there is nothing to examine.", "Name another backend.")
    if settings.backends[backend].kind == TRANSCRIBE:
        raise ExamRefused(f"Backend `{backend}` only writes voice messages down.", "Name one that answers.")
    today = datetime.fromtimestamp(now, UTC).date()
    required = merge_layers(settings.layers())[0].agreement_required
    if not settings.agreement_holds(backend, today, required=required):
        raise ExamRefused(
            f"Backend `{backend}` is out of the clinic, and no agreement with whoever runs it holds today.",
            "Add `agreement` with kind, with, signed and expires to it; nothing was sent.",
        )


def make_exam_settings(settings: Settings, backend: str) -> Settings:
    """Return a configuration that holds `backend` alone, as it is, with a room for each language and our own defaults.

    A clinic's rules would make one exam unlike another. Those about what may leave hold all the same: where the backend is,
    whether it needs an agreement, and what is masked. The made-up words may go where people's words may.
    """
    strictest = merge_layers(settings.layers())[0]
    own, deployment = settings.backends[backend], settings.deployment
    alone = own.model_copy(update={key: value for key, value in ALONE.items() if key in type(own).model_fields})
    rules = {
        "therapists": [make_user_id("therapist")],
        "backend": backend,
        "backends_allowed": "any",
        "desk_backends": "any",
        "agreement_required": strictest.agreement_required,
        "masking": strictest.masking,
        "crisis": {"enabled": False},
    }
    rooms = tuple(
        ("exam", RoomFile.model_validate({**rules, "room": _make_alias(spoken), "language": _order_languages(spoken)}))
        for spoken in languages()
    )
    bare = Deployment.model_validate(
        {
            "homeserver": deployment.homeserver,
            "user_id": deployment.user_id,
            "data_dir": deployment.data_dir,
            "local_networks": deployment.local_networks,
        }
    ).model_copy(update={"backends": {backend: alone}})
    return Settings(bare, (), rooms, found=settings.found)


@asynccontextmanager
async def _open_chair(settings: Settings, backend: str, clock: Callable[[], float]) -> AsyncIterator[Chair]:
    """Open the backend, and a notebook that is gone afterwards. There is no homeserver: nothing is said to anybody."""
    with TemporaryDirectory(prefix="thirdchair-exam-") as name:
        folder = Path(name)
        async with (
            open_store(folder, open_key(None, folder)) as store,
            open_backend(settings.placed_backends[backend]) as opened,
        ):
            backends: dict[str, Backend] = {backend: opened}
            yield Chair(settings, store, cast(Client, None), backends, clock=clock)


def _find_policy(chair: Chair, item: Item) -> Policy:
    """Return the rules of the room that `item` is asked in."""
    room = RoomId(f"!{item.name}:exam")
    chair.aliases = {room: _make_alias(item.language)}
    policy = chair.find_filed_policy(room)
    assert policy is not None
    return policy


def _make_alias(language: Language) -> str:
    return f"#{language}:exam"


def _order_languages(first: Language) -> list[Language]:
    return [first, *(language for language in languages() if language != first)]
