"""Reads the clinic's own templates of notes, each with every mistake in it."""

from pathlib import Path

from bot.policy.note_templates import NAME, NoteTemplate
from bot.settings.bounds import explain_empty, read_folder
from bot.settings.yaml_file import YamlFile
from bot.words.shelf import typed_words

Templates = tuple[tuple[str, NoteTemplate], ...]


def read_templates(main: YamlFile, folder: Path | None) -> tuple[list[YamlFile], Templates]:
    """Return the files of `folder` and the templates in them, by the names of their files, without the ending.

    That there is no such folder, or that it is empty, is noted in `main`.
    """
    if folder is None:
        return [], ()
    files = read_folder(folder)
    if not files:
        what = explain_empty(folder, "template")
        main.wrong(("notes",), what, "Add one, or remove `notes`: soap, dap, birp and free are there by themselves")
    for file in files:
        name = Path(file.name).stem
        if not NAME.fullmatch(name) or name in typed_words("finalise"):
            what = f"`{name}` cannot be the name of a template"
            file.wrong((), what, "Name the file in small letters, digits and hyphens, such as `couples.yaml`")
    named = ((Path(file.name).stem, template) for file in files if (template := file.model(NoteTemplate)))
    return files, tuple(named)
