"""The register as a file: its columns, what it shows of whom, its forms, and files that are in the way."""

import csv
import io
import json
import os
import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import ROOT, Desk, made_once, picked
from support import case_file
from support.old_registers import small
from support.small_disk import fill, mounted
from support.terminal import Terminal

from complaintctl.base.values import SAYS_NOTHING, plain
from complaintctl.register.fields import COLUMNS, FIELDS
from complaintctl.register.register_formats import TEMPLATE
from complaintctl.taking_over.column_mapping import ColumnMapping

HEADINGS = [column.heading for column in COLUMNS]
LATE = "FFFFD9D9"
KNOWN = ROOT / "tests" / "data" / "registers" / "handled.csv"
REVEAL = ("--reveal", "--reason", "核对")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def saved(desk: Desk, name: str, *options: str) -> Path:
    """The register as a file of that name beside the case file."""
    file = desk.path.with_name(name)
    desk("ledger", "-o", file, *options)
    return file


def table(desk: Desk, *options: str) -> Any:
    """The table of the register as a Word document."""
    (found,) = docx.Document(str(saved(desk, "a.docx", *options))).tables
    return found


def sheet(desk: Desk, *options: str) -> Any:
    """The sheet of the register as a workbook."""
    return openpyxl.load_workbook(saved(desk, "登记簿.xlsx", *options)).active


def exports(desk: Desk) -> list[Any]:
    return case_file.rows(desk, "SELECT actor, detail FROM event WHERE kind = 'exported'")


@made_once
def handled(desk: Desk) -> None:
    """Three cases: one at its end, one that is overdue, one that reports a crime."""
    desk.register(
        as_of="2026-11-10T09:00", received_at="2026-11-10T08:50", unit="chengguan", amount="80000",
        id_no="610000199001010017", address="云溪县城关镇东街2号",
        escorted_by="qian", first_receiver="qian", hot_topic=True, reason="网上有传",
    )  # fmt: skip
    desk.do("brief", "1", "--to", "sun", "--absent", as_of="2026-11-10T09:10")
    desk.do("brief", "1", "--to", "zhou", "--method", "电话", as_of="2026-11-10T09:20")
    desk.do("brief", "1", "--to", "wu", as_of="2026-11-10T09:21")
    desk.do("direct", "1", "--by", "zhou", "--text", "请城关支行从速核实。", as_of="2026-11-10T09:30")
    desk.do("transfer", "1", "--to", "hexi", as_of="2026-11-10T10:00")
    desk.do("return", "1", "--by", "qian", "--reason", "非本行柜员", as_of="2026-11-10T11:00")
    desk.do("transfer", "1", "--to", "chengguan", as_of="2026-11-10T11:30")
    desk.resolve("1", "2026-11-12T15:00", as_of="2026-11-12T16:00")
    desk.do("review", "1", "--accept", as_of="2026-11-12T17:00")
    desk.do("close", "1", as_of="2026-11-13T09:00")
    for body in ("union", "regulator"):
        desk.do("escalate", "1", "--to", body, "--stage", "final", "--reason", "已办结", as_of="2026-11-13T09:30")
    desk.do("archive", "1", as_of="2026-11-13T10:00")
    desk.register(as_of="2026-11-16T09:00", channel="phone", name="钱大暑", phone="", unit="hexi")
    desk.register(as_of="2026-11-20T09:00", category="financial_crime", name="周小寒", unit="hexi", subject="qian")


def test_a_case_has_one_row_with_all_that_the_register_asks(handled: Desk) -> None:
    text = handled("ledger")
    assert text.splitlines() == KNOWN.read_text("utf-8").splitlines()
    *listed, _total = rows(text)
    for case in listed:  # for machines the same, and nothing that the cells hide; the acts as lists
        recorded = json.loads(case["机读数据"])
        acts = {name: recorded.pop(name, []) for name in ("briefings", "directives", "slips")}
        shown = {field.name: case[field.heading] for field in COLUMNS[:-1] if field.name not in acts}
        assert {name: cell for name, cell in shown.items() if cell} == recorded
        for name, lines in acts.items():
            cell = case[FIELDS[name].heading]
            assert [len(line) for line in lines] == [4] * len(cell.splitlines())
            assert all(at in cell and whom in cell and words in cell for at, whom, _notes, words in lines)


def test_the_period_is_that_of_receipt(handled: Desk) -> None:
    text = handled("ledger", "--from", "2026-11-16", "--to", "2026-11-19")
    assert [row["编号"] for row in rows(text)] == ["TS-2026-0002", "合计"]
    assert "is before --from" in handled("ledger", "--from", "2026-11-16", "--to", "2026-11-01", expect=2)
    told = handled("ledger", "--from", "2027-01-01", expect=2)
    assert "--from 2027-01-01 is after today, 2026-11-23" in told and "--to" not in told


