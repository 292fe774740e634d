"""The house's side of the two doors: what the crawler and the sender ask of it."""
