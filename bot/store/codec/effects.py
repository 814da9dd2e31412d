"""What each effect is called on disk, and each of its fields."""

from bot.model import (
    Alert,
    Amend,
    Ask,
    Cancel,
    Card,
    Clear,
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
    Form("reply", Reply, "to words mark thread notice where mentions code file"),
    Form("notice", Notice, "words mark rings where code"),
    Form("card", Card, "code words mark mentions question quiet"),
    Form("amend", Amend, "event words mark"),
    Form("retract", Retract, "event where"),
    Form("open", Open, "where"),
    Form("clear", Clear, "where"),
    Form("consent-card", ConsentCard, "language words sha256"),
    Form(
        "ask",
        Ask,
        "question asker task backend language languages request about context where headings wishes origin",
    ),
    Form("show-sent", ShowSent, "to asker language prefix code part everything thread where"),
    Form("show-head", ShowHead, "language"),
    Form("show-data", ShowData, "to language prefix where"),
    Form("forget", Forget, "whom event"),
    Form("cancel", Cancel, "question"),
    Form("join", Join, "inviter"),
    Form("decline", Decline, "inviter"),
    Form("leave", Leave, "words"),
    Form("alert", Alert, "code"),
)
