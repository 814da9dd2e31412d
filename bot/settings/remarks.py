"""What is no mistake and still worth telling: where a file asks for what it does not get, and keys without effect."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.errors import BotError
from bot.model import RoomId
from bot.policy import (
    COMMAND_OF,
    BackendFacts,
    Policy,
    RoomRules,
    find_meet,
    format_for_file,
    format_value,
    get_value,
    is_followed,
    is_mentioned,
    list_keys,
    merge_layers,
)
from bot.settings.load import Files
from bot.settings.settings import Settings
from bot.settings.webhook import describe_webhook, read_webhook_host
from bot.settings.yaml_file import YamlFile


def list_notes(files: Files) -> tuple[str, ...]:
    """Return a line for each value that a stricter file overrules, and for each key that this version does not follow.

    That a room's file is stricter than `bot.yaml` is what it is for, and nothing to tell.
    """
    settings = files.settings
    overruled = [*_list_overruled(files.main, settings.deployment, *merge_layers(settings.layers()))]
    for file, room in files.rooms:
        policy = settings.policy_of(file.name, room)
        overruled += _list_overruled(file, room, policy.rules, policy.origins)
        overruled += _list_unused_fallbacks(file, policy, settings)
        overruled += _list_unserved_commands(file, policy)
        overruled += _list_unagreed_minors(file, policy.rules)
        overruled += _list_other_account(file, policy, settings)
    for file, rules in ((files.main, settings.deployment), *files.packs, *files.rooms):
        overruled += _list_idle_keys(file, rules)
        overruled += _list_uncalled(file, rules)
    return (*overruled, *_list_pages(files))


def _list_pages(files: Files) -> Iterator[str]:
    """Yield where pages go: something that leaves for another place than the homeserver and the backends."""
    address = describe_webhook(files.settings)
    if address is not None:
        where = "out of the clinic" if address.remote else "in the clinic"
        yield (
            f"{_locate_key(files.main, 'on_call_webhook')} lets the bot page somebody by way of "
            f"{read_webhook_host(files.settings)}, {where}, when nobody acknowledges an alarm: a room code and a time, signed"
        )


def list_room_rules(settings: Settings, asked: str) -> tuple[str, ...]:
    """Return a line for each rule of a room, with the file it comes from. `asked` is its id, its alias or its file.

    Raises:
        BotError: no file covers it.
    """
    policy = _find_asked_policy(settings, asked)
    lines = []
    for key, about in list_keys():
        origin = policy.origins.get(key, "default")
        effect = "" if is_followed(about) else "; no effect in this version"
        lines.append(f"{key}: {format_value(key, get_value(policy.rules, key))}  ({origin}{effect})")
    return (*lines, *_list_backend_limits(policy.backend))


def _list_backend_limits(backend: BackendFacts) -> Iterator[str]:
    """Yield what a room's backend and its fallback may serve, where that is not everything, and which is asked second."""
    for facts in (backend, *((backend.fallback,) if backend.fallback else ())):
        if facts.commands is not None:
            yield f"backend {facts.name} serves: {', '.join(facts.commands)}"
    if backend.fallback:
        yield f"backend {backend.name} falls back to: {backend.fallback.name} ({backend.fallback.place})"


def _find_asked_policy(settings: Settings, asked: str) -> Policy:
    for name, file in settings.rooms:
        if asked in {name, Path(name).name, Path(name).stem, file.room}:
            return settings.policy_of(name, file)
    alias = asked if asked.startswith("#") else None
    policy = settings.find_covering_policy(RoomId(asked), alias) if asked.startswith(("!", "#")) else None
    if policy is None:
        there = ", ".join(f"{Path(name).name} (`{file.room}`)" for name, file in settings.rooms)
        raise BotError("No room file goes by that name, and none is for that room.", f"There are: {there}.")
    return policy


