"""The Matrix rooms of a session: which belongs to which, made and seen to."""
