"""The proof pack 证据包: one archive that shows what was known of an incident, and its check."""
