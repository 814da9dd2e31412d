"""JSON Schemas of the configuration's files, for editors: completion, meanings and red lines while typing."""

import json
from typing import Any

from bot.policy import Rules
from bot.policy.note_templates import NoteTemplate
from bot.settings.clinic_glossary import GlossaryFile
from bot.settings.models import Deployment, Pack, RoomFile

FILES: dict[str, type[Rules]] = {
    "bot": Deployment,
    "room": RoomFile,
    "jurisdiction": Pack,
    "glossary": GlossaryFile,
    "note": NoteTemplate,
}


def make_schemas() -> dict[str, str]:
    """Return each schema file's name and text."""
    return {f"{name}.schema.json": _write_schema(name, kind) for name, kind in FILES.items()}


def _write_schema(name: str, kind: type[Rules]) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema(), "title": name}
    return json.dumps(_allow_yaml_off(schema), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _allow_yaml_off(schema: Any) -> Any:
    """Return the schema with YAML's `off`, which editors that read YAML 1.1 take for `false`, let through as well."""
    match schema:
        case dict():
            plain = {key: _allow_yaml_off(inner) for key, inner in schema.items()}
            if "off" in (plain.get("enum") or ()):
                plain["enum"] = [*plain["enum"], False]
                plain.pop("type", None)
            return plain
        case list():
            return [_allow_yaml_off(inner) for inner in schema]
    return schema
