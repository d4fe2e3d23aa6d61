"""Files that people give the program: each format has one reader, which knows how such a file can fail.

CSV is read in disk/csv_table, workbooks in taking_over/workbook; both begin here.
"""

import io
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from complaintctl.base.errors import UsageProblem, system_reason
from complaintctl.base.language import _

STANDARD_INPUT = Path("-")
MIB = 1 << 20
MOST_TEXT = 512 * MIB  # of a register as CSV, or a workbook as it lies there: millions of rows
MOST_SETTINGS = MIB  # of a mapping, a configuration, a schedule
MOST_UNPACKED = 320 * MIB  # of all parts of a workbook or document: 100,000 rows take a third of it
# Where the parser found something wrong, at the end of what it says.
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_DEEPEST = 20  # tables in tables: what we read has three


_received: list[bytes] = []  # from standard input, until it is read


class NotToml(Exception):
    """A text that is not TOML, or holds what no setting needs: the `problem`, and the `line` if that is known."""

    def __init__(self, problem: str, line: int | None = None, place: str = "") -> None:
        super().__init__(problem + place)
        self.problem, self.line = problem, line


def receive() -> None:
    """Take in what is sent to standard input: before anything is locked, for who sends it may stop in the middle.

    Raises UsageProblem as read_bytes does.
    """
    _received.clear()
    _received.append(read_bytes(STANDARD_INPUT))


def read_bytes(file: Path, most: int = MOST_TEXT) -> bytes:
    """Read a file whole, or what is sent to standard input, which `-` stands for.

    Raises UsageProblem: it cannot be read, or has more than `most` bytes; nothing is sent.
    """
    if file == STANDARD_INPUT and sys.stdin.isatty():
        raise UsageProblem("Nothing is sent to standard input, which - stands for: complaintctl … - < FILE")
    try:
        with nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb") as opened:
            is_received = file == STANDARD_INPUT and _received
            data = _received.pop() if is_received else opened.read(most + 1)
    except OSError as error:
        raise UsageProblem("{file} cannot be read: {reason}.", file=file, reason=system_reason(error)) from None
    if len(data) > most:
        raise UsageProblem(
            "{file} is larger than {number} MiB: no such file is expected here.", file=file, number=most // MIB
        )
    return data


def read_text(data: bytes, name: str, encodings: Sequence[str] = ("utf-8",)) -> str:
    """The text of a file in the first of the `encodings` that fits; a byte-order mark is left out.

    Raises UsageProblem: none fits; the line is named.
    """
    # Nothing but UTF-8 begins with its byte-order mark.
    tried = encodings[:1] if data.startswith(b"\xef\xbb\xbf") else encodings
    line = 0
    for codec in tried:
        try:
            return data.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = max(line, data.count(b"\n", 0, error.start) + 1)  # of the one that was read furthest
    wanted = _(" or ").join(codec.upper() for codec in tried)
    raise UsageProblem(
        "{file} is not {wanted} text (see line {line}): save it as UTF-8.", file=name, wanted=wanted, line=line
    )


def parse_toml(text: str) -> dict[str, Any]:
    """Read a text as TOML. Raises NotToml."""
    import tomllib

    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        if place is None:
            raise NotToml(str(error)) from None
        line = int(place[1]) if place[1] else len(text.splitlines())
        raise NotToml(str(error)[: place.start()], line, place[0]) from None
    except RecursionError:
        raise NotToml(_("brackets in brackets beyond all measure")) from None
    except ValueError:  # of int(), which reads no number of thousands of digits
        raise NotToml(_("a number beyond all measure")) from None
    level: list[Any] = [tree]
    for _depth in range(_DEEPEST):  # keys with thousands of dots make a tree that nothing can write out again
        level = [inner for table in level for inner in (table.values() if isinstance(table, dict) else table)]
        level = [inner for inner in level if isinstance(inner, dict | list)]
    if level:
        raise NotToml(_("tables in tables beyond all measure"))
    return tree


def refuse_large_archive(data: bytes, name: str) -> None:
    """Refuse a workbook or document that would not fit into memory, by what its parts say of their size.

    Raises:
        UsageProblem: it is that large.
        zipfile.BadZipFile: it is no zip archive.
    """
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise UsageProblem(
            "{file} unpacks to {size} MiB, more than the {most} MiB that are read: divide it, or save it as CSV.",
            file=name,
            size=unpacked // MIB,
            most=MOST_UNPACKED // MIB,
        )
