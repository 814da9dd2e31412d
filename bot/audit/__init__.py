"""The audit: what is written down of a decision, and the chain that holds it. Pure."""
