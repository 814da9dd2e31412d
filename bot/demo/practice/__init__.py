"""Practice for therapists: a scripted client, drafts that a script gives, some of them wrong on purpose, and a closing card."""
