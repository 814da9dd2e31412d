"""What each effect is called on disk, and each of its fields."""

from bot.model import (
    Alert,
    Amend,
    Ask,
    Cancel,
    Card,
    ConsentCard,
    Decline,
    Forget,
    Join,
    Leave,
    Notice,
    Open,
    Reply,
    Retract,
    ShowData,
    ShowHead,
    ShowSent,
)
from bot.store.codec.form import Form

EFFECTS: tuple[Form, ...] = (
    Form("reply", Reply, "to words mark thread notice place whom mentions code file"),
    Form("notice", Notice, "words mark rings place whom"),
    Form("card", Card, "code words mark mentions question place"),
    Form("amend", Amend, "event words mark place"),
    Form("retract", Retract, "event place whom"),
    Form("open", Open, "place whom"),
    Form("consent-card", ConsentCard, "language words sha256"),
    Form(
        "ask",
        Ask,
        "question asker task backend language languages request about context place whom headings wishes origin",
    ),
    Form("show-sent", ShowSent, "to asker language prefix code part everything thread place whom"),
    Form("show-head", ShowHead, "language"),
    Form("show-data", ShowData, "to asker language prefix"),
    Form("forget", Forget, "whom event"),
    Form("cancel", Cancel, "question"),
    Form("join", Join, "inviter"),
    Form("decline", Decline, "inviter"),
    Form("leave", Leave, "words"),
    Form("alert", Alert, "code"),
)
