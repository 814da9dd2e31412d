"""What the start alone needed is given back, and nothing that is asked for later is missed."""

import gc
import weakref
from pathlib import Path

import babel.core
import pytest

from bot.app import trim_memory as memory
from bot.app.trim_memory import drop_babel_tables, share_heap, trim_memory
from bot.model import Language
from bot.words import load_bundle


class Loop:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_of_the_start_is_let_go_of() -> None:
    """What was frozen as it was loaded, and held nothing but itself, is gone afterwards."""
    held = weakref.ref(Loop())
    gc.freeze()
    trim_memory()
    assert held() is None


def test_what_is_there_from_the_start_is_looked_through_no_more() -> None:
    """After the start nothing that it loaded is looked through for garbage."""
    loaded = Loop()
    assert any(looked is loaded for looked in gc.get_objects())
    trim_memory()
    assert not any(looked is loaded for looked in gc.get_objects())


def test_what_is_free_goes_back_to_the_system() -> None:
    """Small pieces between which nothing is held any more leave the process, and not only Python."""
    pieces = [bytes(4000) for _ in range(20_000)]
    del pieces[::2]
    held = read_held()
    pieces.clear()
    trim_memory()
    assert read_held() < held - 20_000


def read_held() -> int:
    """Return the KB that this process holds."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def test_another_c_library_needs_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the C library has no such functions, nothing is done, and nothing is raised."""
    monkeypatch.setattr(memory, "_load_own_library", object)
    share_heap()
    trim_memory()


def test_numbers_are_written_without_the_tables_of_all_languages() -> None:
    """What was let go of is read again if it is asked for; sentences that exist need none of it."""
    bundle = load_bundle(Language("id"))
    drop_babel_tables()
    assert vars(babel.core)["_global_data"] is None
    assert bundle.has_message("rules-hold")
    assert babel.core.Locale.parse("id").plural_form(2) == "other"
    assert babel.core.get_global("likely_subtags")
