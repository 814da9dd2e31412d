"""How often a property is tried depends on who asks; that it holds does not depend on how fast."""

from examples import FEWEST, PROFILE, try_examples
from hypothesis import HealthCheck, settings
from rows import try_each


@try_each("name", ["fast", "full"])
def test_no_property_fails_because_the_machine_is_busy(name: str) -> None:
    """Neither profile has a deadline, nor minds how slowly examples are made."""
    profile = settings.get_profile(name)
    assert profile.deadline is None
    assert HealthCheck.too_slow in profile.suppress_health_check


def test_ci_tries_them_all() -> None:
    """`fast` tries a quarter of the examples, never fewer than a handful; `full` as many as the test wants."""
    assert settings.get_profile("full").max_examples == 4 * settings.get_profile("fast").max_examples == 100
    assert try_examples(400).max_examples == {"fast": 100, "full": 400}[PROFILE]
    assert try_examples(8).max_examples == FEWEST
