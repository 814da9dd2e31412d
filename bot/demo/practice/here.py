"""Practising in the terminal: the therapist types decisions, the bot decides as it does in real rooms. Needs no homeserver."""

from collections.abc import Callable

from bot.demo.practice.closing_card import make_closing_card
from bot.demo.practice.judgement import Record, find_source_message
from bot.demo.practice.library import find_scripted_answer, make_script
from bot.demo.practice.memory_room import THERAPIST, Table
from bot.demo.practice.play import play_scenario
from bot.demo.practice.scenario import Scenario
from bot.demo.screen import Screen
from bot.matrix.send import format_sentence
from bot.model import Desk, Direct, Effect, EventId, Language, SessionRoom, Words, make_words
from bot.session.language.languages import name_languages

Reads = Callable[[], str | None]
"""Gives the next line that the therapist types, None if there will be none."""


class Here:
    """A stage in the terminal: the practice room in memory, what happens there on the screen, decisions as they are typed."""

    def __init__(self, scenario: Scenario, record: Record, screen: Screen, reads: Reads) -> None:
        known = make_script(scenario)
        self._record, self._screen, self._reads = record, screen, reads
        self._table = Table(scenario, record, lambda ask: find_scripted_answer(known, ask))
        self._own = scenario.own

    async def writes(self, who: str, text: str, reply_to: EventId | None, *, private: bool = False) -> EventId:
        """Let one of the scenario's people write, and show it with what the bot says to it; what is private nobody sees."""
        where = self._table.comes_in_private(who) if private else SessionRoom()
        if not private:
            self._screen.show_typed(who, text, reply=reply_to is not None)
        event, effects = self._table.says(who, text, reply_to=reply_to, where=where)
        self._show(effects)
        return event

    async def takes_back(self, who: str, message: EventId) -> None:
        """Let one of the people delete their message, and show it with what becomes of its card."""
        self._screen.aside(strip_markdown(make_words("practice-deleted", self._own, person=who)))
        self._show(self._table.takes_back(who, message))

    async def wait_for_decision(self, question: EventId) -> None:
        """Take what is typed as a word on the draft for `question`, until one decides on it. The end of input ends all."""
        while not self._record.is_settled(question):
            waits = "practice-ack" if self._table.room.alarms else "practice-type"
            self._screen.aside(strip_markdown(make_words(waits, self._own)))
            line = self._reads()
            if line is None:
                self._record.over = True
                return
            self._types(line, question)

    def _types(self, line: str, question: EventId) -> None:
        """Let the therapist write at the desk: a command, or else as a reply to the card that waits. Behind `>`: in the room."""
        if line.startswith(">"):
            said = line.removeprefix(">").strip()
            self._screen.show_typed(THERAPIST, said)
            self._show(self._table.says(THERAPIST, said)[1])
            return
        codes = [draft.code for draft in self._table.room.drafts if find_source_message(draft.pending) == question]
        is_command = line.startswith(self._table.policy.rules.prefix)
        reply_to = self._table.card_of(codes[-1]) if codes and not is_command else None
        self._screen.show_typed(THERAPIST, line, reply=reply_to is not None)
        self._show(self._table.says(THERAPIST, line, reply_to=reply_to, where=Desk())[1])

    def _show(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            sentence = getattr(effect, "words", None)
            where = getattr(effect, "where", Desk())
            if isinstance(sentence, Words) and where in {SessionRoom(), Desk()}:
                self._screen.show_reply(strip_markdown(sentence))
            if isinstance(sentence, Words) and isinstance(where, Direct) and sentence.key.startswith("direct-"):
                self._screen.aside(strip_markdown(make_words("practice-private", self._own, told=(sentence,))))


async def play_in_terminal(scenario: Scenario, screen: Screen, reads: Reads) -> None:
    """Play a scenario in the terminal, and end with its closing card."""
    record = Record(scenario.people, live=scenario.live)
    screen.closing(scenario.title)
    screen.aside(strip_markdown(make_words("practice-here", scenario.own, about=scenario.about, person=THERAPIST)))
    if scenario.live:
        spoken = name_languages(tuple(Language(code) for code in scenario.live))
        screen.aside(strip_markdown(make_words("practice-live", scenario.own, languages=spoken)))
    await play_scenario(scenario, Here(scenario, record, screen, reads), record)
    screen.aside("")
    screen.show_reply(strip_markdown(make_closing_card(scenario, record.list_judged())))


def strip_markdown(sentence: Words) -> str:
    """Return a sentence as plain text."""
    return format_sentence(sentence)[0]
