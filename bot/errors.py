"""Everything that can go wrong and that somebody can mend.

    BotError                 what happened, what to do, exit status
    ├── ConfigWrong     78   a file says something we cannot follow; all mistakes at once
    ├── StoreRefused    78   the data folder is not ours to open: locked, wrong key, from the future
    │   ├── FolderBusy  75   another process has it open
    │   └── KeysLost         the keys of our device are in no file of ours any more
    ├── FormUnreadable  78   a row of the notebook holds nothing that this version can read
    ├── LoginRefused    77   the homeserver does not accept this account, password or token
    │   ├── TokenUnknown     the access token is none, or its device was logged out for good
    │   └── PasswordRefused  the password alone is wrong
    ├── IdentityRefused 77   the account's cross-signing identity is not the one we know
    ├── HomeserverDown  75   no answer, or none that makes sense; trying again later may help
    │   └── LoginExpired     our access token has ended; with another one it goes on as the same device
    ├── PageNotSent     75   whoever is on call was not paged; it is tried again
    ├── Unwritable      74   nothing can be written: the disk is full, the folder is read-only or held
    ├── ExamRefused      2   no exam can be held: no such backend, or it may not be asked, or it does not answer
    ├── Unsayable            what only some may hear, others could hear too, or nobody is there
    └── BackendError         a language model did not answer
        ├── BackendBusy      it asked us to wait
        ├── BackendRefused   asking again cannot help
        │   ├── BackendUnable    it has no means for this task
        │   ├── RecordingRefused it cannot read a recording, or takes it for too large
        │   └── EgressRefused    something in this process tried to get out past the locked client
        └── BackendDown      no answer, reason unknown; asking again later may help

An error of any other class is a bug in Third Chair.
Exit statuses are those of `sysexits.h`, which systemd understands.
"""

from dataclasses import dataclass
from enum import StrEnum


class BotError(Exception):
    """Something that a person can mend. `str()` says what happened and quotes nobody.

    Attributes:
        remedy: what to do about it, one sentence to the person who can do it.
        exit_code: with which status the process ends if nobody catches it.
    """

    exit_code = 1

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a configuration file, with where it stands."""

    file: str
    line: int
    what: str
    remedy: str
    passes: bool = False
    """Whether it may be gone at the next start though nobody has mended anything: a name that does not resolve yet."""

    def __str__(self) -> str:
        """Return the mistake as `file:line: what. remedy`."""
        return f"{self.file}:{self.line}: {self.what}. {self.remedy}"


class ConfigWrong(BotError):
    """The configuration cannot be followed; `mistakes` holds every reason.

    Where all of them may pass by themselves, the process ends as where the homeserver does not answer: with 75.
    """

    exit_code = 78

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        super().__init__(
            f"The configuration has {len(mistakes)} mistake(s):\n{lines}", "Correct these and start again."
        )
        self.mistakes = mistakes
        if mistakes and all(mistake.passes for mistake in mistakes):
            self.exit_code = HomeserverDown.exit_code


class StoreRefused(BotError):
    """The data folder cannot be opened safely."""

    exit_code = 78


class FolderBusy(StoreRefused):
    """Another process has the data folder open; when it ends, the folder can be opened."""

    exit_code = 75

    def __init__(self) -> None:
        super().__init__(
            "Another process is using this data folder.", "Stop it first: one account, one device, one process."
        )


class KeysLost(StoreRefused):
    """The homeserver knows keys for our device, and they are in no file of ours: `matrix.db` is lost, or another's."""

    def __init__(self, device: str) -> None:
        super().__init__(
            f"The homeserver knows keys for the device {device}, and the data folder does not hold them.",
            "Put the right data folder back, or matrix.db if there is one as new as the notebook. If it is lost: take `device_id` out of bot.yaml and "
            "run `thirdchair keys setup --restore` with the recovery key. The identity stays, and so do people's agreements "
            "where thirdchair.db is still there. With `access_token_file`, put a token of a new login there first.",
        )


class FormUnreadable(BotError):
    """A row of the notebook holds nothing that this version can read: it is damaged, or another version wrote it.

    Attributes:
        reason: how, as a code such as `no-json`: never what stands there.
    """

    exit_code = 78

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"A row of the notebook cannot be read ({reason}).",
            "Keep the data folder as it is. Start the version that wrote it, or restore a backup.",
        )
        self.reason = reason


