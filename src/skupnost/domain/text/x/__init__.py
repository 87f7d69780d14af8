"""How X reads a post: what it links, what it counts, what it refuses (twitter-text)."""
