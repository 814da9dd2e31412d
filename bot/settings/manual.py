"""The page docs/policy.md, made from the models, so that manual, editors and checks say the same."""

from typing import Any

from pydantic.fields import FieldInfo

from bot.policy import RoomRules, find_meet, format_for_file, get_value, is_followed, is_mentioned, list_keys
from bot.settings.models import Deployment, Pack

NO_EFFECT = "__No effect in this version.__"
_HEAD = """\
# Policy: what a file can say

The rules of a room are the strictest of `bot.yaml`, the jurisdiction packs and the room's own file, key by key.
A file that does not mention a key has no opinion on it; a key that nobody mentions has its default.

- `thirdchair check` tells every mistake with its line, every value that another file does not let through, and every key without effect.
- It warns, and refuses nothing, where no file sets `crisis.country`, `second_contacts` or `on_call_room`: in danger people would be shown no line of their own country, or nobody would come after the therapist.
- `thirdchair policy show ROOM` tells each value and the file it comes from; so does `!policy` in the room.
- Editors that read YAML schemas complete and explain the keys: the files in `config/` name theirs in their first line.
- This page is made from the code by `thirdchair policy manual`, the schemas by `thirdchair policy schema`.

## Keys

| key | values | default | of two files' values | meaning |
| --- | --- | --- | --- | --- |
"""
_ONLY_BOT_YAML = """
Write `true` and `false` for yes and no; `off` is the floor's name, with quotes and without.
In lists of people `*` stands for any text and `?` for one character; `@a*:clinic & @*b:clinic` asks for both at once.

A room file also says which `room` it is for: its id, its alias, or `"*"` for every room without a file.

Only in `bot.yaml` ([backends.md](backends.md) tells about `backends`):

| key | default | meaning |
| --- | --- | --- |
"""
_HOW = """
## How files meet

The column "of two files' values" says which one holds. Neither the order of files nor naming a pack twice makes a difference, except where it says "the room's own": there the narrowest file that says anything decides, the room's before a pack's before `bot.yaml`'s.
So a room file can ask for more protection than the clinic's, and never for less; and neither can a pack loosen anything.
A pack that is a country's sets `crisis.country`; `eu` is many countries', so name yours (`crisis: {country: ie}`), in bot.yaml or in a room's file.

`minor: true` and `substance_use: true` each act as one more file: `substance_use` says `backends_allowed: local`; `minor` says that and `floor_max: listen`, needs the guardian's agreement beside the young person's (`guardian: {name, date, by}`, or `guardian: {account}` and that person's own `!agree`), lets no `!express` out without a therapist, and reminds people every 3 hours that it is an AI.
`!policy` names them as the origin of what they bring.

`posts: never` keeps all AI text at the desk. The clinic's own text (glossary, help-lines, fixed sentences) is posted as ever.
`mode: simulate` runs everything and posts AI text at the desk alone, marked SIMULATED: for training, and for a first week in which the clinic only watches.

## Changes while the bot runs

A changed file is read at once. What it tightens holds from then on.
What it loosens waits until a therapist of that room types `!policy accept` there, and everybody is told; until then the value that was accepted last holds, and `!policy` says "not accepted yet".
Another `backend` counts as loosening, since text would go elsewhere: until it is accepted, no model answers.
The same name with another kind, address or model, or in another place, is another backend.
A file with a mistake changes nothing: the rules that hold go on holding, and desk and log say so.

## Agreements

A backend on another machine, out of the clinic's own networks, needs a signed agreement with whoever runs it, unless `bot.yaml` says `agreement_required: false` and no pack says `true`:

```yaml
backends:
  cloud:
    kind: anthropic
    api_key_file: secrets/key
    agreement: {kind: BAA, with: Example Inc., signed: 2026-01-15, expires: 2027-01-14, file: agreements/example.pdf}
```

`kind` is `BAA` (HIPAA), `DPA` (GDPR) or `QSOA` (42 CFR Part 2).
`thirdchair check` refuses one that is missing or has expired, and it is looked at again at each request.
One that is on file and does not hold stops its backend also where none is required, since people were told of it.

A backend on this machine or in one of `local_networks` is local: it needs no agreement and no `backends_allowed: any`.
What is asked at the desk goes to no remote backend unless every file that speaks of it says `desk_backends: any`: a therapist's notes may stand in it, and nobody in the room sees it go. `us-hipaa` never allows it.
[backends.md](backends.md#where-text-may-go) tells how all this is held to.
"""
_PACKS = """
## Packs

A pack holds what a place's law asks, as far as its sources go, in the keys above.
`jurisdiction` in `bot.yaml` names those that hold in every room; a room file may add more, for a client who lives elsewhere.
A pack is a starting point and no legal advice: have counsel review it, and write who did into `reviewed_by`.
"""


