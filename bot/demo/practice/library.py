"""The scenarios there are: read whole, rehearsed with the bot's own decisions, or refused with every mistake and its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.demo.practice.judgement import Record
from bot.demo.practice.memory_room import Table
from bot.demo.practice.scenario import Scenario, Step
from bot.errors import ConfigWrong, Mistake
from bot.model import Ask, EventId, Language, SessionRoom, Task
from bot.settings.yaml_file import YamlFile, read_yaml
from bot.words import fold_text

OURS = Path(__file__).parent / "scenarios"


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario, by the name of its file up to the first dot."""

    name: str
    file: str
    scenario: Scenario


def load_scenarios(folders: tuple[Path, ...] = (OURS,)) -> tuple[Entry, ...]:
    """Return every scenario in `folders`, by name and language.

    Raises:
        ConfigWrong: with every mistake in them.
    """
    files, entries = list[YamlFile](), dict[tuple[str, Language], Entry]()
    for path in (path for folder in folders for path in _list_scenario_files(folder)):
        file = read_yaml(path, path.name)
        files.append(file)
        scenario = file.model(Scenario)
        if scenario is None:
            continue
        entry = Entry(path.name.partition(".")[0], path.name, scenario)
        known = entries.setdefault((entry.name, scenario.own), entry)
        if known is not entry:
            what = f"`{entry.name}` is there in this language already, in {known.file}"
            file.wrong(("language",), what, "Give the file another name")
        _check_scenario(file, scenario)
    if mistakes := tuple(mistake for file in files for mistake in file.mistakes):
        raise ConfigWrong(mistakes)
    return tuple(entries[key] for key in sorted(entries))


def choose_scenario(entries: tuple[Entry, ...], name: str | None, language: str | None) -> Scenario:
    """Return the scenario `name` in `language`; without a name the first, without a language the first there is.

    Raises:
        ConfigWrong: there is none.
    """
    fitting = [entry for entry in entries if name in {None, entry.name} and language in {None, entry.scenario.own}]
    if not fitting:
        there = ", ".join(f"{entry.name} ({entry.scenario.own})" for entry in entries)
        raise ConfigWrong(
            (Mistake("practice", 1, "there is no such scenario in that language", f"There are: {there}"),)
        )
    return fitting[0].scenario


def _list_scenario_files(folder: Path) -> list[Path]:
    path = sorted(folder.glob("*.yaml"))
    if not path:
        raise ConfigWrong(
            (Mistake(str(folder), 1, "no scenario is in this folder", "Name a folder of `*.yaml` files"),)
        )
    return path


def _check_scenario(file: YamlFile, scenario: Scenario) -> None:
    """Note what does not fit together, and, if all does, what does not come about when it is played."""
    for number, step in enumerate(scenario.steps):
        if step.who not in scenario.people:
            file.wrong(("steps", number, "who"), "`who` is not one of `people`", f"There: {', '.join(scenario.people)}")
    if not any(step.draft or step.danger for step in scenario.steps):
        file.wrong(("steps",), "nothing would come to the desk", "Give a step that asks for something a `draft`")
    if not file.mistakes:
        _rehearse_scenario(file, scenario)


def _rehearse_scenario(file: YamlFile, scenario: Scenario) -> None:
    """Play the scenario without anybody deciding, and note where it does not do what it is meant to."""
    if Table(scenario, Record(), lambda _: None).room.interpreting != scenario.live:
        file.wrong(("live",), "live translation is not possible between these", "Name two or three unlike languages")
        return
    asked: set[tuple[str, str]] = set()
    for number, step, ask, table in _rehearse_steps(scenario):
        place = ("steps", number, "draft" if step.draft else "says")
        if table.alarmed and not step.calls:
            remedy = "Say it without, or give it `danger`"
            file.wrong(("steps", number, "says"), "this line calls the tripwire, which stills the AI", remedy)
            return
        if step.calls and not table.alarmed:
            file.wrong(("steps", number, "says"), "this line calls nobody", "Say it plainly, as on the list")
            return
        if ask and (ask.task, _normalise_request(ask)) in asked:
            file.wrong(("steps", number, "says"), "an earlier step asks the same", "Ask for something else")
        asked |= {(ask.task, _normalise_request(ask))} if ask else set()
        if trouble := _find_step_trouble(step, ask, table):
            file.wrong(place, *trouble)


def _find_step_trouble(step: Step, ask: Ask | None, table: Table) -> tuple[str, str] | None:
    """Return why a step does not bring the draft that it should, and what to do. One rule per line."""
    if ask and not step.draft:
        return "this asks the AI, and no `draft` says what it answers", "Add `draft`"
    if step.draft and not ask:
        live = "Let `says` be a whole sentence in one of the languages of `live`, or a command"
        command = "Let `says` begin with a command, on what no glossary answers"
        return "nothing asks the AI for this draft", live if table.room.interpreting else command
    laid = next((draft for draft in table.room.drafts if ask and draft.pending.question == ask.question), None)
    if ask and laid is None:
        return "the bot would not show this draft", "Give it the form that such an answer has"
    if laid and any(fold_text(mark) not in fold_text(laid.text) for mark in step.gone):
        return "the card does not hold what `gone` names", "Copy the words from the draft"
    return None


def _rehearse_steps(scenario: Scenario) -> Iterator[tuple[int, Step, Ask | None, Table]]:
    """Yield each step with the question that it puts to the AI, if it does, and the room after it."""
    current: list[str | None] = [None]
    table, last = Table(scenario, Record(), lambda _: current[0]), EventId("")
    for number, step in enumerate(scenario.steps):
        current[0] = step.draft
        reply_to = last if step.reply else None
        where = table.comes_in_private(step.who) if step.private else SessionRoom()
        last, effects = table.says(step.who, step.says, reply_to=reply_to, where=where)
        yield number, step, next((effect for effect in effects if isinstance(effect, Ask)), None), table
        if step.calls and table.alarmed:
            table.acknowledges()
        if step.taken_back:
            table.takes_back(step.who, last)


def make_script(scenario: Scenario) -> dict[tuple[str, str], str]:
    """Return the draft for each question of the scenario: by its task and its words."""
    return {
        (ask.task, _normalise_request(ask)): step.draft
        for _, step, ask, _ in _rehearse_steps(scenario)
        if ask and step.draft
    }


def find_scripted_answer(answers: dict[tuple[str, str], str], ask: Ask) -> str | None:
    """Return the draft for a question, None if it is none of the scenario's."""
    return answers.get((ask.task, _normalise_request(ask)))


def _normalise_request(ask: Ask) -> str:
    if ask.task is Task.INTERPRET:
        return "\n".join(line.text for line in ask.context)
    return ask.request or (ask.about.text if ask.about else "")
