-- The audit: each entry is held by the hash over the one before it and itself. It is only ever added to: who wants to change
-- one has to take these two triggers away first, and then the hashes do not fit any more.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    entry TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE TRIGGER audit_changes_nothing BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_loses_nothing BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;

-- What makes the hashes of somebody's words say something, for each session and person. Once it is gone they say nothing.
CREATE TABLE salt (
    room TEXT NOT NULL,
    person TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (room, person)
);

-- What went to a backend, written down before it went. `number` counts a session's requests, `job` is the one that asked.
-- `tries` is how often the same text was sent, `ending` what came of it: empty until that is known, also if the process died.
CREATE TABLE sent (
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    job TEXT NOT NULL,
    question TEXT NOT NULL,
    asker TEXT NOT NULL,
    task TEXT NOT NULL,
    place TEXT NOT NULL,
    at REAL NOT NULL,
    backend TEXT NOT NULL,
    model TEXT NOT NULL,
    agreement TEXT NOT NULL,
    policy TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 1,
    ending TEXT NOT NULL DEFAULT '',
    tokens_in INTEGER NOT NULL DEFAULT 0,
    tokens_out INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (room, number)
);
CREATE INDEX sent_job ON sent (job);
CREATE INDEX sent_at ON sent (room, at);

-- The text of a request in pieces, in order; put together they are exactly what was sent. `turn` 0 is the standing text.
-- A piece without `sender` is the bot's own. `text` is gone once its sender has had it erased.
CREATE TABLE piece (
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    event TEXT,
    sender TEXT,
    text TEXT,
    PRIMARY KEY (room, number, place),
    FOREIGN KEY (room, number) REFERENCES sent (room, number) ON DELETE CASCADE
);
CREATE INDEX piece_sender ON piece (room, sender);

-- What people call a request: by the code of each draft or answer that came of it.
CREATE TABLE sent_code (
    room TEXT NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (room, code),
    FOREIGN KEY (room, number) REFERENCES sent (room, number) ON DELETE CASCADE
);
