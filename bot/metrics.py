"""What is counted for a monitoring system: how often, by reason code, never who or what."""

from prometheus_client import Counter, Gauge, Histogram

REFUSED = Counter("thirdchair_refused", "Messages that the trust gate did not count, by reason.", ["reason"])
HELD_BACK = Counter(
    "thirdchair_held_back", "Answers of models that were not shown, by task and reason.", ["task", "reason"]
)
BACKEND_ERRORS = Counter(
    "thirdchair_backend_errors", "Attempts that a backend did not answer, by kind of trouble.", ["backend", "kind"]
)
"""`backend` is a name of the deployment file, `kind` one of `Trouble`: no label is anything that a server sent."""
BACKEND_SECONDS = Histogram(
    "thirdchair_backend_seconds",
    "Seconds until an answer was there, of the attempts that were answered.",
    ["backend"],
    buckets=(0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600),
)
PROMPTS_CUT = Counter(
    "thirdchair_prompts_cut", "Answers whose backend had read far less than it was sent.", ["backend"]
)
IDENTITY_CHANGES = Counter("thirdchair_identity_changes", "People whose pinned security identity was replaced.")
TOKEN_ENDS = Gauge(
    "thirdchair_token_ends_timestamp_seconds",
    "When the access token ends and no refresh token gets the next; 0 if there is no such time.",
)