def test_what_came_later_is_not_in_the_register_as_of_a_day(handled: Desk) -> None:
    first, total = rows(handled("ledger", as_of="2026-11-11"))
    assert (first["办结日期"], first["处理结果"], total["投诉日期时间"]) == ("", "", "1件")
    assert first["领导意见(批示)"].endswith("请城关支行从速核实。")


def test_an_answer_on_the_spot_and_a_withdrawal_have_their_columns(desk: Desk) -> None:
    desk.register(channel="walk_in", answered="已当场更正")
    desk.do("brief", "1", "--to", "sun", as_of="2026-11-23T10:30")
    withdrawal = ("--reason", "已无异议", "--verified-by", "li", "--voluntary")
    desk.do("withdraw", "1", *withdrawal, as_of="2026-11-23T11:00")
    row = rows(desk("ledger", as_of="2026-11-24"))[0]
    assert picked(row, "现场答复情况 回复客户日期 回复内容") == ("已当场更正", "2026-11-23 10:00", "")
    assert picked(row, "办结日期 办结方式 备注") == ("2026-11-23 11:00", "撤诉", "2026-11-23 11:00 撤诉：已无异议")


def test_a_reopened_case_shows_its_present_stretch_and_what_was_before_as_a_remark(handled: Desk) -> None:
    handled.do("reopen", "1", "--reason", "客户不认可")
    row = rows(handled("ledger"))[0]
    assert picked(row, "转办单号/转办单位/日期 处理结果 回复客户日期 办结日期 归档号") == ("",) * 5
    assert row["备注"].endswith("\n2026-11-10 11:30 转办 城关支行转〔2026〕2号\n2026-11-23 10:00 重新办理：客户不认可")


def test_supervision_slips_and_the_day_of_a_delay_stand_among_the_remarks(desk: Desk) -> None:
    desk.register(then="brief; transfer")
    desk.do("supervise", "1", "--reason", "major", "--due", "2026-11-24")
    desk.do("delay", "1", "--reason", "等待回单", "--expected", "2026-11-30")
    remarks = rows(desk("ledger"))[0]["备注"]
    assert "督办 城关支行督〔2026〕1号：期限2026-11-24" in remarks and "：等待回单；预计办结2026-11-30" in remarks


# ---- What it shows of whom (Art. 6) ----


@pytest.mark.requirement("A6.1", "A6.2")
def test_unmasked_it_wants_a_reason_and_is_on_record_once(handled: Desk, tmp_path: Path) -> None:
    file = tmp_path / "登记簿.csv"
    assert "赵小满" not in handled("ledger") and exports(handled) == []
    handled("ledger", "-o", file, "--reveal", expect=2)
    assert not file.exists() and exports(handled) == []
    file.write_text("mine")
    assert "exists already" in handled("ledger", "-o", file, *REVEAL, expect=2)
    assert file.read_text() == "mine" and exports(handled) == []
    handled("ledger", "-o", file, "--force", "--reveal", "--reason", "监管检查", "--from", "2026-11-01")
    first = rows(file.read_text("utf-8-sig"))[0]
    assert picked(first, "投诉人姓名 证件号 联系电话 住址") == (
        "赵小满", "'610000199001010017", "13900000001", "云溪县城关镇东街2号")  # fmt: skip
    days, why = '"from":"2026-11-01"', '"revealed":true,"text":"监管检查","to":"2026-11-23"'
    said = f'{{"file":"登记簿.csv","form":"register",{days},{why}}}'
    assert exports(handled) == [("li", said)]
    assert "sound" in handled("verify")


@pytest.mark.requirement("A6.1")
@pytest.mark.parametrize("actor", ["li", "zhang"])
def test_who_made_a_report_of_wrongdoing_stands_in_no_register(handled: Desk, actor: str) -> None:
    handled.grant("look", "export")
    assert rows(handled("ledger"))[2]["投诉人姓名"] == "保密"
    result = handled.run("--actor", actor, "ledger", *REVEAL)
    first, second, third, _total = rows(result.stdout)
    assert picked(third, "投诉人姓名 联系电话 证件号") == ("保密", "", "")
    assert (first["投诉人姓名"], second["投诉人姓名"]) == ("赵小满", "钱大暑")
    assert "1 report of wrongdoing does not show who made it" in result.stderr


