"""Writes the pages that `make screens` photographs: moments of the played session, each as somebody's phone shows it."""

from base64 import b64encode
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml
from phone_page import Phone, draw_phone
from played_page import Page

SHOTS = Path(__file__).parent / "screens" / "shots.yaml"
PICTURES = {"room": "", "desk": "desk", "direct": "direct"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A moment: whose phone, in which place, up to and with which minute of the script, in which language the phone is."""

    name: str
    who: str
    place: str
    until: str
    language: str


def read_shots() -> tuple[Shot, ...]:
    """Return the moments that are drawn."""
    return tuple(Shot(**row) for row in yaml.safe_load(SHOTS.read_text(encoding="utf-8")))


def write_phone_pages(page: Page, folder: Path) -> None:
    """Write a page for each moment into `folder`, from what the clients of the played session saw."""
    folder.mkdir(parents=True, exist_ok=True)
    for shot in read_shots():
        stage = page.stage
        people = {client.user_id: name for name, client in stage.cast.items()}
        drawing = PICTURES[shot.place]
        phone = Phone(
            viewer=stage.cast[shot.who].user_id,
            title={"room": "Tuesdays at two", "desk": "Desk: Tuesdays at two", "direct": f"Third Chair · {shot.who}"}[
                shot.place
            ],
            language=shot.language,
            names={**{str(user): name for user, name in people.items()}, stage.bot: stage.chair.client.own_name},
            pictures={stage.bot: _load("chair"), **({"room": _load(drawing)} if drawing else {})},
        )
        room = stage.room(shot.place, shot.who)
        seen = [event for at, event in page.seen if event.room == room and at <= shot.until]
        assert seen, f"nothing was seen yet: {shot.name}"
        (folder / f"{shot.name}.html").write_text(draw_phone(seen, phone), encoding="utf-8")


def _load(drawing: str) -> str:
    return f"data:image/png;base64,{b64encode((files('bot') / 'pictures' / f'{drawing}.png').read_bytes()).decode()}"
