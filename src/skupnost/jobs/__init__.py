"""Work that outlives a process: a small port, and the engine behind it."""
