"""Headings of a register: of several rows, repeated, or missing; and several columns of one field."""

from pathlib import Path

import openpyxl
import pytest
from conftest import Desk, cases
from support.case_file import rows
from support.old_registers import SMALL, small, written

GROUPS = "序号,投诉日期,投诉渠道,类别,客户信息,,,投诉内容,处理情况,\n"
BELOW = ",,,,姓名,手机,性别,,答复日期,处理结果\n"
FIRST = "1,2026-1-5,电话,服务态度,林白露,13900000021,女,排队过久,2026-1-6,已道歉\n"
DEFAULTS = '[defaults]\nchannel = "phone"\ncategory = "work_error"\n'
SECOND = "2,2026-1-6,电话,工作失误,何立冬,13900000022,男,多扣一笔,,\n"


def as_workbook(path: Path, text: str, *merged: str) -> Path:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([cell or None for cell in line.split(",")])  # type: ignore[union-attr]
    for cells in merged:
        book.active.merge_cells(cells)  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["csv", "xlsx", "xlsx with merged cells"])
def test_a_heading_of_two_rows_names_every_column(desk: Desk, tmp_path: Path, form: str) -> None:
    text = "某某农村商业银行登记簿,,,,,,,,,\n" + GROUPS + BELOW + FIRST + SECOND
    merged = [f"{c}2:{c}3" for c in "ABCDH"] + ["A1:J1", "E2:G2", "I2:J2"] if "merged" in form else []
    file = written(tmp_path / "a.csv", text) if form == "csv" else as_workbook(tmp_path / "a.xlsx", text, *merged)
    result = desk.run("import", str(file))
    assert result.stdout.startswith("2 complaints imported, 0 imported before, 0 rejected.")
    assert "Columns not taken in: 序号, 客户信息/性别." in result.stderr
    people = rows(desk, "SELECT name, phone FROM complainant ORDER BY id")
    assert people == [("林白露", "13900000021"), ("何立冬", "13900000022")]
    first, second = desk.json("show", "2026-1"), desk.json("show", "2026-2")
    assert [(e["kind"], e["at"][:10]) for e in first["events"][1:3]] == [
        ("replied", "2026-01-06"), ("result_reported", "2026-01-06")]  # fmt: skip
    assert [event["kind"] for event in second["events"]] == ["registered"]


def test_a_column_below_a_group_can_be_named_with_it(desk: Desk, tmp_path: Path) -> None:
    columns = '"日期" = "received_at"\n"内容" = "summary"\n"被投诉方/名称" = "unit"\n"客户/名称" = "name"\n'
    own = written(tmp_path / "own.toml", f"[columns]\n{columns}{DEFAULTS}")
    file = written(
        tmp_path / "a.csv", "日期,内容,客户,,被投诉方,\n,,名称,电话,名称,网点号\n2026-1-5,多扣,林白露,1,城关支行,2\n"
    )
    desk("import", str(file), "--mapping", str(own))
    assert rows(desk, "SELECT name FROM complainant") == [("林白露",)]
    assert desk.json("show", "2026-1")["respondent_unit"] == "chengguan"


def test_a_word_that_is_a_heading_too_makes_no_row_a_heading(desk: Desk, tmp_path: Path) -> None:
    file = small(tmp_path, ",电话,工作失误,余额不符", "2026-1-5,电话,工作失误,投诉渠道", "2026-1-5,电话,工作失误,内容")
    assert desk("import", str(file)).startswith("2 complaints imported, 0 imported before, 1 rejected.")


@cases(
    "more sentence",
    ([SMALL.strip(), "2026-1-6,电话,工作失误,乙"], "small.csv, line 3: headings stand again"),
    (["投诉人,联系电话,,"], "line 3: headings stand again below the heading (投诉人, 联系电话)"),
)
def test_headings_below_the_heading_refuse_the_file(desk: Desk, tmp_path: Path, more: list[str], sentence: str) -> None:
    file = small(tmp_path, "2026-1-5,电话,工作失误,甲", *more)
    assert sentence in desk("import", str(file), expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_data_without_a_heading_refuses_the_file(desk: Desk, tmp_path: Path, form: str) -> None:
    text = SMALL.strip() + ",\n2026-1-5,电话,工作失误,甲,\n2026-1-6,电话,工作失误,乙,林白露\n"
    file = written(tmp_path / "a.csv", text) if form == "csv" else as_workbook(tmp_path / "a.xlsx", text)
    assert "line 3: '林白露' stands in column 5, which has no heading" in desk("import", str(file), expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []


def test_a_mapping_of_ones_own_joins_texts_without_being_told(desk: Desk, tmp_path: Path) -> None:
    texts, phones = '"标题" = "summary"\n"经过" = "summary"\n', '"手机" = "phone"\n"座机" = "phone"\n'
    own = f'[columns]\n"日期" = "received_at"\n{texts}{phones}{DEFAULTS}'
    file = written(tmp_path / "a.csv", "日期,标题,经过,手机,座机\n2026-1-5,挂失,柜面未受理,13900000021,0000-1234567\n")
    result = desk.run("import", str(file), "--mapping", str(written(tmp_path / "own.toml", own)))
    assert desk.json("show", "2026-1")["summary"] == "挂失；柜面未受理"
    assert "In 1 row 座机 says another thing than the column that was taken for the same" in result.stderr
    desk.path.with_name("own.toml").write_text(own + '[join]\nsummary = " / "\n', "utf-8")
    file.write_text(file.read_text("utf-8").replace("挂失", "解挂"), "utf-8")
    desk("import", str(file), "--mapping", str(tmp_path / "own.toml"))
    assert desk.json("show", "2026-2")["summary"] == "解挂 / 柜面未受理"
