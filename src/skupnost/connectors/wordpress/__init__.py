"""WordPress: blogs of one own server, and those hosted at WordPress.com."""
