"""The desk: drafts that wait there, a therapist's word on them, and what becomes of it."""
