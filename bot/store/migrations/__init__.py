"""The database's history: numbered, forward only."""
