"""The configuration: one deployment file, one file per room, jurisdiction packs; read whole or refused whole."""

from bot.settings.load import Files, all_packs, load, read_files
from bot.settings.manual import manual
from bot.settings.models import Agreement, BackendSettings, Deployment, Pack, RoomFile, WebSettings
from bot.settings.notes import notes, shown
from bot.settings.record import record
from bot.settings.record_page import record_page
from bot.settings.schema import schemas
from bot.settings.settings import Settings

__all__ = [
    "Agreement",
    "BackendSettings",
    "Deployment",
    "Files",
    "Pack",
    "RoomFile",
    "Settings",
    "WebSettings",
    "all_packs",
    "load",
    "manual",
    "notes",
    "read_files",
    "record",
    "record_page",
    "schemas",
    "shown",
]
