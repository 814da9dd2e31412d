"""In which order files of tests are run: the longest first, so that no process ends alone with one of them.

Seconds as measured, one process on an otherwise idle machine; a file that is not named takes less than any of these.
"""

from pathlib import Path

import pytest

SECONDS = {
    "e2e/test_at_desk.py": 60,
    "e2e/test_restart.py": 55,
    "e2e/test_start.py": 50,
    "e2e/test_once.py": 45,
    "integration/test_demo.py": 40,
    "e2e/test_backends.py": 38,
    "integration/test_homeserver.py": 35,
    "e2e/test_session.py": 33,
    "e2e/test_bad_input.py": 30,
    "e2e/test_keys.py": 28,
    "integration/test_power_cuts.py": 27,
    "e2e/test_identity_change.py": 22,
    "e2e/test_played_session.py": 21,
    "e2e/test_chaos.py": 20,
    "e2e/test_foreign.py": 19,
    "e2e/test_injection_live.py": 18,
    "e2e/test_two_languages.py": 17,
    "integration/test_sharing.py": 16,
    "e2e/test_poison_live.py": 15,
    "e2e/test_note_live.py": 14,
    "integration/test_sides.py": 13,
    "integration/test_poison.py": 12,
    "unit/test_injection.py": 10,
    "integration/test_attached.py": 9,
    "integration/test_trust_megolm.py": 9,
    "unit/test_window_properties.py": 9,
    "e2e/test_verification.py": 8,
    "integration/test_identity.py": 8,
    "e2e/test_rooms.py": 7,
    "integration/test_keys_forgotten.py": 7,
    "integration/test_at_rest.py": 6,
}


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort tests by how long their file takes; within a file, and among short files, they stay as they are."""
    items.sort(key=lambda item: -SECONDS.get(_name(item.path), 0))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
