"""What is counted for a monitoring system: how often, how much and since when, by codes, never who or what.

`docs/metrics.md` is written from here, so what a metric says of itself is for whoever looks after the bot at night.
A label is one of a few codes that stand in the code, or the name that `bot.yaml` gives to a backend.
"""

from math import inf, nan

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
TOKEN_DAYS = Gauge(
    "thirdchair_token_days_left",
    "Days until the access token ends and nothing renews it by itself; NaN if there is no such day.",
)
AGREEMENT_DAYS = Gauge(
    "thirdchair_agreement_days_left",
    "Days for which the agreement with whoever runs a backend still holds; below 0 it does not, and nothing is sent there.",
    ["backend"],
)
BACKEND_TOKENS = Counter(
    "thirdchair_backend_tokens",
    "Tokens as the backend counts them: `in`, `out`, and `cached`, those in that came from its cache.",
    ["backend", "direction"],
)
UNDECRYPTABLE = Counter("thirdchair_undecryptable", "Messages that could not be read when they came.")
DROPPED_UNREAD = Counter(
    "thirdchair_undecryptable_dropped", "Messages that cannot be read and were not even kept: too many of one person."
)
PAGES = Counter(
    "thirdchair_pages", "Attempts to page somebody outside Matrix, by outcome: `sent` or `failed`.", ["outcome"]
)
SEALED = Gauge("thirdchair_sealed", "Messages that wait for the key to read them, a day at most.")
INBOX_WAITING = Gauge("thirdchair_inbox_waiting", "Events that are not decided yet.")
INBOX_AGE = Gauge("thirdchair_inbox_age_seconds", "Age of the oldest event that is not decided yet; 0 if none waits.")
OUTBOX_WAITING = Gauge("thirdchair_outbox_waiting", "Things that are decided and not done yet.")
OUTBOX_AGE = Gauge("thirdchair_outbox_age_seconds", "Age of the oldest thing that is not done yet; 0 if none waits.")
SYNC_AGE = Gauge(
    "thirdchair_sync_age_seconds", "Seconds since the bot last heard from the homeserver; +Inf if it never did."
)
SET_ASIDE = Gauge("thirdchair_set_aside", "Rows of the notebook that cannot be read and wait for a person.")
ALARMS = Gauge(
    "thirdchair_alarms_waiting",
    "Alarms that nobody has acknowledged: `danger` to somebody, a `drill`, or anything `other`.",
    ["sort"],
)
ALARM_AGE = Gauge(
    "thirdchair_alarm_age_seconds", "Age of the oldest alarm that nobody has acknowledged; 0 if none waits.", ["sort"]
)
DRAFTS = Gauge("thirdchair_drafts_waiting", "Drafts that lie at desks for a therapist's word.")
ROOMS = Gauge("thirdchair_rooms", "Sessions that the bot sits in, by floor.", ["floor"])
DISK_FREE = Gauge("thirdchair_disk_free_bytes", "Free space where the data folder is.")
TURN_SECONDS = Gauge(
    "thirdchair_turn_seconds", "Seconds that a loop has been in its turn; one that stands still grows.", ["loop"]
)
UNWRITABLE = Gauge("thirdchair_unwritable", "1 while nothing can be written into the data folder, else 0.")

for _outcome in ("sent", "failed"):
    PAGES.labels(_outcome)  # there from the start, so that its first rise is seen
SYNC_AGE.set(inf)
for _unread in (TOKEN_DAYS, SEALED, INBOX_WAITING, INBOX_AGE, OUTBOX_WAITING, OUTBOX_AGE, SET_ASIDE, DRAFTS, DISK_FREE):
    _unread.set(nan)  # until somebody has looked: 0 would pass for "nothing waits"
