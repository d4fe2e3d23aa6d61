"""Broken and hostile files: every reader says in a sentence what is wrong, and nothing is recorded."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from conftest import Desk, cases
from support.case_file import rows
from support.old_registers import small, written

from complaintctl.disk import input_files

DEEP = 2000
MOST_UNPACKED = 4 * input_files.MIB  # enough of the rest, and sooner reached


def workbook(rows: list[list[object]]) -> bytes:
    out, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """A workbook with another text for one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return out.getvalue()


def sheet(rows: str, after: str = "") -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData>{after}</worksheet>".encode()


def flagged(data: bytes, place_in_local: int, place_in_central: int, value: int) -> bytes:
    """An archive whose every part says something else of itself."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", place_in_local), (b"PK\x01\x02", place_in_central)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] = value
            at = changed.find(mark, at + 4)
    return bytes(changed)


HEADER = ["投诉日期", "投诉渠道", "类别", "投诉内容"]
PLAIN = workbook([HEADER, ["2026-1-5", "电话", "工作失误", "余额不符"]])
PAGE = "xl/worksheets/sheet1.xml"

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "a part marked as encrypted": lambda: flagged(PLAIN, 6, 8, 1),
    "an unknown way of packing": lambda: flagged(PLAIN, 8, 10, 77),
    "a part that unpacks to more than is read": lambda: with_part(
        PLAIN, PAGE, sheet("<row><c><v>1</v></c></row>" * (MOST_UNPACKED // 24))
    ),
    "a row beyond the last": lambda: with_part(PLAIN, PAGE, sheet('<row r="99999999"><c r="A99999999"/></row>')),
    "cells without end": lambda: with_part(
        PLAIN, PAGE, sheet("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 1300)))
    ),
    "merged cells without end": lambda: with_part(
        PLAIN, PAGE, sheet("", "<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 9 + "</mergeCells>")
    ),
    "entities in entities": lambda: with_part(
        PLAIN,
        PAGE,
        b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 99 + b'">'
        + b"".join(f'<!ENTITY {new} "{f"&{old};" * 99}">'.encode() for old, new in zip("abcde", "bcdef", strict=True))
        + b"]>" + sheet('<row><c t="inlineStr"><is><t>&f;</t></is></c></row>'),
    ),
    "no workbook inside": lambda: with_part(PLAIN, "xl/workbook.xml", b"<nothing/>"),
}  # fmt: skip


@pytest.mark.parametrize("fault", WORKBOOKS)
def test_a_hostile_workbook_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(input_files, "MOST_UNPACKED", MOST_UNPACKED)
    file = tmp_path / "a.xlsx"
    file.write_bytes(WORKBOOKS[fault]())
    assert len(desk("import", str(file), expect=2).strip().splitlines()) == 1
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []


TOML = {
    "a number of 6,000 digits": "port = " + "9" * 6000,
    "brackets in brackets": "port = " + "[" * DEEP + "]" * DEEP,
    "keys in keys": ".".join("k" * DEEP) + " = 1",
    "a table of a table": "[" + ".".join("k" * DEEP) + "]\nport = 1",
    "too large": "# " + "x" * input_files.MOST_SETTINGS,
    "no UTF-8": "actor = '\udcff'",
}


@pytest.mark.parametrize("fault", TOML)
def test_a_hostile_setting_is_refused_in_a_sentence(desk: Desk, tmp_path: Path, fault: str) -> None:
    config, own = tmp_path / "config.toml", tmp_path / "own.toml"
    for file in (config, own):
        file.write_bytes(TOML[fault].encode(errors="surrogateescape"))
    assert "onfiguration" in desk("list", expect=2)
    config.unlink()
    register = small(tmp_path, "2026-1-5,电话,工作失误,余额不符")
    assert "own.toml" in desk("import", str(register), "--mapping", str(own), expect=2)


@cases(
    "command header",
    (("calendar", "import"), "day,is_working,name"),
    (("unit", "import"), "code,name,kind"),
    (("staff", "import"), "code,name,unit,role"),
)
@pytest.mark.parametrize(
    "row", ["2027-01-01", "x" * 200_000, '"2027-01-01', '"a"b,1', "\0,1", "", "2027-01-01,1\n" + "y" * 200_000]
)
def test_a_broken_row_of_a_list_is_a_sentence(
    desk: Desk, tmp_path: Path, command: tuple[str, ...], header: str, row: str
) -> None:
    events = rows(desk, "SELECT count(*) FROM event")
    file = written(tmp_path / "list.csv", f"{header}\n{row}\n")
    result = desk.run(*command, str(file), expect=None)
    assert result.exit_code in (2, 3, 4) or (row == "" and result.exit_code == 0), result.output
    assert row == "" or rows(desk, "SELECT count(*) FROM event") == events


def test_a_list_of_units_is_never_garbled(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_bytes("code,name\nbeimen,北门支行\n".encode("gb18030") + b"\xff\xff,x\n")
    assert "is not UTF-8 or GB18030 text (see line 3)" in desk("unit", "import", str(file), expect=2)
    file.write_bytes('code,name\nbeimen,"北门\n支行"\nnanmen,城关支行\n'.encode("gb18030"))
    assert "line 4" in desk("unit", "import", str(file), expect=3)  # the name is taken; its row begins there


def test_a_file_without_end_is_not_read_to_its_end(desk: Desk, tmp_path: Path) -> None:
    register = small(tmp_path, "2026-1-5,电话,工作失误,余额不符")
    assert "is larger than 1 MiB" in desk("import", str(register), "--mapping", "/dev/zero", expect=2)
