"""Every line that the log may hold, by its `event`, and every alert, by its `reason`: what it means, and what to do.

docs/metrics.md is written from here, and a test finds what is logged and does not stand here.
A reason that ends in `*` is a family: at its end stands the kind of room that it is about, such as `desk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line means, and what to do about it; empty if nothing is to be done."""

    means: str
    remedy: str = ""


_BY_ITSELF = "nothing, while it stays rare"
_TELEPHONE = "reach the therapist by telephone now"
_ROOM = "look at who is in that room, and at its settings"
_REPORT = "report it as a bug: SECURITY.md says how"

ALERTS: Mapping[str, Entry] = {
    "crisis": Entry("words of danger: the desk is called, then whoever comes after", "nothing, while people answer"),
    "second-reader": Entry("a model suspects danger: as with `crisis`", "nothing, while people answer"),
    "about-therapist": Entry(
        "words of danger about the therapist: second contacts and supervisor are called, no therapist is",
        "see that one of them answers; say nothing to that therapist",
    ),
    "nobody-to-call": Entry(
        "no therapist has answered an alarm, and neither a second contact nor an on-call room is set",
        f"{_TELEPHONE}; then set them",
    ),
    "page-not-sent": Entry(
        "nobody acknowledged an alarm, and the page outside Matrix did not get through; it is tried again until it does, "
        "or somebody acknowledges, for a day",
        f"{_TELEPHONE}; then look at `on_call_webhook` and at whoever answers there",
    ),
    "tripwire-broken": Entry(
        "a message could not be compared with the list; the desk is asked to read it", f"{_REPORT}, without the message"
    ),
    "alarm-without-policy": Entry(
        "an alarm waits in a room that no file covers any more, and nobody can be called",
        f"{_TELEPHONE}; then put the room file back",
    ),
    "alarm-not-kept": Entry(
        "the disk is full, and somebody wrote words of danger meanwhile; the desk, the second contacts and the on-call "
        "room were told at once, without a code",
        f"{_TELEPHONE}; it is at the desk with its code once there is space",
    ),
    "alarm-not-told-at-*": Entry(
        "one of them could not be told: their room is not there, and none can be made now",
        "reach them by telephone now",
    ),
    "alarm-not-told": Entry(
        "all that should have been said of an alarm in that room failed", f"{_TELEPHONE}; then {_REPORT}"
    ),
    "drill-not-played": Entry(
        "a drill was ordered where the bot sits in no session, or an alarm waits", "see to the alarm; order it again"
    ),
    "disk-full": Entry(
        "nothing can be written into the data folder; people are heard, but nothing of it is kept or answered",
        "make space, let the bot write there, or end what holds the notebook; it goes on by itself, and says `there is space again`",
    ),
    "room-other-account": Entry(
        "the room's policy names another `account`; this bot said so and left",
        "let a therapist invite that account: docs/scaling.md",
    ),
    "loop-hangs": Entry(
        "one of the three loops, named in `kind`, was not heard of for minutes; under systemd the bot is started again",
        f"without systemd: start it again now; {_REPORT}",
    ),
    "login-ended": Entry(
        "the access token has ended, and neither a refresh token nor the password file gets another; the bot waits",
        "correct the password file, or the token file: docs/operators.md, *When the login ends*",
    ),
    "identity_changed": Entry(
        "the homeserver shows another security identity for a person than before, with both keys (`was`, `now`)",
        "ask them, by telephone, what their app shows; if it is theirs, `thirdchair trust`",
    ),
    "identity-changed": Entry("the same, as therapists see it at the desk until one types `!ack`", "as above"),
    "room-not-encrypted": Entry(
        "a therapist invited the bot into a room without encryption; it left, and said why", "nothing, or help them"
    ),
    "room-public": Entry(
        "a therapist invited the bot into a room that anybody may join; it left, and said why", "nothing, or help them"
    ),
    "room-history": Entry(
        "newcomers could read that room's past; the bot keeps off",
        "the room's setting, or `history: shared` in its file",
    ),
    "room-alone-history": Entry("the same, in a room in which nobody else is yet", "as above"),
    "room-replaced": Entry(
        "a session room was upgraded or closed for good; its session is over", "invite the bot into the new room"
    ),
    "room-no-policy": Entry("no file covers the room; the bot left", "add a room file, if it is a session"),
    "room_not_read": Entry("what a sync brought of a room could not be read; the others were", _REPORT),
    "history_too_long": Entry(
        "a gap in a room was too long to be read whole: the oldest of it was not heard",
        "ask its therapist to read what was written meanwhile",
    ),
    "strangers": Entry("somebody is in a side room who may not be; they are put out", _ROOM),
    "desk-left": Entry(
        "the homeserver refuses to remove somebody from a desk who may not be there; the bot named that desk closed and "
        "left it, and the next message makes another",
        "look at who is in the old one, and why the bot lost its power there",
    ),
    "strangers-at-*": Entry("somebody is there who may not hear what was to be said; nothing was said", _ROOM),
    "absent-at-*": Entry("the bot is not in the room in which it should say something", "invite it there"),
    "nobody-at-*": Entry("nobody came who should hear something; it was not said", "ask them to accept the invitation"),
    "power-at-*": Entry("the bot has too little power in a room of its own; nothing was said there", _ROOM),
    "not-encrypted-at-*": Entry("the room is not encrypted; nothing was said there", _ROOM),
    "not-private-at-*": Entry("anybody may join the room; nothing was said there", _ROOM),
    "refused-at-*": Entry("the homeserver refused to post something there", "the line `not possible` says its code"),
    "impossible-at-*": Entry("something could not be said there", "the line `not possible` says what to do"),
    "unreadable-at-desk": Entry("something for the desk cannot be read in the notebook", "see `set-aside-job`"),
    "bug": Entry("something was not said for a bug of ours", _REPORT),
    "bug_in_decision": Entry("a bug: one message was not decided, the others are", _REPORT),
    "set-aside-inbox": Entry(
        "an event in the notebook cannot be read; it is set aside, everything else goes on", "docs/storage.md"
    ),
    "set-aside-job": Entry("something to be done cannot be read; as above", "docs/storage.md"),
    "set-aside-room": Entry("all that is known of a session cannot be read; as above", "docs/storage.md"),
    "socket-not-permitted": Entry(
        "something in the bot's process tried to reach out past the locked client, and did not get there",
        "look which backend is configured: docs/backends.md",
    ),
    "program-not-permitted": Entry(
        "something in the bot's process tried to start a program, and could not", "as above"
    ),
}

