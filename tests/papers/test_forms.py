"""Printed forms: what each says, who may see how much of the customer, and that every printing is on record."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ANONYMOUS, Desk, cases, made_once
from docx import Document
from docx.table import Table
from support.case_file import change, unchanged
from support.results import report

from complaintctl.base.citations import in_chinese
from complaintctl.base.values import check_characters
from complaintctl.papers import document
from complaintctl.papers.form_fields import FIELDS, OBJECTS, form_filters

SHIPPED = Path(document.__file__).parent.parent / "forms"
KINDS = sorted(path.stem for path in SHIPPED.glob("*.docx") if path.stem != "ledger")  # the register's own document
FILTERS = form_filters({}, [], None)
NAME, PHONE, ID_NO, ADDRESS = "欧阳小满", "13900000001", "610000199001010016", "云溪县城关镇东街2号"


@made_once
def handled(desk: Desk) -> None:
    """A case sent by the petition office, late and reported on, of which every form can be printed."""
    desk("staff", "set", "li", "--phone", "0000-7654321", as_of="2026-11-09T08:30")
    desk.register(
        as_of="2026-11-09T09:00", channel="government", name=NAME, phone=PHONE, id_no=ID_NO,
        address=ADDRESS, unit="chengguan", summary="柜员解释手续费时语气生硬", demand="当面道歉", amount="60000",
        source_agency="云溪县信访局", source_ref="云信转〔2026〕18号", source_due="2026-11-20",
        source_grade="秘密、特急", endorsed_by="沈秋分（副县长）", endorsed_on="2026-11-06",
        endorsement="请农商行依法处理，十五日内报结果。",
    )  # fmt: skip
    desk.do("brief", "1", "--to", "sun", as_of="2026-11-09T10:00")
    desk.do("direct", "1", "--by", "sun", "--text", "请城关支行三日内答复", as_of="2026-11-09T11:00")
    desk.do("transfer", "1", "--to", "chengguan", "--assist", "retail", "--note", "请核对监控",
            as_of="2026-11-09T14:00")  # fmt: skip
    desk.do("sign", "1", "--by", "zhang", as_of="2026-11-09T16:00")
    desk.do("supervise", "1", "--reason", "overdue", "--text", "请立即答复客户", as_of="2026-11-13T09:00")
    desk.do("delay", "1", "--reason", "录像尚未取得", "--customer-told", "2026-11-13T09:30", "--expected", "2026-11-18",
            as_of="2026-11-13T10:00")  # fmt: skip
    desk.resolve("1", "2026-11-17T11:00", as_of="2026-11-17T15:00", findings="排队五十分钟属实", compensation="25",
                 explanation="已出示收费标准", reply="已致歉并说明收费标准",
                 reply_method="当面")  # fmt: skip


@made_once
def transferred(desk: Desk) -> None:
    """A case that lies with chengguan."""
    desk.register(unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")


def printed(desk: Desk, kind: str, *words: str, case: str = "1", as_of: str | None = None) -> str:
    """Print a form and read it back, whole, as python-docx reads it."""
    path = desk.path.with_name(f"{kind}.docx")
    desk("slip", case, kind, "-o", str(path), "--force", *words, as_of=as_of)
    paper, lines = Document(str(path)), list[str]()
    for part in (paper.sections[0].header, paper, paper.sections[0].footer):
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                lines += ["\t".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
    return "\n".join(lines)


HEAD = re.compile("记录校验值：([0-9A-F-]{19}@[0-9]+)")


def as_issued(paper: str) -> str:
    """A paper without what each printing of it has of its own."""
    return HEAD.sub("", paper).replace("第2份", "")


def printings(desk: Desk, case: str = "1") -> list[dict[str, Any]]:
    return [event for event in desk.case(case)["events"] if event["kind"] == "printed"]


def test_a_result_report_tells_of_a_limit_that_had_passed_before_it_was_moved(desk: Desk) -> None:
    desk.register(as_of="2026-11-09T09:00", channel="media", unit="chengguan")
    desk.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of="2026-11-13T09:00")
    desk.resolve("1", "2026-11-16T11:00", as_of="2026-11-16T15:00")
    assert "是，超期2个工作日；原因：未报告" in printed(desk, "result")  # due on the 12th


# ---- What each form says ----

SAID = tomllib.loads(Path(__file__).with_name("said.toml").read_text("utf-8"))


@pytest.mark.requirement(
    "A1.1", "A1.2", "A5.1", "A6.1", "A8.2c", "A9.1a", "A9.4", "A9.8", "A10.10", "A11.2", "A19.1", "O10", "G30"
)
@pytest.mark.parametrize("kind", KINDS)
def test_each_form_says_what_it_is_for_and_is_masked(handled: Desk, kind: str) -> None:
    said = printed(handled, kind)
    with_title = {"register": "客户投诉(信访)登记簿", "endorsed": "市县领导批转客户投诉(信访)事项登记表"}
    assert with_title.get(kind, "客户投诉") in said
    for part in ("云溪农村商业银行", "TS-2026-0001", "练习", "李清明", "2026年11月23日 10:00", *SAID[kind]):
        assert part in said, part
    assert re.search("签字|签收", said) and "盖章" in said
    assert not [part for part in (NAME, PHONE, ID_NO, ADDRESS) if part in said]


@pytest.mark.requirement("A9.1c")
def test_why_a_case_is_major_is_said_in_one_way(desk: Desk) -> None:
    flags = {"public_figure": True, "hot_topic": True, "reputation": True}
    desk.register(unit="chengguan", amount="60000", group_size="25", reason="网上有传", **flags)
    desk.do("transfer", "1", "--to", "chengguan")
    reasons = "社会知名人士、热点敏感话题、金额重大、声誉影响、人数众多"
    shown = desk("--lang", "zh", "show", "1").replace("，", "、")
    for said in (printed(desk, "transfer"), printed(desk, "register"), desk("ledger"), shown):
        assert reasons in said


@pytest.mark.requirement("A1.1", "A26")
def test_the_foot_names_the_rule_in_force_when_the_case_came_in(handled: Desk) -> None:
    foot = "云溪农村商业银行《客户投诉（信访）处理办法》（草案，自发文之日起施行）；期限：一般投诉三个工作日（第十条）"
    assert foot in printed(handled, "transfer")
    handled("policy", "set", "seed.general", "5", "--from", "2026-11-10")
    handled("policy", "set", "regulation_status", "现行", "--from", "2026-11-24", as_of="2026-11-23T10:00")
    for kind in ("receipt", "transfer", "reply"):
        assert foot in printed(handled, kind)
    handled.register(as_of="2026-11-25T09:00")
    said = printed(handled, "receipt", case="2", as_of="2026-11-25T10:00")
    assert "（现行，自2026年11月24日起施行）；期限：一般投诉五个工作日（第十条）" in said


def test_the_paper_is_chinese_whatever_the_language(handled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en", "zh"):
        monkeypatch.setenv("COMPLAINTCTL_LANG", language)
        assert not re.search("[a-z]{3}", printed(handled, "supervise"))
        answer = handled("slip", "1", "supervise", "-o", str(handled.path.with_name(f"{language}.docx")))
        assert ("supervision slip" in answer) == (language == "en")


def test_on_the_screen_a_form_says_the_same(handled: Desk) -> None:
    shown = handled("slip", "1", "客户投诉(信访)督办单")  # by its title
    for line in ("督办单号        督〔2026〕1号", "被督办单位      城关支行", "练习 PRACTICE"):
        assert line in shown.splitlines(), line
    for cell in printed(handled, "supervise").replace("\n", "\t").split("\t"):
        assert cell.strip() in shown or "页" in cell or HEAD.search(cell), cell


def test_a_real_file_bears_no_practice_mark(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", as_of=None)
    real("init", "--officer", "李清明")
    real(*ANONYMOUS)
    shown = real("slip", "1", "receipt")
    assert "尊敬的客户" in shown and "练习" not in shown


def test_a_decision_of_the_head_office_has_no_superior_to_review_it(desk: Desk) -> None:
    desk.register(unit="retail", as_of="2026-11-23T09:00", answered="已说明收费标准")
    said = printed(desk, "reply")
    assert "已说明收费标准" in said and "提起诉讼" in said and "申请核查" not in said
    assert "2026年11月23日 09:00（现场答复） 已说明" in printed(desk, "register")


@pytest.mark.requirement("A19.1")
def test_an_old_form_keeps_the_names_of_its_day(handled: Desk) -> None:
    handled("unit", "set", "chengguan", "--name", "城关新区支行")
    handled("staff", "set", "zhang", "--name", "张小雪")
    for kind in ("transfer", "result", "register"):
        said = printed(handled, kind)
        assert "城关支行" in said and "城关新区支行" not in said and "张小雪" not in said


def test_of_several_slips_the_number_chooses(transferred: Desk) -> None:
    desk = transferred
    desk.do("return", "1", "--by", "zhang", "--reason", "不属本支行")
    desk.do("transfer", "1", "--to", "hexi")
    assert "主送单位\t河西支行" in printed(desk, "transfer")
    for number in ("1", "1号", "转〔2026〕1号"):
        assert "主送单位\t城关支行" in printed(desk, "transfer", "--slip", number)
    assert "it has 转〔2026〕1号, 转〔2026〕2号" in desk("slip", "1", "transfer", "--slip", "7", expect=3)
    assert "a result report; this form has no number" in desk("slip", "1", "receipt", "--slip", "1", expect=2)


@pytest.mark.requirement("A10.10")
def test_a_report_names_the_slips_of_its_unit_alone(transferred: Desk) -> None:
    desk = transferred
    desk.do("supervise", "1", "--reason", "major")
    desk.do("return", "1", "--by", "zhang", "--reason", "不属本支行")
    desk.do("transfer", "1", "--to", "hexi")
    desk.do("supervise", "1", "--reason", "major")
    desk.do("supervise", "1", "--reason", "major")
    row = printed(desk, "result", "--blank").split("\n转办、督办单号\t")[1]
    assert re.findall(".〔2026〕[0-9]号", row) == ["转〔2026〕2号", "督〔2026〕2号", "督〔2026〕3号"]
    of_all = ["转〔2026〕1号", "督〔2026〕1号", "转〔2026〕2号", "督〔2026〕2号", "督〔2026〕3号"]
    assert re.findall("[转督]〔2026〕[0-9]号", printed(desk, "register")) == of_all


@cases(
    "kind command",
    ("transfer", "complaintctl transfer TS-2026-0001 --to UNIT"),
    ("supervise", "complaintctl supervise TS-2026-0001 --reason REASON"),
    ("result", "complaintctl resolve TS-2026-0001\nOne to fill in by hand"),
    ("reply", "complaintctl resolve TS-2026-0001"),
    ("delay", "complaintctl delay TS-2026-0001 --reason TEXT"),
    ("endorsed", "was not sent by another body"),
)
def test_a_form_of_what_has_not_been_done_is_refused(desk: Desk, kind: str, command: str) -> None:
    desk.register()
    with unchanged(desk):
        assert command in desk("slip", "1", kind, expect=3)


# ---- Printed again ----

ISSUED = [kind for kind in KINDS if kind not in ("register", "endorsed")]  # those of an act, not those of the file


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
    for part in ("服务产品（原：服务作风）", "70000.00（原：60000.00）", "河西支行（原：城关支行）", "钱谷雨\n"):
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


# ---- How much of the customer it shows ----


@pytest.mark.requirement("A6.1")
def test_to_unmask_it_takes_a_reason_that_goes_on_record(handled: Desk) -> None:
    with unchanged(handled):
        assert "Missing option --reason" in handled("slip", "1", "transfer", "--reveal", expect=2)
    said = printed(handled, "transfer", "--reveal", "--reason", "需电话回复客户")
    assert NAME in said and PHONE in said
    last = printings(handled)[-1]
    assert (last["form"], last["revealed"], last["text"]) == ("transfer", True, "需电话回复客户")


@pytest.mark.requirement("A6.1")
@pytest.mark.parametrize("kind", KINDS)
def test_the_identity_number_and_the_address_stay_in_the_office(handled: Desk, kind: str) -> None:
    said = printed(handled, kind, "--reveal", "--reason", "归档")
    assert (ID_NO in said, ADDRESS in said) == (kind == "register", kind in ("register", "endorsed"))
    # Whatever the bank's own form asks for.
    own_template(handled, kind, "{{ complainant }} {{ phone }} [{{ id_no }}{{ address }}]")
    shown = handled("slip", "1", kind, "--reveal", "--reason", "归档")
    assert f"{NAME} {PHONE} " in shown and (f"[{ID_NO}{ADDRESS}]" in shown) == (kind in ("register", "endorsed"))
    assert "[]" in shown or kind in ("register", "endorsed")
    assert "610*" not in said + shown and "云溪县***" not in said + shown


@pytest.mark.requirement("A13.4", "A6.1")
def test_no_paper_tells_a_unit_who_made_a_report_of_wrongdoing(desk: Desk) -> None:
    desk.register(nature="wrongdoing_report", unit="chengguan", name=NAME, phone=PHONE)
    desk.do("transfer", "1", "--to", "hexi")
    for kind in ("transfer", "register", "receipt"):
        said = printed(desk, kind)
        assert "欧阳" not in said and "139" not in said
    revealed = ("--reveal", "--reason", "核对")
    assert NAME not in printed(desk, "transfer", *revealed) and NAME in printed(desk, "register", *revealed)
    assert "known to 监察室 alone" in desk("--actor", "qian", "slip", "1", "register", *revealed, expect=3)


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
    assert "which case and which form" in handled("slip", "1", expect=2)
    assert "There is no case TS-2026-0009" in handled("slip", "9", "receipt", expect=4)


# ---- Whatever was typed ----


TYPED = {
    "<w:p>&amp;</w:p>": None,
    "{{ bank }} {% if x %} {# y #} {{{{": None,
    "他说\"不行\"、'不办' & 走了": None,
    "响铃\x07转义\x1b[31m换页\x0c的": "响铃转义换页的",
    "反转\u202e文字": "反转文字",
    "不成字\uffff的": "不成字\ufffd的",
    "客户很生气😡👨‍👩‍👧": None,
    "𠮷野家支行𪚥": None,
    "第一行\n第二行": None,
    "排队" * 5000: None,
}


def test_any_text_is_printed_as_it_was_typed(desk: Desk) -> None:
    everything, beginnings = "\n".join(TYPED), "\n".join(typed[:100] for typed in TYPED)
    desk.register(summary=everything, demand=beginnings, name="阿卜杜拉·买买提", unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    for kind in ("transfer", "receipt", "register"):
        said = printed(desk, kind, "--reveal", "--reason", "核对")
        assert not [typed for typed, shown in TYPED.items() if (shown or typed) not in said]
        assert "阿卜杜拉·买买提" in said


# ---- A template of the bank's own ----


def own_template(desk: Desk, kind: str, *lines: str) -> Path:
    path = desk.path.parent / "forms" / f"{kind}.docx"
    path.parent.mkdir(exist_ok=True)
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(str(path))
    return path


def test_the_banks_own_template_wins(desk: Desk) -> None:
    desk.register()
    own_template(desk, "receipt", "本行回执 {{ case_no }} {{ complainant }} {{ due_on }}")
    assert desk("slip", "1", "receipt") == "本行回执 TS-2026-0001 赵** 2026年11月26日（周四）\n"
    assert "登记簿" in desk("slip", "1", "register")


@cases(
    "line problem",
    ("{{ case_no", "has an error"),
    ("{{ case.summary.__class__ }}", "has an error"),
    ("{% if case_no %}", "has an error"),
    ("{{ caseno }}", "case_no"),
    ("{{ case_no.__class__.__mro__ }}", "has an error"),
    ("{{ title.__init__.__globals__ }}", "has an error"),
    ("{{ 1 / 0 }}", "has an error"),
)
def test_a_template_with_a_mistake_is_named_and_nothing_is_recorded(desk: Desk, line: str, problem: str) -> None:
    desk.register()
    path = own_template(desk, "receipt", "回执", line)
    written = desk.path.with_name("a.docx")
    with unchanged(desk):
        for words in (("1", "receipt"), ("1", "receipt", "-o", str(written)), ("--check", str(path))):
            said = desk("slip", *words, expect=2)
            assert str(path) in said and "Traceback" not in said
            assert problem in said or words[0] == "1"
    assert not written.exists()


def test_what_is_no_word_document_is_no_template(desk: Desk) -> None:
    desk.register()
    path = own_template(desk, "receipt", "回执")
    for data in (b"", b"text", b"PK\x03\x04", path.read_bytes()[:2000]):
        path.write_bytes(data)
        assert "is not a Word document" in desk("slip", "1", "receipt", expect=2)
        assert "is not a Word document" in desk("slip", "--check", str(path), expect=2)
    assert "cannot be read" in desk("slip", "--check", str(path.parent / "none.docx"), expect=2)


def test_check_names_each_field_and_what_it_holds(desk: Desk) -> None:
    path = own_template(desk, "receipt", "{{ case_no }} {{ due_on }}")
    said = desk("slip", "--check", str(path))
    assert "can be used" in said and re.search("case_no +案件编号", said)
    own_template(desk, "receipt", "{{ duedate }} {{ caseno }}")
    said = desk("slip", "--check", str(path), expect=2)
    assert "2 fields that are not known: caseno (is it case_no?), duedate" in said


def test_a_template_may_use_the_case_and_its_acts(handled: Desk) -> None:
    handled("unit", "set", "chengguan", "--name", "城关新区支行")
    own_template(
        handled, "register",
        '{{ case.channel | label("channel") }} {{ case.source_due_on | day }} {{ case.due_on | due }}',
        "{{ case.respondent_unit | unit(slip) }} {{ case.respondent_unit | unit }} {{ slip.issued_at | moment }}",
        "{% for act in case.events if act.kind == 'directed' %}{{ act.by | staff(act) }}：{{ act.text }}{% endfor %}",
        "[{{ case.archived_at }}] {{ report.compensation_fen | yuan }} {{ answer.reply_method }}",
        "{{ delay.expected_on | day }}",
        "{% for duty in case.duties if duty.duty == 'direct' %}{{ duty.label }}：{{ duty.article }}{% endfor %}",
    )  # fmt: skip
    assert handled("slip", "1", "register").splitlines() == [
        "政府部门转来 2026年11月20日 2026年11月12日（周四）",
        "城关支行 城关新区支行 2026年11月9日 14:00",
        "孙惊蛰：请城关支行三日内答复",
        "[] 25.00 当面",
        "2026年11月18日",
        "领导批示：Art. 8(2)",
    ]
    checked = handled("slip", "--check", str(handled.path.parent / "forms" / "register.docx"))
    assert "can be used" in checked and re.search("case +案件", checked)


def test_every_field_is_used_and_filled(handled: Desk) -> None:
    used = [set(document.used_fields(SHIPPED / f"{kind}.docx", FILTERS)) for kind in KINDS]
    assert set(FIELDS) == set().union(*used) - set(OBJECTS)
    frame = set("bank title case_no form_no practice copy rule printed_by printed_at ledger_head".split())
    assert all(frame <= names for names in used)
    own_template(handled, "result", *(f"[{{{{ {name} }}}}]" for name in FIELDS))
    assert len(handled("slip", "1", "result").split("[")) == len(FIELDS) + 1


# ---- A report filled in by hand ----


@pytest.mark.requirement("A11.2")
def test_a_blank_report_has_boxes_to_tick_and_check_characters(transferred: Desk) -> None:
    desk = transferred
    said = printed(desk, "result", "--blank")
    for part in ("校验码：92", "□本行责任", "□无法联系", "城关支行", "柜员解释时语气生硬", "编号：____"):
        assert part in said, part
    assert "校验码" not in desk("slip", "1", "receipt")
    assert printings(desk)[0]["blank"] is True
    assert "--blank is for the result report" in desk("slip", "1", "receipt", "--blank", expect=2)


def test_a_report_is_not_typed_onto_another_case(desk: Desk) -> None:
    for case in ("1", "2"):
        desk.register(unit="chengguan")
        desk.do("transfer", case, "--to", "chengguan")
    words = ("resolve", "2", *report())
    with unchanged(desk):
        assert "another case's" in desk(*words, "--check-characters", check_characters("TS-2026-0001"), expect=2)
    desk(*words, "--check-characters", check_characters("TS-2026-0002"))
    assert desk.case("2")["status"] == "resolved"


@pytest.mark.requirement("A11.2")
def test_a_report_comes_with_the_check_characters_of_the_form_printed_for_it(transferred: Desk, tmp_path: Path) -> None:
    desk = transferred
    desk("slip", "1", "result", "--blank")  # a look at it on the screen is no form
    assert "--check-characters" not in desk.duty("result_report")["remedy"]
    desk("slip", "1", "result", "--blank", "-o", str(tmp_path / "blank.docx"))
    assert desk.duty("result_report")["remedy"].endswith("--reply TEXT --check-characters NN")
    words, before = report(), desk("verify")
    said = desk("resolve", "1", *words, expect=3)
    assert "printed for TS-2026-0001" in said and "--check-characters NN" in said and "--no-form" in said
    assert "leave one out" in desk("resolve", "1", *words, "--no-form", "--check-characters", "92", expect=2)
    assert desk("verify") == before
    desk.do("resolve", "1", *words, "--check-characters", check_characters("TS-2026-0001"))
    desk.do("review", "1", "--return", "--reason", "过简")
    assert "--no-form" in desk("resolve", "1", *words, expect=3)
    desk.do("resolve", "1", *words, "--no-form")
    desk.do("review", "1", "--accept")


def test_check_characters_tell_slips_of_the_pen_apart() -> None:
    numbers = [f"TS-{year}-{serial:04}" for year in (2026, 2027) for serial in range(1, 1000)]
    for number in numbers:
        changed = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]
        changed += [number[:-2] + number[-1] + number[-2]] if number[-1] != number[-2] else []
        assert check_characters(number) not in map(check_characters, changed), number
    # ISO 7064: the number with its check characters leaves 1 when divided by 97.
    assert int("2928" + "20260001" + check_characters("TS-2026-0001")) % 97 == 1


# ---- On paper ----


def pages(pdf: Path) -> list[str]:
    """The text of each page, blanks left out."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    return [re.sub(r"\s", "", page) for page in text.split("\f")[:-1]]


