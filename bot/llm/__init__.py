"""The backends: language models behind one Protocol, and one that needs no model at all."""
