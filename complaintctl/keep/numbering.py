"""Numbers go on above all that were given out, though the file in which they were is replaced (Art. 6)."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import quoted
from complaintctl.base.values import plain
from complaintctl.keep import rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act

Series = Mapping[tuple[str, int], int]  # the last number given out by form and year

_BRACKETS = str.maketrans("〔〕【】[]", "()()()")


def issued(act: Act, given: Sequence[str]) -> Series:
    """The numbers up to which somebody says that all were given out, as they stand on paper: TS-2026-0008.

    Raises UsageProblem: no such number, of a year to come, or below one that this file has given out.
    """
    found: dict[tuple[str, int], int] = {}
    own = rows.series(act.connection)
    for number in given:
        form, year, serial = _read(act.connection, number)
        if year > int(act.clock.now().day[:4]):
            raise UsageProblem("--issued-up-to {given} is of a year that has not come: check it.", given=number)
        if serial < own.get((form, year), 0):
            raise UsageProblem(
                "--issued-up-to {given} is below {last}, which stands in the backup: give the last one that stands on"
                " paper, or that of the backup where it was the last.",
                given=number,
                last=rows.written(act.connection, form, year, own[form, year]),
            )
        found[form, year] = max(serial, found.get((form, year), 0))
    return found


def go_on_above(act: Act, replaced: Series, said: Series) -> Sequence[Mapping[str, Any]]:
    """Let each series go on above its last number in this file, in the replaced one, and as somebody has said.

    Returned is, of each, all of them and the last that will not be given again, as the ledger keeps it.
    """
    own, numbers = rows.series(act.connection), []
    for form, year in sorted({*own, *replaced, *said}):
        known = {
            "own": own.get((form, year), 0),
            "replaced": replaced.get((form, year)),
            "said": said.get((form, year)),
        }
        last = max(value for value in known.values() if value is not None)
        ledger.go_on_above(act, form, year, last)
        given = {name: value for name, value in known.items() if value is not None}
        numbers.append({"form": form, "year": year, **given, "last": last})
    return numbers


def in_words(connection: sqlite3.Connection, numbers: Series) -> str:
    """The last number of each series, as it stands on paper."""
    return _(", ").join(rows.written(connection, form, year, last) for (form, year), last in numbers.items())


def _read(connection: sqlite3.Connection, given: str) -> tuple[str, int, int]:
    """Form, year and serial of a number as it stands on paper, whatever brackets it has. Raises UsageProblem."""
    patterns = rows.number_patterns(connection)
    for row in patterns:
        pattern = re.escape(plain(row["pattern"]).translate(_BRACKETS))
        pattern = re.sub(r"%(?:0\d)?d", r"(\\d{1,8})", pattern)
        if match := re.fullmatch(pattern, plain(given).translate(_BRACKETS), re.IGNORECASE):
            return str(row["form"]), int(match[1]), int(match[2])
    examples = _(", ").join(row["pattern"] % (2026, 8) for row in patterns)
    raise UsageProblem(
        "--issued-up-to {given} is no number that is given out here: write it as it stands on the paper, {examples}.",
        given=quoted(given),
        examples=examples,
    )
