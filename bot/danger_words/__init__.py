"""The tripwire's list of phrases, how a message is compared with it, and where people find a human. Pure."""
