"""How many examples a property is tried with: a quarter of them at every `make test`, all of them where CI decides.

`HYPOTHESIS_PROFILE` says which, `fast` or `full`; where `CI` is set it is `full`.
A property says what is true, never how fast: no profile has a deadline, and a busy machine that is slow to make examples
fails none. Benchmarks measure time.
"""

import os

from hypothesis import HealthCheck, settings

_SHARES = {"fast": 4, "full": 1}
"""By which number of examples the wish of a test is divided."""
FEWEST = 15
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or ("full" if os.environ.get("CI") else "fast")


def load_profile() -> None:
    """Let hypothesis try as many examples as `PROFILE` says where a test does not say how many it wants."""
    for name, share in _SHARES.items():
        settings.register_profile(
            name, deadline=None, max_examples=100 // share, suppress_health_check=[HealthCheck.too_slow]
        )
    settings.load_profile(PROFILE)


def try_examples(wanted: int) -> settings:
    """Return settings for a property that wants so many examples, of which `fast` tries a share."""
    return settings(max_examples=max(FEWEST, wanted // _SHARES[PROFILE]))
