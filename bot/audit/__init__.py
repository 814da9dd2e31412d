"""The audit: what is written down of a decision, the chain that holds it, and what of the chain is signed. Pure."""
