"""What must be true of the backend that writes voice messages down, across the configuration's files."""

from bot.policy import NEVER_AT_ALL
from bot.settings.backend_kinds import TRANSCRIBE
from bot.settings.models import RoomFile
from bot.settings.settings import Settings
from bot.settings.yaml_file import YamlFile

_KEY = ("transcription",)


def check_transcription(file: YamlFile, room: RoomFile, settings: Settings) -> None:
    """Note a room whose voice messages would go to nothing, to a model that answers, or where its rules let no voice go.

    And one whose questions would go to a server that only writes down.
    """
    policy = settings.policy_of(file.name, room)
    if settings.backends[policy.rules.backend].kind == TRANSCRIBE:
        what = f"backend `{policy.rules.backend}` writes voice messages down and answers nothing"
        file.wrong(("backend",), what, "Name it in `transcription`, and another in `backend`")
    name = policy.rules.transcription
    if name is None or name == NEVER_AT_ALL:
        return
    fitting = [other for other, backend in settings.backends.items() if backend.kind == TRANSCRIBE]
    if name not in fitting:
        what = f"`transcription` names `{name}`, which is no backend of the kind `{TRANSCRIBE}`"
        file.wrong(_KEY, what, f"There are: {', '.join(fitting) or 'none; add one to `backends` in bot.yaml'}")
    elif policy.transcriber is None:
        what = f"backend `{name}` would take voices out of the clinic, which `backends_allowed` or `agreement_required` forbid"
        file.wrong(_KEY, what, "Name one on this machine or in `local_networks`, or sign an agreement and allow it")
