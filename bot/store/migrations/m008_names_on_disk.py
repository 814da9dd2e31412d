"""Events and effects by names of their own, instead of those that their classes had. Bodies stay as they are.

A migration is about what stood on disk at its time: it knows no class of the program, so that it is true for ever.
"""

from bot.store.db import Transaction

EVENTS = (
    "heard attached present reacted edited redacted unreadable invited arrived joined came typing renamed left ousted "
    "replaced was-away posted shown unsaid ruled misruled frozen answered failed elapsed"
)
EFFECTS = (
    "reply notice card amend retract open consent-card ask show-sent show-head show-data forget cancel join decline "
    "leave alert"
)


async def migrate(transaction: Transaction) -> None:
    """Give each row of the inbox and the outbox its new name: `ConsentCard` becomes `consent-card`."""
    for table, names in (("inbox", EVENTS), ("job", EFFECTS)):
        turned = [(name, "".join(part.title() for part in name.split("-"))) for name in names.split()]
        await transaction.run_many(f"UPDATE {table} SET kind = ? WHERE kind = ?", turned)  # noqa: S608 - the two tables above
