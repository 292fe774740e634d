"""Brings a database up to date with Alembic; the migrations travel inside the package."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic's settings for this package, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine) -> None:
    """Run every migration that the database has not seen."""
    config = alembic_config()
    options = {"huiying_writes": True}
    with engine.execution_options(**options).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
