"""Keeps the environment from steering what asks models: neither where text goes nor what is written into a log.

Read in anthropic 2.12: variables name another address, key, proxy or extra headers, `ANTHROPIC_LOG` prints whole
requests, and an OpenTelemetry variable puts them into traces. OpenAI's SDK, which is not used, has the same; a backend
from elsewhere may bring it.
What the bot does stands in `bot.yaml` alone.
"""

import logging
import os

PREFIXES = ("ANTHROPIC_", "OPENAI_", "OTEL_")
SUFFIXES = ("_PROXY", "_BASE_URL")
EXACT = ("SSLKEYLOGFILE",)
LOGGERS = ("anthropic", "openai", "httpx2", "httpcore2")


def seal_environment() -> None:
    """Take the variables away and quieten the loggers. Call it before an SDK is imported: some are read then."""
    drop_sdk_variables()
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def drop_sdk_variables() -> None:
    """Remove every variable that an SDK, the HTTP client or OpenTelemetry would follow.

    `SSL_CERT_FILE` and `SSL_CERT_DIR` stay, for the Matrix side; our HTTP client does not read them.
    """
    for name in tuple(os.environ):
        known = name.upper()
        if known.startswith(PREFIXES) or known.endswith(SUFFIXES) or known in EXACT:
            del os.environ[name]
