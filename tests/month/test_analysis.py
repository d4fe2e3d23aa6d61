"""The return as a workbook and as a page: their figures, what a reader can reach, and that nobody is named in them."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, picked
from lxml import html
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support import returns
from support.case_file import rows

from complaintctl.base import chinese
from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.language import speak
from complaintctl.base.text import filled
from complaintctl.file import db
from complaintctl.file.replayed_rules import fresh
from complaintctl.month.analysis_page import Chart
from complaintctl.record import ledger
from complaintctl.record.figures import figures_of
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.program_text import own

APRIL = ("report", *returns.APRIL)
KEYS = {
    **{"名称": "label", "上期受理": "received_before", "环比": "received_before_rate"},
    **{"上年同期受理": "received_year", "同比": "received_year_rate"},
    **{figure.label_zh: code for code, figure in figures_of(fresh(own())).items()},
}
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars"
).split()


def written(desk: Desk, *words: str) -> bytes:
    """What a command writes to the file that is its last word."""
    path = desk.path.with_name(words[-1])
    desk(*words[:-1], "-o", str(path), "--force")
    return path.read_bytes()


def page_of(desk: Desk, *words: str) -> Any:
    return html.document_fromstring(written(desk, *words, "page.html").decode())


def book_of(desk: Desk, *words: str) -> Any:
    return load_workbook(io.BytesIO(written(desk, *words, "return.xlsx")))


def tables(page: Any) -> Mapping[str, list[dict[str, str]]]:
    """The tables of a page by their captions, each row under its headings."""
    found = {}
    for table in page.iter("table"):
        names = [cell.text_content() for cell in table.xpath("thead/tr/th")]
        rows = [[cell.text_content() for cell in row] for row in table.xpath("tbody/tr")]
        found[table.findtext("caption")] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def in_print(key: str, value: Any) -> str:
    if value is None:
        return "—"
    if key.endswith("_rate") or key == "share":
        return f"{'+' if value > 0 and key.endswith(('before_rate', 'year_rate')) else ''}{100 * value:.2f}%"
    if key == "compensation_yuan":
        return f"{float(value):,.2f}"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


# ---- The workbook ----


def sheet_rows(sheet: Worksheet, top: int = 4) -> list[dict[str, Any]]:
    """The rows under the headings in row `top`."""
    names = [cell.value for cell in sheet[top]]
    return [dict(zip(names, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=top + 1)]


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("by", ["category", "unit"])
def test_a_workbook_holds_the_figures_of_the_return_as_numbers(spring: Desk, by: str) -> None:
    book = book_of(spring, *APRIL, "--by", by)
    assert book.sheetnames == ["统计表", "环比同比", "图表", "图表数据"]
    records = spring.json("--lang", "zh", *APRIL, "--by", by)
    rows = sheet_rows(book["统计表"])
    assert rows[-1]["名称"] == "合计"
    for row, record in zip(rows, records, strict=True):
        for name, value in row.items():
            figure = record[KEYS[name]]
            assert value == (float(figure) if name == "赔偿（元）" else figure), (row["名称"], name)


def test_a_workbook_has_formats_a_heading_that_stays_a_comparison_and_charts(spring: Desk) -> None:
    book = book_of(spring, *APRIL)
    sheet = book["统计表"]
    total = {sheet.cell(4, cell.column).value: cell for cell in sheet[sheet.max_row]}
    formats = {"及时率": "0.00%", "平均工作日": "0.00", "赔偿（元）": "#,##0.00", "受理": "#,##0", "名称": "@"}
    assert {name: total[name].number_format for name in formats} == formats
    assert all(cell.font.bold for cell in total.values())
    assert sheet.freeze_panes == "B5"
    assert "【练习】" in sheet["A1"].value and "练习" in sheet["A2"].value
    records = spring.json(*APRIL, "--compare")
    rows = sheet_rows(book["环比同比"])
    for row, record in zip(rows, records, strict=True):
        compared = picked(record, "received_before received_before_rate closing_year_change")
        assert picked(row, "上期受理 受理环比 期末同比增减") == compared
    assert len(book["图表"]._charts) == 5  # type: ignore[attr-defined]
    months = sheet_rows(book["图表数据"], top=1)[:12]
    assert [row["月份"] for row in months][::11] == ["2024年5月", "2025年4月"]
    assert months[-1]["期末"] == records[-1]["closing"]


def test_what_reads_like_a_formula_stays_text(desk: Desk) -> None:
    desk("unit", "add", "odd", "=1+1")
    desk.register(unit="odd")
    (cell,) = [cell for cell in book_of(desk, "report", "--by", "unit")["统计表"]["A"] if cell.value == "=1+1"]
    assert cell.data_type != "f"


# ---- Where they go ----


@pytest.mark.parametrize("form", ["xlsx", "html"])
def test_the_form_is_asked_for_or_told_by_the_name_whatever_language_is_spoken(spring: Desk, form: str) -> None:
    named = written(spring, *APRIL, f"a.{form}")
    asked = written(spring, "--lang", "zh", *APRIL, "--format", form, "b.out")
    assert named == asked and named.startswith(b"PK" if form == "xlsx" else b"<!DOCTYPE html>")


def test_the_page_and_the_workbook_are_in_the_language_asked_for(spring: Desk) -> None:
    ours = {name for kind in ("unit", "staff") for (name,) in rows(spring, f"SELECT name FROM {kind}")}
    ours |= {value for (value,) in rows(spring, "SELECT value FROM policy WHERE key IN ('bank_name', 'regulation')")}
    page = written(spring, "--lang", "en", *APRIL, "--by", "unit", "a.html").decode()
    assert '<html lang="en">' in page and "Nil return" not in page and "staff conduct" in page
    with zipfile.ZipFile(io.BytesIO(written(spring, "--lang", "en", *APRIL, "a.xlsx"))) as parts:
        ours_of_it = [name for name in parts.namelist() if name.endswith(".xml") and "theme" not in name]
        book = "".join(re.sub('typeface="[^"]*"', "", parts.read(name).decode()) for name in ours_of_it)
    assert 'name="Return"' in book and 'name="Data of charts"' in book
    for text in (page.partition("<body>")[2], book):
        for name in sorted(ours, key=len, reverse=True):
            text = text.replace(name, "")
        assert not re.findall("[\u3001-\u9fff]+", text)


def test_a_page_goes_to_a_pipe(spring: Desk, program: Callable[..., "subprocess.CompletedProcess[str]"]) -> None:
    run = program("--as-of", "2025-06-30", *APRIL, "--format", "html", db=spring.path)
    assert run.returncode == 0 and run.stdout.encode() == written(spring, *APRIL, "a.html")


@cases(
    "words said",
    ("report --format xlsx", "-o FILE.xlsx"),  # never to the screen or a pipe
    ("report --legs --format html", "csv or json"),
    ("report --restate --format html", "csv or json"),
    ("report --explain total:received --format html", "csv or json"),
    ("list --format xlsx", "table, csv, json"),
)
def test_a_document_is_of_the_return_alone_and_a_workbook_a_file(desk: Desk, words: str, said: str) -> None:
    assert said in desk(*words.split(), expect=2)


# ---- The page ----


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("by", ["category", "unit", "satisfaction"])
def test_a_page_has_the_figures_of_the_return(spring: Desk, by: str) -> None:
    found = tables(page_of(spring, *APRIL, "--by", by))
    records = spring.json("--lang", "zh", *APRIL, "--by", by, "--compare", "--more")
    for start in ("收结情况", "办理质量", "环比、同比"):
        name = next(name for name in found if name.startswith(start))
        assert len(found[name]) == len(records)
        for row, record in zip(found[name], records, strict=True):
            (_, label), *figures = row.items()
            assert label == record["label"]
            for heading, text in figures:
                assert text == in_print(KEYS[heading], record[KEYS[heading]]), (name, label, heading)


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("by", ["category", "unit"])
def test_every_table_of_cases_coming_and_going_balances_as_printed(spring: Desk, by: str) -> None:
    """April 2025 has a case reopened."""
    found = tables(page_of(spring, *APRIL, "--by", by))
    flows = [records for name, records in found.items() if "收结情况" in name]
    assert len(flows) == 4
    for records in flows:
        for row in records:
            opening, received, reopened, *left, closing = map(int, picked(row, "期初 受理 重办 办结 撤诉 期末"))
            assert opening + received + reopened - sum(left) == closing, row
        assert any(row["重办"] == "1" for row in records)


def test_headline_figures_stand_beside_the_period_before_and_the_year_before(spring: Desk) -> None:
    total = returns.total(spring, *returns.APRIL, "--compare")
    boxes = page_of(spring, *APRIL).xpath("//dl/div")
    figures = {box.findtext("dt"): [part.text for part in box.findall("dd")] for box in boxes}
    received, before, year = figures["受理（件）"]
    assert (received, year) == (str(total["received"]), f"上年同期 {total['received_year']}")
    assert before.startswith(f"上期 {total['received_before']}")
    assert figures["及时率"][0] == in_print("on_time_rate", total["on_time_rate"])


@pytest.mark.requirement("A22.1")
@pytest.mark.parametrize("year", returns.YEARS, ids=" ".join)
def test_the_analysis_of_a_year(spring: Desk, year: tuple[str, ...]) -> None:
    spring.as_of = "2026-11-30"
    total = returns.total(spring, *year, "--compare")
    figures = page_of(spring, "report", *year).xpath("//dl/div[dt='受理（件）']/dd/text()")
    assert figures[0] == str(total["received"]) and figures[1].startswith(f"上期 {total['received_before']}")
    book = book_of(spring, "report", *year)
    row = picked(sheet_rows(book["环比同比"])[-1], "受理 上期受理 上年同期受理")
    assert row == picked(total, "received received_before received_year")


@pytest.mark.requirement("A22.1")
def test_a_page_stands_alone_and_can_be_heard(spring: Desk) -> None:
    source = written(spring, *APRIL, "page.html").decode()
    page = html.document_fromstring(source)
    assert page.get("lang") == "zh-CN" and page.xpath("//meta[@charset='utf-8']")
    assert not page.xpath("//script | //link | //img | //iframe | //@src | //@href | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"https?:|url\(|@import|javascript:", source)
    assert [heading.tag for heading in page.xpath("//h1 | //h2")].count("h1") == 1
    for table in page.iter("table"):
        assert table.findtext("caption") and table.xpath("thead/tr/th[@scope='col']")
        assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in table.xpath("tbody/tr"))
    charts = list(page.iter("svg"))
    assert len(charts) == 5
    for chart in charts:
        assert chart.get("role") == "img" and chart.xpath("title/text()") and chart.xpath("desc/text()")
        assert chart.get("aria-labelledby").split() == [chart.find("title").get("id"), chart.find("desc").get("id")]
        assert "".join(chart.xpath(".//text/text()")) and not chart.xpath(".//style")


def test_repeats_overdue_cases_and_units_without_complaints_are_named(spring: Desk) -> None:
    page = page_of(spring, "report", "--month", "2025-03")
    found = tables(page)
    repeats = {"名称": "城关支行", "口径": "单位", "重复": "1", "受理": "2", "重复占比": "50.00%"}
    assert repeats in found["重复投诉集中的单位和类别"]
    overdue = found["截至2025年6月30日超期未办结"]
    assert [row["编号"] for row in overdue] == [row["case_no"] for row in spring.json("overdue")]
    without = page.xpath("//h2[.='零投诉单位']/following-sibling::p")[0].text_content()
    assert "零售业务部" in without and "城关支行" not in without


@pytest.mark.requirement("A22.2")
def test_actions_are_there_open_and_done(desk: Desk) -> None:
    desk.register(unit="chengguan")
    for text in ("公示收费标准", "更换叫号机"):
        desk("improvement", "add", "--text", text, "--owner", "zhang", "--due", "2026-12-31", "--case", "1")
    desk("improvement", "done", "改〔2026〕1号", "--text", "已公示")
    rows = tables(page_of(desk, "report"))["整改措施"]
    assert [row["状态"] for row in rows] == ["进行中", "2026-11-23 完成"]
    assert rows[1]["完成情况"] == "已公示" and "张立冬" not in written(desk, "report", "page.html").decode()


@pytest.mark.requirement("A22.2")
def test_findings_and_proposals_are_noted_and_reappear(desk: Desk) -> None:
    assert "--note-findings" in page_of(desk, "report").text_content()
    desk("report", "--note-findings", "排队投诉增多\n<b>高峰</b>窗口不足", "--note-proposals", "增开窗口")
    page = page_of(desk, "report")
    text = page.text_content()
    assert "--note-findings" not in text and "<b>高峰</b>窗口不足" in text and not page.xpath("//main//b")
    assert "增开窗口" in text
    assert "增开窗口" not in page_of(desk, "report", "--month", "2026-10").text_content()


@pytest.mark.requirement("A6.1")
def test_nobody_is_named(desk: Desk) -> None:
    desk.register(name="欧阳霜降", phone="13912345678", id_no="610000199001010016", summary="存单上的签名不对",
                  demand="退还手续费", unit="chengguan", as_of="2026-11-10T09:00")  # fmt: skip
    noted(desk, "客户13912345678多次来电，欧阳霜降称未答复")
    desk("improvement", "add", "--text", "回访欧阳霜降", "--owner", "zhang", "--due", "2026-12-31", "--case", "1")
    page = written(desk, "report", "page.html").decode()
    book = book_of(desk, "report")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "TS-2026-0001" in page  # it is overdue
    assert "客户＊＊＊多次来电，＊＊＊称未答复" in page and "回访＊＊＊" in page
    for secret in ("欧阳", "霜降", "13912345678", "139****", "610000199001010016", "签名", "手续费"):
        assert secret not in page and secret not in cells, secret


def noted(desk: Desk, findings: str) -> None:
    """Enter findings on November 2026 as an older program did, whatever they hold."""
    moment = parse_moment("2026-11-20T10:00", "")
    with db.writing(desk.path) as connection:
        detail = {"period": "2026-11", "findings": findings}
        ledger.append(Act(connection, Clock(moment), "li"), [Fact(None, "report_noted", moment, detail)])


@pytest.mark.requirement("A6.1")
@pytest.mark.parametrize("option", ["--note-findings", "--note-proposals"])
@cases(
    "text kind",
    ("客户来电13900000001多次", "a phone number (character 5)"),
    ("客户来电 139-0000-0001 多次", "a phone number"),
    ("客户来电8613900000001多次", "a phone number"),
    ("证件610000199001010016", "an identity or card number"),
    ("卡号6222 0000 1111 2222 333不符", "an identity or card number"),
    ("客户赵小满、钱二投诉较多", "the name of a customer (character 3)"),
    ("赵小满来电13900000001", "the name of a customer (character 1), a phone number (character 6)"),
)
def test_nothing_of_a_customer_is_noted(desk: Desk, option: str, text: str, kind: str) -> None:
    desk.register()
    said = desk("report", option, text, expect=3)
    assert kind in said and option in said
    assert not re.search(r"赵|\d{4}", said.replace("TS-2026", ""))
    assert "尚未填写" in page_of(desk, "report").text_content()


@cases(
    "text",
    "张立冬经办的案件较多",  # of staff, though a customer has that name
    "河西支行高峰时段排队，投诉增加20261123件",  # of a unit and an everyday word, though customers have such names
    "Many complaints, any day",
    "张某来电",
    "满意率下降",
)
def test_words_that_are_names_as_well_are_noted(desk: Desk, text: str) -> None:
    for name in ("张立冬", "河西", "高峰", "Ma", "张某", "满"):
        desk.register(name=name)
    desk("report", "--note-findings", text)
    assert text in page_of(desk, "report").text_content()


def test_a_customer_who_came_later_changes_no_earlier_page(desk: Desk) -> None:
    noted(desk, "韩大寒建议增开窗口")
    asked = ("report", "--month", "2026-11", "--known-on", "2026-11-20", "november.html")
    before = written(desk, *asked)
    desk.register(name="韩大寒")
    assert written(desk, *asked) == before
    assert "韩大寒" not in written(desk, "report", "now.html").decode()


@pytest.mark.parametrize("form", ["xlsx", "html"])
def test_the_same_day_known_gives_the_same_bytes(desk: Desk, form: str) -> None:
    desk.register(channel="media", unit="hexi", as_of="2026-11-09T09:00")
    asked = ("report", "--month", "2026-11", "--known-on", "2026-11-20", f"november.{form}")
    before = written(desk, *asked)
    desk("unit", "add", "late", "新设支行")
    desk.register(channel="media", unit="chengguan", received_at="2026-11-16T09:00")
    desk("report", "--month", "2026-11", "--note-findings", "后来的意见")
    desk.as_of = "2026-12-20"
    assert written(desk, *asked) == before
    assert written(desk, *asked[:3], f"november.{form}") != before


def test_a_period_without_cases_is_a_nil_return(desk: Desk) -> None:
    page = page_of(desk, "report", "--month", "2026-10")
    assert "零报告" in page.text_content() and not list(page.iter("svg"))
    assert desk.run("report", "-o", str(desk.path.with_name("nil.xlsx"))).stderr.count("Nil return") == 1


@cases(
    "name said",
    *(("2026-09", "2026年9月"), ("2026-Q3", "2026年第3季度"), ("2026-H2", "2026年下半年"), ("2026", "2026年")),
    ("2026-09-01/2026-10-05", "2026年9月1日至2026年10月5日"),
)
def test_a_period_is_named_as_print_has_it(name: str, said: str) -> None:
    assert chinese.period(name) == said


def test_a_chart_shows_gaps_and_hides_no_label() -> None:
    speak("zh")
    rates = Chart("lines", "x", "及时率", ["1月", "2月", "3月"], {"及时率": [0.5, None, 1.0]}, is_rate=True)
    drawing = filled("chart.svg", chart=rates)
    assert "1月 50%、2月 无、3月 100%" in drawing and "nan" not in drawing.lower()
    drawing = filled("chart.svg", chart=Chart("bars", "x", "受理", ["甲", "<乙>&"], {"受理": [2, 1]}))
    assert drawing.index("&lt;乙&gt;&amp;") and drawing.count(">甲<") == 1


# ---- In a browser ----


def browse(page: Path, tmp_path: Path, *words: str) -> str:
    """Open a page in headless Chromium, as a user who was never here."""
    if BROWSER is None:
        pytest.skip("Chromium is not installed: sh tools/install-programs.sh installs it")
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path / 'browser'}", *words, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True).stdout


# Chromium has no window as narrow as a phone; a frame can be.
PHONE = """<!DOCTYPE html><meta charset="utf-8"><iframe id="phone" style="width:390px;height:800px;border:0"
onload="let page = this.contentDocument.documentElement; document.title = page.scrollWidth + ' of ' + page.clientWidth"
srcdoc="{}"></iframe>"""


@pytest.mark.parametrize("by", ["category", "unit"])
def test_a_page_reads_on_a_phone_without_moving_it_sideways(spring: Desk, tmp_path: Path, by: str) -> None:
    frame = tmp_path / "phone.html"
    frame.write_text(PHONE.format(escape(written(spring, *APRIL, "--by", by, "page.html").decode())), "utf-8")
    shown = browse(frame, tmp_path, "--dump-dom")
    assert "<title>390 of 390</title>" in shown, re.findall("<title>.*?</title>", shown)[:1]


def test_a_page_prints_on_a_few_sheets_of_a4(spring: Desk, tmp_path: Path) -> None:
    written(spring, *APRIL, "page.html")
    paper = tmp_path / "page.pdf"
    browse(spring.path.with_name("page.html"), tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: sh tools/install-programs.sh installs it")
    run = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, encoding="utf-8", check=True)
    sheets = run.stdout.split("\f")[:-1]
    assert 3 <= len(sheets) <= 6
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", paper.read_bytes())  # A4
    assert "统计分析" in sheets[0] and "记录校验值" in sheets[-1]
