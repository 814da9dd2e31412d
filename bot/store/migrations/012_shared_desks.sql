-- One Matrix room can be the desk of many sessions: `shared` is what such a desk goes by, a hash of who its therapists are; it
-- is empty for a room of one session alone. `stay` tells one time of a session's at a shared desk from the next.
CREATE TABLE side_of (
    nonce TEXT NOT NULL,
    session TEXT NOT NULL,
    place TEXT NOT NULL,
    whom TEXT NOT NULL DEFAULT '',
    room TEXT,
    shared TEXT NOT NULL DEFAULT '',
    stay TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session, place, whom)
);
INSERT INTO side_of (nonce, session, place, whom, room) SELECT nonce, session, place, whom, room FROM side ORDER BY rowid;
DROP TABLE side;
ALTER TABLE side_of RENAME TO side;
CREATE UNIQUE INDEX side_nonce ON side (nonce) WHERE shared = '';
CREATE UNIQUE INDEX side_room ON side (room) WHERE shared = '';
CREATE INDEX side_where ON side (room);
CREATE INDEX side_shared ON side (shared) WHERE shared != '';

-- Which session a message at a shared desk belongs to, by ids alone: `ours` are the bot's own, for the others that they were taken
-- once. The session is empty where nobody knew.
CREATE TABLE desk_line (
    event TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    session TEXT NOT NULL,
    ours INTEGER NOT NULL
);
CREATE INDEX desk_line_at ON desk_line (desk, session);
