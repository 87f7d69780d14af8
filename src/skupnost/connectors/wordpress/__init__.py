"""WordPress: a site of one's own, spoken to with an application password."""
