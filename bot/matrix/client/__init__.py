"""The hardened client: nio's, floor by floor, and what its floors read and check."""
