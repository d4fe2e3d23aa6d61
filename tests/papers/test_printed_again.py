"""Forms printed again are those that were issued; every printing is on record."""

from pathlib import Path

import pytest
from conftest import Desk
from support import paper
from support.paper import ID_NO, NAME, as_issued, own_template, printed, printings

# ---- Printed again ----

ISSUED = ["delay", "receipt", "reply", "result", "supervise", "transfer"]  # those of an act, not those of the file

handled = paper.handled
transferred = paper.transferred


def move_on(desk: Desk) -> None:
    """What may become of a case, and of the rules, after its forms were issued."""
    desk.do("classify", "1", "--category", "service_product", "--amount", "70000.00", "--hot-topic", "--unit", "hexi",
            "--subject", "qian", "--reason", "系产品问题", as_of="2026-11-18T09:00")  # fmt: skip
    desk.do("direct", "1", "--by", "sun", "--text", "从严处理", as_of="2026-11-18T10:00")
    desk.do("delay", "1", "--reason", "客户外出", "--expected", "2026-11-30", as_of="2026-11-18T11:00")
    desk("policy", "set", "seed.general", "5", "--from", "2026-11-01", "--yes", as_of="2026-11-19T10:00")
    desk("policy", "set", "bank_name", "改制后的银行", "--from", "2026-11-19", as_of="2026-11-19T10:00")
    desk("code", "set", "category", "service_attitude", "--zh", "服务作风", as_of="2026-11-19T10:00")


@pytest.mark.requirement("A1.2", "A6.3", "A26")
@pytest.mark.parametrize("kind", ISSUED)
def test_a_form_printed_again_is_the_one_that_was_issued(handled: Desk, kind: str) -> None:
    number = ("--slip", "1") if kind in ("transfer", "supervise", "result") else ()
    first = printed(handled, kind, *number)
    if kind == "delay":  # the last one is printed
        handled.do("delay", "1", "--reason", "客户外出", "--expected", "2026-11-30", as_of="2026-11-18T11:00")
        other = printed(handled, kind)
        assert "客户外出" in other and "份" not in other.splitlines()[0]  # another letter, and the first copy of it
        return
    move_on(handled)
    again = printed(handled, kind, *number)
    assert as_issued(again) == as_issued(first) and "第2份" in again


@pytest.mark.requirement("A8.2c")
def test_a_day_that_a_leader_set_stands_on_the_slip(desk: Desk) -> None:
    desk.register(unit="chengguan", then="brief --to sun; direct --by sun --text 请尽快答复 --due 2026-11-25")
    desk.do("transfer", "1", "--to", "chengguan")
    desk.do("supervise", "1", "--reason", "directive")
    for kind in ("transfer", "supervise"):
        assert "请尽快答复（限2026年11月25日） —— 孙惊蛰 2026年11月23日 10:00" in printed(desk, kind)


def test_the_law_in_force_is_that_of_the_day_a_delay_was_reported(handled: Desk) -> None:
    first = printed(handled, "delay")
    handled.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of="2026-11-18T09:00")
    assert as_issued(printed(handled, "delay")) == as_issued(first)


def test_the_notice_of_an_extension_cites_the_limit_that_was_extended(desk: Desk) -> None:
    desk.register(legal_complexity="complex")
    words = "--days 15 --approved-by sun --reason 需外部核查 --customer-told 2026-11-23".split()
    desk.do("extend", "1", *words)
    assert "期限：监管规定三十日，经批准延长（《银行业保险业消费投诉处理管理办法》" in printed(desk, "delay")


@pytest.mark.requirement("A6.3", "A11.3")
def test_what_was_written_on_the_paper_since_stands_on_it(handled: Desk) -> None:
    handled.do("sign", "1", "--slip", "督〔2026〕1号", "--by", "zhang", as_of="2026-11-18T09:00")
    assert "张立冬 2026年11月18日 09:00" in printed(handled, "supervise")
    handled.do("review", "1", "--return", "--reason", "过简", as_of="2026-11-18T10:00")
    assert "过简 —— 李清明 2026年11月18日 10:00" in printed(handled, "result")


@pytest.mark.requirement("A6.3")
def test_the_register_shows_the_present_with_the_old_value_beside_it(handled: Desk) -> None:
    assert "（原：" not in printed(handled, "register")
    move_on(handled)
    said = printed(handled, "register")
    for part in ("服务产品（原：服务作风）", "70,000.00元（原：60,000.00元）", "河西支行（原：城关支行）", "钱谷雨\n"):
        assert part in said + "\n", part
    assert "改制后的银行" in said and "从严处理" in said


