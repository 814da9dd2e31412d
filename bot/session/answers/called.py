"""People by their names again, where a model calls them as it was told to: `Client 2` is nobody's name to a reader. Pure."""

import re
from dataclasses import replace

from bot.model import Ground, Room, Task, UserId
from bot.policy import Policy
from bot.session.answers.schema import Fit
from bot.session.command.context import find_name
from bot.session.request.prompts import name_speakers
from bot.words.shelf import ANSWERS, meanings_in, read_once

TASKS = frozenset({Task.ASK, Task.SUGGEST, Task.OFFER})
"""What is written about the talk, so that it may call people as the talk does."""


def restore_names(fit: Fit, grounds: tuple[Ground, ...], room: Room, policy: Policy) -> Fit:
    """Return an answer about the talk that the request of `grounds` held, with people's names as the room shows them.

    Whoever the request did not number keeps what the model called them.
    """
    people = {name.casefold(): person for person, name in name_speakers(grounds, policy).items()}

    def named(text: str) -> str:
        return numbered_titles().sub(lambda match: _choose_shown_name(match, people, room), text)

    return replace(
        fit, text=named(fit.text), points=tuple(replace(point, text=named(point.text)) for point in fit.points)
    )


def _choose_shown_name(match: re.Match[str], people: dict[str, UserId], room: Room) -> str:
    person = people.get(f"{meanings_in(ANSWERS, 'titles')[match[1].casefold()]} {int(match[2])}")
    return find_name(room, person) if person else match[0]


@read_once
def numbered_titles() -> re.Pattern[str]:
    """Return what a model calls people who have a number: `Client 2`, in any language. `2 %` is no number of anybody's."""
    return re.compile(rf"(?i)\b({'|'.join(meanings_in(ANSWERS, 'titles'))}) (\d{{1,2}})\b(?! ?%)")
