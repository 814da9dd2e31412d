-- What is due is looked for after each message and once a second: by this alone, for to reach the deadline of a row all of its
-- state is read before, of every room.
CREATE INDEX room_deadline ON room (deadline, id);
