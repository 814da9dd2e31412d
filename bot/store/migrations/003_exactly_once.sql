-- The last event of each room that was read: a gap is filled back to there, and no further.
CREATE TABLE latest (
    room TEXT PRIMARY KEY,
    event TEXT NOT NULL
);

-- Messages still sealed, anew, since no old row can say who wrote it. `body` is the whole Matrix event, its words ciphertext.
-- `listening` is whether the AI was on when it came. `asked` is when its sender was asked to send it again (seconds UTC):
-- 0 not yet, -1 not needed, since they were asked about another message at that time.
DROP TABLE sealed;
CREATE TABLE sealed (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    sender TEXT NOT NULL,
    body TEXT NOT NULL,
    since REAL NOT NULL,
    reply_to TEXT,
    listening INTEGER NOT NULL DEFAULT 0,
    asked REAL NOT NULL DEFAULT 0
);

-- The jobs that may be done. What a backend wrote is not posted while the inbox holds something of the room that may
-- forbid it, such as a `!stop` that is not decided yet.
CREATE VIEW wanted AS
SELECT * FROM job WHERE state = 'waiting' AND NOT (
    generated AND EXISTS (SELECT 1 FROM inbox WHERE inbox.room = job.room AND inbox.decided = 0)
);
