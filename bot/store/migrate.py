"""Bringing the database up to date: numbered steps, forward only, each whole or not at all.

A step is a file in `migrations/`: `004_sides.sql`, or `m008_names_on_disk.py` with `async def migrate(transaction)`.
`PRAGMA user_version` is the number of the last step that was done.
"""

import re
from importlib import import_module
from importlib.resources import files

import aiosqlite

from bot.errors import StoreRefused
from bot.store.db import Transaction, recognise_full_disk

FOLDER = "bot.store.migrations"


def list_steps() -> tuple[str, ...]:
    """Return the files of all steps, in order: the first is step 1."""
    names = (file.name for file in files(FOLDER).iterdir())
    return tuple(sorted((name for name in names if re.match(r"m?\d{3}_", name)), key=lambda name: name.lstrip("m")))


async def read_version(connection: aiosqlite.Connection) -> int:
    """Return which step was the last on this database; 0 if it is new.

    Raises:
        StoreRefused: it comes from a later version of the program.
    """
    with recognise_full_disk():
        async with connection.execute("PRAGMA user_version") as cursor:
            row = await cursor.fetchone()
    version, known = int(row[0]) if row else 0, len(list_steps())
    if version > known:
        raise StoreRefused(
            f"The database is of a later version ({version}) than this program knows ({known}).",
            "Start the version that wrote it, or a later one.",
        )
    return version


async def bring_up_to_date(connection: aiosqlite.Connection, last: int | None = None) -> None:
    """Do every step that was not done yet, each in a transaction of its own; no further than `last`, for tests.

    Raises:
        StoreRefused: the database comes from a later version of the program.
        Unwritable: there is no space for a step; those before it are done.
    """
    version = await read_version(connection)
    with recognise_full_disk():
        for number, name in enumerate(list_steps()[version:last], start=version + 1):
            if name.endswith(".sql"):
                sql = files(FOLDER).joinpath(name).read_text(encoding="utf-8")
                await connection.executescript(f"BEGIN;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
            else:
                await _run(connection, number, name.removesuffix(".py"))


async def _run(connection: aiosqlite.Connection, number: int, name: str) -> None:
    """Do a step that is written in Python. Whoever dies in it has done nothing: it is not committed."""
    await connection.execute("BEGIN IMMEDIATE")
    await import_module(f"{FOLDER}.{name}").migrate(Transaction(connection))
    await connection.execute(f"PRAGMA user_version = {number}")
    await connection.commit()
