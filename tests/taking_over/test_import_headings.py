"""Headings of a register: of several rows, repeated, or missing; and several columns of one field."""

from pathlib import Path

import openpyxl
import pytest
from conftest import Desk, cases
from support.case_file import rows
from support.old_registers import ROW, SMALL, small, took, written

GROUPS = "序号,投诉日期,投诉渠道,类别,客户信息,,,投诉内容,处理情况,\n"
BELOW = ",,,,姓名,手机,性别,,答复日期,处理结果\n"
FIRST = "1,2026-1-5,电话,服务态度,林白露,13900000021,女,排队过久,2026-1-6,已道歉\n"
DEFAULTS = '[defaults]\nchannel = "phone"\ncategory = "work_error"\n'
SECOND = "2,2026-1-6,电话,工作失误,何立冬,13900000022,男,多扣一笔,,\n"


def register(folder: Path, form: str, text: str, *merged: str) -> Path:
    """A register as CSV, or as a workbook in which some cells are merged."""
    if form == "csv":
        return written(folder / "a.csv", text)
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])  # type: ignore[union-attr]
    for cells in merged:
        book.active.merge_cells(cells)  # type: ignore[union-attr]
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@pytest.mark.parametrize("form", ["csv", "xlsx", "xlsx with merged cells"])
def test_a_heading_of_two_rows_names_every_column(desk: Desk, tmp_path: Path, form: str) -> None:
    text = "某某农村商业银行登记簿,,,,,,,,,\n" + GROUPS + BELOW + FIRST + SECOND
    merged = [f"{c}2:{c}3" for c in "ABCDH"] + ["A1:J1", "E2:G2", "I2:J2"] if "merged" in form else []
    result = desk.run("import", register(tmp_path, form, text, *merged))
    assert result.stdout == took(2)
    assert "Columns not taken in: 序号, 客户信息/性别." in result.stderr
    people = rows(desk, "SELECT name, phone FROM complainant ORDER BY id")
    assert people == [("林白露", "13900000021"), ("何立冬", "13900000022")]
    events = [[(e["kind"], e["at"][:10]) for e in desk.json("show", case)["events"]] for case in ("2026-1", "2026-2")]
    reported = [("replied", "2026-01-06"), ("result_reported", "2026-01-06")]
    assert events == [[("registered", "2026-01-05"), *reported], [("registered", "2026-01-06")]]


def test_a_column_below_a_group_can_be_named_with_it(desk: Desk, tmp_path: Path) -> None:
    columns = '"日期" = "received_at"\n"内容" = "summary"\n"被投诉方/名称" = "unit"\n"客户/名称" = "name"\n'
    own = written(tmp_path / "own.toml", f"[columns]\n{columns}{DEFAULTS}")
    text = "日期,内容,客户,,被投诉方,\n,,名称,电话,名称,网点号\n2026-1-5,多扣,林白露,1,城关支行,2\n"
    desk("import", written(tmp_path / "a.csv", text), "--mapping", own)
    assert rows(desk, "SELECT name FROM complainant") == [("林白露",)]
    assert desk.json("show", "2026-1")["respondent_unit"] == "chengguan"


def test_a_word_that_is_a_heading_too_makes_no_row_a_heading(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ",电话,工作失误,余额不符", "2026-1-5,电话,工作失误,投诉渠道", "2026-1-5,电话,工作失误,内容")
    assert desk("import", file) == took(2, rejected=1)


UNTITLED = f"{SMALL.strip()},\n{ROW},\n{ROW},林白露\n"


@cases(
    "form text sentence",
    ("csv", f"{SMALL}{ROW}\n{SMALL}{ROW}\n", "a.csv, line 3: headings stand again"),
    ("csv", f"{SMALL}{ROW}\n投诉人,联系电话,,\n", "line 3: headings stand again below the heading (投诉人, 联系电话)"),
    ("csv", UNTITLED, "line 3: '林白露' stands in column 5, which has no heading"),
    ("xlsx", UNTITLED, "line 3: '林白露' stands in column 5, which has no heading"),
)
def test_headings_below_the_heading_and_data_without_one_refuse_the_file(
    desk: Desk, tmp_path: Path, form: str, text: str, sentence: str
) -> None:
    assert sentence in desk("import", register(tmp_path, form, text), expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []


def test_a_mapping_of_ones_own_joins_texts_without_being_told(desk: Desk, tmp_path: Path) -> None:
    texts, phones = '"标题" = "summary"\n"经过" = "summary"\n', '"手机" = "phone"\n"座机" = "phone"\n'
    columns = f'[columns]\n"日期" = "received_at"\n{texts}{phones}{DEFAULTS}'
    text = "日期,标题,经过,手机,座机\n2026-1-5,挂失,柜面未受理,13900000021,0000-1234567\n"
    own, file = written(tmp_path / "own.toml", columns), written(tmp_path / "a.csv", text)
    result = desk.run("import", file, "--mapping", own)
    assert "In 1 row 座机 says another thing than the column that was taken for the same" in result.stderr
    written(own, columns + '[join]\nsummary = " / "\n')
    desk("import", written(file, text.replace("挂失", "解挂")), "--mapping", own)
    summaries = [desk.json("show", case)["summary"] for case in ("2026-1", "2026-2")]
    assert summaries == ["挂失；柜面未受理", "解挂 / 柜面未受理"]
