"""Summaries and notes: the session read in stretches, each line held against its sources, and what the therapist makes of it. Pure."""
