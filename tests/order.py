"""In which order files of tests are run: the longest first, so that no process ends alone with one of them.

Seconds of the processor as measured, with what Synapse, Node and the bots take; a file that is not named takes less than any.
"""

from pathlib import Path

import pytest

SECONDS = {
    "e2e/test_at_desk.py": 41,
    "integration/test_demo.py": 41,
    "e2e/test_session.py": 30,
    "integration/test_power_cuts.py": 30,
    "integration/test_recovery_key.py": 26,
    "e2e/test_what_is_read.py": 25,
    "attacks/row_13_login_ends.py": 22,
    "e2e/test_played_session.py": 22,
    "e2e/test_backends.py": 19,
    "e2e/test_many_accounts.py": 17,
    "e2e/test_restart.py": 17,
    "integration/test_sharing.py": 16,
    "e2e/test_second_contact.py": 15,
    "unit/test_exam.py": 15,
    "unit/test_window_properties.py": 15,
    "e2e/test_disk_loss.py": 14,
    "e2e/test_once.py": 14,
    "integration/test_homeserver.py": 14,
    "e2e/test_head_at_desk.py": 13,
    "e2e/test_snapshot.py": 13,
    "integration/test_doctor.py": 13,
    "integration/test_poison.py": 13,
    "e2e/test_bad_input.py": 12,
    "e2e/test_verification.py": 12,
    "unit/test_answers_linear.py": 12,
    "unit/test_danger_properties.py": 12,
    "e2e/test_danger_live.py": 11,
    "e2e/test_start.py": 11,
    "e2e/test_danger_outlives.py": 10,
    "e2e/test_votes_live.py": 10,
    "integration/test_egress.py": 10,
    "integration/test_ending_in_room.py": 10,
    "integration/test_identity.py": 10,
    "integration/test_init.py": 9,
    "e2e/test_fallback_live.py": 8,
    "e2e/test_foreign.py": 8,
    "e2e/test_keys.py": 8,
    "e2e/test_removal.py": 8,
    "e2e/test_rooms.py": 8,
    "e2e/test_two_languages.py": 8,
    "integration/test_exam_command.py": 8,
    "integration/test_sides.py": 8,
    "unit/test_initiative_properties.py": 8,
    "unit/test_votes_properties.py": 8,
    "attacks/row_02_a_ghost_among_the_members.py": 7,
    "unit/test_language.py": 7,
    "unit/test_loaded_sdks.py": 7,
    "unit/test_practice.py": 7,
    "attacks/row_04_edited_in_one_breath_live.py": 6,
    "attacks/row_05_deleted_before_the_post.py": 6,
    "attacks/row_07_an_unsigned_second_device.py": 6,
    "attacks/row_09_kicked_and_invited_again.py": 6,
    "e2e/test_chaos.py": 6,
    "e2e/test_injection_live.py": 6,
    "e2e/test_poison_live.py": 6,
    "integration/test_wire.py": 6,
    "unit/test_desk_properties.py": 6,
    "unit/test_interpreting_properties.py": 6,
    "unit/test_reliance_properties.py": 6,
    "e2e/test_note_live.py": 5,
    "integration/test_compared_late.py": 5,
    "integration/test_service_manager.py": 5,
    "unit/test_danger_tiers.py": 5,
    "unit/test_injection.py": 5,
    "unit/test_names.py": 5,
    "unit/test_review.py": 5,
    "unit/test_sentences.py": 5,
}


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sort tests by how long their file takes; within a file, and among short files, they stay as they are."""
    items.sort(key=lambda item: -SECONDS.get(_name(item.path), 0))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
