"""What was entered wrong of the leaders is voided with its reason, and nothing rests on it any more (Arts 6, 8(2))."""

import re
from zipfile import ZipFile

import pytest
from conftest import Desk


def slip(desk: Desk, *words: str) -> str:
    paper = desk.path.with_suffix(".docx")
    desk("slip", "1", "transfer", "-o", paper, "--force", *words)
    return re.sub("<[^>]+>", "", ZipFile(paper).read("word/document.xml").decode())


@pytest.mark.requirement("A8.2c")
def test_a_voided_directive_stays_on_record_and_on_no_paper(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief")
    desk.do("direct", "1", "--by", "sun", "--text", "当面道歉", "--due", "2026-11-25", "--supervise")
    desk.do("direct", "1", "--by", "sun", "--text", "请核实")
    desk.do("transfer", "1", "--to", "chengguan")
    assert "当面道歉" in slip(desk)
    assert {"directive_day", "supervise"} <= desk.owed()
    assert "1 (2026-11-23 10:00 孙惊蛰: 当面道歉)" in desk("direct", "1", "--void", "3", expect=4)
    assert "--reason" in desk("direct", "1", "--void", "1", expect=2)
    said = desk.run("direct", "1", "--void", "1", "--reason", "误录2号案件的批示")
    assert "directive 1 (2026-11-23 10:00 孙惊蛰: 当面道歉) voided" in said.stdout and "print it anew" in said.stderr
    assert "当面道歉" not in slip(desk) and "请核实" in slip(desk)  # of the same slip, issued before
    assert not {"directive_day", "supervise"} & desk.owed()
    assert "当面道歉" not in desk("ledger", "--format", "csv")
    assert "was voided on 2026-11-23 already" in desk("direct", "1", "--void", "1", "--reason", "再次", expect=3)
    page = desk("show", "1")
    assert "当面道歉" in page and page.count("误录2号案件的批示") == 2
    desk("direct", "1", "--void", "2", "--reason", "也是误录")
    assert "direct" in desk.owed()


@pytest.mark.requirement("A8.2a", "A8.2b")
def test_a_voided_briefing_is_owed_again_and_bears_no_directive(desk: Desk) -> None:
    desk.register(then="brief")
    desk.do("direct", "1", "--by", "sun", "--text", "请核实")
    assert "first void that directive" in desk("brief", "1", "--void", "1", "--reason", "报错人", expect=3)
    desk("direct", "1", "--void", "1", "--reason", "误录")
    assert "alone: leave out" in desk("brief", "1", "--void", "1", "--to", "sun", expect=2)
    desk("brief", "1", "--void", "1", "--reason", "报错人")
    assert "brief" in desk.owed() and "direct" not in desk.owed()
