"""What may stand in each kind of configuration file. Paths are relative to the file that names them."""

from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from bot.model import UserId
from bot.policy import Distance, RoomRules, Rules
from bot.policy.rules import Texts
from bot.settings.request_keys import ExtraBody, Temperature

_PRIVATE = tuple(
    ip_network(network)
    for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)
"""RFC 1918, RFC 3927, RFC 4193, RFC 4291: addresses that no packet from the internet has."""


def _of_a_clinic(written: str) -> str:
    """Return a network as it is always written, if it can be a clinic's own."""
    example = "name the clinic's own network, such as 192.168.1.0/24"
    try:
        network = ip_network(written)
    except ValueError:
        raise ValueError(f"this is no network: {example}") from None
    if not any(_check_clinic_network(network, private) for private in _PRIVATE):
        raise ValueError(f"this network is not a private one, so it reaches other people's machines: {example}")
    return str(network)


def _check_clinic_network(network: IPv4Network | IPv6Network, wide: IPv4Network | IPv6Network) -> bool:
    same = network.version == wide.version
    return same and network.network_address in wide and network.prefixlen >= wide.prefixlen


Network: TypeAlias = Annotated[str, AfterValidator(_of_a_clinic)]


class Agreement(Rules):
    """What was signed with whoever runs a remote backend, so that they handle people's words as the clinic must."""

    kind: Annotated[
        Literal["BAA", "DPA", "QSOA"],
        Field(
            description="business associate (HIPAA), data processing (GDPR), qualified service organisation (Part 2)"
        ),
    ]
    party: Annotated[str, Field(alias="with", min_length=1, description="with whom it was signed")]
    signed: Annotated[date, Field(description="the day from which it holds")]
    expires: Annotated[date, Field(description="the last day on which it holds")]
    file: Annotated[Path | None, Field(description="the signed paper, for whoever asks to see it")] = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.expires < self.signed:
            raise ValueError("the agreement expires before it is signed")
        return self

    def holds(self, today: date) -> bool:
        """Return whether it is signed and has not expired on the day `today`."""
        return self.signed <= today <= self.expires


class BackendSettings(Rules):
    """One entry of `backends`.

    `kind` names an entry point of the group `thirdchair.backends`.
    `remote: true` declares a gateway that forwards text elsewhere, wherever it resolves to itself.
    `timeout` is in seconds and covers one whole attempt.
    """

    kind: Annotated[
        str,
        Field(
            description="how it is spoken to: `openai`, `anthropic`, `transcribe` for voice messages, or another that is installed"
        ),
    ] = "embedded"
    base_url: Annotated[str | None, Field(description="its address")] = None
    model: Annotated[str | None, Field(description="the model, as the server names it")] = None
    api_key_file: Annotated[Path | None, Field(description="the file that holds the key it asks for")] = None
    remote: Annotated[bool, Field(description="it forwards text to another machine, wherever it runs itself")] = False
    timeout: Annotated[float, Field(gt=0, le=600, description="seconds that one whole attempt may take")] = 60.0
    slots: Annotated[
        int,
        Field(
            ge=1, le=256, description="requests that it works on at once; what comes beyond them waits, room by room"
        ),
    ] = 8
    max_tokens: Annotated[int, Field(ge=16, le=8192, description="tokens of an answer, at most")] = 700
    context: Annotated[
        int,
        Field(
            ge=2048, le=2_000_000, description="tokens that it can take in, with the answer; less than the server's own"
        ),
    ] = 8192
    max_tokens_key: Annotated[
        Literal["max_tokens", "max_completion_tokens"],
        Field(description="what its server calls the longest answer; `openai` alone"),
    ] = "max_tokens"
    temperature: Annotated[
        Temperature,
        Field(description="how freely it chooses its words, 0 to 2, or `none`: not sent; `openai` alone"),
    ] = 0.2
    system: Annotated[
        Literal["turn", "merge"],
        Field(
            description="where the bot's rules stand: `turn`, by themselves, or `merge`, before the first user turn; `openai` alone"
        ),
    ] = "turn"
    extra_body: ExtraBody = Field(
        default={}, description="plain JSON that is merged into each request, as its server wants it"
    )
    max_seconds: Annotated[
        int, Field(ge=1, le=3600, description="seconds of a voice message, at most; `transcribe` alone")
    ] = 180
    max_megabytes: Annotated[
        int, Field(ge=1, le=25, description="megabytes of a voice message, at most; `transcribe` alone")
    ] = 10
    hint: Annotated[
        Literal["speaker", "none"],
        Field(
            description="whether its server is told which language the speaker reads the bot in, or finds it out; `transcribe` alone"
        ),
    ] = "speaker"
    structured: Annotated[
        bool, Field(description="ask for lists as JSON of a fixed schema, by `response_format`; `openai` alone")
    ] = False
    agreement: Annotated[Agreement | None, Field(description="what was signed with whoever runs it")] = None
    fallback: Annotated[
        str | None, Field(description="another of `backends`, asked where this one fails, if the room's rules let it")
    ] = None
    commands: Annotated[
        Annotated[Texts, Field(min_length=1)] | None,
        Field(description="the commands that it may serve; without it, every one"),
    ] = None
    _networks: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="after")
    def _answers_leave_room(self) -> Self:
        if 2 * self.max_tokens > self.context:
            raise ValueError("`max_tokens` is more than half of `context`, so a question would hardly fit")
        return self

    @property
    def networks(self) -> tuple[str, ...]:
        """Return the networks besides loopback that it may connect to, or, if it is remote, without encryption."""
        return self._networks

    def set_place(self, where: Distance, networks: tuple[str, ...]) -> "BackendSettings":
        """Return it as it was found at the start: `remote` if text leaves the clinic, however that was found out."""
        backend = self.model_copy(update={"remote": where == "remote"})
        backend.__pydantic_private__ = {"_networks": () if where == "here" else networks}
        return backend


