"""Where a secret is read: from systemd, if it was handed over (`LoadCredential=`), else from the file that is named."""

import os
from pathlib import Path

DIRECTORY = "CREDENTIALS_DIRECTORY"
"""By which systemd names the folder, in memory and for this service alone, of what it handed over."""


def find_secret(file: Path) -> Path:
    """Return from where to read the secret that the configuration keeps in `file`.

    systemd names a credential by its own name, or, where a whole folder was handed over, by folder and name: for
    `secrets/password` that is `password`, then `secrets_password`. So the same `bot.yaml` serves by hand and under systemd.
    """
    handed = os.environ.get(DIRECTORY, "")
    for name in (file.name, f"{file.parent.name}_{file.name}") if handed else ():
        credential = Path(handed, name)
        if credential.is_file():
            return credential
    return file
