-- Edits. The newest of each message, so that who deletes that edit deletes its words: ids alone.
CREATE TABLE edit (
    room TEXT NOT NULL,
    target TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (room, target)
);
CREATE INDEX edit_id ON edit (room, id);

-- Edits of a message that cannot be read yet wait with it, oldest first.
ALTER TABLE sealed ADD COLUMN edits TEXT NOT NULL DEFAULT '[]';

-- What a model is sent waits until every edit and deletion in its room is decided: the old words must not leave meanwhile.
DROP VIEW wanted;
CREATE VIEW wanted AS
SELECT * FROM waiting WHERE NOT (
    generated AND EXISTS (SELECT 1 FROM undecided WHERE undecided.room = waiting.room)
) AND NOT (
    kind = 'ask' AND EXISTS (
        SELECT 1 FROM undecided WHERE undecided.room = waiting.room AND undecided.kind IN ('edited', 'redacted')
    )
);
