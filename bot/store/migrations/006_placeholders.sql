-- What the placeholders of each room stand for, so that one name has one placeholder in all of its requests.
CREATE TABLE placeholders (
    room TEXT PRIMARY KEY,
    body TEXT NOT NULL
);
