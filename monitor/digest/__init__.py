"""The digest of a period: its facts, its figures, its charts, and the page they make."""
