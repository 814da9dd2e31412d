"""What Synapse is told: loopback, no other servers, no phoning home, no limits that a test could run into.

Keys are those of Synapse's own manual (Configuring Synapse, "Homeserver Sample Config File").
"""

import base64
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

NAME = "clinic.local"
"""The server's name: what stands behind the colon of its user ids. Nobody resolves it: there is no federation."""

PROOF = "org.thirdchair.boot"
"""The key of `/.well-known/matrix/client` by which a Synapse shows that it is the one we started."""

_UNLIMITED = {"per_second": 100_000, "burst_count": 100_000}

_RATES: dict[str, Any] = {
    "rc_3pid_validation": _UNLIMITED,
    "rc_admin_redaction": _UNLIMITED,
    "rc_delayed_event_mgmt": _UNLIMITED,
    "rc_invites": {"per_room": _UNLIMITED, "per_user": _UNLIMITED, "per_issuer": _UNLIMITED},
    "rc_joins": {"local": _UNLIMITED, "remote": _UNLIMITED},
    "rc_joins_per_room": _UNLIMITED,
    "rc_key_requests": _UNLIMITED,
    "rc_login": {"address": _UNLIMITED, "account": _UNLIMITED, "failed_attempts": _UNLIMITED},
    "rc_media_create": _UNLIMITED,
    "rc_message": _UNLIMITED,
    "rc_presence": {"per_user": _UNLIMITED},
    "rc_profile": _UNLIMITED,
    "rc_registration": _UNLIMITED,
    "rc_registration_token_validity": _UNLIMITED,
    "rc_reports": _UNLIMITED,
    "rc_room_creation": _UNLIMITED,
    "rc_third_party_invite": _UNLIMITED,
    "rc_user_directory": _UNLIMITED,
}

_QUIET: dict[str, Any] = {
    "report_stats": False,
    "enable_metrics": False,
    "suppress_key_server_warning": True,
    "trusted_key_servers": [],
    "federation_domain_whitelist": [],
    "url_preview_enabled": False,
    "presence": {"enabled": False},
    "push": {"enabled": True, "include_content": False},
    "stats": {"enabled": False},
    "gc_thresholds": [50_000, 20, 50],  # a young process on a small machine has little to look through, and often did
    # A log-in costs what the hash of its password costs; these passwords guard nothing beyond this machine.
    "bcrypt_rounds": 4,
}

_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
}


def write_synapse_yaml(folder: Path, port: int, secret: str) -> Path:
    """Write the configuration of a Synapse that lives in `folder` and listens on `port` of 127.0.0.1; return its path.

    Whoever knows `secret` can make accounts.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.yaml"
    log.write_text(yaml.safe_dump(_LOG))
    configuration = folder / "homeserver.yaml"
    configuration.touch(mode=0o600)
    configuration.write_text(
        yaml.safe_dump({**_describe_server(folder, port, secret), **_RATES, **_QUIET, "log_config": str(log)})
    )
    return configuration


def hash_secret(secret: str) -> str:
    """Return what everybody may see of `secret`: its SHA-256, as hexadecimal digits."""
    return sha256(secret.encode()).hexdigest()


def _describe_server(folder: Path, port: int, secret: str) -> dict[str, Any]:
    """Return who this server is, where it listens and where it keeps things."""
    listener = {
        "type": "http",
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "tls": False,
        "resources": [{"names": ["client"], "compress": False}],
    }
    return {
        "server_name": NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "extra_well_known_client_content": {PROOF: hash_secret(secret)},
        "listeners": [listener],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(_signing_key(folder)),
        "registration_shared_secret": secret,
        "macaroon_secret_key": secret,
        "form_secret": secret,
    }


def _signing_key(folder: Path) -> Path:
    """Return where the server's signing key is kept, after making one if there is none.

    The format is signedjson's: algorithm, version, the 32 bytes of an Ed25519 seed in unpadded base64.
    """
    kept = folder / "signing.key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(f"ed25519 a_1 {base64.b64encode(secrets.token_bytes(32)).decode().rstrip('=')}\n")
    return kept
