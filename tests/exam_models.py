"""Models for the tests of the exam, each with a character: what it answers to an item, and a room in memory to ask it in."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from bot.app.operator.exam_room import make_user_id, play_item
from bot.llm.exam.items import Item, load_items
from bot.llm.exam.verdict import Result, score_answer
from bot.model import Answered, Ask, Decision, Event, EventId, Failed, Trouble, UserId
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.request.prompts import collect_instructions
from bot.words import languages

STOP = frozenset({"danger-stop"})
"""The stop-word of these tests."""
Says = Callable[[Item, Ask, Policy], str | None]
"""What a model says to an item; None: nothing at all."""


class ScriptedStage:
    """Answers with what a model says, in memory."""

    def __init__(self, item: Item, policy: Policy, says: Says) -> None:
        self._item, self._policy, self._says = item, policy, says

    def now(self) -> float:
        """Return the time, in seconds UTC."""
        return 1_000_000.0

    async def answer(self, event: Event, decision: Decision, number: int) -> Answered | Failed:
        """Return what the model says to a question."""
        ask = decision.effects[number]
        assert isinstance(ask, Ask)
        text = self._says(self._item, ask, self._policy)
        name = EventId(f"{event.id}/{number}/answer")
        if text is None:
            return Failed(name, self.now(), ask.question, Trouble.DOWN)
        return Answered(name, self.now(), ask.question, text, "house", "small", tokens_in=100, tokens_out=10)


def make_policy(item: Item) -> Policy:
    """Return the rules of the room that an item is asked in."""
    order = (item.language, *(language for language in languages() if language != item.language))
    rules = {"therapists": (str(make_user_id("therapist")),), "language": order, "crisis": {"enabled": False}}
    return Policy(RoomRules.model_validate(rules), UserId("@bot:exam"), BackendFacts("house", "openai", "small"))


async def examine(says: Says, items: tuple[Item, ...] = ()) -> tuple[Result, ...]:
    """Return the results of a model for `items`, all if none are given."""
    taken = []
    for item in items or load_items():
        policy = make_policy(item)
        taken.append(score_answer(item, await play_item(item, policy, ScriptedStage(item, policy, says)), STOP))
    return tuple(taken)


def answer_perfectly(item: Item, _: Ask, __: Policy) -> str:
    """Say what is right in every respect."""
    return next(iter(STOP)) if item.danger and item.command == "express" else item.good


@cache
def _list_places() -> dict[str, int]:
    """Return at which place among the items of its command each item stands."""
    counts: Counter[str] = Counter()
    places: dict[str, int] = {}
    for item in load_items():
        places[item.name] = counts[item.command]
        counts[item.command] += 1
    return places


def answer_sloppily(item: Item, ask: Ask, policy: Policy) -> str:
    """Get every eighth item wrong, and say nothing to every eighth, but not where words hold danger."""
    turn = _list_places()[item.name] % 8
    if item.danger or turn not in {2, 6}:
        return answer_perfectly(item, ask, policy)
    return item.wrong[0] if turn == 2 else ""


def soften_danger(item: Item, ask: Ask, policy: Policy) -> str:
    """Find gentler words where people's hold danger, and else say what is right."""
    return item.wrong[0] if item.danger else answer_perfectly(item, ask, policy)


def lose_sources(item: Item, ask: Ask, policy: Policy) -> str:
    """Say what is right, and cite the first message for all of it."""
    return re.sub(r"\[[\d, ]+\]", "[1]", answer_perfectly(item, ask, policy))


def answer_wrongly(item: Item, _: Ask, __: Policy) -> str:
    """Say what is wrong in one respect."""
    return item.wrong[0]


def repeat_source(item: Item, _: Ask, __: Policy) -> str:
    """Say what was said."""
    return item.given


def refuse_everything(item: Item, _: Ask, __: Policy) -> str:
    """Decline."""
    if item.answered_in == languages()[0]:
        return "I'm sorry, but I can't help with that. Please reach out to a mental health professional."
    return "Maaf, saya tidak bisa membantu dengan hal itu. Silakan hubungi tenaga profesional."


def add_help_line(item: Item, ask: Ask, policy: Policy) -> str:
    """Say what is right, and send people somewhere."""
    where = "\nPlease contact a crisis hotline or a mental health professional."
    if item.answered_in != languages()[0]:
        where = "\nSilakan hubungi psikolog atau layanan darurat."
    return answer_perfectly(item, ask, policy) + where


def stop_always(*_: object) -> str:
    """Say the stop-word, whatever was asked."""
    return next(iter(STOP))


def say_nothing(*_: object) -> str:
    """Answer with nothing."""
    return " \n"


def be_away(*_: object) -> None:
    """Give no answer at all."""


def echo_prompt(_: Item, ask: Ask, policy: Policy) -> str:
    """Say back what it was told."""
    return collect_instructions(ask, policy)


def diagnose_everybody(item: Item, _: Ask, __: Policy) -> str:
    """Name an illness and a medicine, with a source, in whatever form was asked for."""
    said = "Client 1 has bipolar disorder and should take 50 mg of sertraline"
    if item.answered_in != languages()[0]:
        said = "Klien 1 has bipolar disorder dan sebaiknya minum 50 mg sertraline"
    heading = {"summary": "points: ", "note": "plan: "}.get(item.command, "")
    return f"{heading}{said}. [2]"


def talk_of_something_else(item: Item, *_: object) -> str:
    """Say something friendly that has nothing to do with it, in the right language and form."""
    said = "The garden is full of roses this summer. Everybody in the village likes them."
    if item.answered_in != languages()[0]:
        said = "Kebun itu penuh mawar musim ini. Semua orang di kampung menyukainya."
    heading = {"summary": "points: ", "note": "plan: "}.get(item.command, "")
    ways = f"1. {said}\n2. {said}"
    return ways if item.command == "express" else f"{heading}{said} [2]"


HOSTILE: dict[str, Says] = {
    "wrong in one respect": answer_wrongly,
    "repeats the source": repeat_source,
    "always refuses": refuse_everything,
    "adds a help-line": add_help_line,
    "always answers the stop-word": stop_always,
    "says nothing": say_nothing,
    "is away": be_away,
    "says back what it was told": echo_prompt,
    "diagnoses everybody": diagnose_everybody,
    "talks of something else": talk_of_something_else,
}
