"""The notebook: one encrypted SQLite file, the only thing that the three loops share."""

from bot.store.audit_log import Audit, Checked
from bot.store.desk_lines import DeskLine, DeskLines
from bot.store.facts import Notes
from bot.store.key import StoreKey, open_key
from bot.store.measure import AlarmSort, Measures, Queue, measure_notebook
from bot.store.outbox import Job
from bot.store.peek import Peek, open_peek
from bot.store.pins import Change, Pins
from bot.store.rooms import Rooms
from bot.store.rows import RowUnreadable
from bot.store.sent_requests import ANSWERED, Ending, Request, Sent, SentBook
from bot.store.sides import Side, Sides
from bot.store.spare import use_spare
from bot.store.store import Haul, Store, open_kept, open_store
from bot.store.trouble import recognise_folder_trouble

__all__ = [
    "ANSWERED",
    "AlarmSort",
    "Audit",
    "Change",
    "Checked",
    "DeskLine",
    "DeskLines",
    "Ending",
    "Haul",
    "Job",
    "Measures",
    "Notes",
    "Peek",
    "Pins",
    "Queue",
    "Request",
    "Rooms",
    "RowUnreadable",
    "Sent",
    "SentBook",
    "Side",
    "Sides",
    "Store",
    "StoreKey",
    "measure_notebook",
    "open_kept",
    "open_key",
    "open_peek",
    "open_store",
    "recognise_folder_trouble",
    "use_spare",
]
