"""What is read while the first sync is on its way: so that the first message waits for none of it."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.app import read_lists as reading
from bot.app.read_lists import read_lists
from bot.app.services import Chair
from bot.danger_words.phrasebook import load_phrasebook
from bot.masking.lexicon import build_lexicon
from bot.words import languages


async def test_lists_are_read_before_a_sync_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists are there while the homeserver still works; what is free is given back only when a sync was read, and once."""
    given_back: list[str] = []
    read = asyncio.Event()
    monkeypatch.setattr(reading, "SETTLED", 0.0)
    monkeypatch.setattr(reading, "drop_babel_tables", read.set)
    monkeypatch.setattr(reading, "trim_memory", lambda: given_back.append("all"))
    for reader in (load_phrasebook, build_lexicon):
        cast(Any, reader).cache_clear()
    chair = SimpleNamespace(synced=asyncio.Event())
    work = asyncio.create_task(read_lists(cast(Chair, chair)))
    await read.wait()
    assert cast(Any, build_lexicon).cache_info().currsize == 1
    assert cast(Any, load_phrasebook).cache_info().currsize == len(languages())
    assert given_back == []
    chair.synced.set()
    await work
    assert given_back == ["all"]
