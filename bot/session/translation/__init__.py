"""Live translation: which language a message is in, and how its translation follows it. Pure."""
