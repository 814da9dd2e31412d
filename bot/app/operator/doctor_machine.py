"""What the doctor finds on this machine, without asking anybody: space, who may read the files, papers that run out."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bot.app.operator.finding import Finding
from bot.settings import Deployment, Settings

FULL, NEARLY_FULL = 50e6, 1e9
"""Bytes that are free: with less than the first nothing lasts for long."""
SOON = 30
"""Days before the end of an agreement from which on somebody is told."""


def examine_machine(settings: Settings, now: float) -> Iterator[Finding]:
    """Yield what is found; the homeserver and the notebook are not needed for it."""
    deployment = settings.deployment
    folder = deployment.data_dir
    yield _examine_space(folder if folder.is_dir() else folder.parent)
    yield from _examine_modes(deployment)
    yield from _examine_agreements(settings, datetime.fromtimestamp(now, UTC).date())


def _examine_space(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return Finding(
            "The data folder cannot be looked at", "Look at `data_dir`, and who may go there.", is_broken=True
        )
    told = f"{free / 1e9:.1f} GB are free where the data folder is"
    if free < FULL:
        return Finding(told, "Make space: soon nothing can be written down any more.", is_broken=True)
    return Finding(told, "Make space before it runs out." if free < NEARLY_FULL else "")


def _examine_modes(deployment: Deployment) -> Iterator[Finding]:
    """Yield each secret, and each file of the data folder, that others on this machine may read."""
    loose = [path for path in _list_secrets(deployment) if _may_others_read(path)]
    for path in loose:
        yield Finding(f"Others on this machine may read {path.name}", f"chmod 600 {path}")
    if not loose:
        yield Finding("Nobody else on this machine may read the secrets and the data folder")


def _list_secrets(deployment: Deployment) -> tuple[Path, ...]:
    """Return the files that hold a secret, and the data folder with what lies in it."""
    folder, webhook = deployment.data_dir, deployment.on_call_webhook
    named = [deployment.password_file, deployment.access_token_file, deployment.key_file]
    named += [backend.api_key_file for backend in deployment.backends.values()]
    named += [webhook.secret_file] if webhook else []
    inside = [path for path in sorted(folder.glob("*")) if path.is_file()] if folder.is_dir() else []
    return (*(path for path in named if path), *inside)


def _may_others_read(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & 0o077)
    except OSError:
        return False


def _examine_agreements(settings: Settings, today: date) -> Iterator[Finding]:
    """Yield until when each agreement with whoever runs a backend holds."""
    for name, backend in settings.deployment.backends.items():
        if backend.agreement is None:
            continue
        day, left = backend.agreement.expires.isoformat(), (backend.agreement.expires - today).days
        remedy = "Renew it, and correct `signed` and `expires`."
        if not backend.agreement.holds(today):
            yield Finding(f"The agreement about backend {name} does not hold today ({day})", remedy, is_broken=True)
        else:
            yield Finding(f"The agreement about backend {name} holds until {day}", remedy if left < SOON else "")
