"""The register of this very file, or of another file of the program, given to `import` (Art. 6)."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Desk, made_once, picked_each
from support.case_file import rows
from support.old_registers import rejected, took, with_columns

Rows = list[dict[str, str]]


@made_once
def filled(desk: Desk) -> None:
    """Two cases, one with characters in its summary that a register shows otherwise."""
    desk.register(as_of="2026-11-20T09:00", received_at="2026-11-20T08:50", unit="chengguan")
    desk.register(as_of="2026-11-20T10:00", summary="余额\x1b[31m不符\t少了\u202e一笔", name="钱大暑", phone="")


@pytest.fixture
def other(tmp_path: Path) -> Desk:
    """An empty file of the same bank."""
    other = Desk(tmp_path / "other.db")
    other("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明")
    return other


def written(desk: Desk, name: str, *options: str, change: Callable[[Rows], object] = len, **cells: str) -> Path:
    """The register of a file, changed as somebody might in a spreadsheet: as a whole, or cells of its first case."""
    file = desk.path.with_name(name)
    desk("ledger", "-o", file, "--force", *(options or ("--reveal", "--reason", "迁移")))
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        rows[0] |= cells
        change(rows)
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.DictWriter(opened, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return file


# ---- The register of this file ----


@pytest.mark.parametrize("name", ["登记簿.csv", "登记簿.xlsx"])
def test_the_files_own_register_adds_nothing(filled: Desk, name: str) -> None:
    result = filled.run("import", written(filled, name))
    assert result.stdout == took(0, before=2) and "differ" not in result.stderr


@pytest.mark.parametrize(
    ("heading", "text"),
    [("投诉内容摘要", "柜员态度很好"), ("诉求", "退费"), ("类别", "工作失误"), ("投诉方式", "来电")],
)
def test_a_row_that_was_edited_makes_no_second_case_and_changes_none(filled: Desk, heading: str, text: str) -> None:
    edited = written(filled, "edited.csv", **{heading: text})
    before = rows(filled, "SELECT count(*), max(hash) FROM event"), rows(filled, "SELECT * FROM complaint")
    result = filled.run("import", edited)
    assert result.stdout == took(0, before=2)
    assert "1 row differs from its case in this file, line 2: it was left out" in result.stderr
    assert (rows(filled, "SELECT count(*), max(hash) FROM event"), rows(filled, "SELECT * FROM complaint")) == before


def test_a_row_of_another_day_is_not_that_case_and_makes_none(filled: Desk) -> None:
    file = written(filled, "edited.csv", 投诉日期时间="2026-11-19")
    assert filled("import", file) == took(0, before=1, rejected=1)
    (row,) = rejected(file)
    assert row["reason"].startswith("The row differs from TS-2026-0001 of this file, which was received on 2026-11-20")
    assert len(filled.json("list", "--all")) == 2


def test_a_register_moved_in_part_is_known_by_its_old_numbers(filled: Desk, other: Desk) -> None:
    file = written(filled, "a.csv", change=lambda rows: rows.pop(0))
    assert other("import", file).startswith("1 complaint imported")
    other.register(as_of="2026-11-23T10:00")  # takes the number that the case has in the other file
    for again in (file, written(other, "b.csv")):
        assert other("import", again).startswith("0 complaints imported, ")
    # In the file it is moved to, the number of the first is the second's.
    rest = written(filled, "rest.csv", change=lambda rows: rows.pop(1))
    assert other("import", rest).startswith("1 complaint imported, 0 imported before, 0 rejected")
    for again in (file, rest, written(other, "c.csv")):
        result = other.run("import", again)
        assert result.stdout.startswith("0 complaints imported, ") and "differ" not in result.stderr
    assert len(other.json("list", "--all")) == 3


# ---- The column for machines ----


@pytest.mark.parametrize(
    ("heading", "text", "reason"),
    [
        ("诉求", "退费", "诉求 '退费' was edited: 机读数据 says '道歉'"),
        ("报告领导", "2026-11-20 09:00 周立夏，主要领导", "报告领导 '2026-11-20 09:00 周立夏，主要领导' was edited"),
        ("联系电话", "13900000009", "联系电话 '13900000009' was edited: 机读数据 says '13900000001'"),
        ("回复客户日期", "2026-11-21", "回复客户日期 '2026-11-21' was edited: 机读数据 says ''"),
        ("机读数据", '{"name": ["赵小满"]}', "机读数据 of this row cannot be read: empty it"),
        ("机读数据", "[" * 5000, "机读数据 of this row cannot be read: empty it"),
    ],
)
def test_an_edited_cell_is_named_and_its_row_rejected(
    filled: Desk, other: Desk, heading: str, text: str, reason: str
) -> None:
    file = written(filled, "a.csv", **{heading: text})
    assert other("import", file) == took(1, rejected=1)
    (row,) = rejected(file)
    assert (row["line"], row["reason"][: len(reason)]) == ("2", reason)
    rejects = file.with_name("a.rejects.csv")
    rejects.write_text(rejects.read_text("utf-8-sig").replace(row["机读数据"].replace('"', '""'), ""), "utf-8")
    assert other("import", rejects) == took(1)


def test_every_edited_cell_of_a_row_is_named(filled: Desk, other: Desk) -> None:
    file = written(filled, "a.csv", 诉求="退费", 回复客户日期="2026-11-21", 投诉方式="短信")
    other("import", file)
    (row,) = rejected(file)
    edited = re.findall(r"(\S+) '\S*' was edited", row["reason"])
    assert edited == ["投诉方式", "诉求", "回复客户日期"]


def test_a_spreadsheet_may_write_days_and_figures_in_its_own_way(filled: Desk, other: Desk) -> None:
    anew = {"投诉日期时间": "2026/11/20 8:50:00", "办理期限": "2026/11/25", "联系电话": "13900000001.0"}
    assert other("import", written(filled, "a.csv", **anew)) == took(2)


def test_without_the_column_or_with_too_long_a_text_the_cells_are_read(filled: Desk, other: Desk) -> None:
    filled.do("brief", "1", "--to", "sun", "--absent", as_of="2026-11-20T10:30")
    filled.register(as_of="2026-11-20T11:00", summary="长" * 32_700, name="", phone="", anonymous=True)
    file = written(filled, "a.csv", change=lambda rows: [row.pop("机读数据") for row in rows])
    long = written(filled, "b.csv").read_text("utf-8-sig")
    assert long.count('""summary""') == 2
    assert other("import", file) == took(3)
    briefed = next(event for event in other.case("1")["events"] if event["kind"] == "briefed")
    assert (briefed["absent"], briefed["at"][:16]) == (True, "2026-11-20T10:30")


# ---- A register that does not say who the customers are ----


@pytest.mark.requirement("A6.2")
@pytest.mark.parametrize("name", ["登记簿.csv", "登记簿.xlsx"])
def test_a_masked_register_is_nobodys_and_its_rows_are_rejected(filled: Desk, other: Desk, name: str) -> None:
    filled.register(as_of="2026-11-20T11:00", summary="收费不明", name="", phone="", anonymous=True)
    file = written(filled, name, "--from", "2026-11-01")
    result = other.run("import", file)
    assert result.stdout == took(1, rejected=2)
    assert name.endswith("xlsx") or "赵小满" not in file.read_text("utf-8-sig")
    assert "2 rows hold masked data" in result.stderr and "ledger --reveal --reason TEXT" in result.stderr
    assert [row["reason"].split(" is ")[0] for row in rejected(file)] == [
        "投诉人姓名 '赵**', 联系电话 '139****0001'",
        "投诉人姓名 '钱**'",
    ]
    assert rows(other, "SELECT name FROM complainant") == []
    assert other("import", written(filled, "b.csv")).startswith("2 complaints imported, 1 imported")


# ---- What a register carries of a case's end ----


def test_compensation_and_reopenings_go_with_the_register(filled: Desk, other: Desk) -> None:
    filled.through("1", "brief transfer", as_of="2026-11-20T11:00")
    filled.resolve("1", "2026-11-20T15:00", as_of="2026-11-20T16:00", compensation="88.50")
    filled.through("1", "review close", as_of="2026-11-20T18:00")
    filled.do("reopen", "1", "--reason", "客户不认可", as_of="2026-11-21T09:00")
    filled.through("1", "transfer", as_of="2026-11-21T10:00")
    filled.resolve("1", "2026-11-21T15:00", as_of="2026-11-21T16:00", compensation="100")
    filled.through("1", "review close", as_of="2026-11-22T09:00")
    file = written(filled, "登记簿.csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        first, second, total = csv.DictReader(opened)
    assert picked_each((first, second, total), "赔偿(补偿)金额 重办次数") == [("100.00", "1"), ("", ""), ("100.00", "")]
    result = other.run("import", file)
    assert "1 case was reopened in the old register, which does not say when" in result.stderr
    (moved,) = [row for row in other.json("report", "--month", "2026-11", "--by", "unit") if row["group"] == "total"]
    assert (moved["compensation_yuan"], moved["reopened"], moved["resolved"]) == ("100.00", 0, 1)
    # Handed on once more, it is still what it was.
    third = written(other, "b.csv").read_text("utf-8-sig")
    assert (third.count(",100.00,"), third.count(",答复办结,1,")) == (2, 1)


def test_never_reopened_is_no_reopening(desk: Desk) -> None:
    assert desk.run("import", with_columns(desk, "重办次数,赔偿金额", "0,五万")).output == took(1)
    assert desk.case("1", as_of="2026-11-23")["events"][0]["compensation_fen"] == 5_000_000
