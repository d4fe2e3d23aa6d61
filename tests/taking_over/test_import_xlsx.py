"""Registers that banks keep as workbooks: what is read of them, and what is said of those that cannot be read."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from conftest import Desk, cases
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from support.case_file import rows
from support.long_runs import examples
from support.old_registers import only_reason, rejected
from support.terminal import Terminal
from typer.testing import CliRunner

from complaintctl.cli import app

HEADER = ["投诉日期", "渠道", "类别", "投诉内容"]
ROW = ["2026-1-5", "电话", "工作失误", "余额不符"]


def saved(path: Path, rows: Sequence[Sequence[Any]], title: str = "登记簿", **others: Sequence[Sequence[Any]]) -> Path:
    """A workbook with these rows in its first sheet, and other sheets after it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name, more in others.items():
        extra = book.create_sheet(name)
        for row in more:
            extra.append(list(row))
    book.save(path)
    return path


def with_column(tmp_path: Path, heading: str, *cells: Any) -> Path:
    """A register with one column more, and a row for each of its cells."""
    return saved(tmp_path / "small.xlsx", [[*HEADER, heading], *([*ROW, cell] for cell in cells)])


# ---- Cells ----


@cases(
    "cell expected",
    (date(2026, 1, 5), "2026-01-05T00:00:00"),
    (datetime(2026, 1, 5, 9, 5), "2026-01-05T09:05:00"),
    (46027, "2026-01-05T00:00:00"),
    (46027.378472, "2026-01-05T09:05:00"),
    ("46027", "2026-01-05T00:00:00"),
    ("2026.1.5 9:05", "2026-01-05T09:05:00"),
    ("2026年1月5日", "2026-01-05T00:00:00"),
)
def test_days_are_read_as_days_serials_and_words(desk: Desk, tmp_path: Path, cell: Any, expected: str) -> None:
    desk("import", str(saved(tmp_path / "a.xlsx", [HEADER, [cell, *ROW[1:]]])))
    assert desk.json("show", "2026-1")["received_at"] == expected + "+08:00"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(50000, "50000.00"), (50000.5, "50000.50"), (50000.0, "50000.00"), ("5万", "50000.00"), ("50,000元", "50000.00")],
)
def test_amounts_are_read_as_numbers_and_words(desk: Desk, tmp_path: Path, cell: Any, expected: str) -> None:
    desk("import", str(with_column(tmp_path, "涉及金额", cell)))
    assert desk.json("show", "2026-1")["amount_yuan"] == expected


@pytest.mark.parametrize("cell", [13900000001, 13900000001.0, "13900000001", "13900000001.0"])
def test_a_phone_number_that_became_a_number_is_still_one(desk: Desk, tmp_path: Path, cell: Any) -> None:
    desk("import", str(with_column(tmp_path, "手机", cell)))
    assert desk.json("show", "2026-1", "--reveal", "--reason", "核对")["complainant"]["phone"] == "13900000001"


@pytest.mark.parametrize("cell", [610000199001010017, 6.10000199001010e17, "6.1E+17"])
def test_an_identity_number_that_became_a_number_is_rejected(desk: Desk, tmp_path: Path, cell: Any) -> None:
    assert "was rounded by a spreadsheet" in only_reason(desk, with_column(tmp_path, "身份证号", cell))


def test_one_that_ends_as_a_rounded_one_does_is_taken_in_and_pointed_out(desk: Desk, tmp_path: Path) -> None:
    result = desk.run("import", str(with_column(tmp_path, "身份证号", "610000199001010000", "610000199001010017")))
    assert result.stdout.startswith("2 complaints") and "Lines 2: an identity number ends in 000" in result.stderr