def test_each_form_fits_its_page_and_a_long_text_goes_on_on_further_pages(handled: Desk) -> None:
    office = shutil.which("soffice")
    if not office or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice Writer or poppler-utils is not installed: no form is turned into PDF.")
    folder = handled.path.parent
    for kind in KINDS:
        handled("slip", "1", kind, "-o", str(folder / f"{kind}.docx"))
    handled("slip", "1", "result", "--blank", "-o", str(folder / "blank.docx"))
    handled.register(summary="排队等候" * 2500, unit="chengguan")
    handled.do("transfer", "2", "--to", "chengguan")
    handled("slip", "2", "transfer", "-o", str(folder / "long.docx"))
    profile = folder / "office"  # of its own, for one office serves one profile at a time
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    papers = sorted(folder.glob("*.docx"))
    subprocess.run([*command, "--outdir", folder, *papers], check=True, capture_output=True, timeout=600)
    found = {path.stem: pages(path.with_suffix(".pdf")) for path in papers}
    assert set(found) == {*KINDS, "blank", "long"}
    long = found.pop("long")
    for kind, (*more, page) in found.items():
        assert not more, f"{kind} has {len(more) + 1} pages"
        assert "第1页共1页" in page and "云溪农村商业银行" in page and "盖章" in page, kind
    assert len(long) > 5 and all(f"第{number}页共{len(long)}页" in page for number, page in enumerate(long, 1))
    assert sum(page.count("排队等候") for page in long) > 2400  # but for those that are broken at the end of a page
    assert all("排队等候" in page for page in long[:-1]) and "办理回执" in long[-1]


