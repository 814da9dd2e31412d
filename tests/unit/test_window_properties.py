"""Whatever is said in whatever order: a backend sees only words whose writers had agreed when they wrote them, and still do."""

import re
from dataclasses import replace

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from scene import ANA, KIM, Scene, policy
from truth import LEE, SAM, Truth, Word

from bot.model import (
    TALK,
    Arrived,
    Ask,
    ConsentCard,
    Desk,
    Direct,
    Edited,
    Effect,
    Event,
    EventId,
    Floor,
    Heard,
    InSession,
    Left,
    Masked,
    Person,
    Purpose,
    Redacted,
    Renamed,
    Reply,
    SessionRoom,
    UserId,
)
from bot.policy import BackendFacts, Policy
from bot.session.attention import is_edit_heeded, limit_attention
from bot.session.request.prompts import compose_prompt
from bot.store.codec import pack_thing

TOKEN = re.compile(r"tok\d+x")
HALF_A_DAY = 12 * 3600.0


def rules(facts: str, **said: object) -> Policy:
    """Return a policy under which nothing but what people do turns the AI off for a day."""
    return policy(
        BackendFacts("house", "openai", facts),
        observers=(str(SAM),),
        floor_max="speak",
        absence=1440,
        window={"messages": 200, "minutes": 60},
        translate_context=2,
        **said,
    )


