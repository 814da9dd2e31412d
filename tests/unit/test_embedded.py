"""The embedded backend: what it can do without a model, and that it says so when it cannot."""

import pytest
from rows import try_each

from bot.errors import BackendRefused, BackendUnable
from bot.llm.backend import open_backend
from bot.model import Answer, Language, Masked, Prompt, Task, Turn
from bot.settings import BackendSettings

EN, ID = Language("en"), Language("id")


async def asked(task: Task, request: str, language: Language = EN, *, max_tokens: int = 700) -> Answer:
    """Return the embedded backend's answer to `request`, amid turns that it must not read."""
    turns = (Turn("user", Masked("so furious about flashback")), Turn("user", Masked(f"<<{request}>>")))
    prompt = Prompt(task, language, "You are kind.", turns, Masked(request))
    async with open_backend(BackendSettings()) as backend:
        return await backend.complete(prompt, max_tokens=max_tokens)


async def test_rough_words_become_a_numbered_choice() -> None:
    """`!express` brings the ways as a plain numbered list, one a line."""
    answer = await asked(Task.EXPRESS, "so sad")
    assert answer.text == "1. I feel sad.\n2. I want to say that I feel sad.\n3. I feel sad when ..."
    assert answer.model == "embedded"


@try_each(
    ("task", "request_text"),
    [
        (Task.TRANSLATE, "selamat pagi"),
        (Task.ASK, "what is rumination?"),
        (Task.EXPLAIN, "quantum physics"),
        (Task.EXPLAIN, "rumination"),
        (Task.EXPRESS, "the cupboard is painted green"),
        (Task.EXPRESS, "so sad I want to die"),
        (Task.EXPRESS, ""),
    ],
)
async def test_what_needs_a_model_is_refused(task: Task, request_text: str) -> None:
    """Translation, questions, terms and unrecognised or dangerous words are not guessed at: the glossary is no backend's."""
    with pytest.raises(BackendUnable):
        await asked(task, request_text)


async def test_a_refusal_quotes_nobody() -> None:
    """The error says what to do and repeats nothing of the request."""
    with pytest.raises(BackendRefused) as refusal:
        await asked(Task.EXPLAIN, "zebrasecret")
    assert "zebrasecret" not in f"{refusal.value!r} {refusal.value.remedy}"
    assert refusal.value.remedy


async def test_a_long_answer_is_cut() -> None:
    """An answer longer than asked for is cut, not refused."""
    whole = await asked(Task.EXPRESS, "so sad")
    short = await asked(Task.EXPRESS, "so sad", max_tokens=6)
    assert whole.text.startswith(short.text)
    assert 6 <= len(short.text.split()) < len(whole.text.split())


async def test_it_is_what_a_room_gets_by_default() -> None:
    """The kind `embedded`, the default of the settings, opens this backend."""
    async with open_backend(BackendSettings()) as backend:
        answer = await backend.complete(Prompt(Task.EXPRESS, EN, "", (), Masked("so sad")), max_tokens=700)
    assert answer.model == "embedded"


async def test_rough_words_keep_the_language_they_are_written_in() -> None:
    """Indonesian words after the English command become Indonesian sentences, and the other way round."""
    assert "capek" in (await asked(Task.EXPRESS, "aku capek banget", EN)).text
    assert (await asked(Task.EXPRESS, "so sad", ID)).text.startswith("1. I feel sad.")
