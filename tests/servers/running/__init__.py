"""Real servers on loopback, one module each, started and ended by a context manager."""
