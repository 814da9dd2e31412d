-- What cannot be read: which row of which table, of which session, and why, as a code. The row itself stays where it is, as
-- it is. `kind` is what it says that it is.
CREATE TABLE set_aside (
    source TEXT NOT NULL CHECK (source IN ('inbox', 'job', 'room')),
    id TEXT NOT NULL,
    room TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (source, id)
);

-- The rooms that take part in anything.
CREATE VIEW active_room AS
SELECT * FROM room WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE source = 'room' AND set_aside.id = room.id);

-- What may be decided: where a room's own state cannot be read, nothing of it.
CREATE VIEW undecided AS
SELECT * FROM inbox WHERE decided = 0
AND NOT EXISTS (SELECT 1 FROM set_aside WHERE source = 'inbox' AND set_aside.id = inbox.id)
AND NOT EXISTS (SELECT 1 FROM set_aside WHERE source = 'room' AND set_aside.id = inbox.room);

-- What may be done. Of a room whose state cannot be read: what people outside the session are told, and nothing else.
CREATE VIEW waiting AS
SELECT * FROM job WHERE state = 'waiting'
AND NOT EXISTS (SELECT 1 FROM set_aside WHERE source = 'job' AND set_aside.id = job.id)
AND (
    kind = 'alert' OR lane IN ('supervisor', 'on-call') OR lane LIKE 'second %'
    OR NOT EXISTS (SELECT 1 FROM set_aside WHERE source = 'room' AND set_aside.id = job.room)
);

-- Of that, what may be done now: what a backend wrote waits until everything that happened in its room is decided.
DROP VIEW wanted;
CREATE VIEW wanted AS
SELECT * FROM waiting WHERE NOT (
    generated AND EXISTS (SELECT 1 FROM undecided WHERE undecided.room = waiting.room)
);
