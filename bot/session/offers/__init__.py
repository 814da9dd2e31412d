"""What the therapist gets to see about the talk: points when they ask, and now and then an idea unasked. Pure."""
