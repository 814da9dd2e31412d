"""Voice messages: whose may be written down, what of the writing is words, and what becomes of it. Pure."""
