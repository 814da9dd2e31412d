"""What is no mistake and still leaves somebody in danger without help: warnings with the file, the key and what to write."""

from collections.abc import Callable, Iterator, Sequence

from bot.danger_words.helplines import COUNTRIES, has_helplines
from bot.policy import RoomRules
from bot.settings.load import Files

_NO_COUNTRY = "so people are shown no help-line and no emergency number of their own country"
_NO_CONTACT = "so an alarm that no therapist answers calls no second person"
_NO_ROOM = "so an alarm that nobody answers ends with the second contacts"


def list_warnings(files: Files) -> tuple[str, ...]:
    """Return a line for each room in which danger is looked for and a country, a second contact or an on-call room is missing.

    What is missing in every room is told once, of the deployment file, where one line mends it.
    """
    ruled = [(file.name, files.settings.policy_of(file.name, room).rules) for file, room in files.rooms]
    watched = [(name, rules) for name, rules in ruled if rules.crisis.enabled]
    return tuple(_list_warnings_of(files, watched)) if watched else ()


def _list_warnings_of(files: Files, watched: Sequence[tuple[str, RoomRules]]) -> Iterator[str]:
    codes, main = ", ".join(COUNTRIES), files.main.name
    for name in _find_lacking(watched, main, lambda rules: rules.crisis.country):
        yield f"{name} sets no `crisis.country`, {_NO_COUNTRY}: write `crisis: {{country: ..}}` with one of {codes}"
    for name, rules in watched:
        country = rules.crisis.country
        if country and not has_helplines(country):
            yield f"{name} has `crisis.country: {country}`, of which there are no help-lines, {_NO_COUNTRY}: there are {codes}"
    for name in _find_lacking(watched, main, lambda rules: rules.second_contacts):
        yield f'{name} leaves nobody in `second_contacts`, {_NO_CONTACT}: write `second_contacts: ["@name:your.server"]`'
    if files.settings.deployment.on_call_room is None:
        yield f'{main} sets no `on_call_room`, {_NO_ROOM}: write `on_call_room: "#on-call:your.server"`'


def _find_lacking(
    watched: Sequence[tuple[str, RoomRules]], main: str, wanted: Callable[[RoomRules], object]
) -> tuple[str, ...]:
    """Return the files of the rooms whose rules lack what is `wanted`, or `main` alone if all do."""
    lacking = tuple(name for name, rules in watched if not wanted(rules))
    return (main,) if len(lacking) == len(watched) else lacking