def test_a_slip_of_an_old_register_bears_the_number_it_had_there_or_none(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    lines = "2026-11-9,电话,服务态度,甲,城关支行,2026-11-10,已道歉,2026-11-11"
    file.write_text(f"投诉日期,渠道,类别,投诉内容,被投诉单位,转办日期,处理结果,办结日期\n{lines}\n", encoding="utf-8")
    desk("import", file)
    own_template(desk, "transfer", "[{{ form_no }}]")
    own_template(desk, "result", "[{{ form_no }}]")
    assert "[]" in desk("slip", "1", "transfer") and "[]" in desk("slip", "1", "result")


@pytest.mark.requirement("A6.3", "A13.5a")
def test_who_gave_a_name_later_is_in_the_register_with_what_was_said_before(desk: Desk) -> None:
    desk.register(anonymous=True, name="", phone="", escorted_by="zhang", representatives="2")
    desk.register()
    desk.do("correct", "1", "--repeat-of", "2", "--reason", "登记时漏记")
    desk.do("correct", "1", "--name", NAME, "--escorted-by", "qian", "--representatives", "4", "--repeat-of", "none",
            "--reason", "补报姓名")  # fmt: skip
    said = printed(desk, "register")
    for part in ("实名（原：匿名）、代表4人（原：2）", "钱谷雨（原：张立冬）", "否（原：TS-2026-0002）"):
        assert part in said, part


@pytest.mark.requirement("A6.1", "A6.3")
def test_a_correction_stands_in_the_register_and_on_no_paper_issued_before(handled: Desk) -> None:
    first = printed(handled, "receipt")
    words = (
        "--name",
        "欧阳大满",
        "--phone",
        "13900000002",
        "--summary",
        "柜员解释利率时语气生硬",
        "--channel",
        "letter",
    )
    more = ("--escorted-by", "zhang", "--representatives", "3", "--reason", "误记")
    handled.do("correct", "1", *words, *more, as_of="2026-11-18T09:00")
    handled.do(
        "correct", "1", "--escorted-by", "li", "--demand", "书面道歉", "--reason", "误记", as_of="2026-11-18T10:00"
    )
    assert as_issued(printed(handled, "receipt")) == as_issued(first)
    said = printed(handled, "register")
    for part in (
        "柜员解释利率时语气生硬（原：柜员解释手续费时语气生硬）",
        "信件（原：政府部门转来）",
        "139****0002（原：139****0001）",
        "李清明（原：张立冬）",
        "书面道歉（原：当面道歉）",
        "实名、代表3人",
    ):
        assert said.count(part) == 1, part
    assert said.count("（原：") == 5  # what was corrected, each once; masked, the name is what it was
    said = printed(handled, "register", "--reveal", "--reason", "核对")
    assert said.count("欧阳大满（原：欧阳小满）") == 1 and ID_NO in said


@pytest.mark.requirement("A6.3")
def test_what_was_classified_and_corrected_back_stands_beside_itself_nowhere(transferred: Desk) -> None:
    desk = transferred
    desk.do("correct", "1", "--demand", "退款", "--reason", "误记")
    desk.do("classify", "1", "--category", "work_error", "--reason", "系差错")
    desk.do("correct", "1", "--demand", "道歉", "--reason", "误记")
    said = printed(desk, "register")
    assert said.count("道歉（原：退款）") == 1 and said.count("工作失误（原：服务态度）") == 1
    assert said.count("（原：") == 2


@pytest.mark.requirement("A13.5a", "A6.3")
def test_that_a_customer_was_anonymous_before_stands_in_the_register(desk: Desk) -> None:
    desk.register(name="", phone="", anonymous=True, category="anonymous")
    desk.do("correct", "1", "--name", "欧阳大满", "--reason", "来电补充姓名")
    assert "实名（原：匿名）" in printed(desk, "register")
    desk.do("correct", "1", "--name", "none", "--anonymous", "--reason", "误记")
    assert "匿名（原：欧阳" in printed(desk, "register")


def test_a_case_that_turned_out_to_report_a_crime_tells_no_unit_who_reported_it(transferred: Desk) -> None:
    desk = transferred
    desk.do("return", "1", "--by", "zhang", "--reason", "不属本支行")
    desk.do("transfer", "1", "--to", "hexi")
    assert "赵**" in printed(desk, "transfer")
    desk.do("classify", "1", "--nature", "wrongdoing_report", "--unit", "chengguan", "--reason", "涉嫌挪用")
    again = printed(desk, "transfer")
    assert "保密" in again and "赵" not in again and "第2份" in again


# ---- What is on record, and the file that is written ----


@pytest.mark.requirement("A6.3")
def test_every_printing_is_recorded_and_a_second_copy_says_so(handled: Desk) -> None:
    assert "第2份" not in printed(handled, "transfer")
    handled("slip", "1", "transfer")  # a look on the screen is no copy
    assert "第2份" in printed(handled, "transfer")
    for kind in ("supervise", "receipt", "register"):  # each form is counted by itself
        assert "份" not in printed(handled, kind).splitlines()[0]
    records = [(row["form"], row.get("slip_no"), row.get("copy_no")) for row in printings(handled)]
    assert records == [
        ("transfer", "转〔2026〕1号", 1), ("transfer", "转〔2026〕1号", None), ("transfer", "转〔2026〕1号", 2),
        ("supervise", "督〔2026〕1号", 1), ("receipt", None, 1), ("register", None, 1),
    ]  # fmt: skip
    assert "sound" in handled("verify")
    assert "form printed (transfer slip)" in handled("show", "1")


@pytest.mark.parametrize("place", ["no-such-folder/a.docx", "bank.db/a.docx", "folder.docx", "x" * 300 + ".docx"])
def test_a_file_that_cannot_be_written_leaves_nothing(handled: Desk, place: str) -> None:
    folder = handled.path.with_name("folder.docx")
    folder.mkdir()
    before, there = handled("verify"), set(handled.path.parent.iterdir())
    target = handled.path.parent / place
    assert "cannot be" in handled("slip", "1", "receipt", "-o", str(target), "--force", expect=5)
    assert (handled("verify"), set(handled.path.parent.iterdir())) == (before, there)


def test_what_is_no_form_or_no_document_is_named(handled: Desk) -> None:
    assert "Did you mean receipt" in handled("slip", "1", "reciept", expect=4)
    assert "There is no form '转交单'. Did you mean 转办单 (transfer)?" in handled("slip", "1", "转交单", expect=4)
    assert "There is no form 'archive'" in handled("slip", "1", "archive", expect=4)
    assert "name it .docx" in handled("slip", "1", "receipt", "-o", "a.pdf", expect=2)
    assert "There is no case TS-2026-0009" in handled("slip", "9", "receipt", expect=4)
