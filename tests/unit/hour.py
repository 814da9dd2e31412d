"""An hour of therapy in 240 messages and two languages, made up by a seed, with what people ask of the AI in it.

Ana, Kim and Ben write every fifteen seconds, uneven; somebody asks for something every eighth message, and in a pause the
AI may look for something to offer. Everything goes through the real decisions, masks and prompts; nothing leaves.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from billing import Bill, Provider
from scene import ANA, KIM, Scene, asks, policy

from bot.masking.mask import Veil
from bot.masking.names import Names, seed_names
from bot.model import Answered, Ask, Desk, Effect, Person, UserId
from bot.policy import BackendFacts
from bot.session.request.prompts import choose_unused_fence, collect_instructions, compose_prompt
from bot.session.talk.token_estimate import HEAD, estimate_tokens
from bot.store.fences import Fences
from bot.store.key import StoreKey

MESSAGES, MINUTES = 240, 60
BEN = UserId("@ben:clinic")
MODEL = BackendFacts("far", "anthropic", "middle", where="remote", context=200_000)
ENGLISH = [
    "I",
    "feel",
    "that",
    "we",
    "talk",
    "and",
    "talk",
    "and",
    "nothing",
    "changes",
    "at",
    "home",
    "when",
    "you",
    "come",
    "back",
    "so",
    "late",
    "from",
    "work",
    "and",
    "I",
    "wait",
    "with",
    "the",
    "food",
    "and",
    "then",
    "you",
    "say",
    "you",
    "are",
    "tired",
    "and",
    "I",
    "think",
    "maybe",
    "it",
    "was",
    "my",
    "fault",
    "again",
    "or",
    "your",
    "mother",
    "has",
    "called",
    "before",
]
INDONESIAN = [
    "aku",
    "merasa",
    "kamu",
    "tidak",
    "pernah",
    "dengar",
    "kalau",
    "aku",
    "cerita",
    "soal",
    "anak",
    "kita",
    "dan",
    "kamu",
    "cuma",
    "diam",
    "saja",
    "terus",
    "main",
    "telepon",
    "padahal",
    "aku",
    "capek",
    "sekali",
    "sepanjang",
    "hari",
    "di",
    "rumah",
    "mertua",
    "yang",
    "selalu",
    "bilang",
    "aku",
    "kurang",
    "sabar",
]
QUESTIONS = ("!ask what did they say about the evenings?", "!ask where do they mean different things?")
OTHERS = (
    (KIM, "!explain gaslightingness"),
    (BEN, "!translate id I am not angry with you, I am tired"),
    (KIM, "!express aku kesal sekali sama semua ini"),
    (BEN, "!explain the evening thing"),
)
EVERY = 8
"""Messages from one request to the next: two minutes. Three of five are the therapist's questions about the talk."""
PAUSE = 45.0
"""Seconds of quiet before every sixteenth message: the only pauses that are long enough for an offer."""


@dataclass(frozen=True)
class Request:
    """What was asked in which `minute`: its bill, and what the whole session so far would have been as a prompt."""

    minute: float
    task: str
    bill: Bill
    naive: int


def hour(window: int, number: int = 1, provider: Provider | None = None, every: int = EVERY) -> Iterator[Request]:
    """Yield the requests of hour `number`, one in `every` messages, in which questions see `window` of them, in order."""
    made, provider = random.Random(number), provider or Provider()  # noqa: S311 - it makes up talk, it guards nothing
    rules = {
        "backends_allowed": "any",
        "desk_backends": "any",
        "floor_max": "speak",
        "budget": LOOSE,
        "initiative": {"tokens": 100_000},
    }
    scene = Scene(policy(MODEL, window={"messages": window, "minutes": MINUTES}, **rules))
    scene.joins(Person(BEN, "Ben"))
    scene.says(BEN, "!agree")
    scene.listening().says(ANA, "!speak")
    book, began, whole = _Book(scene, provider), scene.now, 0
    for at, gap in enumerate(_gaps(made, every), start=1):
        yield from book.billed(scene.waits(gap), began, whole)
        sender, text = _said(made)
        yield from book.billed(scene.says(sender, text), began, whole)
        whole += HEAD + estimate_tokens(text)
        if at % every == 0:
            yield from book.billed(_asked(scene, at // every), began, whole)


def growth(requests: list[Request], count: Callable[[Request], float]) -> float:
    """Return how much more the last twenty minutes took than the twenty before: 1 where it grows as the time does.

    The first twenty are left out: the window is not full yet. What grows with the square of the time gives 5/3.
    """
    sums = [sum(count(request) for request in requests if start <= request.minute < start + 20) for start in (20, 40)]
    return sums[1] / sums[0]


LOOSE = {"room_day": 10**9, "person_day": 10**9, "room_requests": 10**6, "person_requests": 10**6}


def _gaps(made: random.Random, every: int) -> list[float]:
    """Return the seconds before each message: uneven, with a pause before every sixteenth, and an hour in all."""
    drawn = [0.0 if at % 16 == 0 else made.uniform(4.0, 20.0) for at in range(1, MESSAGES + 1)]
    spoken = MESSAGES + MESSAGES // every + 1  # the scene's clock goes on by a second with everything that is said
    scale = (60.0 * MINUTES - PAUSE * drawn.count(0.0) - spoken) / sum(drawn)
    return [scale * gap or PAUSE for gap in drawn]


def _asked(scene: Scene, number: int) -> tuple[Effect, ...]:
    """Let somebody ask for something: Ana at her desk about the talk, the others in the room about a word or sentence."""
    if number % 5 in {1, 3}:
        who, text = OTHERS[number // 2 % len(OTHERS)]
        return scene.says(who, text)
    return scene.says(ANA, QUESTIONS[number % len(QUESTIONS)], where=Desk())


def _said(made: random.Random) -> tuple[UserId, str]:
    sender = made.choice((ANA, KIM, KIM, BEN, BEN))
    known = INDONESIAN if sender == KIM else ENGLISH
    return sender, " ".join(made.choices(known, k=made.randint(4, 28)))


class _Book:
    """What is sent for one session, masked as it would be, and billed."""

    def __init__(self, scene: Scene, provider: Provider) -> None:
        self._scene, self._provider = scene, provider
        self._fences = Fences(StoreKey(bytes(32)))
        self._names = Names()

    def billed(self, effects: tuple[Effect, ...], began: float, whole: int) -> Iterator[Request]:
        """Send what a decision asks, let it be answered, and yield what that was."""
        for ask in asks(effects):
            scene, now = self._scene, self._scene.now
            fence = choose_unused_fence(self._fences.get_fence(scene.room.id, scene.room.tally.since), ask)
            veil = Veil(seed_names(self._names, scene.room.roster, ()), strict=True)
            bill = self._provider.bill(compose_prompt(ask, scene.policy, fence, veil), now)
            self._names = veil.names
            naive = whole + estimate_tokens(collect_instructions(ask, scene.policy)) + estimate_tokens(ask.request)
            yield Request((now - began) / 60, ask.task, bill, naive)
            answered = Answered(scene.id(), now, ask.question, _answer(ask), "far", "middle", bill.sent, 30)
            scene.happens(answered)


def _answer(ask: Ask) -> str:
    return "Nothing." if ask.task == "offer" else "They speak about the evenings, and mean rest by it."
