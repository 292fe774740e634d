"""The state: SQLModel tables, migrations and queries. Only this package knows SQL."""
