"""What people may type, in any language: the commands' names, and the words that mean something behind or beside them. Pure.

Every word counts whatever language the room speaks, for people mix languages; only which language it is in can differ.
"""

from bot.model import Language
from bot.words.shelf import languages, read_once, read_shelf_yaml

COMMANDS, TYPED = "commands.yaml", "typed.yaml"


@read_once
def command_names(language: Language) -> dict[str, tuple[str, ...]]:
    """Return what people type for each command in `language`, by the command's own name."""
    return {name: tuple(typed) for name, typed in read_shelf_yaml(language, COMMANDS).items()}


@read_once
def typed_in(language: Language) -> dict[str, tuple[str, ...]]:
    """Return what people type in `language`, by what it means: `desk.yes` are the words that let a draft out."""
    result: dict[str, tuple[str, ...]] = {}
    for group, said in read_shelf_yaml(language, TYPED).items():
        if isinstance(said, dict):
            result |= {f"{group}.{meaning}": tuple(typed) for meaning, typed in said.items()}
        else:
            result[group] = tuple(said)
    return result


@read_once
def typed_words(*meanings: str) -> frozenset[str]:
    """Return every word, of any language, that means one of `meanings`."""
    return frozenset(
        word for spoken in languages() for meaning in meanings for word in typed_in(spoken).get(meaning, ())
    )


@read_once
def _meanings(group: str) -> dict[str, tuple[str, Language]]:
    """Return what each word of a group means, and in which language; of several it is the first."""
    result: dict[str, tuple[str, Language]] = {}
    for spoken in languages():
        for meaning, typed in typed_in(spoken).items():
            if meaning.startswith(f"{group}."):
                for word in typed:
                    result.setdefault(word, (meaning.removeprefix(f"{group}."), spoken))
    return result


def meaning_of(typed: str, group: str) -> tuple[str, Language] | None:
    """Return what the folded words `typed` mean among those of `group`, and in which language; None if nothing."""
    return _meanings(group).get(typed)
