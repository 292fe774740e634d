"""One verb a module: load, decide with the domain, save state and outbox rows, commit."""
