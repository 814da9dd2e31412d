"""Whatever is said, answered, failed, edited and deleted in whatever order: translations come in order, once, and of nobody who did not agree."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from interpreted import requests, retracted, translations
from scene import ANA, KIM, MODEL, Scene, policy

from bot.model import (
    Answered,
    Ask,
    Edited,
    Effect,
    EventId,
    Failed,
    Floor,
    Heard,
    Language,
    Person,
    Redacted,
    Task,
    Tongue,
    Trouble,
    UserId,
)

LEE = UserId("@lee:clinic")
"""A client who agreed to be read along with, and not to the model."""
TOKEN = re.compile(r"tok[a-z]+x")
EN, ID = Language("en"), Language("id")
WORDS = {EN: "the words are of one language", ID: "kata ini dari satu bahasa saja"}
"""What a message says in each language: one that is called Indonesian is, or its English answer is no translation."""


@dataclass
class Message:
    """What stands in a message now: its token, and whether it may be translated at all."""

    author: UserId
    token: str
    agreed: bool


class Talk(Scene):
    """A talk between two languages, with what is true of each message kept beside the bot."""

    def __init__(self, auto: bool) -> None:
        self.messages: dict[EventId, Message] = {}
        self.asked: list[Ask] = []
        self.standing: dict[EventId, list[str]] = {}
        self.order: list[int] = []
        self.tokens = 0
        super().__init__(
            policy(MODEL, approval="all", translate_auto=auto, consent={"purposes": ["listen"]}, absence=600)
        )
        self.joins(Person(LEE, "Lee"))
        self.begins()

    def begins(self) -> None:
        """Let everybody agree again, each to what they agree to, and the interpretation be turned on."""
        self.says(KIM, "!agree")
        self.says(LEE, "!agree listen")
        self.says(ANA, "!listen")
        self.says(ANA, "!translate auto id en")

    def token(self) -> str:
        """Return a token that was in no message before."""
        self.tokens += 1
        return "tok" + "".join("abcdefghij"[int(digit)] for digit in str(self.tokens)) + "x"

    def does(self, act: Callable[[], tuple[Effect, ...]]) -> None:
        """Let one thing happen and hold everything against what is true then."""
        effects = act()
        for event in retracted(effects):
            del self.standing[event]
        for reply in translations(effects):
            asked = next(ask for ask in self.asked if reply.to == ask.context[-1].id and ask.question == self.answering)
            self.order.append(self.asked.index(asked))
            self.standing[self.posts[reply.code]] = [TOKEN.findall(line.text)[0] for line in asked.context]
            assert self.room.interpreting
            assert self.room.floor is not Floor.OFF
        for ask in requests(effects):
            self.asked.append(ask)
            for line in ask.context:
                message = self.messages[line.id]
                assert (TOKEN.findall(line.text), message.agreed) == ([message.token], True)
        self.holds()

    answering: EventId | None = None

    def holds(self) -> None:
        """Check what always holds: one request at most, nothing out of order, no two translations of one message, none of old words."""
        assert sum(question.task is Task.INTERPRET for question in self.room.pending) <= 1
        assert self.order == sorted(self.order)
        shown = [token for tokens in self.standing.values() for token in tokens]
        assert len(shown) == len(set(shown))
        assert set(shown) <= {message.token for message in self.messages.values()}

    def talks(self, author: UserId, language: Language) -> None:
        """Let somebody write a message."""
        event, token = self.id(), self.token()
        on = self.room.floor is not Floor.OFF
        agreed = on and author != LEE and any(consent.person == author for consent in self.room.consents)
        self.messages[event] = Message(author, token, agreed)
        self.now += 1
        tongues = (Tongue(5, ((language, 1.0),)),)
        heard = Heard(event, author, self.now, f"{WORDS[language]} {token}", signed=True, tongues=tongues)
        self.does(lambda: self.happens(heard))

    def edits(self, which: int, language: Language) -> None:
        """Let somebody edit a message of theirs."""
        if event := self.some(which):
            message = self.messages[event]
            token = self.token()
            self.messages[event] = replace(message, token=token)
            tongues = (Tongue(5, ((language, 1.0),)),)
            edited = Edited(self.id(), message.author, self.now, event, f"{WORDS[language]} {token}", tongues)
            self.does(lambda: self.happens(edited))

    def redacts(self, which: int) -> None:
        """Let somebody delete a message."""
        if event := self.some(which):
            author = self.messages.pop(event).author
            self.does(lambda: self.happens(Redacted(self.id(), author, self.now, event)))

    def some(self, which: int) -> EventId | None:
        """Return one of the messages, counted from the newest."""
        message = list(self.messages)
        return message[-1 - which % len(message)] if message else None

    def returns(self, which: int, kind: str) -> None:
        """Let an answer come, or a failure; also to what was answered, or dropped, long ago."""
        if not self.asked:
            return
        ask = self.asked[-1 - which % len(self.asked)]
        self.answering = ask.question
        self.now += 1
        said = "ini bukan yang kamu katakan" if ask.language == ID else "entirely other speech is here"
        text = "\n".join((said if kind == "answers" else "sertraline 50 mg",) * len(ask.context))
        answered = Answered(self.id(), self.now, ask.question, text, "house", "small")
        failed = Failed(self.id(), self.now, ask.question, Trouble.SLOW)
        self.does(lambda: self.happens(failed if kind == "fails" else answered))

    def withdraws(self, author: UserId) -> None:
        """Let somebody withdraw: nothing of what they wrote may be translated any more; what stands is theirs to see."""
        for event, message in self.messages.items():
            if message.author == author:
                self.messages[event] = replace(message, agreed=False)
        self.does(lambda: self.says(author, "!withdraw"))

    def types(self, text: str) -> None:
        """Let the therapist type a command; after `!listen` everybody agrees anew."""
        self.does(lambda: self.says(ANA, text))
        if text == "!listen":
            self.begins()


WHO = st.sampled_from((ANA, KIM, LEE))
TONGUE = st.sampled_from((EN, ID))
SMALL = st.integers(0, 4)
TALKS = st.tuples(st.just("talks"), WHO, TONGUE)
RETURNS = st.tuples(
    st.just("returns"), st.sampled_from((0, 0, 0, 1, 2)), st.sampled_from(("answers", "answers", "fails", "doubt"))
)
SELDOM = st.one_of(
    st.tuples(st.just("edits"), SMALL, TONGUE),
    st.tuples(st.just("redacts"), SMALL),
    st.tuples(st.just("withdraws"), st.sampled_from((KIM, ANA))),
    st.tuples(
        st.just("types"),
        st.sampled_from(("!off", "!translate auto off", "!listen", "!translate auto en id", "!window clear")),
    ),
)
STEPS = st.lists(st.one_of(TALKS, TALKS, RETURNS, RETURNS, SELDOM), max_size=25)


@try_examples(250)
@given(STEPS, st.booleans())
def test_translations_are_in_order_once_and_of_those_who_agreed(steps: list[tuple[object, ...]], auto: bool) -> None:
    """Each message is translated at most once as it stands, in the order of the requests, and never by anybody's old or unagreed words."""
    talk = Talk(auto)
    for name, *more in steps:
        getattr(talk, str(name))(*more)
    if not auto:
        assert talk.order == []


@try_examples(60)
@given(st.lists(st.one_of(TALKS, st.just(("returns", 0, "answers"))), max_size=18))
def test_while_nothing_goes_wrong_every_message_is_translated(steps: list[tuple[object, ...]]) -> None:
    """Where every request is answered, every message of those who agreed is translated, once, in the order in which they were written."""
    talk = Talk(auto=True)
    for name, *more in steps:
        getattr(talk, str(name))(*more)
    while talk.room.pending:
        talk.returns(0, "answers")
    done = [token for tokens in talk.standing.values() for token in tokens]
    assert done == [message.token for message in talk.messages.values() if message.agreed]
