"""In which order files of tests are run: the longest first, so that no process ends alone with one of them.

Seconds of the processor as measured, with what Synapse, Node and the bots take; a file that is not named takes less than any.
"""

from pathlib import Path

import pytest

SECONDS = {
    "integration/test_demo.py": 75,
    "e2e/test_at_desk.py": 57,
    "e2e/test_restart.py": 39,
    "integration/test_homeserver.py": 35,
    "e2e/test_session.py": 30,
    "e2e/test_played_session.py": 24,
    "e2e/test_start.py": 22,
    "e2e/test_backends.py": 22,
    "integration/test_power_cuts.py": 20,
    "e2e/test_bad_input.py": 16,
    "e2e/test_once.py": 16,
    "integration/test_poison.py": 16,
    "e2e/test_what_is_read.py": 15,
    "attacks/row_13_login_ends.py": 15,
    "e2e/test_second_contact.py": 14,
    "integration/test_exam_command.py": 13,
    "unit/test_answers_linear.py": 13,
    "e2e/test_danger_live.py": 12,
    "e2e/test_fallback_live.py": 12,
    "unit/test_injection.py": 12,
    "e2e/test_foreign.py": 11,
    "integration/test_egress.py": 11,
    "e2e/test_two_languages.py": 10,
    "integration/test_at_rest.py": 10,
    "integration/test_sharing.py": 10,
    "integration/test_sides.py": 10,
    "unit/test_exam.py": 10,
    "e2e/test_danger_outlives.py": 10,
    "integration/test_wire.py": 9,
    "e2e/test_note_live.py": 9,
    "e2e/test_injection_live.py": 8,
    "e2e/test_identity_change.py": 8,
    "e2e/test_poison_live.py": 8,
    "attacks/row_07_an_unsigned_second_device.py": 8,
    "integration/test_reload.py": 8,
    "integration/test_doctor.py": 7,
    "e2e/test_keys.py": 7,
    "e2e/test_rooms.py": 7,
    "integration/test_identity.py": 7,
    "unit/test_language.py": 6,
    "attacks/row_02_a_ghost_among_the_members.py": 6,
    "attacks/row_05_deleted_before_the_post.py": 6,
    "attacks/row_09_kicked_and_invited_again.py": 6,
    "e2e/test_chaos.py": 6,
    "unit/test_citations.py": 6,
    "integration/test_sdks.py": 5,
    "integration/test_login.py": 5,
}


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort tests by how long their file takes; within a file, and among short files, they stay as they are."""
    items.sort(key=lambda item: -SECONDS.get(_name(item.path), 0))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
