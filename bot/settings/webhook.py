"""Where whoever is on call is paged outside Matrix: how the locked client knows that address, and what must be true of it."""

from urllib.parse import urlsplit

from bot.settings.backend_places import find_backend_place, is_sent_in_clear
from bot.settings.models import BackendSettings
from bot.settings.settings import Settings
from bot.settings.yaml_file import YamlFile

KEY = "on_call_webhook"
LONGEST_WAIT = 15.0
"""Seconds that a page may take, from connecting to the status that it is answered with."""
SHORTEST_SECRET = 16


def describe_webhook(settings: Settings) -> BackendSettings | None:
    """Return the webhook as the locked client knows an address, with where it leads now; None if there is none.

    It may take as long to resolve its host as the system's resolver takes.
    """
    webhook, networks = settings.deployment.on_call_webhook, settings.deployment.local_networks
    if webhook is None:
        return None
    address = BackendSettings(kind="webhook", base_url=webhook.url, timeout=LONGEST_WAIT)
    return address.set_place(find_backend_place(address, networks), networks)


def read_webhook_host(settings: Settings) -> str:
    """Return the host that is told of an alarm, empty if there is none; the rest of an address may hold a secret."""
    webhook = settings.deployment.on_call_webhook
    return urlsplit(webhook.url).hostname or "" if webhook else ""


def check_webhook(main: YamlFile, settings: Settings) -> None:
    """Note a webhook on another machine without https, and a secret that is none."""
    webhook, address = settings.deployment.on_call_webhook, describe_webhook(settings)
    if webhook is None or address is None:
        return
    if is_sent_in_clear(address, settings.deployment.local_networks):
        remedy = "Use https; if it is in the clinic, name its network in `local_networks`"
        main.wrong((KEY, "url"), f"`{KEY}` is on another machine and not reached by https", remedy)
    try:
        secret = webhook.secret_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        what = f"the file that `{KEY}.secret_file` names cannot be read"
        main.wrong((KEY, "secret_file"), what, "Check the path and who may read it")
        return
    if len(secret) < SHORTEST_SECRET:
        what = f"the secret of `{KEY}` is shorter than {SHORTEST_SECRET} characters, so anybody could guess it"
        main.wrong((KEY, "secret_file"), what, "Make one: `openssl rand -hex 32`")
