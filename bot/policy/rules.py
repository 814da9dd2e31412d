"""What a policy file can say: every key with its values, its careful default, how two files meet, and its meaning.

The manual, the JSON Schemas and the checks are all made from this table.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.model import Floor, Purpose, Role
from bot.policy.meets import (
    LEAST,
    MOST,
    NEEDED,
    NEVER,
    NO,
    NOBODY,
    OVERLAP,
    OWN,
    PER_COMMAND,
    SAME,
    UNION,
    WITHIN,
    YES,
    meet_by_order,
)
from bot.policy.people_patterns import simplify_people
from bot.words.shelf import FALLBACK, languages


class Rules(BaseModel):
    """Base of every policy model: unknown keys are errors, so a typo cannot loosen a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, serialize_by_alias=True)


@dataclass(frozen=True, slots=True)
class Later:
    """Marks a key that this version reads and does not follow: the manual and `thirdchair check` say so."""


LATER = Later()


def _describe_key(meaning: str, **limits: Any) -> Any:
    """Return what the manual and the editors' schemas say about a key, with the limits of its values."""
    return Field(description=meaning, **limits)


def _sort_values(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the one spelling of a list whose order means nothing."""
    return tuple(sorted(set(items)))


SORTED = AfterValidator(_sort_values)
_ID = r"@[^\s:]+:\S+"
Person: TypeAlias = Annotated[str, Field(pattern=rf"^{_ID}$", json_schema_extra={"x-is": "user id"})]
Pattern: TypeAlias = Annotated[
    str, Field(pattern=rf"^{_ID}(?: & {_ID})*$", json_schema_extra={"x-is": "user id or pattern"})
]
Persons: TypeAlias = Annotated[tuple[Person, ...], SORTED]
People: TypeAlias = Annotated[tuple[Pattern, ...], AfterValidator(simplify_people)]
Roles: TypeAlias = Annotated[tuple[Role, ...], SORTED]
Texts: TypeAlias = Annotated[tuple[str, ...], SORTED]


def _ours(code: str) -> str:
    """Return the two letters of a language that has a folder; any other is a mistake."""
    if code not in languages():
        expected = " or ".join(f"'{language}'" for language in languages())
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return code


Code: TypeAlias = Annotated[str, AfterValidator(_ours), WithJsonSchema({"enum": [*languages()], "type": "string"})]
MasterKey: TypeAlias = Annotated[str, Field(pattern=rf"^(?:[A-Za-z0-9+/]{{42}}[AEIMQUYcgkosw048]|{NOBODY})$")]
"""A public master key, 32 bytes in unpadded base64, in the one spelling that it has."""

A_DAY = 24 * 60
"""Minutes."""


class WindowRules(Rules):
    """How much of the talk the bot keeps at hand."""

    messages: Annotated[
        int,
        _describe_key(
            "messages of the talk that a question sees; all that is kept, where no summary or note is made",
            ge=1,
            le=200,
        ),
        LEAST,
    ] = 30
    minutes: Annotated[int, _describe_key("minutes for which a question sees a message", ge=1, le=A_DAY), LEAST] = 60


class RetentionRules(Rules):
    """How long words stay on disk."""

    window: Annotated[int, _describe_key("hours after which no word of the talk is on disk", ge=1, le=72), LEAST] = 12
    sent: Annotated[
        int, _describe_key("hours for which `!sent` can show what left the clinic", ge=1, le=8760), LEAST
    ] = 720
    drafts: Annotated[int, _describe_key("hours after which a draft at the desk is erased", ge=1, le=720), LEAST] = 24
    audit: Annotated[int, _describe_key("years for which the audit is kept", ge=1, le=100), MOST] = 6


class ConsentRules(Rules):
    """What everybody must agree to, for how long it holds, and how they are asked."""

    days: Annotated[int, _describe_key("days after which an agreement must be given anew", ge=1, le=365), LEAST] = 90
    purposes: Annotated[
        tuple[Purpose, ...], SORTED, _describe_key("what everybody must agree to before the AI listens"), NEEDED
    ] = (Purpose.LISTEN, Purpose.MODEL)
    languages: Annotated[
        tuple[Code, ...],
        SORTED,
        _describe_key("languages in which the consent card is shown besides the room's own"),
        UNION,
    ] = ()


class GuardianRules(Rules):
    """Who agreed for a minor, beside the young person: as a paper on file says, or as they say themself in the room.

    A guardian is never told of an alarm.
    """

    name: Annotated[str | None, _describe_key("whose agreement for a minor is on file", min_length=1), OWN] = None
    date: Annotated[dt.date | None, _describe_key("the day from which that agreement holds"), OWN] = None
    by: Annotated[str | None, _describe_key("who at the clinic took that agreement down", min_length=1), OWN] = None
    account: Annotated[
        Person | None,
        _describe_key("a guardian who sits in the room: where nothing is on file, their own `!agree` is needed"),
        OWN,
    ] = None


class InitiativeRules(Rules):
    """How often the AI may offer something unasked, on the floor `speak`."""

    every: Annotated[int, _describe_key("minutes between two unasked offers, at least", ge=1, le=A_DAY), MOST] = 10
    max: Annotated[int, _describe_key("unasked offers in one session, at most", ge=0, le=50), LEAST] = 5
    tokens: Annotated[
        int,
        _describe_key("tokens that looking for offers may cost in one session, question and answer together", ge=0),
        LEAST,
    ] = 20_000


def _read_old_card(value: object) -> object:
    """Return how `crisis.card` is written now: yes and no, as it was before, mean always and never."""
    return {True: "always", False: "never"}.get(value, value) if isinstance(value, bool) else value


class CrisisRules(Rules):
    """The tripwire: a list of phrases, no detection."""

    enabled: Annotated[bool, _describe_key("whether phrases of danger alert the therapist"), YES] = True
    in_off: Annotated[bool, _describe_key("whether the tripwire also reads while the AI is off"), NO] = False
    model: Annotated[bool, _describe_key("whether a model may be a second reader, beside the list"), NO] = False
    card: Annotated[
        Literal["never", "absent", "always"],
        BeforeValidator(_read_old_card),
        _describe_key("when help-lines are shown in the session room: never, while no therapist is there, or always"),
        meet_by_order("always", "absent", "never"),
    ] = "absent"
    country: Annotated[
        str | None,
        _describe_key("two-letter code of the country whose help-lines are shown", pattern=r"^[a-z]{2}$"),
        OWN,
    ] = None


class DeskRules(Rules):
    """How a therapist decides on drafts."""

    decide: Annotated[
        Literal["reply", "poll"],
        _describe_key(
            "how a card is decided: by a reply, or by one tap in an encrypted poll beside it as well; a vote counts after ten seconds"
        ),
        meet_by_order("reply", "poll"),
    ] = "reply"
    shared: Annotated[
        bool,
        _describe_key("whether rooms with the same therapists have one desk together, where each line names its room"),
        OWN,
    ] = False


class BudgetRules(Rules):
    """How much a room may ask of a model in a day: tokens as the backend counts them, in and out, and requests.

    An hour whose 240 messages are all translated as they are said takes 240 requests: two such hours fit a day.
    """

    room_day: Annotated[int, _describe_key("tokens that a room may use in a day; 0 asks no model", ge=0), LEAST] = (
        200_000
    )
    person_day: Annotated[int, _describe_key("tokens that one person may use of them", ge=0), LEAST] = 50_000
    room_requests: Annotated[int, _describe_key("requests that a room may send in a day", ge=0), LEAST] = 500
    person_requests: Annotated[int, _describe_key("requests that one person may send of them", ge=0), LEAST] = 60


class RoomRules(Rules):
    """Every key of policy that a file may set. Minutes are minutes of this bot's clock."""

    jurisdiction: Annotated[
        Texts, _describe_key("packs of rules, by name; a room may add some, never drop one"), UNION
    ] = ()
    language: Annotated[tuple[Code, ...], _describe_key("languages of the room, its own first", min_length=1), OWN] = (
        FALLBACK,
    )
    speaks: Annotated[
        Literal["formal", "familiar"],
        _describe_key(
            "how people are spoken to where a language has two words for *you*: politely, or as friends are",
            alias="register",  # by that name every abstract class has a method, which Pydantic would take for the default
        ),
        OWN,
    ] = "formal"
    therapists: Annotated[
        People, _describe_key("who may steer the AI: user ids, or patterns such as `@*:clinic.example`"), WITHIN
    ] = ()
    supervisors: Annotated[People, _describe_key("who oversees the therapists"), WITHIN] = ()
    second_contacts: Annotated[
        People,
        _describe_key("who is called when no therapist answers an alarm; only whole ids are, no patterns"),
        WITHIN,
    ] = ()
    observers: Annotated[
        Persons, _describe_key("who never writes and need not agree; named on the consent card"), OVERLAP
    ] = ()
    identities: Annotated[
        dict[Person, MasterKey],
        _describe_key("people's master keys, so that not even the first look is believed"),
        SAME,
    ] = {}
    mode: Annotated[
        Literal["simulate", "live"],
        _describe_key("whether AI text reaches the session room at all, or the desk alone, marked SIMULATED"),
        meet_by_order("simulate", "live"),
    ] = "live"
    floor_max: Annotated[
        Floor, _describe_key("how far the AI may be turned up"), meet_by_order("off", "listen", "speak")
    ] = Floor.LISTEN
    approval: Annotated[
        Literal["all", "unasked"],
        _describe_key("what waits for a therapist's ok: `all` that a model writes, or what was `unasked` alone"),
        meet_by_order("all", "unasked"),
    ] = "all"
    posts: Annotated[
        Literal["never", "approved", "any"],
        _describe_key("which AI text is posted in the session room"),
        meet_by_order("never", "approved", "any"),
    ] = "any"
    translate_auto: Annotated[
        Literal[False, "ask", True],
        _describe_key(
            "whether live translation needs no therapist's word on each where `approval` is `all` (and `posts` is `any`); `ask`: a therapist may say so at the desk, for one session"
        ),
        meet_by_order(False, "ask", True),
    ] = False
    translate_context: Annotated[
        int,
        _describe_key(
            "messages that go along with one that `!translate` points at and that names no subject; 0: it goes alone",
            ge=0,
            le=2,
        ),
        LEAST,
    ] = 0
    ask: Annotated[
        dict[str, Roles],
        _describe_key("for a command, the roles that may use it: `ask: {ask: [therapist, client]}`"),
        PER_COMMAND,
    ] = {}
    commands: Annotated[
        Texts | None, _describe_key("which commands there are; what lowers the AI is always there"), OVERLAP
    ] = None
    backend: Annotated[str, _describe_key("which of `backends` answers"), OWN] = "embedded"
    transcription: Annotated[
        str | None,
        _describe_key(
            "which of `backends` of the kind `transcribe` writes voice messages down; `never` forbids it", min_length=1
        ),
        NEVER,
    ] = None
    transcripts: Annotated[
        Literal["desk", "room"],
        _describe_key("whether what is written down goes to the desk first, or to the room at once"),
        meet_by_order("desk", "room"),
    ] = "desk"
    backends_allowed: Annotated[
        Literal["local", "any"],
        _describe_key("where a backend may be: on this machine or in `local_networks`, or anywhere"),
        meet_by_order("local", "any"),
    ] = "local"
    desk_backends: Annotated[
        Literal["local", "any"],
        _describe_key(
            "the same of what is asked at the desk, and of what is laid there unasked: notes may stand in it"
        ),
        meet_by_order("local", "any"),
    ] = "local"
    agreement_required: Annotated[
        bool, _describe_key("whether a remote backend needs a signed agreement that has not expired"), YES
    ] = True
    masking: Annotated[
        Literal["remote", "auto"],
        _describe_key("what is masked: the strict set always, or a milder one for a local backend"),
        meet_by_order("remote", "auto"),
    ] = "auto"
    mask: Annotated[Texts, _describe_key("words that are masked besides"), UNION] = ()
    window: WindowRules = WindowRules()
    retention: RetentionRules = RetentionRules()
    consent: ConsentRules = ConsentRules()
    absent: Annotated[
        Literal["wait", "left_out"],
        _describe_key(
            "whether the AI waits for everybody's agreement, or a therapist may begin without somebody who is away and has not answered"
        ),
        meet_by_order("wait", "left_out"),
    ] = "wait"
    disclose_every: Annotated[
        int, _describe_key("days after which the AI says again that it is one", ge=1, le=365), LEAST
    ] = 7
    disclaimer: Annotated[bool, _describe_key("whether every AI message says how to reach a human"), YES] = False
    idle: Annotated[int, _describe_key("minutes without talk after which the AI goes off", ge=1, le=A_DAY), LEAST] = 60
    absence: Annotated[
        int, _describe_key("minutes without a therapist's word after which the AI goes off", ge=1, le=A_DAY), LEAST
    ] = 15
    stale_after: Annotated[
        int, _describe_key("minutes after which a draft can no longer be approved", ge=1, le=A_DAY), LEAST
    ] = 10
    initiative: InitiativeRules = InitiativeRules()
    crisis: CrisisRules = CrisisRules()
    note_at_end: Annotated[
        str | None, _describe_key("the template in which `!end` makes a note draft, such as `soap`", min_length=1), OWN
    ] = None
    infer_emotion: Annotated[
        bool, _describe_key("whether a model may name or guess feelings that nobody named"), NO
    ] = False
    budget: BudgetRules = BudgetRules()
    desk: DeskRules = DeskRules()
    reactions: Annotated[
        bool, _describe_key("whether ✅ and ❌ decide a draft, where the clinic trusts its homeserver"), NO
    ] = False
    history: Annotated[
        Literal["joined", "invited", "shared"],
        _describe_key("who may read what was said before they joined"),
        meet_by_order("joined", "invited", "shared"),
    ] = "invited"
    require_cross_signing: Annotated[
        bool,
        _describe_key(
            "whether only a device that its owner has cross-signed is heard, and reads; it can turn the AI down in any case"
        ),
        YES,
    ] = True
    substance_use: Annotated[
        bool,
        _describe_key("whether records of substance use (42 CFR Part 2) are spoken of here: local backends only"),
        YES,
    ] = False
    minor: Annotated[
        bool,
        _describe_key(
            "whether a minor takes part: a guardian's agreement too, local backends only, no `speak`, a reminder every 3 hours, every `!express` waits"
        ),
        YES,
    ] = False
    guardian: GuardianRules = GuardianRules()
    account: Annotated[
        Person | None, _describe_key("the bot account that serves this room; every other one keeps out"), OWN
    ] = None
    prefix: Annotated[str, _describe_key("what a command begins with", pattern=r"^[!.,;?~+-]{1,2}$"), OWN] = "!"
