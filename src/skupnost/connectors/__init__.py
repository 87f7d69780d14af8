"""One folder per network. Nobody imports them: they arrive by entry point (`kit.registry`)."""
