"""The Matrix edge: the only part that knows nio."""
