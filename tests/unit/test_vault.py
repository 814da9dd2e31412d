"""The vault: a recovery key that people can keep, and secrets that it alone opens."""

import base64
import io
import secrets
import stat
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from structlog.testing import capture_logs
from vault_reader import decoded, fits, opened

from bot.app.keys.recovery import FILE, show_recovery_key
from bot.errors import IdentityRefused
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.cross_signing import Seeds
from bot.matrix.identity.crypto import ALGORITHM, format_recovery_key, seal_secret
from bot.matrix.identity.secret_storage import lock_away_seeds

KEY = bytes(range(32))
keys = st.binary(min_size=32, max_size=32)


class Account:
    """A homeserver's memory of one account's data, in place of a client.

    `forgets` names what it does not keep, `missing` is its status for what is not there.
    """

    def __init__(self, user_id: str = "@bot:clinic", *, forgets: str = "", missing: int = 404) -> None:
        self.user_id, self.forgets, self.missing = user_id, forgets, missing
        self.data: dict[str, Any] = {}
        self.written: list[str] = []
        self.paths: list[str] = []

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Answer as a homeserver does."""
        self.paths.append(path)
        name = path.rpartition("/")[2]
        if method == "PUT":
            self.written.append(name)
            if name != self.forgets:
                self.data[name] = body
            return {}
        if name not in self.data:
            raise ServerSaysNo(self.missing, "M_SOMETHING")
        return dict(self.data[name])

    async def lock_away(self, seeds: Seeds) -> None:
        """Let the bot write its secret storage."""
        await lock_away_seeds(cast("Client", self), seeds, "ID", KEY)


# ---- the recovery key ------------------------------------------------------------------------------------------------


def test_a_recovery_key_that_is_known_elsewhere() -> None:
    """The key of curve25519's first published example is spelt as other Matrix implementations spell it."""
    key = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    assert format_recovery_key(key) == "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d"


@given(keys)
def test_a_recovery_key_is_what_the_specification_says(key: bytes) -> None:
    """Base58, the prefix 8B 01, the key, all bytes together XOR to zero, in groups of four."""
    words = format_recovery_key(key)
    raw = decoded(words)
    parity = 0
    for byte in raw:
        parity ^= byte
    assert (raw[:2], raw[2:34], parity) == (b"\x8b\x01", key, 0)
    *whole, last = words.split(" ")
    assert {len(group) for group in whole} == {4}
    assert 1 <= len(last) <= 4


# ---- sealing ---------------------------------------------------------------------------------------------------------


@given(st.binary(max_size=200), st.text(max_size=40), keys)
def test_what_is_sealed_is_opened_by_its_key_and_name_alone(secret: bytes, name: str, key: bytes) -> None:
    """An implementation of another make reads the secret; with another key, name or one changed bit it does not."""
    box = seal_secret(secret, name, key)
    assert opened(box, name, key) == secret
    assert opened(box, name + "x", key) is None
    assert opened(box, name, bytes([key[0] ^ 1]) + key[1:]) is None
    if secret:
        changed = bytearray(base64.b64decode(box["ciphertext"]))
        changed[-1] ^= 1
        assert opened({**box, "ciphertext": base64.b64encode(changed).decode()}, name, key) is None


def test_the_counter_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bit 63 of the iv is clear and no other is touched; a counter that grows into it is the same everywhere."""
    monkeypatch.setattr(secrets, "token_bytes", lambda count: b"\xff" * count)
    box = seal_secret(b"x" * 100, "m.some.secret", KEY)
    assert base64.b64decode(box["iv"]) == b"\xff" * 8 + b"\x7f" + b"\xff" * 7
    assert opened(box, "m.some.secret", KEY) == b"x" * 100


def test_no_two_boxes_are_alike() -> None:
    """The same secret sealed twice gives two ciphertexts: the iv is drawn each time."""
    assert seal_secret(b"secret", "name", KEY)["ciphertext"] != seal_secret(b"secret", "name", KEY)["ciphertext"]


# ---- secret storage --------------------------------------------------------------------------------------------------


async def test_the_storage_holds_the_three_seeds_and_how_to_know_its_key() -> None:
    """Each seed is there under its name, and the key's own event tells a right key from a wrong one."""
    account, seeds = Account(), Seeds(*(bytes([number]) * 32 for number in (1, 2, 3)))
    await account.lock_away(seeds)
    for part in ("master", "self_signing", "user_signing"):
        name = f"m.cross_signing.{part}"
        read = opened(account.data[name]["encrypted"]["ID"], name, KEY)
        assert read == base64.b64encode(getattr(seeds, part)).rstrip(b"=")
    about = account.data["m.secret_storage.key.ID"]
    assert about["algorithm"] == ALGORITHM == "m.secret_storage.v1.aes-hmac-sha2"
    assert fits(about, KEY)
    assert not fits(about, bytes(32))
    assert account.data["m.secret_storage.default_key"] == {"key": "ID"}


