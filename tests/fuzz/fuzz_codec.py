"""Fuzzed: stored forms that are damaged, of another version, or somebody's forgery.

Whatever stands in a row, it is read as what it says it is, or `FormUnreadable` says where it is wrong and quotes nothing of
it, so that the row is set aside; what is read can be written, and is the same when it is read again; and the work is in
proportion to the form's length.
"""

import json
from pathlib import Path

from fuzz_work import bound_work, require, stands_in_id

from bot.errors import FormUnreadable
from bot.store.codec import FORMS, pack_thing, tag_of, unpack_thing

LONGEST_SEED = 4096
"""Bytes of a form that the corpus begins with."""
TAGS = tuple(form.tag for form in FORMS if form.tag)
SECRET = "velvet-walrus"
"""Stands in the corpus wherever somebody's words would, and is looked for where no words may be."""
HOLDS_WORDS = frozenset({"raw", "text", "words", "args", "answers", "beside", "unknown"})
"""Keys behind which people's words stand, or what stands in a sentence."""
_GOLDEN = Path(__file__).parents[1] / "golden" / "forms.json"
WORDS = (
    b"null", b"true", b"-1", b"1e400", b"NaN", b"0.5", b"[]", b"{}", b'""', b'"en"', b'"room"', b'"desk"', b'"direct @kim:clinic"',
    b"\\ud800", b"\\u0000", b'"' + SECRET.encode() + b'"', b"[[[[", b'{"a":', b'"id":', b'"at":', b'"where":', b'"words":', b'"key":',
    b"123456789012345678901234567890", b'"listen"', b'"off"', b'"explain"', *(tag.encode() + b"\n" for tag in TAGS[:8]),
)  # fmt: skip


def run_codec(data: bytes) -> None:
    """Read what stands after the first line of `data` as what its first line says it is."""
    tag, _, body = data.decode("utf-8", "surrogateescape").partition("\n")
    bound_work(5_000 + 60 * len(data), _read_form, tag, body)


def _read_form(tag: str, body: str) -> None:
    try:
        thing = unpack_thing(tag, body)
    except FormUnreadable as error:
        require(SECRET not in f"{error}{error.remedy}{error.reason}{error!r}", "an error quotes a row")
        require(error.__context__ is None or error.__suppress_context__, "an error drags the row along")
        return
    again = pack_thing(thing)
    again.encode()  # what cannot be written to the database would end the bot later
    assert unpack_thing(tag_of(thing), again) == thing
    if not stands_in_id(json.loads(again), SECRET, HOLDS_WORDS):
        assert SECRET not in repr(thing), "what people wrote is in a repr"


def list_seeds() -> dict[str, bytes]:
    """Return the stored form of everything, as it is written today; of a room with everything in it, a few parts at a time."""
    forms = json.loads(_GOLDEN.read_text(encoding="utf-8"))
    whole = forms.pop("room")
    bare = {name: value for name, value in whole.items() if not isinstance(value, list | dict)}
    rooms = {f"room-{name}": {**bare, name: value} for name, value in whole.items() if name not in bare}
    things = {tag: (tag, form) for tag, form in forms.items() if tag in TAGS}
    things |= {name: ("room", form) for name, form in rooms.items()}
    seeds = {
        name: f"{tag}\n{json.dumps(form, ensure_ascii=False, separators=(',', ':'))}".encode()
        for name, (tag, form) in things.items()
    }
    return {name: seed for name, seed in seeds.items() if len(seed) <= LONGEST_SEED}
