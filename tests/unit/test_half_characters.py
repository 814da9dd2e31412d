"""Half a character in a row of the notebook: it could be read, and nothing that holds it could ever be written again."""

import pytest

from bot.errors import FormUnreadable
from bot.model import EventId, Redacted, UserId
from bot.store.codec import pack_thing, unpack_thing

BODY = pack_thing(Redacted(EventId("$e"), UserId("@kim:clinic"), 1.0, EventId("$o")))


def test_half_a_character_is_set_aside() -> None:
    """A row with one is refused as unreadable, escaped or not; a whole character outside the first plane is read."""
    for half in ("\\ud83d", "\udcaa"):
        with pytest.raises(FormUnreadable):
            unpack_thing("redacted", BODY.replace("$o", half))
    assert unpack_thing("redacted", BODY.replace("$o", "\\ud83d\\ude00")).target == "\U0001f600"