def test_a_mapping_with_a_form_of_its_own_still_reads_real_days(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    columns = '"投诉日期" = "received_at"\n"渠道" = "channel"\n"类别" = "category"\n"投诉内容" = "summary"\n'
    own.write_text('date_format = "%d.%m.%Y"\n[columns]\n' + columns, "utf-8")
    desk("import", str(saved(tmp_path / "a.xlsx", [HEADER, [date(2026, 1, 5), *ROW[1:]]])), "--mapping", str(own))
    assert desk.json("show", "2026-1")["received_at"].startswith("2026-01-05")


# ---- Sheets and rows ----


def test_title_rows_blank_rows_and_totals_are_no_complaints(desk: Desk, tmp_path: Path) -> None:
    rows = [["云溪农村商业银行客户投诉登记簿"], ["2026年"], [], HEADER, [], ROW, [None, "  "], ROW, ["合 计", 2]]
    assert desk("import", str(saved(tmp_path / "a.xlsx", rows))).startswith(
        "2 complaints imported, 0 imported before, 0"
    )


def test_merged_cells_hold_for_every_row_they_cover(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    below = [None, None, "服务态度", "排队过长"]
    for row in (["登记簿", None, None, None], HEADER, ROW, below, ["2026-1-6", *ROW[1:]]):
        sheet.append(row)
    for merged in ("A1:D1", "A3:A4", "B3:B4"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    assert desk("import", str(tmp_path / "a.xlsx")).startswith("3 complaints")
    second = desk.json("show", "2026-2")
    assert (second["received_at"][:10], second["channel"], second["category"]) == (
        "2026-01-05", "phone", "service_attitude")  # fmt: skip


def test_the_first_sheet_with_a_register_is_read_unless_another_is_named(desk: Desk, tmp_path: Path) -> None:
    file = saved(tmp_path / "a.xlsx", [["填表须知"]], "说明", 上半年=[HEADER, ROW], 下半年=[HEADER, ROW, ROW])
    result = desk.run("import", str(file), "--dry-run")
    assert result.stdout.startswith("1 complaint ") and "Read the sheet 上半年" in result.stderr
    assert desk("import", str(file), "--sheet", "下半年").startswith("2 complaints")
    assert "has no sheet 一月, but 说明, 上半年, 下半年" in desk("import", str(file), "--sheet", "一月", expect=2)
    assert "has no column of a register" in desk("import", str(file), "--sheet", "说明", expect=2)


def test_a_formula_counts_as_the_value_it_was_saved_with(desk: Desk, tmp_path: Path) -> None:
    file = with_column(tmp_path, "涉及金额", "=20000+30000")
    saved_value(file, b"20000+30000</f>", b"20000+30000</f><v>50000</v>")
    desk("import", str(file))
    assert desk.json("show", "2026-1")["amount_yuan"] == "50000.00"


def test_a_formula_without_a_value_rejects_its_row_but_not_where_nobody_looks(desk: Desk, tmp_path: Path) -> None:
    used = with_column(tmp_path, "涉及金额", "=20000+30000", 5)
    assert desk("import", str(used)).startswith("1 complaint imported, 0 imported before, 1 rejected")
    (row,) = rejected(used)
    assert row["reason"].startswith("Cell E2 is a formula whose value was not saved") and row["line"] == "2"
    assert row["涉及金额"] == "'=20000+30000"
    unused = saved(tmp_path / "b.xlsx", [["序号", *HEADER], ["=ROW()-1", "2026-1-7", *ROW[1:]]])
    assert desk("import", str(unused)).startswith("1 complaint imported, 0 imported before, 0 rejected")


def test_a_cell_with_an_error_rejects_its_row(desk: Desk, tmp_path: Path) -> None:
    assert "Cell E2 holds the error #REF!" in only_reason(desk, with_column(tmp_path, "涉及金额", "#REF!"))


def saved_value(file: Path, old: bytes, new: bytes) -> None:
    """Put into a sheet what Excel would have: a formula's value."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            changed = data.replace(b"<v></v>", b"").replace(b"<v />", b"").replace(b"<v/>", b"").replace(old, new)
            archive.writestr(name, changed if name.startswith("xl/worksheets/") else data)


# ---- Whole files ----


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A register under the password 丰收2026."""
    plain = saved(tmp_path / "plain.xlsx", [HEADER, ROW])
    file = tmp_path / "locked.xlsx"
    with plain.open("rb") as opened, file.open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(opened).encrypt("丰收2026", out)
    return file


def test_a_password_is_taken_from_the_environment(desk: Desk, locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "is under a password: set it as COMPLAINTCTL_IMPORT_PASSWORD" in desk("import", str(locked), expect=2)
    monkeypatch.setenv("COMPLAINTCTL_IMPORT_PASSWORD", "丰收2025")
    assert "does not open with this password" in desk("import", str(locked), expect=2)
    assert rows(desk, "SELECT 1 FROM event WHERE kind = 'imported'") == []
    monkeypatch.setenv("COMPLAINTCTL_IMPORT_PASSWORD", "丰收2026")
    assert desk("import", str(locked)).startswith("1 complaint")


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
    assert sentence in desk("import", str(file), expect=2)


def test_a_document_that_is_no_workbook_and_an_empty_workbook_are_usage_errors(desk: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "is no workbook that can be read" in desk("import", str(tmp_path / "a.xlsx"), expect=2)
    assert "b.xlsx is empty" in desk("import", str(saved(tmp_path / "b.xlsx", [])), expect=2)
    assert "has a header but no rows" in desk("import", str(saved(tmp_path / "c.xlsx", [HEADER])), expect=2)
    csv_file = tmp_path / "d.csv"
    csv_file.write_text(",".join(HEADER), "utf-8")
    assert "is no workbook: it has no sheet 一月" in desk("import", str(csv_file), "--sheet", "一月", expect=2)


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5000), byte=st.integers(0, 255), cut=st.booleans())
def test_a_workbook_damaged_anywhere_ends_in_rows_or_a_sentence(
    desk: Desk, tmp_path: Path, place: int, byte: int, cut: bool
) -> None:
    data = bytearray(saved(tmp_path / "whole.xlsx", [HEADER, ROW]).read_bytes())
    place %= len(data)
    data[place] = byte
    (tmp_path / "any.xlsx").write_bytes(data[:place] if cut else data)
    result = CliRunner().invoke(app, ["--db", str(desk.path), "import", str(tmp_path / "any.xlsx"), "--dry-run"])
    assert result.exit_code in (0, 2) and "internal error" not in result.stderr, result.stderr


def test_a_workbook_is_known_by_what_it_is_not_by_its_name(desk: Desk, tmp_path: Path) -> None:
    file = saved(tmp_path / "a.xlsx", [HEADER, ROW]).rename(tmp_path / "a.csv")
    assert desk("import", str(file)).startswith("1 complaint")
    again = io.StringIO()
    again.write(",".join(HEADER) + "\n" + ",".join(["2026-1-8", *ROW[1:]]) + "\n")
    (tmp_path / "b.xlsx").write_text(again.getvalue(), "utf-8")
    assert desk("import", str(tmp_path / "b.xlsx")).startswith("1 complaint")


# ---- Units and people that are not on record ----


def test_in_a_file_without_units_those_of_the_register_are_made(tmp_path: Path) -> None:
    empty = Desk(tmp_path / "empty.db")
    empty("init", "--practice", "--officer", "李清明")
    rows = [[*HEADER, "被投诉单位", "首问接待人", "首问部门"], [*ROW, "城关支行", "秦小禾", "营业部"]]
    file = saved(tmp_path / "a.xlsx", rows)
    assert "There is no unit '城关支行'" in only_reason(empty, file, "--no-create")
    result = empty.run("import", str(file))
    assert "Units made: 城关支行, 营业部." in result.stderr and "People made: 秦小禾." in result.stderr
    case = empty.json("show", "2026-1")
    assert (case["respondent_unit"], case["first_receiver"]) == ("城关支行", "秦小禾")
    assert [(row["code"], row["unit"]) for row in empty.json("staff", "list")][-1] == ("秦小禾", "营业部")
    assert "sound" in empty("verify")
    other = saved(tmp_path / "b.xlsx", [rows[0], ["2026-1-6", *ROW[1:], "城官支行", "秦小禾", ""]])
    assert "Did you mean 城关支行" in only_reason(empty, other)  # now a name can be mistyped
    assert empty("import", str(other), "--create").startswith("1 complaint")


def test_what_names_nobody_on_record_is_kept_as_it_stands(desk: Desk, tmp_path: Path) -> None:
    line = "2026-01-05 09:00 王五，分管信访工作的领导"
    heads = [*HEADER, "报告领导", "领导意见(批示)", "登记人", "办理期限", "办结方式", "现场答复情况", "归档号"]
    desk(
        "import", str(saved(tmp_path / "a.xlsx", [heads, [*ROW, line, "速办", "王五", "三日内", "电话", "未能", "3"]]))
    )
    case = desk.json("show", "2026-1")
    assert [event["kind"] for event in case["events"]] == ["registered"]
    import csv

    (row, _total) = csv.DictReader(io.StringIO(desk("ledger")))
    kept = [row[name] for name in heads[4:]]
    assert kept == [line, "速办", "王五", "三日内", "电话", "未能", "3"]


def test_leaders_slips_and_ends_on_record_become_history(desk: Desk, tmp_path: Path) -> None:
    heads = [*HEADER, *"报告领导 领导意见(批示) 转办单号/转办单位/日期 办理期限 办结日期 办结方式 归档号".split()]
    cells = [
        "2026-01-05 09:00 孙惊蛰，不在：电话\n2026-01-05 09:10 周立夏，主要领导", "2026-01-05 10:00 周立夏：请速办",
        "2026-01-05 11:00 城关支行，转〔2026〕7号", date(2026, 1, 8), date(2026, 1, 9), "撤诉", "档3",
    ]  # fmt: skip
    desk("import", str(saved(tmp_path / "a.xlsx", [heads, [*ROW, *cells]])))
    case = desk.json("show", "2026-1")
    assert [(event["kind"], event["at"][:16]) for event in case["events"]] == [
        ("registered", "2026-01-05T00:00"), ("deadline_set", "2026-01-05T00:00"), ("briefed", "2026-01-05T09:00"),
        ("briefed", "2026-01-05T09:10"), ("directed", "2026-01-05T10:00"), ("dispatched", "2026-01-05T11:00"),
        ("withdrawn", "2026-01-09T00:00"), ("archived", "2026-01-09T00:00"),
    ]  # fmt: skip
    first, second = case["events"][2:4]
    assert (first["to"], first["role"], first["absent"], first["text"]) == ("sun", "petition_leader", True, "电话")
    assert (second["to"], second["role"]) == ("zhou", "principal_leader")
    assert (case["status"], case["lead_unit"]) == ("archived", "chengguan")
    late = [["2026-1-6", *ROW[1:], "2026-01-05 09:00 孙惊蛰", *[None] * 6]]
    assert "报告领导 2026-01-05 09:00 is before receipt" in only_reason(
        desk, saved(tmp_path / "b.xlsx", [heads, *late])
    )


def test_a_register_that_has_the_day_of_the_report_says_itself_when_there_was_one(desk: Desk, tmp_path: Path) -> None:
    heads = [*HEADER, "处理结果", "办结日期"]
    rows = [[*ROW, "已更正", date(2026, 1, 9)]]
    desk("import", str(saved(tmp_path / "a.xlsx", [heads, *rows])))
    desk("import", str(saved(tmp_path / "b.xlsx", [[*heads, "结果报告日期"], *rows])))
    kinds = [[event["kind"] for event in desk.json("show", case)["events"]] for case in ("2026-1", "2026-2")]
    assert kinds == [["registered", "result_reported", "closed"], ["registered", "closed"]]
    assert [row["处理结果"] for row in desk.json("ledger")] == ["已更正"] * 2


def test_a_confidential_case_stays_confidential(desk: Desk, tmp_path: Path) -> None:
    desk("import", str(saved(tmp_path / "a.xlsx", [[*HEADER, "投诉人", "是否保密"], [*ROW, "周小寒", "是"]])))
    case = desk.json("show", "2026-1")
    assert (case["restricted"], case["nature"], case["complainant"]["name"]) == (True, "complaint", None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("是", "neither 否, nor 是： and some of 社会知名人士"), ("是：很急", "neither"), ("大概", "neither")],
)
def test_a_major_case_says_on_what_ground(desk: Desk, tmp_path: Path, text: str, reason: str) -> None:
    assert reason in only_reason(desk, with_column(tmp_path, "是否重大及理由", text))


def test_a_register_of_this_very_file_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.register()
    desk.register(repeat_of="1")
    desk("ledger", "-o", str(tmp_path / "a.xlsx"), "--reveal", "--reason", "核对")
    assert desk("import", str(tmp_path / "a.xlsx")).startswith("0 complaints imported, 2 imported before, 0 rejected")


@pytest.mark.parametrize("text", ["7", "是(7)", "是（7）"])
def test_a_repeat_is_linked_to_the_complaint_of_that_number(desk: Desk, tmp_path: Path, text: str) -> None:
    heads = ["编号", *HEADER, "是否重复(原编号)"]
    rows = [heads, ["7", *ROW, "否"], ["8", *ROW, text], ["9", *ROW, "8"], ["10", *ROW, "99"]]
    desk("import", str(saved(tmp_path / "a.xlsx", rows)))
    cases = [desk.json("show", f"2026-{number}") for number in range(1, 5)]
    assert [(case["repeat_of"], case["repeat_no"]) for case in cases] == [
        (None, None), ("TS-2026-0001", 1), ("TS-2026-0002", 2), (None, None)]  # fmt: skip
    assert "99" in desk("ledger")