def _list_overruled(file: YamlFile, rules: RoomRules, outcome: RoomRules, origins: Mapping[str, str]) -> Iterator[str]:
    """Yield what `rules` asks for and does not get, for each key that has a stricter and a looser side."""
    for key, about in list_keys():
        meet = find_meet(about)
        wish, got = get_value(rules, key), get_value(outcome, key)
        if is_mentioned(rules, key) and wish != got and meet and not meet.adds:
            winner = _file_or_pack(origins[key])
            yield (
                f"{_locate_key(file, key)} asks for `{key}: {format_for_file(wish)}`; {winner} allows only `{format_for_file(got)}`"
            )


def _list_unused_fallbacks(file: YamlFile, policy: Policy, settings: Settings) -> Iterator[str]:
    """Yield that a room's backend has a fallback which its rules keep from being used."""
    second = settings.describe_backend(policy.rules.backend).fallback
    why = second.find_refusal(policy.rules) if second else None
    if second and why:
        yield (
            f"{_locate_key(file, 'backend')} uses `{policy.rules.backend}`, whose fallback `{second.name}` is out of the "
            f"clinic and not used here: {why}"
        )


def _list_unserved_commands(file: YamlFile, policy: Policy) -> Iterator[str]:
    """Yield the commands of a room that neither its backend nor the fallback may serve."""
    allowed, served = policy.rules.commands, {COMMAND_OF[task] for task in COMMAND_OF if policy.serves(task)}
    unserved = [name for name in dict.fromkeys(COMMAND_OF.values()) if name not in served]
    if told := [name for name in unserved if allowed is None or name in allowed]:
        where = _locate_key(file, "backend")
        yield f"{where} uses `{policy.rules.backend}`, which may not serve `{', '.join(told)}`: whoever types that is told so"


def _list_idle_keys(file: YamlFile, rules: RoomRules) -> Iterator[str]:
    for key, about in list_keys():
        if is_mentioned(rules, key) and not is_followed(about):
            yield f"{_locate_key(file, key)} sets `{key}`, which has no effect in this version"


def _list_uncalled(file: YamlFile, rules: RoomRules) -> Iterator[str]:
    """Yield each second contact who is a pattern: a room is made for a person, so nobody is called by it."""
    for contact in rules.second_contacts:
        if set(contact) & set("*?"):
            yield f"{_locate_key(file, 'second_contacts')} names `{contact}`, by which nobody is called: write whole ids"


def _list_other_account(file: YamlFile, policy: Policy, settings: Settings) -> Iterator[str]:
    """Yield that a room is another account's, so that this one keeps out of it; or nobody's by name, where others are somebody's."""
    if policy.rules.account is None and any(room.account for _, room in settings.rooms):
        yield f"{file.name} names no `account`, as other files do: if two bots are invited there, both answer"
    if policy.rules.account not in {None, policy.bot}:
        where = _locate_key(file, "account")
        yield f"{where} is a room of `{policy.rules.account}`: `{policy.bot}` turns invitations there down, and leaves it"


def _list_unagreed_minors(file: YamlFile, rules: RoomRules) -> Iterator[str]:
    """Yield a room in which a minor takes part and no guardian's agreement is told of, and a guardian who is a second contact."""
    guardian = rules.guardian
    on_file = guardian.name and guardian.date and guardian.by
    if rules.minor and not on_file and not guardian.account:
        yield f"{file.name} is a room of a minor, and `guardian` is not whole: the AI stays off until it says `name`, `date` and `by`, or `account`"
    if guardian.account and guardian.account in rules.second_contacts:
        yield f"{file.name} names {guardian.account} as guardian and as second contact: a guardian is never called"


def _locate_key(file: YamlFile, key: str) -> str:
    return f"{file.name}:{file.line(tuple(key.split('.')))}"


def _file_or_pack(origin: str) -> str:
    """Return a pack by its name, anything else as it is."""
    return Path(origin).stem if origin.startswith("jurisdictions/") else origin
