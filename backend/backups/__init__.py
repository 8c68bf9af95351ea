"""A whole deployment in one file, made while it runs and restored into an empty one (备份与恢复).

The file says nothing of the engine: what SQLite held can be restored into PostgreSQL. Encrypted
columns stay encrypted; the keys are not in it and have to be kept elsewhere.
"""

from __future__ import annotations

from backend.backups.archive import Manifest
from backend.backups.making import make
from backend.backups.restoring import restore

__all__ = ["Manifest", "make", "restore"]