@pytest.mark.requirement("A6.1")
@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no such marks")
def test_a_file_that_says_who_the_customers_are_is_its_owners(handled: Desk, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        modes = set()
        for masked in (("ledger", "-o", tmp_path / "a.csv"), ("slip", "1", "receipt", "-o", tmp_path / "a.docx")):
            for more in ((), ("--force", *REVEAL)):  # masked or not, it holds what was said in free text
                handled(*masked, *more)
                modes.add(stat.S_IMODE(masked[-1].stat().st_mode))
        handled("accountability", "list", "-o", tmp_path / "leads.csv")
        handled("report", "-o", tmp_path / "report.csv")
        handled("import", small(tmp_path, "2026-1-5,电化,工作失误,余额不符"), expect=2)
        modes |= {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("leads.csv", "small.rejects.csv")}
        assert modes == {0o600}
        assert stat.S_IMODE((tmp_path / "report.csv").stat().st_mode) == 0o644
    finally:
        os.umask(old)


# ---- The forms it is written in ----


def test_the_workbook_is_ready_to_be_filtered_printed_and_filed(handled: Desk) -> None:
    page = sheet(handled, "--from", "2026-11-01", "--reveal", "--reason", "归档")
    assert page["A1"].value == "云溪农村商业银行客户投诉（信访）登记簿  练习"
    assert page["A2"].value == "2026-11-01 至 2026-11-23"
    assert [cell.value for cell in page[3]] == HEADINGS
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B4", "A3:AU6", "$3:$3")
    assert page["AV3"].value == "机读数据" and page.column_dimensions["AV"].hidden
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert "客户投诉（信访）处理办法(草案)" in page.oddFooter.left.text and "&P" in page.oddFooter.right.text
    cells, late = (dict(zip(HEADINGS, page[row], strict=True)) for row in (4, 5))
    assert (cells["证件号"].value, cells["联系电话"].value) == ("610000199001010017", "13900000001")
    # Text, so that a cell stays what it is when it is edited; in a row that is overdue, and in an empty cell, too.
    assert {cells[name].number_format for name in ("编号", "证件号", "联系电话")} == {"@"}
    assert [late[name].number_format for name in ("编号", "证件号", "投诉人姓名")] == ["@", "@", "General"]
    assert page.column_dimensions[cells["证件号"].column_letter].number_format == "@"
    assert (cells["投诉日期时间"].is_date, cells["投诉日期时间"].value.isoformat()) == (True, "2026-11-10T08:50:00")
    assert (cells["办理期限"].is_date, cells["涉及金额(元)"].value) == (True, 80000)
    assert [page.cell(row, 1).fill.fgColor.rgb == LATE for row in (4, 5, 6, 7)] == [False, True, False, False]
    assert [page.row_dimensions[row].fill.fgColor.rgb == LATE for row in (4, 5)] == [False, True]  # empty cells too
    assert page["A7"].value == "合计"


def test_days_and_long_texts_have_room_in_the_workbook(desk: Desk) -> None:
    desk.register(summary="长" * 45)  # in a column of 30 cells four lines, or a little more
    page = sheet(desk)
    columns = {cell.value: page.column_dimensions[cell.column_letter].width for cell in page[3]}
    assert columns["登记日期时间"] >= 16 and columns["办理期限"] >= 12  # wide enough for 2026-11-23 10:00
    assert page.row_dimensions[4].height >= 4 * 13 and page["Q4"].alignment.wrap_text
    assert page.print_area == "'登记簿'!$A$3:$AU$5" and "登记簿" in page.oddHeader.center.text


def test_what_looks_like_a_formula_or_breaks_xml_is_text_in_every_form(desk: Desk) -> None:
    desk.register(summary="=1+1<&>{{x}}\x1b[31m \x01𠮷\u202e野家😀\uffff", demand="+5元", name="阿依·买买提")
    desk.register(summary="长" * 10_000)
    cell = dict(zip(HEADINGS, sheet(desk, *REVEAL)[4], strict=True))["投诉内容摘要"]
    assert (cell.value, cell.data_type) == ("=1+1<&>{{x}} 𠮷野家😀\ufffd", "s")
    first, second, _total = rows(saved(desk, "a.csv", *REVEAL).read_text("utf-8-sig"))
    assert (first["投诉内容摘要"][:5], first["诉求"], len(second["投诉内容摘要"])) == ("'=1+1", "'+5元", 10_000)
    words = "\n".join(cell.text for row in table(desk, *REVEAL).rows for cell in row.cells)
    assert "=1+1<&>{{x}} 𠮷野家😀\ufffd\n+5元" in words and "阿依·买买提" in words and "长" * 10_000 in words


def test_the_document_is_a_landscape_table_with_its_head_on_every_page(handled: Desk) -> None:
    lines = table(handled).rows
    document = docx.Document(str(handled.path.with_name("a.docx")))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)  # type: ignore[union-attr]
    assert document.paragraphs[0].text == "云溪农村商业银行客户投诉（信访）登记簿  练习"
    assert len(lines) == 5 and len(lines[0].cells) < 10 and lines[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert [bool(row._tr.xpath(".//w:shd[@w:fill='FFD9D9']")) for row in lines] == [False, False, True, False, False]
    assert lines[1].cells[2].text == "赵**\n610***********0017\n139****0001\n云溪县***"
    assert "客户投诉（信访）处理办法(草案)" in page.footer.paragraphs[0].text


def test_the_document_tells_of_every_transfer_and_of_days_in_one_style(desk: Desk) -> None:
    desk.register(then="brief --to sun; transfer --to chengguan; recall --reason 更正承办单位; transfer --to hexi")
    texts = [cell.text for cell in table(desk).rows[1].cells]
    (handling,) = (text for text in texts if text.startswith("报告 "))
    assert "城关支行，转〔2026〕1号" in handling and "河西支行，转〔2026〕2号" in handling
    assert texts[0] == "TS-2026-0001\n2026-11-23\n李清明" and texts[1].startswith("2026-11-23 10:00\n")
    assert "转办 " not in texts[-1] and "收回转办单：更正承办单位" in texts[-1]
    (row,) = rows(desk("ledger"))[:1]
    assert "城关" not in row["转办单号/转办单位/日期"]  # which an import takes for one that stands


def test_days_and_numbers_of_letters_fit_into_a_line_and_counts_say_what_they_count(desk: Desk) -> None:
    desk.register(channel="government", group_size="6", representatives="2", source_agency="县信访局", name="赵小满")
    lines = table(desk).rows
    wide = {cell.text: round(cell.width.mm) for cell in lines[0].cells}
    assert wide["类别、办理期限"] >= 30 and wide["投诉时间、方式、来源"] >= 27 and sum(wide.values()) == 277
    assert docx.Document(str(TEMPLATE)).styles["Normal"].font.size.pt == 9  # type: ignore[attr-defined]
    assert lines[1].cells[2].text == "赵**\n139****0001\n代表 2\n人数 6"


def test_every_column_of_the_register_stands_in_the_document_and_is_read_by_import() -> None:
    (table,) = docx.Document(str(TEMPLATE)).tables
    late, in_time = ([cell.text for cell in table.rows[place].cells] for place in (3, 5))
    placed = re.findall(r'"([^"]+)"', "".join(in_time))
    assert late == in_time and sorted(placed) == sorted(set(placed))
    # The first two are said where the name would stand.
    assert set(HEADINGS) - set(placed) == {"是否匿名", "是否保密", "机读数据"}
    built_in = ColumnMapping()
    assert built_in.unused(HEADINGS) == []
    assert built_in.empty == {plain(word) for word in SAYS_NOTHING} | {""}


def test_csv_for_a_spreadsheet_has_a_mark_or_the_encoding_asked_for(handled: Desk) -> None:
    for encoding, start in (("utf-8", b"\xef\xbb\xbf"), ("gb18030", "编号".encode("gb18030"))):
        assert saved(handled, f"{encoding}.csv", "--encoding", encoding).read_bytes().startswith(start)
    assert not handled("ledger").startswith("\ufeff")
    assert "neither utf-8 nor gb18030" in handled("ledger", "--encoding", "latin-1", expect=2)


def test_the_register_is_chinese_whatever_is_spoken(handled: Desk) -> None:
    assert handled("--lang", "en", "ledger") == handled("--lang", "zh", "ledger")


def test_it_is_answered_in_the_forms_of_every_listing(handled: Desk, tmp_path: Path) -> None:
    csv_text, (first, *others) = handled("ledger"), handled.json("ledger")
    assert handled("ledger", "--csv") == csv_text == handled("ledger", "--format", "csv")
    assert len(others) == 2 and list(first) == HEADINGS  # no sums: they are no case
    assert picked(first, "编号 投诉人姓名 涉及金额(元)") == ("TS-2026-0001", "赵**", "80000.00")
    assert picked(first, "投诉日期时间 群体人数") == ("2026-11-10 08:50", None)
    plain = handled("ledger", "--format", "table")
    assert "渠道" in plain and "城关支行" in plain and "编号," not in plain and "\x1b" not in plain
    assert json.loads(saved(handled, "a.json").read_text("utf-8"))[0] == first
    assert saved(handled, "a.txt", "--format", "table").read_text("utf-8") == plain
    assert "Choose one form of answer" in handled("ledger", "--csv", "--json", expect=2)
    assert "'xml' is none of table, csv, json" in handled("ledger", "--format", "xml", expect=2)
    assert "name " in handled("ledger", "--json", "-o", tmp_path / "a.xlsx", expect=2)
    assert not (tmp_path / "a.xlsx").exists()


def test_a_terminal_gets_a_table(handled: Desk) -> None:
    seen = Terminal(handled, "ledger", width=200).ends()
    assert "登记簿" in seen and "赵**" in seen and "城关支行" in seen and "编号," not in seen
    assert "Not shown at this width: 渠道, 投诉人" in Terminal(handled, "ledger").ends()


# ---- Files that are in the way ----


@pytest.mark.parametrize("sign", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(handled: Desk, tmp_path: Path, sign: str) -> None:
    (tmp_path / sign).touch()
    assert "open in another program" in handled("ledger", "-o", tmp_path / "a.xlsx", "--force", expect=5)
    assert not (tmp_path / "a.xlsx").exists()


def test_what_is_no_file_is_written_to_and_a_link_is_followed(handled: Desk, tmp_path: Path) -> None:
    pipe, real, link = tmp_path / "pipe", tmp_path / "real.csv", tmp_path / "link.csv"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        handled("list", "--csv", "-o", pipe)
        assert b"TS-2026-" in read.result()
    assert pipe.is_fifo()
    real.write_text("old")
    link.symlink_to(real)
    assert "exists already" in handled("list", "-o", link, expect=2)
    handled("list", "-o", link, "--force")
    assert link.is_symlink() and "TS-2026-" in real.read_text("utf-8-sig")


def test_a_file_that_cannot_be_written_leaves_nothing_behind(handled: Desk, tmp_path: Path) -> None:
    assert "cannot be written" in handled("ledger", "-o", tmp_path / "no" / "a.xlsx", expect=5)
    (tmp_path / "a.csv").mkdir()
    assert "cannot be written" in handled("ledger", "-o", tmp_path / "a.csv", "--force", expect=5)
    assert list(tmp_path.glob(".a*")) == []
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    if not os.access(locked, os.W_OK):  # whoever may do anything is refused nothing
        assert "cannot be written" in handled("ledger", "-o", locked / "a.csv", expect=5)
    assert "name a.txt accordingly" in handled("ledger", "-o", tmp_path / "a.txt", expect=2)


# ---- What a form of file cannot hold ----


def test_control_characters_in_any_text_leave_a_document_that_opens(desk: Desk) -> None:
    odd = "前\x01中\x0b后"
    desk("policy", "set", "bank_name", f"云溪银行{odd}", "--from", "2026-11-23")
    desk("unit", "set", "chengguan", "--name", f"城关{odd}")
    texts = dict.fromkeys(("summary", "demand", "address", "reason"), odd)
    case = desk.register(unit="chengguan", name=f"赵{odd}小满", **texts)["case_no"]
    desk.do("brief", case, "--to", "sun")
    desk.do("direct", case, "--by", "sun", "--text", odd)
    desk.do("transfer", case, "--to", "chengguan", "--note", odd)
    results = ("findings", "responsible", "lessons", "corrective", "reply", "apology", "reply_method")
    desk.resolve(case, "2026-11-23T10:00", **dict.fromkeys(results, odd))
    assert any("前中后" in cell.text for cell in table(desk).rows[1].cells)
    assert sheet(desk).max_row == 5


def test_a_text_too_long_for_a_cell_is_named_before_it_is_cut(desk: Desk, tmp_path: Path) -> None:
    case = desk.register(summary="长" * 40_000)["case_no"]
    assert f"{case} 投诉内容摘要" in desk.run("ledger", "-o", tmp_path / "a.xlsx").stderr
    assert "longer" not in desk.run("ledger", "-o", tmp_path / "a.csv").stderr
    assert "长" * 40_000 in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_workbook_without_room_to_be_put_together_is_a_sentence(desk: Desk, tmp_path: Path, program: Any) -> None:
    for _number in range(20):
        desk.register(summary="长" * 5_000)
    with mounted(tmp_path / "small", "256k") as disk:
        fill(disk, left=16_384)
        done = program("ledger", "-o", tmp_path / "a.xlsx", db=desk.path, env={**os.environ, "TMPDIR": disk})
        assert (done.returncode, "TMPDIR" in done.stderr) == (5, True)
        assert [file.name for file in disk.iterdir()] == ["fill"]
    assert not (tmp_path / "a.xlsx").exists()
