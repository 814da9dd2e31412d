-- Whether a machine wrote a line of the window down, of a voice message: who takes that agreement back takes it back. Of what
-- is in a window already nobody knows it any more.
ALTER TABLE line ADD COLUMN voiced INTEGER NOT NULL DEFAULT 0;
