"""When somebody may be in danger, or something has gone wrong: alarms first, everything else after. Pure."""