class Session(Scene):
    """A scene that hears as the loops do, writes a new token into each message, and reads every request that goes out."""

    def __init__(self, purposes: tuple[str, ...], approval: str, *, burst: bool) -> None:
        self.truth = Truth()
        self.tick = 0.0 if burst else 1.0
        self.step = 0
        self.idle = 1440
        self.said = {"consent": {"days": 1, "purposes": purposes}, "approval": approval}
        self.refused: dict[UserId, float] = {}
        self.cards: dict[EventId, str] = {}
        self.asked: list[tuple[EventId, str]] = []
        self.sent: list[frozenset[str]] = []
        self.anchor: EventId | None = None
        self.moved = False
        super().__init__(rules("small", idle=1440, **self.said))

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let the bot decide what it may keep of an event."""
        if isinstance(event, Heard):
            noticed = limit_attention(self.room, event, self.policy)
            if noticed is None:
                return ()
            event = noticed
        if isinstance(event, Edited) and not is_edit_heeded(self.room, event):
            return ()
        self.anchor = self.room.anchor
        effects = super().happens(event)
        for effect in effects:
            if isinstance(effect, Ask):
                self.reads(effect)
        return effects

    def _stands(self, job: str, effect: Effect) -> None:
        super()._stands(job, effect)
        if isinstance(effect, Reply) and effect.code in self.posts:
            self.truth.roots[self.posts[effect.code]] = self.truth.roots.get(effect.to, effect.to)
        if isinstance(effect, ConsentCard):
            self.cards[self.room.cards[-1].event] = self.truth.facts

    def has_moved(self, ask: Ask) -> bool:
        """Return whether the message is gone with which the talk began: from then on a third of it may stay behind."""
        gone = self.anchor is not None and all(line.id != self.anchor for line in ask.context)
        self.moved = self.anchor is not None and (self.moved or gone)
        return self.moved

    def behind_first(self, talk: set[str], tokens: frozenset[str]) -> bool:
        """Return whether nothing is missing behind the first of the talk that goes along."""
        first = min((self.truth.words[token].at for token in talk & tokens), default=self.now)
        return {token for token in talk if self.truth.words[token].at > first} <= tokens

    def reads(self, ask: Ask) -> None:
        """Check that a request holds nothing that may not leave; of the talk, where all of it is asked for, all that may."""
        prompt = compose_prompt(ask, self.policy, "fence", Masked)
        request = "\n".join((prompt.system, prompt.request, *(turn.text for turn in prompt.turns)))
        tokens = frozenset(TOKEN.findall(request))
        note = bool(ask.headings)
        may = {token for token in self.truth.words if self.truth.may_leave(token, ask.question, self.now, note=note)}
        assert tokens <= may
        talk = {token for token in may if not self.truth.words[token].asks}
        if ask.task in {"ask", "offer"} and self.tick and ask.question not in self.truth.roots:
            assert self.behind_first(talk, tokens) if self.has_moved(ask) else talk <= tokens
        told = f"I read {' '.join(sorted(tokens))}"
        if note:
            numbered = enumerate(ask.context, start=1)
            told = "\n".join(f"note: {part} [{at}]" for at, line in numbered for part in TOKEN.findall(line.text))
        self.asked = [(question, text) for question, text in self.asked if question != ask.question]  # never decided
        self.asked.append((ask.question, told or "nothing"))
        self.sent.append(tokens)

    def does(self, step: tuple[object, ...]) -> None:
        """Let one thing happen, and look at what the bot has afterwards."""
        self.step += 1
        self.now += self.tick
        kind, *more = step
        getattr(self, f"_{kind}")(*more)
        has = set(TOKEN.findall(pack_thing(replace(self.room, roster=(), former_names=()))))
        assert {token for token in has if not self.truth.may_stay(token)} == set()

    def token(self, author: UserId, event: EventId, *, asks: bool, where: InSession = SessionRoom()) -> str:
        """Return a new token that `author` writes now, in the message `event`."""
        needed = Purpose.MODEL if asks else Purpose.LISTEN
        on = self.room.floor is not Floor.OFF and (asks or where == SessionRoom())
        fit = on and author != SAM and self.truth.held(author, needed, self.now) is not None
        made = f"tok{len(self.truth.words)}x"
        self.truth.words[made] = Word(author, event, self.step, self.now, asks, fit)
        return made

    def writes(self, author: UserId, text: str, *, asks: bool = False, **more: object) -> None:
        """Let somebody who is in the room write `text`, with a new token for its `%`."""
        if author not in self.truth.here:
            return
        event = self.id()
        where = more.get("where", SessionRoom())
        more["where"] = where = Direct(author) if where is Direct else where
        assert isinstance(where, SessionRoom | Desk | Direct)
        filled = text.replace("%", self.token(author, event, asks=asks, where=where)) if "%" in text else text
        self.happens(replace(Heard(event, author, self.now, filled, signed=True), **more))  # type: ignore[arg-type]

    def some(self, which: int) -> str | None:
        """Return one of the tokens written so far, counted from the newest."""
        words = list(self.truth.words)
        return words[-1 - which % len(words)] if words else None

    def message(self, which: int) -> EventId | None:
        """Return the message that one of the tokens stands in."""
        token = self.some(which)
        return self.truth.words[token].event if token else None

    def _talk(self, author: UserId, place: object) -> None:
        self.writes(author, "well, %", where=place)

    def _quote(self, author: UserId, which: int, mark: str, command: str) -> None:
        told = self.some(which)
        begin = f"{command}%\n" if command else "%\n"
        self.writes(
            author, f"{begin}{mark}<{KIM}> {told}\n{mark}\nso %", asks=bool(command), reply_to=self.message(which)
        )

    def _asks(self, author: UserId, command: str, place: object) -> None:
        self.writes(author, f"{command} %", asks=True, where=place)

    def _points(self, author: UserId, command: str, which: int) -> None:
        self.writes(author, command, reply_to=self.message(which))

    def _wishes(self, author: UserId, typed: str, which: int, place: object) -> None:
        if self.posts and author in self.truth.here:
            answer = list(self.posts.values())[-1 - which % len(self.posts)]
            self.truth.roots[EventId(f"$e{self.count + 1}")] = self.truth.roots[answer]
            self.writes(author, typed, reply_to=answer, where=place)

    def _agree(self, author: UserId, text: str, which: int, signed: bool) -> None:
        cards = list(self.cards)
        card = cards[-which] if 0 < which <= len(cards) else None
        target = card or (self.message(0) if which < 0 else None)
        if author in self.truth.here - {SAM} and signed and (text.startswith("!") or card):
            named = tuple(purpose for purpose in Purpose if purpose.value in text) or TALK
            if (card is None or self.cards[card] == self.truth.facts) and not self.has_refused(author):
                self.truth.agrees(author, named, self.step, self.now)
        self.writes(author, text, reply_to=target, signed=signed)

    def _lowers(self, author: UserId, text: str, signed: bool) -> None:
        if author in self.truth.here and text in {"!withdraw", "!decline"}:
            self.truth.ends(author)
            if text == "!decline" and not self.has_refused(author):
                self.refused[author] = self.now
        self.writes(author, text, signed=signed)

    def has_refused(self, author: UserId) -> bool:
        """Return whether somebody said no less than half a day ago: no yes of theirs counts until then."""
        return self.now - self.refused.get(author, -HALF_A_DAY) < HALF_A_DAY

    def _raises(self, text: str) -> None:
        if ANA in self.truth.here and not self.has_refused(ANA):
            self.truth.agrees(ANA, TALK, self.step, self.now)
        self.writes(ANA, text)

    def _session(self, text: str) -> None:
        for person, typed in ((KIM, text), (LEE, "!agree")):
            self._agree(person, typed, 0, True)
        self.step += 1
        self._raises("!listen")
        self.step += 1
        self.now += self.tick

    def _edits(self, author: UserId, which: int, quote: bool) -> None:
        if (event := self.message(which)) is None or author not in self.truth.here:
            return
        was = [word for word in self.truth.words.values() if word.event == event and not word.forged][-1]
        new = self.token(author, was.event, asks=False)
        word = self.truth.words[new]
        word.fit = word.fit and was.fit
        word.forged = author != was.author
        word.gone = word.forged or was.asks or was.gone
        word.step, word.at = was.step, was.at
        if author == was.author:
            self.erased(was.event, but=new)
        text = f"> {self.some(which + 5)}\n{new}" if quote else new
        self.happens(Edited(self.id(), author, self.now, was.event, text))

    def _redacts(self, author: UserId, which: int) -> None:
        if event := self.message(which):
            self.erased(event)
            self.happens(Redacted(self.id(), author, self.now, event))

    def erased(self, event: EventId, but: str = "") -> None:
        """Note that the words of a message are gone by somebody's wish."""
        for token, word in self.truth.words.items():
            word.gone = word.gone or (word.event == event and token != but)

    def _comes(self, person: UserId) -> None:
        self.truth.ends(person)
        self.truth.here.add(person)
        self.joins(Person(person, "Somebody"))

    def _goes(self, person: UserId) -> None:
        self.truth.ends(person)
        self.truth.here.discard(person)
        self.happens(Left(self.id(), self.now, person))

    def _renames(self, person: UserId) -> None:
        if person in self.truth.here:
            name = self.token(person, self.id(), asks=False)
            self.truth.words[name].gone = True
            self.happens(Renamed(self.id(), self.now, Person(person, name)))

    def _facts(self, facts: str) -> None:
        if facts != self.truth.facts:
            self.truth.since.clear()
            for word in self.truth.words.values():
                word.gone = word.gone or word.asks
        self.truth.facts = facts
        self._ruled()

    def _tightens(self) -> None:
        self.idle -= 1
        self._ruled()

    def _ruled(self) -> None:
        self.policy = rules(self.truth.facts, idle=self.idle, **self.said)
        arrived = Arrived(self.id(), self.now, self.room.roster, encrypted=True, private=True, history="joined")
        self.happens(arrived)

    def _answers(self, which: int) -> None:
        if self.asked:
            self.answers(*self.asked[-1 - which % len(self.asked)])

    def _decides(self, word: str, number: int) -> None:
        self.writes(ANA, f"{word} K{number}", where=Desk())

    def _notes(self, text: str) -> None:
        self.writes(ANA, text, where=Desk())

    def _waits(self, seconds: float) -> None:
        self.waits(seconds)


