"""The names of copies of a case file: after it, and after what made them."""

import re
from pathlib import Path

_ENDINGS = {
    "backup": r"-\d{4}-\d\d-\d\dT\d{4}",
    "unsound": "-unsound",
    "replaced": r"-replaced-\d{4}-\d\d-\d\dT\d{6}(?:-\d+)?",
    "before": r"-before-v\d+(?:-\d+)?",
}


def backup(path: Path, time: str) -> str:
    """The name of a backup of a case file that is made at a time."""
    return f"{path.stem}-{time[:13]}{time[14:16]}.db"


def unsound(path: Path) -> str:
    """The name of a copy that is not sound, and no backup."""
    return f"{path.stem}-unsound.db"


def replaced(path: Path, time: str) -> str:
    """The name, without its ending, of a case file that a restore replaces at a time."""
    return f"{path.stem}-replaced-{time[:19].replace(':', '')}"


def before(path: Path, version: int) -> str:
    """The name, without its ending, of a case file as it was before its tables were moved to a version."""
    return f"{path.stem}-before-v{version}"


def kind_of(path: Path, name: str) -> str | None:
    """The kind of copy of a case file that is called so: backup, unsound, replaced, before; None if none is."""
    for kind, ending in _ENDINGS.items():
        if re.fullmatch(rf"{re.escape(path.stem)}{ending}(?:\.db|{re.escape(path.suffix)})", name):
            return kind
    return None
