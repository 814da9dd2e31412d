"""What is counted for a monitoring system: how often, by reason code, never who or what."""

from prometheus_client import Counter

REFUSED = Counter("thirdchair_refused", "Messages that the trust gate did not count, by reason.", ["reason"])
HELD_BACK = Counter(
    "thirdchair_held_back", "Answers of models that were not shown, by task and reason.", ["task", "reason"]
)
IDENTITY_CHANGES = Counter("thirdchair_identity_changes", "People whose pinned security identity was replaced.")
