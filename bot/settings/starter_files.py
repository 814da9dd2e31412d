"""The first configuration of a clinic, as `thirdchair init` writes it: a bot.yaml and a room file, commented, from a few answers."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import UserId

PASSWORD_FILE = "secrets/password"  # noqa: S105 - a place, no password
TOKEN_FILE = "secrets/access-token"  # noqa: S105 - the same
KEY_FILE = "secrets/model-key"
DATA_DIR = "data"
ROOMS_DIR = "rooms"
BACKEND = "house"
"""The name of the one backend that is written down."""


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A model server that speaks OpenAI's API; `has_key`: it wants a key, which lies in `KEY_FILE`."""

    base_url: str
    model: str
    has_key: bool = False


@dataclass(frozen=True, slots=True)
class DeploymentAnswers:
    """What bot.yaml is made from. `country` is None where the packs name one, or there is none.

    `web_port` is where counts and health are served, None: nowhere.
    """

    homeserver: str
    user_id: UserId
    has_password: bool
    jurisdiction: tuple[str, ...]
    country: str | None
    therapists: tuple[str, ...]
    second_contacts: tuple[str, ...]
    on_call_room: str | None
    server: ModelServer | None = None
    web_port: int | None = None


@dataclass(frozen=True, slots=True)
class RoomAnswers:
    """What a room file is made from. `room` is an id, an alias, or `*`; `minutes` are those of its window."""

    room: str
    languages: tuple[str, ...]
    minutes: int


def compose_bot_yaml(answers: DeploymentAnswers) -> str:
    """Return the text of a bot.yaml. Whether its values may stand together is for `read_files` to say."""
    credential = f"password_file: {PASSWORD_FILE}" if answers.has_password else f"access_token_file: {TOKEN_FILE}"
    return f"""\
# The deployment file of Third Chair, written by `thirdchair init`. After a change: thirdchair check --config bot.yaml
# Paths are taken from the folder of this file. docs/policy.md tells every key.

homeserver: {_quote(answers.homeserver)}
user_id: {_quote(answers.user_id)}
{credential}
data_dir: {DATA_DIR}  # encrypted; belongs to one account, one device, one process

# The packs of rules that apply to the clinic. HAVE COUNSEL REVIEW THEM. A room's file may add packs, never drop one.
jurisdiction: {_list(answers.jurisdiction)}
{_compose_country(answers.country)}
# Who may steer the AI, in any room; a room file can name fewer, never more.
therapists: {_list(answers.therapists)}

# Who is called if no therapist answers an alarm of danger, and after them which room.
{_compose_contacts(answers)}
# One file per room; `room: "*"` is every room without one.
rooms: {ROOMS_DIR}

# Where answers come from: docs/backends.md. Without a model, `embedded`: nothing leaves the process.
{_compose_backend(answers.server)}{_compose_web(answers.web_port)}
# What else may stand here:
# controller: Example Clinic, 1 Example Street    # who answers for people's data, for `!privacy` and the record
# contact: privacy@clinic.example                 # how they are reached
# supervisors: ["@lee:clinic.example"]            # who oversees the therapists
# mode: simulate                                  # AI text at the desk alone: a first week to watch
{_offer_web(answers.web_port)}# local_networks: [192.168.7.0/24]                # the clinic's own: a model server there is local
# glossary: glossary                              # the clinic's own terms for `!explain`
# notes: notes                                    # the clinic's own templates for `!note`
"""


def compose_room_file(answers: RoomAnswers) -> str:
    """Return the text of a room file: what may be changed first stands in it, most of it as it would be by itself."""
    return f"""\
# What holds in {"every room that has no file of its own" if answers.room == "*" else "one room"}.
# The strictest of this file, bot.yaml and the packs wins, key by key: thirdchair policy show ROOM
room: {_quote(answers.room)}
language: {_list(answers.languages)}  # the first is the room's own; the consent card is posted in each
window: {{messages: 30, minutes: {answers.minutes}}}  # how much of the talk a question sees
approval: all                # nothing a model writes is shown before a therapist approved it
floor_max: listen            # `speak`: it may also offer something unasked, as a draft at the desk
idle: 60                     # minutes without talk after which the AI goes off
absence: 15                  # minutes without a therapist's word after which it goes off

# therapists: ["@ana:clinic.example"]      # fewer than bot.yaml names
# second_contacts: ["@sam:clinic.example"] # the same
# jurisdiction: [us-il]      # the law of a client who lives elsewhere, on top of the clinic's
# minor: true                # a minor takes part: tightens several rules at once
"""


def _compose_country(country: str | None) -> str:
    if country is None:
        return ""
    return f"""
# Whose help-lines and emergency numbers people are shown.
crisis: {{country: {_quote(country)}}}
"""


def _compose_contacts(answers: DeploymentAnswers) -> str:
    contacts = f"second_contacts: {_list(answers.second_contacts)}"
    on_call = f"on_call_room: {_quote(answers.on_call_room or '#on-call:clinic.example')}"
    return "\n".join(
        (
            contacts if answers.second_contacts else '# second_contacts: ["@sam:clinic.example"]',
            on_call if answers.on_call_room else f"# {on_call}",
            "",
        )
    )


def _compose_backend(server: ModelServer | None) -> str:
    if server is None:
        return f"""\
# backends:
#   {BACKEND}: {{kind: openai, base_url: "http://127.0.0.1:11434/v1", model: the-name-your-server-lists}}
# backend: {BACKEND}
"""
    key = f"\n    api_key_file: {KEY_FILE}" if server.has_key else ""
    return f"""\
backends:
  {BACKEND}:
    kind: openai
    base_url: {_quote(server.base_url)}
    model: {_quote(server.model)}{key}
backend: {BACKEND}
"""


def _compose_web(port: int | None) -> str:
    if port is None:
        return ""
    return f"""
# /health, /ready and /metrics: on 127.0.0.1 alone, without a password, without words and names.
web: {{port: {port}}}
"""


def _offer_web(port: int | None) -> str:
    if port is not None:
        return ""
    return "# web: {port: 9464}                               # /health, /ready and /metrics, on this machine alone\n"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(map(_quote, items))}]"


def _quote(text: str) -> str:
    """Return a text as YAML reads it back: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
