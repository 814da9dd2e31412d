"""What each command does that belongs to no larger subject."""
