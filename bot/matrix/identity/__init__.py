"""Our own identity and device: cross-signing, secret storage, logging in."""
