"""A file as text: what is posted in its place where the homeserver takes no file."""

from dataclasses import replace

from bot.app.show.show_sent import split_into_messages
from bot.model import Reply, make_words

MOST = 12
"""Messages in which a file is shown as text; all of it is to be had from the clinic."""


def split_file_into_replies(reply: Reply) -> tuple[Reply, ...]:
    """Return the messages that show the file of `reply`, in order; the first says why there is none."""
    assert reply.file is not None
    parts = list(split_into_messages(reply.file.text)) or [""]
    return tuple(
        replace(
            reply,
            file=None,
            words=make_words(
                "file-part",
                reply.words.language,
                part=number,
                of=len(parts),
                last="cut" if number == MOST < len(parts) else "whole",
                text=part,
            ),
        )
        for number, part in enumerate(parts[:MOST], start=1)
    )
