"""How many input tokens an hour of 240 messages takes, and how many are billed: `make bench-tokens`.

With a prompt cache, without one (which is what is sent), and as a group chat with an AI would do it, which sends the whole
talk again each time. The hour is `tests/unit/hour.py`, the price list `tests/unit/billing.py`; nothing is sent anywhere.
"""

import argparse
from collections.abc import Callable

from billing import LIFE, LONG_LIFE, LONG_WRITE, MINIMUM, READ, WRITE, Provider
from hour import EVERY, MESSAGES, MINUTES, Request, growth, hour

TEN = 10
COUNTS: dict[str, Callable[[Request], float]] = {
    "sent": lambda request: request.bill.sent,
    "billed, cache": lambda request: request.bill.billed,
    "naive resend": lambda request: request.naive,
}


def row(name: str, requests: list[Request]) -> str:
    """Return the sums of some requests in one line."""
    sums = (sum(count(request) for request in requests) for count in COUNTS.values())
    return f"{name:>12} {len(requests):>9} " + " ".join(f"{item:>14,.0f}" for item in sums)


def main(window: int, said: argparse.Namespace) -> None:
    """Print each ten minutes of the hour, its sums, and how they grow."""
    requests = list(hour(window, said.hour, Provider(said.minimum, long=said.long), said.every))
    life, write = (LONG_LIFE, LONG_WRITE) if said.long else (LIFE, WRITE)
    say(f"Hour {said.hour}: {MESSAGES} messages in {MINUTES} minutes, one request in {said.every} of them;")
    say(f"a question sees {window} messages at most; kept from {said.minimum} tokens on, for {life:.0f} s:")
    say(f"a token written counts as {write}, one read as {READ}.")
    say(f"{'minutes':>12} {'requests':>9} " + " ".join(f"{name:>14}" for name in COUNTS))
    for start in range(0, MINUTES, TEN):
        say(row(f"{start}-{start + TEN}", [request for request in requests if start <= request.minute < start + TEN]))
    say(row("all", requests))
    say(f"{'40-60/20-40':>12} {'':>9} " + " ".join(f"{growth(requests, count):>14.2f}" for count in COUNTS.values()))
    say("")


def say(text: str) -> None:
    """Print a line."""
    print(text)  # noqa: T201 - what this program is for


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--window", type=int, nargs="*", default=[30, 60, 200], help="messages that a question sees")
    options.add_argument("--hour", type=int, default=1, help="which hour: the seed of what is said in it")
    options.add_argument("--every", type=int, default=EVERY, help="messages from one request to the next")
    options.add_argument("--minimum", type=int, default=MINIMUM, help="tokens below which nothing is kept")
    options.add_argument("--long", action="store_true", help="keep for an hour instead of five minutes")
    said = options.parse_args()
    for line in said.window:
        main(line, said)
