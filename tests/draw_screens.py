"""Writes the pages that `make screens` photographs: moments of the played session, each as somebody's phone shows it."""

from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml
from foreign_event import Seen
from phone_page import Phone, draw_phone
from played_page import Page

SHOTS = Path(__file__).parent / "screens" / "shots.yaml"
PICTURES = {"room": "", "desk": "desk", "direct": "direct"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A moment: whose phone, in which place, up to and with which minute of the script, in which language and look the phone is.

    Of that minute the first message that holds the words `last` is the last that is drawn; all of it, where there are none.
    """

    name: str
    who: str
    place: str
    until: str
    language: str
    look: str
    last: str = ""


def read_shots() -> tuple[Shot, ...]:
    """Return the moments that are drawn."""
    return tuple(Shot(**row) for row in yaml.safe_load(SHOTS.read_text(encoding="utf-8")))


def write_phone_pages(page: Page, folder: Path) -> None:
    """Write a page for each moment into `folder`/light or `folder`/dark, from what the clients of the played session saw."""
    for shot in read_shots():
        stage = page.stage
        people = {client.user_id: name for name, client in stage.cast.items()}
        picture = PICTURES[shot.place]
        phone = Phone(
            viewer=stage.cast[shot.who].user_id,
            title={"room": "Tuesdays at two", "desk": "Desk: Tuesdays at two", "direct": f"Third Chair · {shot.who}"}[
                shot.place
            ],
            language=shot.language,
            names={**{str(user): name for user, name in people.items()}, stage.bot: stage.chair.client.own_name},
            pictures={stage.bot: _load("chair"), **({"room": _load(picture)} if picture else {})},
        )
        room = stage.room(shot.place, shot.who)
        seen = [(at, event) for at, event in page.seen if event.room == room and at <= shot.until]
        (folder / shot.look).mkdir(parents=True, exist_ok=True)
        drawing = draw_phone(_cut_after_last(seen, shot), phone)
        (folder / shot.look / f"{shot.name}.html").write_text(drawing, encoding="utf-8")


def _cut_after_last(seen: list[tuple[str, Seen]], shot: Shot) -> list[Seen]:
    """Return what was seen up to the message that the moment ends with."""
    ends = [n for n, (at, event) in enumerate(seen, 1) if at == shot.until and shot.last in event.body]
    assert ends, f"no such moment: {shot.name}"
    return [event for _, event in seen[: ends[0] if shot.last else len(seen)]]


def _load(drawing: str) -> str:
    return f"data:image/png;base64,{b64encode((files('bot') / 'pictures' / f'{drawing}.png').read_bytes()).decode()}"
