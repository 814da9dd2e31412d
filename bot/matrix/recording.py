"""Voice messages fetched: from our own homeserver alone, opened and looked at in memory, never written down.

Spec: "Content repository" (authenticated media) and "Sending encrypted attachments".
"""

import binascii
import re
from base64 import b64decode
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from Crypto.Cipher import AES

from bot.errors import BotError
from bot.matrix.client.client import Client
from bot.matrix.client.http import TooLarge
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Sound

_DOWNLOAD = "/_matrix/client/v1/media/download"
_ADDRESS = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_=-]{1,255})")
_KEY_BYTES, _IV_BYTES, _HASH_BYTES = 32, 16, 32
LONGEST_TYPE = 100
MOST_SECONDS = 24 * 3600.0


class RecordingUnusable(BotError):
    """A voice message cannot be written down, and fetching it again would not help.

    Attributes:
        reason: `gone`, `large`, `altered`, or `no-sound`, for the log and the sentence; it quotes nobody.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"A voice message cannot be written down ({reason}).", "Ask its sender to type it.")
        self.reason = reason


def read_sound(content: dict[str, Any]) -> Sound | None:
    """Return where the recording of an `m.audio` message lies; None for anything else, or if nothing can open it."""
    file, info = content.get("file"), content.get("info")
    if content.get("msgtype") != "m.audio" or not isinstance(file, dict):
        return None
    info = info if isinstance(info, dict) else {}
    key, hashes = file.get("key"), file.get("hashes")
    secret = key.get("k") if isinstance(key, dict) else None
    digest = hashes.get("sha256") if isinstance(hashes, dict) else None
    url, iv = file.get("url"), file.get("iv")
    if not isinstance(url, str) or not _ADDRESS.fullmatch(url):
        return None
    if not (isinstance(secret, str) and isinstance(iv, str) and isinstance(digest, str)):
        return None
    if not (_opens(secret, _KEY_BYTES) and _opens(iv, _IV_BYTES) and _opens(digest, _HASH_BYTES)):
        return None
    mimetype = info.get("mimetype")
    kind = mimetype[:LONGEST_TYPE] if isinstance(mimetype, str) else ""
    return Sound(url, secret, iv, digest, kind, _read_size(info.get("size")), _read_seconds(content, info))


async def fetch_recording(client: Client, sound: Sound, largest: int) -> bytes:
    """Return the recording of a voice message, opened, as it was sent; it was in memory only.

    It is looked at three times: what its sender's app says of it, what the homeserver says, and what came.

    Raises:
        RecordingUnusable: it is too large, gone, not what was sent, or no recording.
        BotError: the homeserver may give it later.
    """
    if sound.size > largest:
        raise RecordingUnusable("large")
    address = _ADDRESS.fullmatch(sound.url)
    assert address
    server, media = address.groups()
    opener = AES.new(_decode(sound.key), AES.MODE_CTR, nonce=b"", initial_value=_decode(sound.iv))
    digest, plain = sha256(), bytearray()
    try:
        async for part in client.download(f"{_DOWNLOAD}/{quote(server, safe=':')}/{quote(media)}", largest):
            digest.update(part)
            plain += opener.decrypt(part)
    except TooLarge:
        raise RecordingUnusable("large") from None
    except ServerSaysNo:
        raise RecordingUnusable("gone") from None
    if digest.digest() != _decode(sound.sha256):
        raise RecordingUnusable("altered")
    if not is_recording(bytes(plain[:64])):
        raise RecordingUnusable("no-sound")
    return bytes(plain)


def is_recording(beginning: bytes) -> bool:
    """Return whether a file that begins so is a recording: Ogg, MP3, MP4, WAV, WebM, FLAC or AAC, whatever it is called."""
    is_wave = beginning[:4] == b"RIFF" and beginning[8:12] == b"WAVE"
    is_mp4 = beginning[4:8] == b"ftyp"
    is_frame = len(beginning) > 1 and beginning[0] == 0xFF and beginning[1] & 0xE0 == 0xE0  # MPEG audio, ADTS
    return is_wave or is_mp4 or is_frame or beginning.startswith((b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3"))


def _opens(text: str, length: int) -> bool:
    try:
        return len(_decode(text)) == length
    except (ValueError, binascii.Error):
        return False


def _decode(text: str) -> bytes:
    """Return what unpadded base64 stands for; keys are written in the alphabet of URLs (RFC 7517), the rest in the common one."""
    common = text.replace("-", "+").replace("_", "/").rstrip("=")
    return b64decode(common + "=" * (-len(common) % 4), validate=True)


def _read_size(size: Any) -> int:
    return min(size, 2**53) if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0


def _read_seconds(content: dict[str, Any], info: dict[str, Any]) -> float:
    """Return how long the recording is by its sender's app, in seconds (`info.duration`, or MSC1767's, in milliseconds)."""
    beside = content.get("org.matrix.msc1767.audio")
    told = info.get("duration"), beside.get("duration") if isinstance(beside, dict) else None
    for number in told:
        if isinstance(number, int | float) and not isinstance(number, bool) and 0 < number < MOST_SECONDS * 1000:
            return number / 1000
    return 0.0