async def test_the_storage_is_named_last_and_can_be_written_again() -> None:
    """No client takes a half-written storage for one; writing it again leaves one storage under one key."""
    account, seeds = Account(), Seeds.new()
    await account.lock_away(seeds)
    assert account.written[-1] == "m.secret_storage.default_key"
    names = set(account.data)
    await account.lock_away(seeds)
    assert set(account.data) == names
    assert account.data["m.secret_storage.default_key"] == {"key": "ID"}


async def test_another_storage_is_left_alone() -> None:
    """Where somebody set up a storage, nothing is written, and the remedy is an account of the bot's own."""
    account = Account()
    account.data["m.secret_storage.default_key"] = {"key": "THEIRS"}
    with pytest.raises(IdentityRefused) as refused:
        await account.lock_away(Seeds.new())
    assert account.written == []
    assert "account of its own" in refused.value.remedy
    assert refused.value.exit_code == 77


@try_each("name", ["m.secret_storage.key.ID", "m.cross_signing.master", "m.secret_storage.default_key"])
async def test_a_storage_that_does_not_keep_is_noticed(name: str) -> None:
    """A homeserver that says yes and keeps nothing is caught before the bot forgets its seeds."""
    with pytest.raises(IdentityRefused, match="does not keep"):
        await Account(forgets=name).lock_away(Seeds.new())


async def test_other_errors_of_the_homeserver_are_not_taken_for_an_empty_storage() -> None:
    """Only "not found" means that nothing is there; a refusal ends the attempt before anything is written."""
    account = Account(missing=403)
    with pytest.raises(ServerSaysNo):
        await account.lock_away(Seeds.new())
    assert account.written == []


async def test_an_account_with_a_slash_has_its_own_path() -> None:
    """A user id with a slash, as old accounts have, is one step of the path and not two."""
    account = Account("@old/bot:clinic")
    await account.lock_away(Seeds.new())
    assert {path.count("/") for path in account.paths} == {7}


# ---- showing the recovery key ----------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A screen with a person before it."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_person_at_the_terminal_reads_the_key_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal the key is shown and written nowhere."""
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    with capture_logs() as log:
        show_recovery_key(tmp_path)("EsTc LW2K")
    assert "EsTc LW2K" in screen.getvalue()
    assert list(tmp_path.iterdir()) == []
    assert log == []


@pytest.mark.parametrize("before", [None, 0o644, 0o666, 0o400])
def test_without_a_terminal_the_key_is_in_a_file(tmp_path: Path, capsys: Any, before: int | None) -> None:
    """The file is its owner's alone, also where a loose one stood before; the log names it and never holds the key."""
    file = tmp_path / FILE
    if before is not None:
        file.write_text("an older key")
        file.chmod(before)
    with capture_logs() as log:
        show_recovery_key(tmp_path)("EsTc LW2K")
    assert "EsTc LW2K" in file.read_text()
    assert "older" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert log[0]["file"] == FILE
    assert "EsTc" not in str(log)
    assert capsys.readouterr().out == ""


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A link laid where the file is to be is replaced by the file; what it pointed to is untouched."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("other")
    (tmp_path / FILE).symlink_to(elsewhere)
    show_recovery_key(tmp_path)("EsTc LW2K")
    assert elsewhere.read_text() == "other"
    assert not (tmp_path / FILE).is_symlink()