def write_manual(packs: tuple[tuple[str, Pack], ...]) -> str:
    """Return the page, with what each of `packs`, by name, says."""
    parts = (
        _HEAD,
        *_make_key_rows(),
        _ONLY_BOT_YAML,
        *_make_bot_yaml_rows(),
        _HOW,
        _PACKS,
        *(_describe_pack(*pack) for pack in packs),
    )
    return "".join(parts)


def _make_key_rows() -> list[str]:
    schemas = RoomRules.model_json_schema()
    return [_make_row(key, about, _find_schema(schemas, key), schemas["$defs"]) for key, about in list_keys()]


def _find_schema(schema: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the schema of a dotted key."""
    first, _, rest = key.partition(".")
    schema_part: dict[str, Any] = schema["properties"][first]
    if not rest:
        return schema_part
    return _find_schema(schema["$defs"][schema_part["$ref"].rpartition("/")[2]], rest)


def _make_row(key: str, about: FieldInfo, schema: dict[str, Any], defs: dict[str, Any]) -> str:
    meet = find_meet(about)
    assert meet is not None, key
    meaning = f"{about.description}" if is_followed(about) else f"{about.description}. {NO_EFFECT}"
    return f"| `{key}` | {_describe_values(schema, defs)} | {_describe_default(key, about.default)} | {meet.said} | {meaning} |\n"


def _describe_values(schema: dict[str, Any], defs: dict[str, Any]) -> str:
    match schema:
        case {"$ref": str(name)}:
            return _describe_values(defs[name.rpartition("/")[2]], defs)
        case {"anyOf": [inner, {"type": "null"}]}:
            return _describe_values(inner, defs)
        case {"type": "array", "items": items}:
            return f"list: {_describe_values(items, defs)}"
        case {"enum": values}:
            return ", ".join(f"`{format_for_file(choice)}`" for choice in values)
        case {"minimum": least}:
            return f"{least} to {schema['maximum']}" if "maximum" in schema else f"{least} or more"
    kinds = {"boolean": "`true`, `false`", "object": "a table"}
    return kinds.get(schema["type"]) or schema.get("x-is", "text")


def _describe_default(key: str, default: Any) -> str:
    if default in (None, (), {}):
        return "all" if key == "commands" else "-"
    return f"`{format_for_file(default)}`"


def _make_bot_yaml_rows() -> list[str]:
    own = [(key, about) for key, about in list_keys(Deployment) if find_meet(about) is None]
    return [
        f"| `{key}` | {'needed' if about.is_required() else _describe_default(key, about.default)} | {about.description} |\n"
        for key, about in own
    ]


def _describe_pack(name: str, pack: Pack) -> str:
    said = [f"`{key}: {format_for_file(get_value(pack, key))}`" for key, _ in list_keys() if is_mentioned(pack, key)]
    sources = "".join(
        f"- {source.what.rstrip('.')}. {_make_link(source.where)} ({_READ[source.read]})\n" for source in pack.sources
    )
    beyond = "".join(f"- {limit}\n" for limit in pack.beyond)
    reviewed = f"reviewed by {pack.reviewed_by}" if pack.reviewed_by else "not reviewed by counsel"
    return (
        f"\n### `{name}`: {pack.title}\n\n"
        f"Says: {', '.join(said) or 'nothing'}.\n\n"
        f"Sources, looked at on {pack.checked_on}, {reviewed}:\n\n{sources}"
        + (f"\nBeyond the keys:\n\n{beyond}" if beyond else "")
    )


_READ = {"text": "text read", "summary": "a secondary source", "not read": "not read for this pack"}


def _make_link(where: str) -> str:
    return f"<{where}>" if where.startswith("https:") else where
