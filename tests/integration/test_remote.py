"""A backend out of the clinic: under agreement, by https, with every name replaced, or not at all."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from backends import KINDS, PROMPT, backend_settings
from hand_held import KIM, ROOM
from model_server import ModelServer, Reply, model_server
from office import TODAY, Office, arrive, furnished, seated

from bot.app.ask import answer_question
from bot.app.services import Chair
from bot.errors import BackendRefused
from bot.llm.backend import open_backend
from bot.llm.egress_permit import grant_egress
from bot.model import (
    Answered,
    Ask,
    Decision,
    Desk,
    EventId,
    Failed,
    Heard,
    InSession,
    Language,
    SessionRoom,
    Task,
    Trouble,
)
from bot.store import Job

SIGNED = "{kind: BAA, with: Example, signed: 2026-01-01, expires: 2026-12-31}"
ASKED = "why Budi and 4711 zyx"
"""Somebody who is not in the room, a short number, and a word that nobody knows: the strict set alone masks these."""


def configured(folder: Path, server: ModelServer, *, remote: bool, rules: str = "backends_allowed: any\n") -> Office:
    """Return a configuration whose backend is a gateway on this machine, or a model of its own."""
    office = furnished(folder)
    more = f"remote: true, agreement: {SIGNED}" if remote else "remote: false"
    written = office.main.read_text().replace("http://127.0.0.1:9/v1", f"{server.url}/v1")
    office.main.write_text(written.replace("model: tiny", f"model: tiny, {more}"))
    office.rules(rules)
    return office


@asynccontextmanager
async def at_work(office: Office) -> AsyncIterator[Chair]:
    """Give a chair with the office's backend open, on a day on which the agreement holds."""
    async with seated(office) as chair, open_backend(chair.settings.placed_backends["house"]) as house:
        await arrive(chair)
        chair.backends, chair.clock = {"house": house}, TODAY.timestamp
        yield chair


async def asked(chair: Chair, where: InSession = SessionRoom()) -> Answered | Failed:
    """Let Kim ask something, and return what becomes of it."""
    en = Language("en")
    ask = Ask(EventId("$q"), KIM, Task.EXPLAIN, "house", en, (en,), ASKED, where=where)
    room = await chair.store.rooms.room(ROOM)
    await chair.store.commit(Heard(EventId("j"), KIM, chair.clock(), ASKED), Decision(room, (ask,)), None)
    return await answer_question(chair, Job("j/0", ROOM, ask, 1.0, 0), ask)


@pytest.mark.parametrize("remote", [True, False])
async def test_what_leaves_is_masked_strictly_and_written_down_with_its_agreement(tmp_path: Path, remote: bool) -> None:
    """A gateway on this machine forwards: names of strangers are replaced for it, and `!sent` knows what was signed."""
    async with model_server() as server, at_work(configured(tmp_path, server, remote=remote)) as chair:
        assert isinstance(await asked(chair), Answered)
        (request,) = server.requests
        sent = str(request.json["messages"][-1])
        assert [word in sent for word in ("Budi", "4711", "zyx")] == [not remote] * 3
        (written,) = await chair.store.sent.list_of_room(ROOM, None, most=9)
        assert written.request.agreement == ("BAA 2026-01-01/2026-12-31" if remote else "")


async def test_an_agreement_that_has_expired_sends_nothing(tmp_path: Path) -> None:
    """The day after its last, the question is refused before anything is written down or sent."""
    async with model_server() as server, at_work(configured(tmp_path, server, remote=True)) as chair:
        chair.clock = TODAY.replace(year=2027).timestamp
        outcome = await asked(chair)
        assert isinstance(outcome, Failed)
        assert outcome.trouble is Trouble.REFUSED
        assert server.requests == []
        assert await chair.store.sent.list_of_room(ROOM, None, most=9) == ()


