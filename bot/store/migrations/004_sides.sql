-- The rooms beside a session room: its desk (`whom` is empty) and people's direct rooms. `nonce` stands in the Matrix room's
-- creation event, so that a room whose making was not noted in time is found again. `room` is empty until it is there.
CREATE TABLE side (
    nonce TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    place TEXT NOT NULL,
    whom TEXT NOT NULL DEFAULT '',
    room TEXT UNIQUE,
    UNIQUE (session, place, whom)
);

-- Jobs of one room and lane are done in order; the lanes do not wait for each other. A session's room, its desk and each
-- direct room have one each, so that a desk that cannot be reached never holds up the session room.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT '';
