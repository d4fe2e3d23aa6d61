"""The backups that are kept: the newest ones, or the last of each day, week and month (Art. 6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.errors import ComplaintError, StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.disk import new_file
from complaintctl.file import db
from complaintctl.keep import backups, rows
from complaintctl.record import ledger


class Retention(NamedTuple):
    """The number kept of the newest, and of the days, weeks and months whose last is kept; all, if nothing is given.

    Counted are the days, weeks and months of which there is a backup: where none was made for long, none is lost.
    """

    newest: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0

    def superfluous(self, times: Sequence[datetime]) -> list[datetime]:
        """Those of the times of backups, the newest first, that are not kept; never the newest."""
        if not any(self):
            return []
        kept = {*times[: self.newest]}
        for number, period in ((self.daily, "%Y-%m-%d"), (self.weekly, "%G-%V"), (self.monthly, "%Y-%m")):
            last = {time.strftime(period): time for time in reversed(times)}
            kept |= {last[name] for name in sorted(last, reverse=True)[:number]}
        return [time for time in times if time not in kept]


def retention_of(settings: Mapping[str, Any], newest: int | None = None) -> Retention:
    """The retention that is asked for, else as configured; `keep` alone, else the days, weeks and months hold."""
    if newest:
        return Retention(newest)
    by_period = Retention(0, *(settings.get(f"backup.{name}", 0) for name in ("daily", "weekly", "monthly")))
    return by_period if any(by_period) else Retention(settings.get("backup.keep", 0))


def prune(path: Path, made: Path, retention: Retention) -> str:
    """Delete the backups of a case file that are not to be kept beside the one just made; say which, if any."""
    deleted: list[str] = []
    kept_by: StorageProblem | None = None
    try:
        # Those of a later time were made before a clock was set back: they would push out each one made since.
        files = [file for file in backups.in_folder(path, made.parent) if file.name <= made.name]
        by_time = {time: file for file in files if (time := backups.made_at(path, file))}
        # What a restore ended is there alone: no backup of the record as it goes on stands for it.
        lost = [time for time, file in by_time.items() if _holds_what_was_lost(file, made)]
        with db.explained(made.parent):
            for line in ([time for time in by_time if time not in lost], lost):
                for time in retention.superfluous(line):
                    by_time[time].unlink()
                    for ending in new_file.BESIDE:  # another program that opened it may have left them
                        by_time[time].with_name(by_time[time].name + ending).unlink(missing_ok=True)
                    deleted.append(by_time[time].name)
    except StorageProblem as problem:  # the new one is there all the same
        kept_by = problem
    said = [
        plural("{number} older one deleted: {files}.", "{number} older ones deleted: {files}.", len(deleted),
               files=_(", ").join(deleted)) if deleted else "",
        _("Older ones could not all be deleted: {problem}", problem=kept_by) if kept_by else "",
    ]  # fmt: skip
    return " ".join(filter(None, said))


def _holds_what_was_lost(file: Path, made: Path) -> bool:
    """Tell whether a backup ends with an event that the record no longer has; a damaged one cannot say so."""
    try:
        with db.untouched(file) as copy, db.untouched(made) as record:
            seq, digest = ledger.head(copy)
            return rows.hash_of(record, seq) != digest
    except ComplaintError:
        return False
