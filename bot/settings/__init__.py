"""The configuration: one deployment file, one file per room, jurisdiction packs; read whole or refused whole."""

from bot.settings.danger_warnings import list_warnings
from bot.settings.file_warnings import list_file_warnings
from bot.settings.json_schemas import make_schemas
from bot.settings.load import Files, load_packs, load_settings, read_files
from bot.settings.manual import write_manual
from bot.settings.models import Agreement, BackendSettings, Deployment, Pack, RoomFile, WebSettings
from bot.settings.processing_record import make_record
from bot.settings.record_page import write_record_page
from bot.settings.remarks import list_notes, list_room_rules
from bot.settings.review_file import list_unsigned
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
    "list_file_warnings",
    "list_notes",
    "list_room_rules",
    "list_unsigned",
    "list_warnings",
    "load_packs",
    "load_settings",
    "make_record",
    "make_schemas",
    "read_files",
    "write_manual",
    "write_record_page",
]
