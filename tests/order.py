"""In which order files of tests are run: the longest first, so that no process ends alone with one of them.

Seconds of the processor as measured, with what Synapse, Node and the bots take; a file that is not named takes less than any.
"""

from pathlib import Path

import pytest

SECONDS = {
    "e2e/test_at_desk.py": 57,
    "integration/test_demo.py": 45,
    "e2e/test_restart.py": 39,
    "integration/test_homeserver.py": 35,
    "e2e/test_session.py": 32,
    "e2e/test_played_session.py": 28,
    "e2e/test_backends.py": 25,
    "integration/test_power_cuts.py": 20,
    "integration/test_doctor.py": 18,
    "e2e/test_bad_input.py": 16,
    "e2e/test_once.py": 16,
    "attacks/row_13_login_ends.py": 15,
    "unit/test_injection.py": 12,
    "e2e/test_start.py": 12,
    "unit/test_language.py": 12,
    "e2e/test_foreign.py": 11,
    "integration/test_egress.py": 11,
    "e2e/test_two_languages.py": 10,
    "integration/test_at_rest.py": 10,
    "unit/test_window_properties.py": 9,
    "e2e/test_poison_live.py": 8,
    "attacks/row_07_an_unsigned_second_device.py": 8,
    "integration/test_reload.py": 8,
    "e2e/test_keys.py": 7,
    "e2e/test_rooms.py": 7,
    "integration/test_sharing.py": 7,
    "integration/test_wire.py": 7,
    "integration/test_identity.py": 7,
    "attacks/row_02_a_ghost_among_the_members.py": 6,
    "attacks/row_05_deleted_before_the_post.py": 6,
    "attacks/row_09_kicked_and_invited_again.py": 6,
    "e2e/test_chaos.py": 6,
    "e2e/test_injection_live.py": 6,
    "integration/test_sdks.py": 6,
    "integration/test_poison.py": 6,
    "e2e/test_identity_change.py": 5,
    "e2e/test_note_live.py": 5,
    "integration/test_sides.py": 5,
}


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort tests by how long their file takes; within a file, and among short files, they stay as they are."""
    items.sort(key=lambda item: -SECONDS.get(_name(item.path), 0))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