# ---- Beside ----


def test_register_does_not_wait_for_the_library_of_forms(desk: Desk) -> None:
    code = (
        "import sys, complaintctl.cli, complaintctl.intake.command, complaintctl.papers.command;"
        "print([name for name in ('docx', 'docxtpl', 'jinja2', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@cases(
    "english written",
    ("Art. 10", "第十条"),
    ("Arts 9(7), 9(8)", "第九条第七项、第九条第八项"),
    ("default; Art. 10 is silent", "默认；第十条未作规定"),
    ("Order 2020 No. 3, Art. 18; Civil Code 201, 203", "银保监会令2020年第3号第18条；《民法典》第201条、第203条"),
)
def test_a_citation_is_written_in_chinese(english: str, written: str) -> None:
    assert in_chinese(english) == written


def test_a_receipt_points_out_a_provisional_date_and_numbers_in_the_text(desk: Desk) -> None:
    change(desk, "UPDATE calendar SET known = 0 WHERE day >= '2026-11-25'")
    desk.register(summary="请回电13900000009")
    printed = desk.run("slip", "1", "receipt")
    assert "2026年11月26日（周四）（暂定）" in printed.stdout
    assert "numbers in the text of the complaint are hidden" in printed.stderr


def test_a_form_is_named_by_code_title_or_its_last_words(handled: Desk) -> None:
    for kind in ("transfer", "转办单", "客户投诉（信访）转办单", "transfer slip"):
        assert "转办单" in handled("slip", "1", kind)