class LoginRefused(BotError):
    """The homeserver does not accept this account, password or token."""

    exit_code = 77


class TokenUnknown(LoginRefused):
    """The homeserver does not know our access token, and does not say that it keeps the device."""


class PasswordRefused(LoginRefused):
    """The homeserver does not accept user id and password."""


class IdentityRefused(BotError):
    """The account's cross-signing identity is not one that we can prove to be ours."""

    exit_code = 77


class HomeserverDown(BotError):
    """The homeserver gave no answer, or none that makes sense."""

    exit_code = 75


class LoginExpired(HomeserverDown):
    """Our access token has ended and the homeserver keeps the device: a soft logout (spec, "Soft logout").

    The bot gets another by itself where it can; where it cannot, it waits for what a person mends.
    """

    def __init__(self) -> None:
        super().__init__(
            "The bot's access token has ended; the homeserver keeps its device.",
            "A running bot gets another by a refresh token or the password file: look whether that is right. "
            "With `access_token_file`, put a new token of the same device there. Keep the data folder.",
        )


class Unwritable(BotError):
    """Nothing can be written into the data folder; what is in it can be read."""

    exit_code = 74

    def __init__(self) -> None:
        super().__init__(
            "Nothing can be written into the data folder: the disk is full, the folder is read-only, or another program holds it.",
            "Make space, let the bot write there, or end that program; a running bot goes on by itself.",
        )


class PageNotSent(BotError):
    """Whoever is on call could not be paged outside Matrix; trying again later may help."""

    exit_code = 75


class ExamRefused(BotError):
    """No exam can be held: there is no such backend, text may not go to it, or it gives no answers."""

    exit_code = 2


class Unsayable(BotError):
    """What is for some people alone cannot be said: somebody else could hear it too, or nobody is there to hear it.

    Attributes:
        reason: a code, such as `strangers`.
        may_pass: whether that is so perhaps only until the next sync shows more, so that it is tried again a few times.
    """

    def __init__(self, reason: str, *, may_pass: bool = False) -> None:
        super().__init__(
            f"What only some may hear was not said ({reason}).", "Look who is in that room, and who may invite others."
        )
        self.reason = reason
        self.may_pass = may_pass


class BackendError(BotError):
    """A language model did not answer.

    Attributes:
        status: the HTTP status that it answered with; None if it did not get that far.
    """

    def __init__(self, what: str, remedy: str = "", *, status: int | None = None) -> None:
        super().__init__(what, remedy)
        self.status = status


class BackendBusy(BackendError):
    """The backend asked us to wait.

    Attributes:
        retry_after: seconds to wait, as the backend said; None if it did not say.
    """

    def __init__(
        self, what: str, remedy: str = "", *, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(what, remedy, status=status)
        self.retry_after = retry_after


class Refusal(StrEnum):
    """What a backend refuses that the person who asked can do something about, or has to know."""

    FILTERED = "filtered"  # a filter beside the model does not let the words pass
    LONG = "long"  # they are more than the model takes in at once
    SPENT = "spent"  # the account with whoever runs it is used up
    OTHER = "other"  # something that only the operator can mend


class BackendRefused(BackendError):
    """The backend understood and will not do it; asking again cannot help.

    Attributes:
        kind: what it refuses.
    """

    def __init__(
        self, what: str, remedy: str = "", *, status: int | None = None, kind: Refusal = Refusal.OTHER
    ) -> None:
        super().__init__(what, remedy, status=status)
        self.kind = kind


class BackendUnable(BackendRefused):
    """The backend has no means for this task (the embedded one has no generative model)."""


class RecordingRefused(BackendRefused):
    """The server cannot read this recording, or takes it for too large; another it may write down."""


class EgressRefused(BackendRefused):
    """Something in this process tried to reach out by a way of its own, and did not get there."""

    def __init__(self, what: str) -> None:
        super().__init__(what, "Look which backend was asked: it has to use the HTTP client that it is opened with.")


class BackendDown(BackendError):
    """The backend gave no answer, for a reason unknown; asking again later may help."""
