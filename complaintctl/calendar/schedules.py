"""Reading a published schedule of holidays and make-up days."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.calendar.calendar_end import LAST_DAY
from complaintctl.disk import csv_table
from complaintctl.disk.input_files import MOST_SETTINGS, read_bytes, read_text


def read(file: Path) -> Mapping[str, tuple[bool, str]]:
    """Tell of each day listed if it is worked, and its name: of holiday-cn's JSON, or a CSV day, is_working and name.

    Raises:
        UsageProblem: the file cannot be read as either, or lists a day twice with different answers.
    """
    listed: dict[str, tuple[bool, str]] = {}
    for line, (day_text, working, name) in enumerate(_entries(file), 1):
        day = parse_day(day_text, _("Entry {number} of {file}:", number=line, file=file.name))
        if day > LAST_DAY:
            raise UsageProblem(
                "{file} lists {day}, which no schedule reaches: correct the file.", file=file.name, day=day
            )
        if listed.setdefault(day, (working, name))[0] != working:
            raise UsageProblem(
                "{file} lists {day} both as a working day and as a day off: correct the file.", file=file.name, day=day
            )
    return listed


def _entries(file: Path) -> Iterable[tuple[str, bool, str]]:
    if file.suffix.lower() == ".json":
        text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
        try:
            return [
                (str(day["date"]), not _flag(day["isOffDay"]), str(day.get("name", "")))
                for day in json.loads(text)["days"]
            ]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UsageProblem(
                "{file} is not a holiday-cn schedule: it needs days with date, isOffDay and name.", file=file.name
            ) from None
    rows = csv_table.records(file, ("day", "is_working"), ("name",))
    try:
        return [(row["day"], _flag(row["is_working"]), row["name"]) for _line, row in rows]
    except ValueError:
        raise UsageProblem(
            "{file} is not a schedule: a CSV needs the columns day, is_working (1 or 0) and name.", file=file.name
        ) from None


def _flag(value: object) -> bool:
    try:
        return {"1": True, "true": True, "0": False, "false": False}[str(value).strip().lower()]
    except KeyError:
        raise ValueError(value) from None