PEOPLE = st.sampled_from((ANA, KIM, LEE, SAM))
SMALL = st.integers(0, 8)
COMMANDS = st.sampled_from(("!explain", "!express", "!ask", "!translate id", "!jelaskan"))
AGREE = st.sampled_from(("!agree", "!agree listen", "!agree model", "!setuju", "agree", "setuju"))
PLACES = st.sampled_from((SessionRoom(), SessionRoom(), Direct, Desk()))
"""`Direct`: in the direct room of whoever writes."""
MARKS = st.sampled_from((">", "> ", ">> ", " \t> ", "\u200b> ", "\uff1e", "\u00a0\u2060> "))
OFTEN = st.one_of(
    st.tuples(st.just("talk"), PEOPLE, st.just(SessionRoom())),
    st.tuples(st.just("asks"), st.just(ANA), st.just("!ask"), st.sampled_from((SessionRoom(), Desk()))),
    st.tuples(st.just("asks"), PEOPLE, COMMANDS, st.sampled_from((SessionRoom(), Direct))),
    st.tuples(st.just("quote"), PEOPLE, SMALL, MARKS, st.sampled_from(("", "", "!express ", "!ask ", "!explain "))),
    st.tuples(st.just("points"), PEOPLE, st.sampled_from(("!explain", "!translate", "!translate id")), SMALL),
    st.tuples(st.just("wishes"), PEOPLE, st.sampled_from(("simpler", "contoh")), st.integers(0, 2), PLACES),
    st.tuples(st.just("edits"), PEOPLE, SMALL, st.booleans()),
    st.tuples(st.just("answers"), SMALL),
    st.tuples(st.just("notes"), st.sampled_from(("!note free", "!note free", "!summary"))),
    st.tuples(st.just("decides"), st.sampled_from(("ok", "no", "again")), st.integers(1, 4)),
)
SELDOM = st.one_of(
    st.tuples(st.just("talk"), PEOPLE, st.sampled_from((Desk(), Direct))),
    st.tuples(st.just("agree"), PEOPLE, AGREE, st.integers(-1, 6), st.sampled_from((True, True, False))),
    st.tuples(st.just("lowers"), PEOPLE, st.sampled_from(("!withdraw", "!decline", "!stop")), st.booleans()),
    st.tuples(st.just("raises"), st.sampled_from(("!listen", "!speak"))),
    st.tuples(st.just("redacts"), PEOPLE, SMALL),
    st.tuples(st.just("comes"), PEOPLE),
    st.tuples(st.just("goes"), PEOPLE),
    st.tuples(st.just("renames"), PEOPLE),
    st.tuples(st.just("facts"), st.sampled_from(("small", "large"))),
    st.just(("tightens",)),
    st.tuples(st.just("waits"), st.sampled_from((5.0, 40.0, 700.0, 3_600.0, 40_000.0, 90_000.0))),
)
BEGUN = (("session", "!agree"),)
CHAPTERS = st.lists(
    st.tuples(
        st.sampled_from((BEGUN, (*BEGUN, ("raises", "!speak")), (("session", "!agree listen"),), ())),
        st.lists(OFTEN, max_size=9),
        SELDOM,
    ),
    min_size=2,
    max_size=5,
)
STEPS = CHAPTERS.map(lambda chapters: [step for first, often, seldom in chapters for step in (*first, *often, seldom)])
"""A few times over: somebody may turn the AI on, people talk and ask, and then something happens that changes who agrees."""
POLICIES = st.tuples(st.sampled_from((("listen",), ("listen", "model"))), st.sampled_from(("all", "unasked")))


@try_examples(300)
@given(STEPS, st.booleans(), POLICIES)
def test_only_words_of_those_who_agreed_leave(
    steps: list[tuple[object, ...]], burst: bool, said: tuple[tuple[str, ...], str]
) -> None:
    """No request and no room ever holds a word of somebody who had not agreed when writing it, or does not any more."""
    session = Session(*said, burst=burst)
    for step in steps:
        session.does(step)
