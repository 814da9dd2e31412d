"""What a room is called on disk, and each of its fields; and what its placeholders stand for."""

from bot.masking.names import Names
from bot.model import Room
from bot.store.codec.form import Form

ROOM: tuple[Form, ...] = (
    Form(
        "room",
        Room,
        "id seated floor roster consents cards announced window window_messages window_minutes pending "
        "told_to_verify last_talk last_therapist accepted offered_rules drafts outcomes said explained alarms "
        "tally codes alarm_codes notices notice_codes privates unread off_since drilled talk typing offered offers offer_talk initiative disclosed "
        "to_confirm to_read read_at frozen_since masks interpreting utterances missed reliance digests note "
        "closing spent anchor accepted_backend withdrawn former_names obeyed deaf waiver refused left_out withdrew "
        "reads at_desk lines waiting ballots desk_talk",
    ),
    Form("names", Names, "people seeds spelt found originals last"),
)