class WebSettings(Rules):
    """Where a monitoring system may ask for counts and health. Loopback unless somebody means otherwise."""

    host: Annotated[str, Field(description="the address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="the port to listen on")] = 9464


class WebhookSettings(Rules):
    """Where somebody is paged outside Matrix: by one POST of a room code and a time, signed, and nothing else."""

    url: Annotated[
        str,
        Field(
            pattern=r"^https?://[^/\s@?#]+(/[^\s#]*)?$",
            description="its address; https unless it is on this machine or in `local_networks`",
        ),
    ]
    secret_file: Annotated[
        Path, Field(description="the file with the secret by which a page is signed, 16 characters or more")
    ]


class Deployment(RoomRules):
    """`bot.yaml`: the homeserver, the account, the folders, the backends, and rules that hold in every room.

    One of `password_file` and `access_token_file` is needed.
    `web` serves counts and health; without it nothing listens.
    """

    homeserver: Annotated[
        str, Field(pattern=r"^https?://[^/\s@?#]+/?$", description="the homeserver's address; https unless it is here")
    ]
    user_id: Annotated[
        UserId, Field(pattern=r"^@[^:\s]+:\S+$", description="the bot's own account, in which nobody set up encryption")
    ]
    device_id: Annotated[
        Annotated[str, Field(pattern=r"^[A-Za-z0-9._=/-]{1,255}$")] | None,
        Field(description="the bot's device, if it has one already"),
    ] = None
    password_file: Annotated[Path | None, Field(description="the file that holds its password")] = None
    access_token_file: Annotated[
        Path | None, Field(description="instead: the file that holds an access token with a device")
    ] = None
    ca_file: Annotated[
        Path | None,
        Field(description="certificates in PEM form that the homeserver's may be signed by, besides those known here"),
    ] = None
    key_file: Annotated[
        Path | None,
        Field(description="the key of the data folder, 64 hexadecimal digits; without it one is made inside"),
    ] = None
    data_dir: Annotated[Path, Field(description="the encrypted data folder: one account, one device, one process")]
    rooms: Annotated[Path, Field(description="the folder of room files")] = Path("rooms")
    notes: Annotated[
        Path | None, Field(description="the folder of the clinic's own templates for `!note`, such as `couples.yaml`")
    ] = None
    glossary: Annotated[
        Path | None,
        Field(description="the clinic's own glossary: a folder with `en.yaml`, `id.yaml`, or one such file"),
    ] = None
    review: Annotated[
        Path | None,
        Field(
            description="the file in which clinicians sign the texts that come with Third Chair (`thirdchair review`)"
        ),
    ] = None
    backends: dict[str, BackendSettings] = Field(
        default={}, description="by a name of your own, where answers come from"
    )
    local_networks: Annotated[
        tuple[Network, ...],
        Field(description="the clinic's own networks, as `192.168.1.0/24`: a backend there is local"),
    ] = ()
    web: Annotated[WebSettings | None, Field(description="where counts and health may be asked for")] = None
    controller: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Field(description="who answers for people's data, for `!privacy` and `thirdchair record`"),
    ] = None
    contact: Annotated[
        Annotated[str, Field(min_length=1)] | None,
        Field(description="how they are reached, also with a complaint, for `!privacy` and `thirdchair record`"),
    ] = None
    supervisor_room: Annotated[
        Annotated[str, Field(pattern=r"^[!#]\S+$")] | None,
        Field(
            description="the encrypted room, by id or alias, in which supervisors are told: counts and alarms, no words"
        ),
    ] = None
    on_call_room: Annotated[
        Annotated[str, Field(pattern=r"^[!#]\S+$")] | None,
        Field(
            description="the encrypted room, by id or alias, that is told when nobody acknowledges a crisis: no words"
        ),
    ] = None
    on_call_webhook: Annotated[
        WebhookSettings | None,
        Field(
            description="who is paged outside Matrix when nobody at all acknowledges a crisis: a room code and a time"
        ),
    ] = None


class RoomFile(RoomRules):
    """`rooms/*.yaml`: the rules of one room, named by its id or alias, or of every other room by `"*"`."""

    room: Annotated[
        str,
        Field(
            pattern=r"^(\*|![^\s]+|#[^:\s]+:\S+)$",
            description='which room it is for: its id, its alias, or `"*"` for every room without a file',
        ),
    ]


class Source(Rules):
    """Where a jurisdiction pack takes a rule from."""

    what: Annotated[str, Field(description="the law or guidance, with its section")]
    where: Annotated[str, Field(description="where it can be read")]
    read: Annotated[
        Literal["text", "summary", "not read"],
        Field(description="what was read for this pack: the text or a copy of it, a secondary source, or nothing"),
    ]


class Pack(RoomRules):
    """`jurisdictions/*.yaml`: what a place's law asks, as far as its sources go. Have counsel review it."""

    title: Annotated[str, Field(description="the pack's name for people")]
    sources: Annotated[tuple[Source, ...], Field(min_length=1, description="where its rules come from")]
    beyond: Annotated[
        tuple[str, ...], Field(description="what its sources ask that no key says: built in, or the clinic's to do")
    ] = ()
    checked_on: Annotated[date, Field(description="the day on which the sources were looked at")]
    reviewed_by: Annotated[str | None, Field(description="the lawyer who reviewed it, or null")]
    loopback_only: Annotated[bool, Field(description="whether it serves homeservers on this machine only")] = False
