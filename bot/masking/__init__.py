"""Masking: what of a text may leave for a model, and the way back. Pure."""
