"""The known days of a year: by a published schedule, or by the holidays package, which guesses the rest."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from complaintctl.base.clock import parse_day
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.text import quoted
from complaintctl.base.values import plain
from complaintctl.disk import csv_table
from complaintctl.disk.input_files import MOST_SETTINGS, read_bytes, read_text
from complaintctl.record.calendar_days import Day

FIRST_YEAR = 2007  # the first whose make-up days every source agrees on
# Every published schedule names these; a file that lists them all for a year is that year's schedule.
_FIXED_HOLIDAYS = ("01-01", "05-01", "10-01")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}
# What a bank's own table says of a day, beside these.
_WORKED = dict.fromkeys("是 上班 班 补班 调休上班 工作日 yes".split(), True)
_RESTED = dict.fromkeys("否 休息 休 放假 不上班 休息日 节假日 no".split(), False)
# The columns of a CSV, as a table that is kept in Chinese heads them.
HEADINGS = {"日期": "day", "是否上班": "is_working", "名称": "name"}


@cache
def of_package(last_year: int) -> Mapping[str, Day]:
    """Every day from 2007 to the end of a year, by ISO day."""
    # Heavy, and needed only where the calendar is laid out, extended or imported.
    from importlib.metadata import version

    import holidays

    china = holidays.country_holidays("CN", years=range(FIRST_YEAR, last_year + 1), language="zh_CN")
    source = f"holidays {version('holidays')}"
    make_up = {day.isoformat() for day in china.weekend_workdays}
    off = {day.isoformat(): name for day, name in china.items()}
    # A schedule always has make-up days; the package has none for a year it only guesses.
    published, names = {day[:4] for day in make_up}, _names(off)
    days = {}
    for ordinal in range(date(FIRST_YEAR, 1, 1).toordinal(), date(last_year + 1, 1, 1).toordinal()):
        day, is_weekday = date.fromordinal(ordinal).isoformat(), date.fromordinal(ordinal).weekday() < 5
        is_working = day in make_up or (is_weekday and day not in off)
        days[day] = Day(is_working, day[:4] in published, names.get(day), source)
    return days


def _names(off: Mapping[str, str]) -> dict[str, str]:
    """Each day's holiday; a day off in exchange for a make-up day, and that day, take the holiday beside."""
    names = {day: re.sub(r"（.*）", "", name) for day, name in off.items() if not name.startswith("休息日")}
    for day, name in off.items():
        if name.startswith("休息日") and (exchanged := re.search(r"\d{4}-\d\d-\d\d", name)):
            around = (date.fromisoformat(day) + timedelta(days=far * way) for far in count() for way in (-1, 1))
            near = next(other for other in map(date.isoformat, around) if other in names)
            names[exchanged[0]] = names[day] = names[near]
    return names


def read(file: Path) -> Mapping[str, tuple[bool, str]]:
    """Tell of each day listed if it is worked, and its name: of holiday-cn's JSON, or a CSV day, is_working and name.

    A CSV may be headed in Chinese, and be encoded as UTF-8 or as GB18030.

    Raises UsageProblem: the file cannot be read as either, or lists a day twice with different answers; the line, or of
    JSON the entry, is named.
    """
    listed: dict[str, tuple[bool, str]] = {}
    for place, day_text, working, name in _entries(file):
        day = parse_day(day_text, place)
        if listed.setdefault(day, (working, name))[0] != working:
            raise UsageProblem(
                "{place} {day} is both a working day and a day off in this file: correct it.", place=place, day=day
            )
    return listed


def complete(listed: Mapping[str, tuple[bool, str]], current: Mapping[str, Day], source: str) -> dict[str, Day]:
    """The days a schedule settles: those it lists, and, of a year not known yet whose schedule it is, all others.

    A schedule lists only what is out of the ordinary; some late-December days stand in the next year's file, so in a
    year already known the days it is silent on stay as they are.
    """
    days = {day: Day(working, True, name or None, source) for day, (working, name) in listed.items() if day in current}
    for year in sorted({day[:4] for day in days}):
        if all(f"{year}-{fixed}" in listed and not listed[f"{year}-{fixed}"][0] for fixed in _FIXED_HOLIDAYS):
            for day, value in current.items():
                if day[:4] == year and not value.known:
                    days.setdefault(day, Day(date.fromisoformat(day).weekday() < 5, True, None, source))
    return days


def _entries(file: Path) -> Iterator[tuple[str, str, bool, str]]:
    """Yield of each entry the words that say where it stands, its day as written, if that is worked, and its name."""
    if file.suffix.lower() == ".json":
        text = read_text(read_bytes(file, MOST_SETTINGS), file.name)
        try:
            days = json.loads(text)["days"]
            entries = [
                (str(day["date"]), not _FLAGS[str(day["isOffDay"]).strip().lower()], str(day.get("name", "")))
                for day in days
            ]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            sentence = marked("{file} is not a holiday-cn schedule: it needs days with date, isOffDay and name.")
            raise UsageProblem(sentence, file=file.name) from None
        for number, entry in enumerate(entries, 1):
            yield _("Entry {number} of {file}:", number=number, file=file.name), *entry
        return
    flags = _FLAGS | _WORKED | _RESTED
    for line, row in csv_table.records(file, ("day", "is_working"), ("name",), other_names=HEADINGS):
        place = _("{file}, line {line}:", file=file.name, line=line)
        said = plain(row["is_working"]).lower()
        if said not in flags:
            raise UsageProblem(
                "{place} {said} says neither that the day is worked nor that it is off: write 1 (是) or 0 (否) under"
                " is_working (是否上班).",
                place=place,
                said=quoted(row["is_working"].strip()),
            )
        yield place, row["day"], flags[said], row["name"].strip()
