-- The identity by which each person is known: their master key, and since when (seconds UTC). `shown` is another one that
-- the homeserver shows instead, until the operator confirms it or it is gone again.
CREATE TABLE pin (
    user TEXT PRIMARY KEY,
    master_key TEXT NOT NULL,
    since REAL NOT NULL,
    shown TEXT
);
