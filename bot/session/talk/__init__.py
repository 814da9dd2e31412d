"""The talk as it stands: who agreed, what is at hand of it, what rests on it, what it weighs."""
