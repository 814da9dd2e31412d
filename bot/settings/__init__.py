"""The configuration: one deployment file, one file per room, jurisdiction packs; read whole or refused whole."""

from bot.settings.load import load
from bot.settings.models import BackendSettings, Deployment, Pack, RoomFile, WebSettings
from bot.settings.settings import Settings

__all__ = ["BackendSettings", "Deployment", "Pack", "RoomFile", "Settings", "WebSettings", "load"]
