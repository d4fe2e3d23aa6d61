"""Printed forms: what each says, the report filled in by hand, and how they look on paper."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ANONYMOUS, Desk, cases
from support import paper
from support.case_file import change, unchanged
from support.paper import ADDRESS, HEAD, ID_NO, KINDS, NAME, PHONE, printed, printings
from support.results import report

from complaintctl.base.citations import in_chinese
from complaintctl.base.values import check_characters

handled = paper.handled
transferred = paper.transferred


def test_a_result_report_tells_of_a_limit_that_had_passed_before_it_was_moved(desk: Desk) -> None:
    desk.register(as_of="2026-11-09T09:00", channel="media", unit="chengguan")
    desk.do("classify", "1", "--category", "service_product", "--reason", "系产品问题", as_of="2026-11-13T09:00")
    desk.resolve("1", "2026-11-16T11:00", as_of="2026-11-16T15:00")
    assert "是，超期2个工作日；原因：未报告" in printed(desk, "result")  # due on the 12th


# ---- What each form says ----

# What of the customer stands in full on a paper, because it is for that.
MADE_FOR = {
    "transfer": {PHONE}, "supervise": {PHONE}, "receipt": {NAME}, "reply": {NAME}, "delay": {NAME},
    "envelope": {NAME, ADDRESS},
}  # fmt: skip
SAID = tomllib.loads(Path(__file__).with_name("said.toml").read_text("utf-8"))


@pytest.mark.requirement(
    "A1.1", "A1.2", "A5.1", "A6.1", "A8.2c", "A9.1a", "A9.4", "A9.8", "A10.10", "A11.2", "A19.1", "O10", "G30"
)
@pytest.mark.parametrize("kind", KINDS)
def test_each_form_says_what_it_is_for_and_is_masked(handled: Desk, kind: str) -> None:
    said = printed(handled, kind)
    with_title = {"register": "客户投诉（信访）登记簿", "endorsed": "市县领导批转客户投诉（信访）事项登记表"}
    for part in ("云溪农村商业银行", "练习", *SAID[kind]):
        assert part in said, part
    if kind != "envelope":  # which says nothing of a complaint to whoever carries it
        for part in (with_title.get(kind, "客户投诉"), "TS-2026-0001", "李清明", "2026年11月23日 10:00"):
            assert part in said, part
    assert kind in ("envelope", "label") or (re.search("签字|签收", said) and "盖章" in said)
    assert {part for part in (NAME, PHONE, ID_NO, ADDRESS) if part in said} == MADE_FOR.get(kind, set())
    assert not re.search("[\u4e00-\u9fff][(),:;]|[(),:;][\u4e00-\u9fff]", said)  # signs of one width


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
    assert PHONE not in shown
    for line in ("督办单号        督〔2026〕1号", "被督办单位      城关支行", "练习"):
        assert line in shown.splitlines(), line
    for cell in printed(handled, "supervise").replace("\n", "\t").split("\t"):
        assert cell.replace(PHONE, "139****0001").strip() in shown or "页" in cell or HEAD.search(cell), cell


def test_a_real_file_bears_no_practice_mark(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", as_of=None)
    real("init", "--officer", "李清明", "--phone", "0000-1234567")
    real("register", "--channel", "walk_in", "--anonymous", *ANONYMOUS[3:-1])
    shown = real("slip", "1", "receipt")
    assert "尊敬的客户" in shown and "练习" not in shown


def test_a_decision_of_the_head_office_has_no_superior_to_review_it(desk: Desk) -> None:
    desk.register(unit="retail", as_of="2026-11-23T09:00", answered="已说明收费标准")
    said = printed(desk, "reply")
    assert "已说明收费标准" in said and "提起诉讼" in said and "申请核查" not in said
    assert "2026年11月23日 09:00（现场答复） 已说明" in printed(desk, "register")


def test_a_letter_says_when_and_to_whom_the_customer_complained(desk: Desk) -> None:
    for channel, given, words in (
        ("letter", {"letter_dated": "2026-11-17"}, "您于2026年11月17日以信件方式向我行监察室反映的事项"),
        ("web", {"posted_at": "2026-11-21T10:00"}, "您于2026年11月21日以网络方式向我行监察室反映"),
        ("media", {"outlet": "云溪日报", "media_level": "city"}, "您于2026年11月23日通过云溪日报反映"),
        ("superior", {"accepted_on": "2026-11-19"}, "您于2026年11月19日向上级主管部门反映、由其转来我行"),
    ):
        case = desk.register(channel=channel, unit="chengguan", **given)["case_no"]
        assert words in desk("slip", case, "receipt")


def test_a_second_reply_has_a_number_of_its_own(desk: Desk) -> None:
    desk.register(unit="chengguan", then="transfer --to chengguan")
    desk.resolve("1", "2026-11-23T10:00")
    assert "文号：答〔2026〕1号" in printed(desk, "reply")
    desk.through("1", "brief review close")
    desk.do("reopen", "1", "--reason", "客户不接受")
    desk.do("transfer", "1", "--to", "chengguan")
    desk.resolve("1", "2026-11-23T10:00", findings="经复查情况属实")
    assert "文号：答〔2026〕1-2号" in printed(desk, "reply")


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
    assert "承办单位\t河西支行" in printed(desk, "transfer")
    for number in ("1", "1号", "转〔2026〕1号"):
        assert "承办单位\t城关支行" in printed(desk, "transfer", "--slip", number)
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
    ("supervise", "complaintctl supervise TS-2026-0001 --reason CODE"),
    ("result", "complaintctl resolve TS-2026-0001\nOne to fill in by hand"),
    ("reply", "complaintctl resolve TS-2026-0001"),
    ("delay", "complaintctl delay TS-2026-0001 --reason TEXT"),
    ("endorsed", "was not sent by another body"),
)
def test_a_form_of_what_has_not_been_done_is_refused(desk: Desk, kind: str, command: str) -> None:
    desk.register()
    with unchanged(desk):
        assert command in desk("slip", "1", kind, expect=3)
        assert not re.search("[A-Z]{3}", desk("--lang", "zh", "slip", "1", kind, expect=3))


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
        assert "云溪农村商业银行" in page and ("第1页共1页" in page or kind == "envelope"), kind
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
    (
        "Order 2020 No. 3, Art. 18; Civil Code 201, 203",
        "《银行业保险业消费投诉处理管理办法》第十八条；《民法典》第二百零一条、第二百零三条",
    ),
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
