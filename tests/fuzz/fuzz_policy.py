"""Fuzzed: a room's file, a deployment file and a pack, from the bytes on disk to the rules that hold.

A file is read whole or refused with its mistakes: each has a line of the file, says what is wrong and what to do in one
line, and both are short, whatever stands in the file. Rules that are accepted can be merged, shown and named. Never an
exception, and the work is in proportion to the file's length.
"""

import atexit
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from fuzz_work import bound_work

from bot.errors import Mistake
from bot.model import RoomId
from bot.settings import Settings, load_settings
from bot.settings.checks import check_packs, check_rooms
from bot.settings.models import Deployment, Pack, RoomFile
from bot.settings.yaml_file import read_yaml

_FOLDER = tempfile.TemporaryDirectory(prefix="fuzz-policy-")
atexit.register(_FOLDER.cleanup)
CONFIG = Path(__file__).parents[2] / "config"
KINDS = {b"r": RoomFile, b"d": Deployment, b"p": Pack}
LONGEST = 1_000
"""Characters of what is said about one mistake, at most."""
WORDS = tuple(
    word.encode()
    for word in (
        "\n", "  ", ": ", "- ", "[", "]", "{", "}", "&a ", "*a", "!!python/object ", "!!binary ", "<<: ", "|\n", ">\n", '"', "'",
        "# ", "---\n", "...\n", "%YAML 1.2\n", "\\x00", "\u2028", "true", "off", "null", "~", "0x1f", "1e999", ".inf", ".nan",
        "2026-01-45", "room: ", '"*"', "therapists: ", '["@ana:clinic"]', "language: [en, id]", "approval: all", "backend: ",
        "floor_max: speak", "window: ", "idle: 30", "mask: ", "initiative: {every: 1}", "jurisdiction: [demo]", "prefix: ",
        "budget: ", "crisis: ", "desk: ", "clients: ", "homeserver: ", "user_id: ", "backends: ", "data_dir: ", "title: ",
    )
)  # fmt: skip


@cache
def _load_base() -> Settings:
    """Return the settings of a clinic whose rooms have no files of their own."""
    folder = Path(_FOLDER.name) / "clinic"
    (folder / "rooms").mkdir(parents=True)
    (folder / "password").write_text("x")
    (folder / "rooms" / "all.yaml").write_text(
        'room: "*"\ntherapists: ["@ana:clinic"]\nlanguage: [en]\nbackend: house\n'
    )
    (folder / "bot.yaml").write_text(
        'homeserver: http://127.0.0.1:9\nuser_id: "@bot:clinic"\npassword_file: password\ndata_dir: .\n'
        'jurisdiction: [demo]\ntherapists: ["@ana:clinic"]\n'
        "backends: {house: {kind: openai, base_url: http://127.0.0.1:9/v1, model: tiny}}\n"
    )
    return load_settings(folder / "bot.yaml")


def run_policy(data: bytes) -> None:
    """Read `data` as a file; its first letter says which kind."""
    kind, path = KINDS.get(data[:1], RoomFile), Path(_FOLDER.name) / "file.yaml"
    path.write_bytes(data[1:])
    base = _load_base()
    mistakes = bound_work(400_000 + 4_000 * len(data), _read_file, path, kind, base)
    lines = (
        data.count(b"\n")
        + data.count(b"\r")
        + data.count("\u2028".encode())
        + data.count("\u2029".encode())
        + data.count("\x85".encode())
        + 2
    )
    for mistake in mistakes:
        assert 1 <= mistake.line <= lines, "a mistake is told for a line that is not there"
        for said in (mistake.what, mistake.remedy):
            assert said, "a mistake is told without words"
            assert len(said) <= LONGEST, "what is said of a mistake is too long to be read"
            assert said.isprintable(), "what is said of a mistake is not one line of text"


def _read_file(path: Path, kind: type[RoomFile | Deployment | Pack], base: Settings) -> list[Mistake]:
    file = read_yaml(path, "file.yaml")
    rules = file.model(kind)
    assert rules is not None or file.mistakes, "a file is refused, and nobody is told why"
    if isinstance(rules, RoomFile):
        settings = replace(base, rooms=(("file.yaml", rules),))
        check_packs([(file, rules)], settings)
        check_rooms([(file, rules)], settings, None)
        if not file.mistakes and (policy := settings.policy(RoomId("!room:clinic"))):
            assert len(policy.sha256) == 64
            assert policy.languages
    return file.mistakes


def list_seeds() -> dict[str, bytes]:
    """Return files to begin with: those that come with the bot, and some in which one thing is odd."""
    seeds = {f"room-{path.stem}": b"r" + path.read_bytes() for path in sorted((CONFIG / "rooms").glob("*.yaml"))}
    seeds["deployment"] = b"d" + (CONFIG / "bot.yaml").read_bytes()
    small = min((CONFIG / "jurisdictions").glob("*.yaml"), key=lambda path: path.stat().st_size)
    seeds["pack"] = b"p" + small.read_bytes()
    plain = 'room: "*"\ntherapists: ["@ana:clinic"]\nlanguage: [en, id]\nbackend: house\n'
    odd = (
        "approval: all\nidle: 30\n",
        "window: {messages: 3}\n",
        "x: &a [1]\ny: *a\n",
        "idle: .nan\n",
        'prefix: "\\u202e"\n',
    )
    return seeds | {f"odd-{number}": b"r" + (plain + more).encode() for number, more in enumerate(odd)}
