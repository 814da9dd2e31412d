-- Which help-lines were shown, where and when, is among what is said once; the room's own time of it was read by nothing.
-- A room whose state cannot be read stays as it is, to be set aside.
UPDATE room SET state = json_remove(state, '$.helplines') WHERE json_valid(state);
