"""The demonstration: a whole clinic on this machine, for people and for programs."""
