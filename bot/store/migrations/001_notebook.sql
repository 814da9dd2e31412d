-- Small facts: the sync token, the device, the self-signing seed.
CREATE TABLE note (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- What happened, in the order in which the bot read it. `body` is gone once decided; the id stays, so nothing counts twice.
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT,
    decided INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX inbox_undecided ON inbox (seq) WHERE decided = 0;

-- Each room as it is between two events. `deadline` is when it needs a look by itself, in seconds UTC.
CREATE TABLE room (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    deadline REAL
);

-- The words the bot keeps, one row a message, so that each can go alone.
CREATE TABLE line (
    room TEXT NOT NULL,
    id TEXT NOT NULL,
    sender TEXT NOT NULL,
    at REAL NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (room, id)
);

-- What is to be done. `body` is gone once done or void. `question` is the message it answers, `generated` whether a model
-- wrote it, `due` when it may be tried (seconds UTC), `begun` whether it was ever tried, `event` what it became in the room.
CREATE TABLE job (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    question TEXT,
    generated INTEGER NOT NULL DEFAULT 0,
    body TEXT,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'void', 'failed')),
    made REAL NOT NULL,
    due REAL NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    event TEXT
);
CREATE INDEX job_waiting ON job (seq) WHERE state = 'waiting';

-- Messages whose key has not come yet, as ciphertext. `asked` is whether their sender was asked to send them again.
CREATE TABLE sealed (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    body TEXT NOT NULL,
    since REAL NOT NULL,
    asked INTEGER NOT NULL DEFAULT 0
);
