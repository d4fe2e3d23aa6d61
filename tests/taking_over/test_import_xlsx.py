"""Registers that banks keep as workbooks: what is read of them, and what is said of those that cannot be read."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from conftest import Desk, cases, picked
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from support.case_file import rows
from support.long_runs import examples
from support.old_registers import only_reason, rejected, took, written
from support.terminal import Terminal
from typer.testing import CliRunner

from complaintctl.cli import app

HEADER = ["投诉日期", "渠道", "类别", "投诉内容"]
ROW = ["2026-1-5", "电话", "工作失误", "余额不符"]
Cells = Sequence[Sequence[Any]]


def saved(desk: Desk, rows: Cells, title: str = "登记簿", merged: Iterable[str] = (), **others: Cells) -> Path:
    """A workbook beside the case file, with these rows in its first sheet, and other sheets after it."""
    book = openpyxl.Workbook()
    book.active.title = title  # type: ignore[union-attr]
    for name in others:
        book.create_sheet(name)
    for sheet, lines in zip(book.worksheets, [rows, *others.values()], strict=True):
        for row in lines:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    path = desk.path.with_name("a.xlsx")
    book.save(path)
    return path


def with_columns(desk: Desk, headings: str, *cells: Sequence[Any]) -> Path:
    """A register with further columns, and a row for each of their cells."""
    return saved(desk, [[*HEADER, *headings.split()], *([*ROW, *more] for more in cells)])


# ---- Cells ----


def test_days_and_amounts_are_read_as_days_serials_and_numbers(desk: Desk) -> None:
    days = (date(2026, 1, 5), datetime(2026, 1, 5, 9, 5), 46027, 46027.378472, "46027")
    amounts = (50000, 50000.5, 50000.0, "5万", "50,000元")
    lines = [[day, *ROW[1:], amount] for day, amount in zip(days, amounts, strict=True)]
    desk("import", saved(desk, [[*HEADER, "涉及金额"], *lines]))
    found = rows(desk, "SELECT substr(received_at, 1, 16), amount_fen / 100.0 FROM complaint ORDER BY case_no")
    times = ("00:00", "09:05", "00:00", "09:05", "00:00")
    figures = (50000, 50000.5, 50000, 50000, 50000)
    assert found == [(f"2026-01-05T{time}", figure) for time, figure in zip(times, figures, strict=True)]


def test_a_phone_number_that_became_a_number_is_still_one(desk: Desk) -> None:
    desk("import", with_columns(desk, "手机", *([cell] for cell in (13900000001, 13900000001.0, "13900000001.0"))))
    assert rows(desk, "SELECT phone FROM complainant") == [("13900000001",)] * 3


@cases(
    "heading cell reason",
    *(
        ("身份证号", cell, "was rounded by a spreadsheet")
        for cell in (610000199001010017, 6.10000199001010e17, "6.1E+17")
    ),
    ("涉及金额", "#REF!", "Cell E2 holds the error #REF!"),
    ("是否重大及理由", "是", "neither 否, nor 是： and some of 社会知名人士"),
    *(("是否重大及理由", cell, "neither") for cell in ("是：很急", "大概")),
)
def test_a_cell_that_cannot_be_right_rejects_its_row(desk: Desk, heading: str, cell: Any, reason: str) -> None:
    assert reason in only_reason(desk, with_columns(desk, heading, [cell]))


def test_one_that_ends_as_a_rounded_one_does_is_taken_in_and_pointed_out(desk: Desk) -> None:
    result = desk.run("import", with_columns(desk, "身份证号", ["610000199001010000"], ["610000199001010017"]))
    assert result.stdout == took(2) and "Lines 2: an identity number ends in 000" in result.stderr


def test_a_mapping_with_a_form_of_its_own_still_reads_real_days(desk: Desk, tmp_path: Path) -> None:
    columns = '"投诉日期" = "received_at"\n"渠道" = "channel"\n"类别" = "category"\n"投诉内容" = "summary"\n'
    own = written(tmp_path / "own.toml", f'date_format = "%d.%m.%Y"\n[columns]\n{columns}')
    desk("import", saved(desk, [HEADER, [date(2026, 1, 5), *ROW[1:]]]), "--mapping", own)
    assert desk.case("2026-1")["received_at"].startswith("2026-01-05")


# ---- Sheets and rows ----


def test_title_rows_blank_rows_and_totals_are_no_complaints(desk: Desk) -> None:
    rows = [["云溪农村商业银行客户投诉登记簿"], ["2026年"], [], HEADER, [], ROW, [None, "  "], ROW, ["合 计", 2]]
    assert desk("import", saved(desk, rows)) == took(2)


def test_merged_cells_hold_for_every_row_they_cover(desk: Desk) -> None:
    below = [None, None, "服务态度", "排队过长"]
    lines = [["登记簿", None, None, None], HEADER, ROW, below, ["2026-1-6", *ROW[1:]]]
    assert desk("import", saved(desk, lines, merged=("A1:D1", "A3:A4", "B3:B4"))) == took(3)
    second = desk.json("show", "2026-2")
    assert (second["received_at"][:10], *picked(second, "channel category")) == (
        "2026-01-05",
        "phone",
        "service_attitude",
    )


def test_the_first_sheet_with_a_register_is_read_unless_another_is_named(desk: Desk) -> None:
    file = saved(desk, [["填表须知"]], "说明", 上半年=[HEADER, ROW], 下半年=[HEADER, ROW, ROW])
    result = desk.run("import", file, "--dry-run")
    assert result.stdout.startswith("1 complaint ") and "Read the sheet 上半年" in result.stderr
    assert desk("import", file, "--sheet", "下半年") == took(2)
    assert "has no sheet 一月, but 说明, 上半年, 下半年" in desk("import", file, "--sheet", "一月", expect=2)
    assert "has no column of a register" in desk("import", file, "--sheet", "说明", expect=2)


def test_a_formula_counts_as_the_value_it_was_saved_with(desk: Desk) -> None:
    file = with_columns(desk, "涉及金额", ["=20000+30000"])
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():  # put in what Excel would have
            empty = next((sign for sign in (b"<v></v>", b"<v />", b"<v/>") if sign in data), b"?")
            is_sheet = name.startswith("xl/worksheets/")
            archive.writestr(name, data.replace(empty, b"<v>50000</v>") if is_sheet else data)
    desk("import", file)
    assert desk.case("2026-1")["amount_yuan"] == "50000.00"


def test_a_formula_without_a_value_rejects_its_row_but_not_where_nobody_looks(desk: Desk) -> None:
    used = with_columns(desk, "涉及金额", ["=20000+30000"], [5])
    assert desk("import", used) == took(1, rejected=1)
    (row,) = rejected(used)
    assert row["reason"].startswith("Cell E2 is a formula whose value was not saved")
    assert picked(row, "line 涉及金额") == ("2", "'=20000+30000")
    assert desk("import", saved(desk, [["序号", *HEADER], ["=ROW()-1", "2026-1-7", *ROW[1:]]])) == took(1)


# ---- Whole files ----


@pytest.fixture
def locked(desk: Desk, tmp_path: Path) -> Path:
    """A register under the password 丰收2026."""
    file = tmp_path / "locked.xlsx"
    with saved(desk, [HEADER, ROW]).open("rb") as opened, file.open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(opened).encrypt("丰收2026", out)
    return file


def test_a_password_is_taken_from_the_environment(desk: Desk, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is under a password: set it as COMPLAINTCTL_IMPORT_PASSWORD" in desk("import", locked, expect=2)
    monkeypatch.setenv("COMPLAINTCTL_IMPORT_PASSWORD", "丰收2025")
    assert "does not open with this password" in desk("import", locked, expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []
    monkeypatch.setenv("COMPLAINTCTL_IMPORT_PASSWORD", "丰收2026")
    assert desk("import", locked) == took(1)


def test_or_asked_for_in_a_terminal_and_not_shown(desk: Desk, locked: Path) -> None:
    terminal = Terminal(desk, "import", str(locked), environment={"TERM": "dumb"}).asks("Password of locked.xlsx")
    assert terminal.child.waitnoecho()  # what is typed before is shown, and thrown away
    said = terminal.press("丰收2026", "enter").ends()
    assert "1 complaint imported" in said and "丰收" not in said


@cases(
    "data sentence",
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is in Excel's old format: open it there, save it as .xlsx"),
    (b"PK\x03\x04 and nothing else", "is no workbook that can be read"),
)
def test_an_old_or_damaged_workbook_is_a_usage_error(desk: Desk, tmp_path: Path, data: bytes, sentence: str) -> None:
    file = tmp_path / "a.xls"
    file.write_bytes(data)
    assert sentence in desk("import", file, expect=2)


def test_a_document_that_is_no_workbook_and_an_empty_workbook_are_usage_errors(desk: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "is no workbook that can be read" in desk("import", tmp_path / "b.xlsx", expect=2)
    assert "a.xlsx is empty" in desk("import", saved(desk, []), expect=2)
    assert "has a header but no rows" in desk("import", saved(desk, [HEADER]), expect=2)
    csv_file = written(tmp_path / "d.csv", ",".join(HEADER))
    assert "is no workbook: it has no sheet 一月" in desk("import", csv_file, "--sheet", "一月", expect=2)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_a_workbook_damaged_anywhere_ends_in_rows_or_a_sentence(desk: Desk, place: int, byte: int, cut: bool) -> None:
    file = saved(desk, [HEADER, ROW])
    data = bytearray(file.read_bytes())
    place %= len(data)
    data[place] = byte
    file.write_bytes(data[:place] if cut else data)
    result = CliRunner().invoke(app, ["--db", str(desk.path), "import", str(file), "--dry-run"])
    assert result.exit_code in (0, 2) and "internal error" not in result.stderr, result.stderr


def test_a_workbook_is_known_by_what_it_is_not_by_its_name(desk: Desk, tmp_path: Path) -> None:
    assert desk("import", saved(desk, [HEADER, ROW]).rename(tmp_path / "a.csv")) == took(1)
    text = "\n".join(map(",".join, (HEADER, ["2026-1-8", *ROW[1:]])))
    assert desk("import", written(tmp_path / "b.xlsx", text)) == took(1)


# ---- Units and people that are not on record ----


def test_in_a_file_without_units_those_of_the_register_are_made(tmp_path: Path) -> None:
    empty = Desk(tmp_path / "empty.db")
    empty("init", "--practice", "--officer", "李清明")
    heads = "被投诉单位 首问接待人 首问部门"
    file = with_columns(empty, heads, ["城关支行", "秦小禾", "营业部"])
    assert "There is no unit '城关支行'" in only_reason(empty, file, "--no-create")
    result = empty.run("import", file)
    assert "Units made: 城关支行, 营业部." in result.stderr and "People made: 秦小禾." in result.stderr
    assert picked(empty.case("2026-1"), "respondent_unit first_receiver") == ("城关支行", "秦小禾")
    assert picked(empty.json("staff", "list")[-1], "code unit") == ("秦小禾", "营业部")
    assert "sound" in empty("verify")
    other = with_columns(empty, heads, ["城官支行", "秦小禾", ""])
    assert "Did you mean 城关支行" in only_reason(empty, other)  # now a name can be mistyped
    assert empty("import", other, "--create") == took(1)


def test_what_names_nobody_on_record_is_kept_as_it_stands(desk: Desk) -> None:
    heads = "报告领导 领导意见(批示) 登记人 办理期限 办结方式 现场答复情况 归档号"
    said = ["2026-01-05 09:00 王五，分管信访工作的领导", "速办", "王五", "三日内", "电话", "未能", "3"]
    desk("import", with_columns(desk, heads, said))
    assert [event["kind"] for event in desk.case("2026-1")["events"]] == ["registered"]
    (row, _total) = csv.DictReader(io.StringIO(desk("ledger")))
    assert [row[name] for name in heads.split()] == said


def test_leaders_slips_and_ends_on_record_become_history(desk: Desk) -> None:
    heads = "报告领导 领导意见(批示) 转办单号/转办单位/日期 办理期限 办结日期 办结方式 归档号"
    cells = [
        "2026-01-05 09:00 孙惊蛰，不在：电话\n2026-01-05 09:10 周立夏，主要领导", "2026-01-05 10:00 周立夏：请速办",
        "2026-01-05 11:00 城关支行，转〔2026〕7号", date(2026, 1, 8), date(2026, 1, 9), "撤诉", "档3",
    ]  # fmt: skip
    desk("import", with_columns(desk, heads, cells))
    case = desk.json("show", "2026-1")
    assert [(event["kind"], event["at"][:16]) for event in case["events"]] == [
        ("registered", "2026-01-05T00:00"), ("deadline_set", "2026-01-05T00:00"), ("briefed", "2026-01-05T09:00"),
        ("briefed", "2026-01-05T09:10"), ("directed", "2026-01-05T10:00"), ("dispatched", "2026-01-05T11:00"),
        ("withdrawn", "2026-01-09T00:00"), ("archived", "2026-01-09T00:00"),
    ]  # fmt: skip
    first, second = case["events"][2:4]
    assert picked(first, "to role absent text") == ("sun", "petition_leader", True, "电话")
    assert picked(second, "to role") == ("zhou", "principal_leader")
    assert picked(case, "status lead_unit") == ("archived", "chengguan")
    early = with_columns(desk, heads, ["2026-01-04 09:00 孙惊蛰"])
    assert "报告领导 2026-01-04 09:00 is before receipt" in only_reason(desk, early)


def test_a_register_that_has_the_day_of_the_report_says_itself_when_there_was_one(desk: Desk) -> None:
    for heads in ("处理结果 办结日期", "处理结果 办结日期 结果报告日期"):
        desk("import", with_columns(desk, heads, ["已更正", date(2026, 1, 9)]))
    kinds = [[event["kind"] for event in desk.case(case)["events"]] for case in ("2026-1", "2026-2")]
    assert kinds == [["registered", "result_reported", "closed"], ["registered", "closed"]]
    assert [row["处理结果"] for row in desk.json("ledger")] == ["已更正"] * 2


def test_a_confidential_case_stays_confidential(desk: Desk) -> None:
    desk("import", with_columns(desk, "投诉人 是否保密", ["周小寒", "是"]))
    case = desk.json("show", "2026-1")
    assert (case["restricted"], case["nature"], case["complainant"]["name"]) == (True, "complaint", None)


@pytest.mark.parametrize("text", ["7", "是(7)", "是（7）"])
def test_a_repeat_is_linked_to_the_complaint_of_that_number(desk: Desk, text: str) -> None:
    heads = "编号 是否重复(原编号)"
    desk("import", with_columns(desk, heads, ["7", "否"], ["8", text], ["9", "8"], ["10", "99"]))
    repeats = [picked(desk.case(f"2026-{number}"), "repeat_of repeat_no") for number in range(1, 5)]
    assert repeats == [(None, None), ("TS-2026-0001", 1), ("TS-2026-0002", 2), (None, None)]
    assert "99" in desk("ledger")
