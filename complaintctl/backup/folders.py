"""The folders in which the backups of a case file are, as configured."""

from collections.abc import Sequence
from pathlib import Path

from complaintctl.disk import config
from complaintctl.front.session import Session


def backup_folders(session: Session) -> Sequence[Path]:
    """The folders in which backups are looked for, there or not."""
    return [folder for folder in (backup_folder(session), second_folder(session)) if folder]


def backup_folder(session: Session) -> Path:
    """The folder that backups go into: as configured, else `backups` beside the case file."""
    given = session.settings.get("backup.folder")
    return config.at_home(given) if given else session.path.parent / "backups"


def second_folder(session: Session) -> Path | None:
    """The folder that each backup is copied into as well, if one is configured."""
    given = session.settings.get("backup.second")
    return config.at_home(given) if given else None