EVENTS: Mapping[str, Entry] = {
    "starting": Entry("the process has begun"),
    "counts and health": Entry("where a monitoring system may ask"),
    "ready": Entry("logged in, its identity proved, and in sync"),
    "devices of before the restore are logged out": Entry(
        "after a restore: nobody can act as the bot from the lost ones"
    ),
    "whether the data folder is an earlier copy cannot be seen": Entry(
        "the homeserver keeps no account data for the bot, or refuses it, so a copy that is put back is not noticed",
        "ask who runs it; never put a copy of the folder back meanwhile: docs/backup.md",
    ),
    "the homeserver does not log devices out": Entry(
        "after a restore, a lost device could not be logged out", "log it out in the account's settings"
    ),
    "invitation turned down: another account serves that room": Entry(
        "a therapist invited this bot into a room whose policy names another `account`",
        "let them invite that account: docs/scaling.md",
    ),
    "systemd could not be told": Entry("systemd was not there to be told that the bot is at work", _BY_ITSELF),
    "a device of before the restore is still logged in": Entry(
        "after a restore, a lost device of the bot's account can still act as it",
        "log it out in the account's settings, or let the homeserver's administrator do it",
    ),
    "the recovery key is another one": Entry("a new recovery key was made, and the old one opens nothing any more"),
    "the homeserver is older than the data folder": Entry(
        "the homeserver has forgotten what it knew of the bot, as after a backup of its own",
        "ask who runs it; if people cannot read the bot: `thirdchair keys rotate-device`",
    ),
    "stopped": Entry("it was told to stop, and has"),
    ALERT: Entry("asks for somebody: see the table of alerts"),
    "a bug ended the program": Entry("a bug, by its class and place", f"start it again; {_REPORT}"),
    "a library warns": Entry("a library had something to say, which is not shown", _BY_ITSELF),
    "homeserver does not answer; waiting": Entry(
        "the bot tries again by itself", "look at the homeserver, if it lasts"
    ),
    "homeserver answers again": Entry("it did; `count` is how often it did not"),
    "there is space again": Entry("what can be written down is; `count` messages were told of danger without it"),
    "logged in again": Entry("the access token had ended, and there is another"),
    "the access token ends soon": Entry("in `seconds`, and nothing renews it by itself", "as `remedy` says"),
    "the refresh token is refused": Entry("the homeserver does not take it; the password is tried", _BY_ITSELF),
    "the password is refused": Entry("the homeserver does not take the password file's", "correct that file"),
    "the new access token is not one of the bot's device": Entry(
        "the token in `access_token_file` is of another device", "make one of the same device: docs/operators.md"
    ),
    "the homeserver has no keys of the bot's device; publishing them again": Entry(
        "somebody logged the device out and in again", "find out who"
    ),
    "the homeserver knows other one-time keys by these names; making new ones": Entry(
        "an earlier upload got lost half way", _BY_ITSELF
    ),
    "keys not settled; tried again after the next sync": Entry("the homeserver did not answer about keys", _BY_ITSELF),
    "identity published": Entry("the bot's identity was made, once in the life of the account"),
    "identity restored": Entry("the identity was taken up with the recovery key"),
    "identity confirmed": Entry("the operator has confirmed somebody's new identity"),
    "recovery key written; put it into the clinic's safe and delete the file": Entry(
        "nobody sat at the screen when the identity was made", "do so"
    ),
    "the account keeps its name and picture": Entry("the homeserver lets neither be set", _BY_ITSELF),
    "a room is made without a picture": Entry("the homeserver takes no picture", _BY_ITSELF),
    "a room keeps a name that tells too much": Entry("a side room could not be given another name", _ROOM),
    "a room file names an alias that the homeserver does not know": Entry(
        "its rules hold nowhere", "correct the alias; `thirdchair doctor` names it"
    ),
    "the configuration has changed": Entry("what was saved holds now"),
    "the configuration has changes that only a restart takes up": Entry("`reason` names the keys", "restart the bot"),
    "a mistake in the configuration; what held before holds on": Entry("`where` is file and line", "as `remedy` says"),
    "floor": Entry("the AI in a room is `off`, listens or speaks"),
    "joined on invitation": Entry("a therapist invited the bot, and it came"),
    "invitation turned down: not from a therapist of that room": Entry(
        "somebody else invited it", "add them to the room's file, if they should"
    ),
    "side room made": Entry("a desk, a direct room or a second contact's was made"),
    "a session has left its desk": Entry(
        "its therapists, or `desk.shared`, have changed: what the bot said of it there is deleted, and it has another desk"
    ),
    "asked in; told as soon as they come": Entry("a second contact has not joined their room", "ask them to"),
    "somebody cannot be asked into a side room": Entry(
        "the homeserver refuses to invite them", "look at their account"
    ),
    "a side room was made only in part; another is made": Entry("the homeserver stopped while it made it", _BY_ITSELF),
    "a side room is lost; the next need makes another": Entry("the bot is out of a side room", _BY_ITSELF),
    "put out of a desk: the files name them no more": Entry("`count` people, by your change of the files"),
    "message not counted": Entry(
        "a message did not pass the trust gate, for `reason`", "see `thirdchair_refused_total`"
    ),
    "message dropped": Entry(
        "a message was played a second time, which only a server can do", "look, if it comes again"
    ),
    "messages that cannot be read are dropped": Entry("too many of one person wait for keys", "see docs/operators.md"),
    "dropped what cannot be read": Entry("a sync held what no client writes, `count` times", "look, if it comes again"),
    "to-device event dropped": Entry("a letter to the bot's device was malformed", _BY_ITSELF),
    "a device's one-time key is no key": Entry("somebody's device published nonsense, and gets no key", _BY_ITSELF),
    "room key changed": Entry("messages of a room go out under a new key, for `reason`"),
    "room key withheld": Entry(
        "`count` devices do not get a room's key, by the specification's code", "people sign their devices"
    ),
    "a bug: this event was not compared": Entry("it counts as danger: the desk is asked to read it", _REPORT),
    "a bug: this event was not decided": Entry("by its class and place", _REPORT),
    "a bug: this job was not done": Entry("by its class and place", _REPORT),
    "put off": Entry("something is tried again in `seconds`", _BY_ITSELF),
    "not possible": Entry("the homeserver refused something, or it cannot be", "as `remedy` says, or by its code"),
    "a message was not taken back": Entry("the homeserver refuses to delete one of the bot's messages", _BY_ITSELF),
    "a file is posted as text": Entry("the homeserver takes no file of that size", "raise its limit, if you like"),
    "paged outside Matrix": Entry(
        "whoever is on call was paged: nobody had acknowledged an alarm", "reach the therapist"
    ),
    "answered": Entry("a backend answered; its tokens as it counts them"),
    "no answer": Entry("an attempt came to nothing, for `reason`", "as `remedy` says"),
    "voice message not usable": Entry(
        "a voice message was not written down: `long`, `large`, `gone`, `altered`, or `no-sound`",
        "nothing; its sender was told. If `gone` comes often, look at the homeserver's media repository",
    ),
    "held back": Entry("an answer was not shown, for `reason`", "see `thirdchair_held_back_total`"),
    "the model server has read less than it was sent": Entry("it cuts prompts in silence", "as `remedy` says"),
}


def find_alert(reason: str) -> Entry | None:
    """Return what the alert `reason` means, None if it stands nowhere."""
    if reason in ALERTS:
        return ALERTS[reason]
    return next((entry for family, entry in ALERTS.items() if "*" in family and fnmatchcase(reason, family)), None)
