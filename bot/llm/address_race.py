"""Connecting to a host with several addresses: one that never answers keeps nobody waiting for the others (RFC 8305).

The HTTP library does this by itself, but from a name, which it looks up again. Here the addresses were looked up and
checked before, so these are raced, and no other.
"""

from collections.abc import Awaitable, Callable

import anyio
import httpcore2

HEAD_START = 0.25
"""Seconds that an address has for itself before the next one is tried beside it (RFC 8305, section 5)."""


async def race_addresses(
    addresses: tuple[str, ...],
    connect: Callable[[str], Awaitable[httpcore2.AsyncNetworkStream]],
    head_start: float = HEAD_START,
) -> httpcore2.AsyncNetworkStream:
    """Return the first connection that `connect` makes to one of `addresses`, of which there is one at least.

    They are tried in their order, but the first of the other family second; whichever fails makes way for the next at
    once, and whichever does not answer in `head_start` seconds goes on beside it. Every other connection is closed.

    Raises:
        httpcore2.ConnectError, httpcore2.ConnectTimeout: none of them took it; it is the last one's.
    """
    won: list[httpcore2.AsyncNetworkStream] = []
    errors: list[httpcore2.ConnectError | httpcore2.ConnectTimeout] = []

    async def run(address: str, over: anyio.Event) -> None:
        try:
            stream = await connect(address)
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            errors.append(error)
        else:
            if won:
                await stream.aclose()
            else:
                won.append(stream)
                others.cancel_scope.cancel()
        finally:
            over.set()

    async with anyio.create_task_group() as others:
        for address in order_addresses(addresses):
            over = anyio.Event()
            others.start_soon(run, address, over)
            with anyio.move_on_after(head_start):
                await over.wait()
    if not won:
        raise errors[-1]
    return won[0]


def order_addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return `addresses` with the first that is of another family than the first of all as the second."""
    first = addresses[0]
    other = next((address for address in addresses if (":" in address) is not (":" in first)), first)
    return tuple(dict.fromkeys((first, other, *addresses)))