async def test_an_agreement_that_ends_between_two_tries_sends_nothing_more(tmp_path: Path) -> None:
    """It is looked at right before each request, also on a connection that is open already."""
    async with model_server() as server, at_work(configured(tmp_path, server, remote=True)) as chair:
        server.script(Reply(status=503, headers={"retry-after": "0.1"}))
        days = iter([date(2026, 6, 1)] * 4)
        settings = chair.settings

        class Ending:
            """Settings whose agreement holds for the question, its turn, its first request and the connection, and then no more."""

            def __getattr__(self, name: str) -> Any:
                return getattr(settings, name)

            def agreement_holds(self, _: str, __: date, *, required: bool) -> bool:
                """Return whether it still does."""
                return next(days, None) is not None or not required

        chair.settings = Ending()  # type: ignore[assignment]  # settings whose agreement runs out
        outcome = await asked(chair)
        assert isinstance(outcome, Failed)
        assert outcome.trouble is Trouble.REFUSED
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("rules", "place"), [("backends_allowed: local\n", SessionRoom()), ("backends_allowed: any\n", Desk())]
)
async def test_the_gate_holds_whatever_was_decided(tmp_path: Path, rules: str, place: InSession) -> None:
    """A question that should never have been asked is not asked: local rooms, and the desk where notes stay."""
    async with model_server() as server:
        office = configured(tmp_path, server, remote=False, rules=rules)
        office.main.write_text(f"agreement_required: false\n{office.main.read_text()}")
        async with at_work(office) as chair:
            chair.settings = replace(chair.settings, found={"embedded": "here", "house": "remote"})
            outcome = await asked(chair, place)
            assert isinstance(outcome, Failed)
            assert outcome.trouble is Trouble.REFUSED
            assert server.requests == []


@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_leaves_without_leave(kind: str, tmp_path: Path) -> None:
    """A remote backend sends nothing unless whoever asks has given leave, and only for as long as it lasts."""
    async with model_server() as server:
        settings = backend_settings(kind, server.url, tmp_path).set_place("remote", ())
        async with open_backend(settings) as backend:
            with pytest.raises(BackendRefused, match="may not leave the clinic"):
                await backend.complete(PROMPT, max_tokens=300)
            with grant_egress(lambda: False), pytest.raises(BackendRefused, match="may not leave the clinic"):
                await backend.complete(PROMPT, max_tokens=300)
            assert server.requests == []
            with grant_egress(lambda: True):
                await backend.complete(PROMPT, max_tokens=300)
            assert len(server.requests) == 1
            with pytest.raises(BackendRefused, match="may not leave the clinic"):
                await backend.complete(PROMPT, max_tokens=300)  # the connection is still open
            assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("where", "later", "stays"),
    [
        ("here", "127.0.0.1", True),
        ("here", "192.168.7.9", False),
        ("network", "192.0.2.1", False),
        ("remote", "192.0.2.1", False),
        ("remote", "127.0.0.1", True),
    ],
)
async def test_a_name_that_leads_elsewhere_later(
    where: Any, later: str, *, stays: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was local stays where it was found, with or without leave; and plain http never leaves the clinic."""
    known = {"models.test": "127.0.0.1", "127.0.0.1": "127.0.0.1"}
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: [(2, 1, 6, "", (known[host], 0))])
    async with model_server() as server:
        url = server.url.replace("127.0.0.1", "models.test")
        settings = backend_settings("openai", url, tmp_path).set_place(where, ("192.168.7.0/24",))
        async with open_backend(settings) as backend:
            known["models.test"] = later
            with grant_egress(lambda: True):
                if stays:
                    await backend.complete(PROMPT, max_tokens=300)
                else:
                    with pytest.raises(BackendRefused, match="leads to another machine now"):
                        await backend.complete(PROMPT, max_tokens=300)
        assert len(server.requests) == int(stays)


async def test_a_redirect_is_not_followed_with_leave_either(tmp_path: Path) -> None:
    """Leave is for the one address in the file."""
    async with model_server() as server, model_server() as other:
        server.script(Reply(status=307, headers={"location": f"{other.url}/v1/chat/completions"}))
        settings = backend_settings("openai", server.url, tmp_path).set_place("remote", ())
        async with open_backend(settings) as backend:
            with grant_egress(lambda: True), pytest.raises(BackendRefused, match="another address"):
                await backend.complete(PROMPT, max_tokens=300)
        assert other.requests == []
