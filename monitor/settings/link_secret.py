"""The secret that signs the links in mails: given in a file, or made once and kept beside it all.

Every process of an office must have the same one: on several machines, give each the same file.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

SECRET_FILE = "link.secret"  # noqa: S105  # the name of a file, no secret
"""Where a secret is kept that nobody gave; readable by its owner alone."""

SHORTEST_SECRET = 16
_BYTES = 32


def read_secret(path: Path) -> str:
    """The secret in a file. Raises OSError, and ValueError where it is too short to be one."""
    secret = path.read_text(encoding="utf-8").strip()
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"a secret has at least {SHORTEST_SECRET} characters")
    return secret


def kept_secret(folder: Path) -> str:
    """The secret kept in the configuration directory, made now where there is none yet.

    Several processes that start at once all get the same one. Raises as `read_secret`.
    """
    path = folder / SECRET_FILE
    if not path.exists():
        handle, fresh = tempfile.mkstemp(dir=folder, prefix=f".{SECRET_FILE}.")  # mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(_BYTES) + "\n")
        try:
            # Whole or not at all, and never over another process's.
            with contextlib.suppress(FileExistsError):
                os.link(fresh, path)
        finally:
            Path(fresh).unlink()
    return read_secret(path)
