"""Keys and identities, as the loops see to them: made, shown once, pinned, waited for, forgotten."""
