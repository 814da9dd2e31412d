"""What keeps people safe: masking, and later the crisis tripwire and the audit. Pure."""
