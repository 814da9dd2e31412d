"""The three loops, and the one place where the edges are introduced to each other.

listen   Matrix to inbox        what people wrote
think    inbox to outbox        what the bot decides
act      outbox to the world    what the bot does
"""
