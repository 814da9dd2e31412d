"""The questions of `thirdchair init`, in the order in which they are asked, and what bot.yaml and the room file are made from."""

from bot.app.operator.init.interview import Interview, Question
from bot.app.operator.init.readers import (
    NONE,
    read_address,
    read_common_room,
    read_country,
    read_kind,
    read_languages,
    read_line,
    read_minutes,
    read_packs,
    read_people,
    read_people_or_none,
    read_port_or_none,
    read_room,
    read_url,
    read_user,
)
from bot.model import UserId
from bot.settings import load_packs
from bot.settings.starter_files import DeploymentAnswers, ModelServer, RoomAnswers
from bot.words import FALLBACK

HOMESERVER = Question("--homeserver", "The homeserver's address", read_address, "https://matrix.clinic.example")
USER = Question("--user", "The bot's user id", read_user, "@thirdchair:clinic.example")
_PACKS = Question(
    "--jurisdiction", "The packs of rules that apply to the clinic, with spaces between", read_packs, "uk"
)
_COUNTRY = Question("--country", f"The country whose help-lines people are shown, or `{NONE}`", read_country, NONE)
_THERAPISTS = Question(
    "--therapist", "The therapists who may steer the AI, with spaces between", read_people, "@ana:clinic.example"
)
_CONTACTS = Question(
    "--second-contact",
    f"Who is called if no therapist answers an alarm, or `{NONE}`",
    read_people_or_none,
    "@sam:clinic.example",
)
_ON_CALL = Question(
    "--on-call-room",
    f"The room that is told after them, or `{NONE}`; the bot makes it if it is not there",
    read_common_room,
    "#on-call:clinic.example",
)
_WEB = Question(
    "--web",
    f"The port on this machine alone for /health, /ready and /metrics, such as 9464, or `{NONE}`",
    read_port_or_none,
    "9464",
    NONE,
)
_LANGUAGES = Question("--language", "The languages of the sessions, the rooms' own first", read_languages, FALLBACK)
_ROOM = Question("--room", "The room that the file is for; * is every room", read_room, "*", "*")
_WINDOW = Question("--window", "Minutes of the talk that a question sees", read_minutes, "60", "60")
_KIND = Question(
    "--backend", "`embedded` (no model) or `openai` (a model server of that API)", read_kind, "embedded", "embedded"
)
_BASE_URL = Question("--base-url", "The model server's address", read_url, "http://127.0.0.1:11434/v1")
_MODEL = Question("--model", "The model, as that server names it", read_line, "the-name-it-lists")


def ask_about_deployment(interview: Interview, *, has_password: bool, has_key: bool) -> DeploymentAnswers:
    """Return what bot.yaml is made from, besides the secrets: `has_key` is whether the model server wants a key.

    Raises:
        InitRefused: the command line says what cannot be.
    """
    homeserver, user = interview.get_answer(HOMESERVER), interview.get_answer(USER)
    if interview.ask is not None and not interview.given.get(_PACKS.flag):
        for name, pack in load_packs():
            interview.say(f"  {name.ljust(9)} {pack.title}")
    packs = interview.get_answer(_PACKS)
    return DeploymentAnswers(
        homeserver=homeserver,
        user_id=UserId(user),
        has_password=has_password,
        jurisdiction=packs,
        country=interview.get_answer(_COUNTRY) if _COUNTRY.flag in interview.given or not _has_country(packs) else None,
        therapists=interview.get_answer(_THERAPISTS),
        second_contacts=interview.get_answer(_CONTACTS),
        on_call_room=interview.get_answer(_ON_CALL),
        server=_ask_about_server(interview, has_key=has_key),
        web_port=interview.get_answer(_WEB),
    )


def ask_about_room(interview: Interview) -> RoomAnswers:
    """Return what the room file is made from.

    Raises:
        InitRefused: the command line says what cannot be.
    """
    languages = interview.get_answer(_LANGUAGES)
    return RoomAnswers(interview.get_answer(_ROOM), languages, interview.get_answer(_WINDOW))


def _ask_about_server(interview: Interview, *, has_key: bool) -> ModelServer | None:
    if interview.get_answer(_KIND) == "embedded":
        return None
    return ModelServer(interview.get_answer(_BASE_URL), interview.get_answer(_MODEL), has_key)


def _has_country(packs: tuple[str, ...]) -> bool:
    """Return whether one of `packs` says whose help-lines are shown."""
    return any(pack.crisis.country for name, pack in load_packs() if name in packs)
