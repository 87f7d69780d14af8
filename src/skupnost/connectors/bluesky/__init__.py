"""Bluesky: posts as records of the AT Protocol, written to the account's own data server (PDS)."""
