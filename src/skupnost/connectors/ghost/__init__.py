"""Ghost: a publication of its own, spoken to with an Admin API key."""
