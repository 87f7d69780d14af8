"""Audiences of different kinds with a known best pace, none of them in the adviser's own form."""
