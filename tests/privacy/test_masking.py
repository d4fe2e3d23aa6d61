"""No text of a case shows its customer without a reveal, whichever command prints it (Arts 6, 13)."""

import importlib
import pkgutil
import re
import sqlite3
import unicodedata
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases
from support.acts import filled
from support.case_file import rows
from support.every_command import DOING

import complaintctl
from complaintctl.base.clock import Clock
from complaintctl.file import db
from complaintctl.front.session import Session
from complaintctl.privacy.masking import Mask
from complaintctl.privacy.personal import Person
from complaintctl.tables.listing import COLUMNS, Listing
from complaintctl.watch.browse_page import masked_copy

CUSTOMER = (
    *("--name", "温谷雨", "--phone", "13900000027", "--id-no", "61090019850412303X"),
    *("--address", "云溪县城关镇南大街17号"),
)
# What the file knows of the customer, written otherwise, and numbers that it does not know.
TELLING = (
    "温 谷雨（１３９ 0000－0027）证610900 19850412 303x，旧证610900850412303，住云溪县城关镇南大街17号，"
    "卡6222 0212 3456 7890 123，其父139-0000-0028，家中(0915)3210987"
)
SECRETS = (
    *("温谷雨", "13900000027", "61090019850412303", "610900850412303", "南大街17号"),
    *("6222021234567890123", "13900000028", "09153210987"),
)
WARNING = "the ledger keeps it for good"
# Options for words that name no text of a case: codes, dates, numbers, files, and the customer's own data.
NO_TEXTS = frozenset(
    "actor address amount as-of at authorised-at authorised-by anonymous-intent business-type by by-unit case category"
    " cause channel check-characters clock compensation customer-told day db decided-by due encoding ending endorsed-on"
    " escorted-by expected explain fault first-receiver format from group-size half handler id-no instructs keep kind"
    " known-on lang legal-complexity letter-dated loss mapping media-level media-stage month name nature output owner"
    " person phone port posted-at postmarked purpose quarter received-at recording rejects repeat-of representatives"
    " satisfaction secondary service-channel sheet since slip soon source-due source-kind stage status subject target"
    " to unit validity verified-by void waive year approved-by assist days briefed check customer-told replied-at"
    " instead accepted-on all-of set seen against issued-up-to mail-to promise respondent".split()
)
ALL = ("list", "improvement")  # listings that leave out what is closed or done
# Commands whose texts are of the bank and no case, or refuse what names a customer.
OF_NO_CASE = frozenset(("init", "unit", "staff", "policy", "code", "report", "restore"))


def told(text: str) -> list[str]:
    """What a text tells of the customer to a reader, who does not see width, blanks and dashes."""
    plain = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()
    return [secret for secret in SECRETS if secret in plain]


class Walk:
    """Commands with the telling text in their text options; none of them may print what it tells."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.given = desk, set[tuple[str, str]]()

    def __call__(self, *words: str, telling: str = "", **options: Any) -> str:
        """Run a command; `telling` names its text options."""
        texts = [word for option in telling.split() for word in (f"--{option}", TELLING)]
        result = self.desk.run(*words, *texts, **options)
        assert not told(result.output), words
        assert (WARNING in result.stderr) == bool(telling), words
        command = " ".join(words[:2]) if words[0] in ("check", "accountability", "improvement") else words[0]
        self.given |= {(command, option) for option in telling.split()}
        return str(result.stdout)


def live(walk: Walk) -> None:
    """Cases in which every text tells of the customer."""
    taken = ("register", "--json", "--category", "rule_violation", "--unit", "chengguan", *CUSTOMER, "--channel")
    walk(
        *(*taken, "government", "--source-kind", "other_body", "--endorsed-on", "2026-11-20", "--hot-topic"),
        *("--media-level", "city", "--legal-complexity", "complex"),
        telling="summary demand reason source-agency source-ref source-grade endorsed-by endorsement outlet",
    )
    said_again = "summary demand source-agency source-ref source-grade endorsed-by endorsement reason"
    walk("correct", "1", "--name", "温 谷雨", "--json", telling=said_again)
    walk("brief", "1", "--to", "sun", "--json", telling="method")
    walk("direct", "1", "--by", "sun", "--supervise", "--json", telling="text")
    walk("direct", "1", "--void", "1", "--json", telling="reason")
    walk("brief", "1", "--void", "1", "--json", telling="reason")
    walk("brief", "1", "--to", "sun", "--json")
    walk("direct", "1", "--by", "sun", "--supervise", "--json", telling="text")
    walk("transfer", "1", "--to", "chengguan", "--json")
    walk("recall", "1", "--json", telling="reason")
    for _time in range(2):
        walk("transfer", "1", "--to", "chengguan", "--json", telling="note via")
        walk("return", "1", "--by", "zhang", "--json", telling="reason")
    walk("transfer", "1", "--to", "chengguan", "--handler", "zhang", "--json", telling="ruling")
    walk("supervise", "1", "--reason", "directive", "--json", telling="text")
    consent = ("--authorised-by", "sun", "--authorised-at", "2026-11-23T10:00")
    walk("contact", "1", "--purpose", "media_response", *consent, "--json", telling="text method handover")
    walk("delay", "1", "--json", telling="reason")
    walk("classify", "1", "--cause", "pricing", "--json", telling="reason basis outlet")
    opinion = "findings evidence violation-nature severity opinion repeat-cause"
    walk("investigate", "1", "--by-unit", "retail", "--json", telling=opinion)
    walk("escalate", "1", "--to", "union", "--json", telling="reason via ref")
    paper = walk.desk.path.with_name(f"{TELLING[:20]}.txt")
    paper.write_text("x", "utf-8")
    walk("attach", "1", str(paper), "--json", telling="what")
    walk("attach", "1", "--void", "1", "--json", telling="reason")
    walk("attachments", "1")
    walk("attachments", "1", "--json")
    told_at = ("--customer-told", "2026-11-23T10:00", "--json")
    walk("extend", "1", "--days", "5", "--approved-by", "sun", "--clock", "law2020.complex", *told_at, telling="reason")
    walk("pause", "1", *told_at, telling="reason", expect=None)
    walk("resume", "1", "--json", expect=None)
    coded = ("--fault", "bank", "--satisfaction", "satisfied", "--handler", "zhang", "--phone", "0000-1234567")
    report = "findings responsible lessons corrective reply reply-method apology explanation"
    walk("resolve", "1", *coded, "--replied-at", "2026-11-23T10:00", "--json", telling=report)
    walk("review", "1", "--return", "--json", telling="reason")
    walk("resolve", "1", *coded, "--json", telling=report.replace(" reply reply-method", ""))
    walk("review", "1", "--accept", "--json")
    for _time in range(3):  # one duty brings the next
        for duty in walk.desk.duties("1"):
            if duty["owed"]:
                walk(*filled(duty["remedy"], "2026-11-23T10:00"))
    walk("close", "1", "--json", telling="note reason")
    walk("reopen", "1", "--json", telling="reason")
    walk("close", "1", "--json", expect=None)
    walk(*taken, "phone", telling="summary demand answered")
    walk("withdraw", "2", "--json", telling="reason")
    walk("withdraw", "2", "--verified-by", "li", "--coerced", "--json", telling="reason method pressed-by")
    walk(*taken, "phone", telling="summary demand")
    walk("brief", "3", "--to", "sun")
    walk(*taken, "phone", telling="summary demand")
    walk("void", "4", "--approved-by", "sun", "--instead", "3", "--json", telling="reason")
    walk("withdraw", "3", "--verified-by", "li", "--voluntary", "--json", telling="reason")
    walk("archive", "3", "--json", telling="note")
    walk("check", "done", "web_channel", "--case", "1", telling="found")
    walk("accountability", "add", "leak", "--case", "1", telling="text")
    (lead,) = (row["lead"] for row in walk.desk.json("accountability", "list") if row["kind"] == "leak")
    walk("accountability", "measure", lead, "--decided-by", "sun", telling="measure")
    walk("improvement", "add", "--case", "1", "--owner", "li", "--due", "2026-12-31", telling="text")
    walk("improvement", "done", "1", telling="text")


@pytest.fixture
def lived(desk: Desk) -> Walk:
    """The cases lived through, in which every text tells of the customer."""
    walk = Walk(desk)
    live(walk)
    return walk


@pytest.mark.requirement("A6.1")
def test_nothing_printed_on_the_way_or_after_tells_of_the_customer(lived: Walk, tmp_path: Path) -> None:
    text_options = {
        (words, option.removeprefix("--"))
        for words, command in DOING.items()
        for parameter in command.params
        if parameter.param_type_name == "option" and parameter.type.name != "boolean"
        for option in parameter.opts[:1]
    }
    left = {
        each for each in text_options - lived.given if each[1] not in NO_TEXTS and each[0].split()[0] not in OF_NO_CASE
    }
    # Reasons that a reveal alone takes, and one that is a code; words that are looked for.
    assert left <= {
        ("attachment", "reason"),
        ("list", "text"),
        ("slip", "reason"),
        ("ledger", "reason"),
        ("show", "reason"),
        ("supervise", "reason"),
    }
    lived.desk("slip", "1", "receipt", "--reveal", "--reason", TELLING)
    for case in ("1", "2", "3", "4"):
        lived("show", case)
        assert case == "2" or "******0027" in lived("show", case, "--json")
        lived("why", case)
        for (form,) in rows(lived.desk, "SELECT code FROM form WHERE goes_to IS NOT NULL"):
            lived("slip", case, form, expect=None)
    listings = [words for words, command in DOING.items() if any(each.name == "form" for each in command.params)]
    assert len(listings) > 12
    for words in listings:
        for form in ("table", "csv", "json"):
            whole = ["--all"] if words in ("list", "improvement list") else []
            lived(*words.split(), *whole, "--format", form, expect=None)
    for name in ("register.xlsx", "register.docx", "page.html"):
        lived("report" if name.endswith("html") else "ledger", "-o", str(tmp_path / name))
        assert not told(read(tmp_path / name))
    lived("overdue", "--mail", "--dry-run", expect=None)
    with db.reading(lived.desk.path) as connection, closing(sqlite3.connect(":memory:")) as copy:
        masked_copy(Session(lived.desk.path, "li", Clock()), connection, copy)
        assert not told("\n".join(copy.iterdump()))
    for command in ("doctor", "verify", "escalate --due"):
        lived(*command.split(), expect=None)


def read(file: Path) -> str:
    """What a reader finds in a page, a workbook or a document."""
    if file.suffix == ".html":
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as parts:
        return "".join(
            re.sub("<[^>]*>", "", parts.read(name).decode()) for name in parts.namelist() if name.endswith("xml")
        )


@pytest.mark.requirement("A6.1", "A6.2")
def test_what_a_revealing_paper_does_not_show_its_texts_do_not_show(desk: Desk) -> None:
    desk(
        "register", "--channel", "phone", "--category", "work_error", *CUSTOMER, "--summary", TELLING, "--demand", "-1-"
    )
    of_office = {"61090019850412303", "610900850412303", "南大街17号"}
    for form in ("receipt", "register"):
        paper = desk("slip", "1", form, "--reveal", "--reason", "核对")
        assert set(told(paper)) == (set(SECRETS) if form == "register" else set(SECRETS) - of_office), form


# ---- What is hidden, and what is not ----


@pytest.mark.requirement("A6.1")
@cases(
    "text masked",
    ("电话13912345678，欠款50000元", "电话139****5678，欠款50000元"),
    ("电话139 1234 5678。", "电话139******5678。"),
    ("１３９－１２３４－５６７８", "１３９******５６７８"),
    ("+86 13912345678", "+86 *******5678"),
    ("1 3 9 1 2 3 4 5 6 7 8", "1 3************** 7 8"),
    ("(0915)3212345转801", "(091*****2345转801"),
    ("010-62345678", "010*****5678"),
    ("证件61000019900101001X。", "证件610***********001X。"),
    ("6100 0019 9001 0100 1x", "610***************0 1x"),
    ("旧证610000900101001", "旧证610********1001"),
    ("卡6222020202020202020和13912345678", "卡622************2020和139****5678"),
    ("卡6222 0202 0202 0202 020", "卡622**************** 020"),
    ("2026-08-20 13912345678", "2026-08-20 139****5678"),
)
def test_a_number_that_looks_personal_is_hidden(text: str, masked: str) -> None:
    assert Mask(hidden=[]).text(text) == masked


@cases(
    "text",
    *("2026-08-20 09:05", "2026-08-20 2026-08-21", "2026年8月20日14:30", "2026-09-01T09:00:00+08:00"),
    *("20260820 20260821", "08-20 2026-08-21", "2026/8/20-2026/8/31", "2026.08.20 2026.08.21"),
    *("TS-2026-0001 TS-2026-0002", "转〔2026〕13号", "单号20261123000000000001", "流水20260820001234"),
    *("12363", "12378、12345热线", "95598", "400-860-0123", "13800000000.50元", "1,380,000,000.00", "50000元"),
)
def test_days_amounts_numbers_of_papers_and_hot_lines_stay(text: str) -> None:
    assert Mask(hidden=[]).text(text) == text


@pytest.mark.requirement("A6.1")
@cases(
    "person text masked",
    (Person(name="温谷雨"), "温谷雨、温 谷 雨和温　谷雨", "温**、温**和温**"),
    (Person(name="温 谷雨"), "客户温谷雨来电", "客户温**来电"),
    (Person(name="温谷雨女士（本人）"), "温谷雨来电", "温**来电"),
    (Person(name="温谷雨、费霜降"), "温谷雨与费霜降", "温**与费**"),
    (Person(name="欧阳立春"), "欧阳立春", "欧阳**"),
    (Person(name="阿依努尔·买买提"), "阿依努尔买买提", "阿**"),
    (Person(name="Ada Frost"), "ＡＤＡ frost called Frosty", "A** called Frosty"),
    (Person(name="匿名"), "匿名来信", "匿名来信"),
    (Person(name="温**"), "温**来电", "温**来电"),
    (Person(phone="0915-3210987"), "3210987", "*****87"),
    (Person(phone="13912345678/13812345678"), "139.1234.5678，138,1234,5678", "139******5678，138******5678"),
    (Person(id_no="610000900101001"), "610000199001010010", "610**********10010"),
    (Person(id_no="61000019900101001X"), "610000 900101 001", "610********** 001"),
    (Person(id_no="E1234567"), "护照E123 4567", "护照E******67"),
    (Person(address="云溪县城关镇南大街17号"), "住 云溪县 城关镇南大街17号", "住 云溪县***"),
    (Person(address="城关镇"), "城关镇支行", "城关镇支行"),
)
def test_the_customer_is_hidden_however_he_is_written(person: Person, text: str, masked: str) -> None:
    assert Mask(hidden=[person], by_look=False).text(text) == masked


def test_a_number_of_the_banks_own_staff_stays_unless_it_is_the_customers(desk: Desk) -> None:
    desk("staff", "set", "zhang", "--phone", "0915-3210001")
    desk.register(summary="请致电0915-3210001或09153210002")
    assert desk.case("1")["summary"] == "请致电0915-3210001或091****0002"
    desk.register(summary="请致电0915-3210001", phone="09153210001", name="张立冬")
    assert "3210001" not in desk.case("2")["summary"]


# ---- A report of wrongdoing ----

REPORTED = {"summary": "温谷雨（13900000027）举报钱某吃回扣", "name": "温谷雨", "phone": "13900000027",
            "unit": "hexi", "subject": "qian", "nature": "wrongdoing_report"}  # fmt: skip


@pytest.mark.requirement("A6.1", "A13.4")
def test_the_texts_of_a_report_of_wrongdoing_are_for_the_supervision_office_alone(desk: Desk) -> None:
    desk.register(**REPORTED)
    desk.do("brief", "1", "--to", "sun")
    desk.do("direct", "1", "--by", "sun", "--text", "彻查温谷雨所述")
    desk.grant("look")
    desk("improvement", "add", "--case", "1", "--owner", "li", "--due", "2026-12-31", "--text", "温谷雨所说的回扣")
    for command in (("show", "1"), ("show", "1", "--json"), ("ledger",), ("slip", "1", "register")):
        read = desk("--actor", "li", *command)
        assert "举报钱某吃回扣" in read and "保密" in read and not told(read), command
        assert "吃回扣" not in desk("--actor", "zhang", *command), command
    assert "所说的回扣" in desk("improvement", "list")
    assert "回扣" not in desk("--actor", "zhang", "improvement", "list")
    zhang = desk.json("--actor", "zhang", "show", "1")
    assert (zhang["summary"], zhang["nature"], zhang["received_at"][:10]) == ("保密", "wrongdoing_report", "2026-11-23")
    assert {row["text"] for row in zhang["events"]} <= {"保密", ""}


@pytest.mark.requirement("A13.4")
def test_how_its_slips_ended_is_no_text_of_it(desk: Desk) -> None:
    desk.register(**REPORTED)
    desk.do("transfer", "1", "--to", "chengguan")
    desk.do("recall", "1", "--reason", "误转")
    desk.do("transfer", "1", "--to", "chengguan")
    assert [leg["state"] for leg in desk.json("--actor", "zhang", "show", "1")["legs"]] == ["recalled", "lying"]


@pytest.mark.requirement("A13.4")
def test_a_member_of_the_office_whom_it_names_does_not_read_it(desk: Desk) -> None:
    desk("staff", "add", "feng", "冯小寒", "--unit", "supervision", "--role", "supervision")
    desk.register(**{**REPORTED, "subject": "feng", "unit": False})
    assert "吃回扣" not in desk.run("--actor", "feng", "show", "1", expect=4).output
    assert "吃回扣" not in desk("--actor", "feng", "ledger", "--csv")
    assert "吃回扣" in desk("--actor", "li", "show", "1")


@pytest.mark.requirement("A13.4")
def test_looking_back_to_before_it_was_known_as_one_opens_nothing(desk: Desk) -> None:
    desk.register(**{**REPORTED, "nature": "complaint"}, as_of="2026-11-20T10:00")
    desk.do("classify", "1", "--nature", "wrongdoing_report", "--reason", "查明")
    desk.grant("look")
    for command in (("show", "1"), ("ledger",)):
        assert "吃回扣" not in desk("--actor", "zhang", *command, as_of="2026-11-20T12:00"), command


# ---- A register taken in ----


def test_an_import_counts_the_rows_whose_texts_name_the_customer(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(
        "投诉日期,投诉渠道,类别,投诉人,联系电话,投诉内容,处理结果\n"
        "2026-11-02,电话,服务态度,温谷雨,13900000027,温 谷雨称排队,已办\n"
        "2026-11-03,电话,服务态度,费霜降,13900000028,排队,已回电139 0000 0028\n"
        "2026-11-04,电话,服务态度,祝小雪,13900000029,费霜降插队,已办\n"
    )
    for more in (["--dry-run"], []):
        assert "2 rows hold the customer's name or a phone" in desk.run("import", str(file), *more).stderr


@pytest.mark.requirement("A6.1")
@pytest.mark.parametrize("text", ["13912345678.00", "139.1234.5678", "110101/19900307/7571", "6222_0212_3456_7890"])
def test_numbers_are_known_whatever_stands_between_them(text: str) -> None:
    assert Mask(hidden=[]).text(f"电话{text}止") != f"电话{text}止"


# Of programs alone, and no text that an officer wrote: codes of tables, the days and values of a rule.
NO_TEXT = set(
    "act actor approved_by at briefed by category channel check day_kind decided_by duty ended_at found_by_label holder"
    " job last new owner previous respondent_unit run status step supervised target".split()
)


@pytest.mark.requirement("A6.1")
def test_of_every_column_of_a_listing_it_is_said_if_it_holds_texts() -> None:
    names = (module.name for module in pkgutil.walk_packages(complaintctl.__path__, "complaintctl."))
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    listings = [thing for module in modules for thing in vars(module).values() if isinstance(thing, Listing)]
    assert len(listings) > 15
    assert {column for one in listings for column in (*one.columns, *one.shown)} - COLUMNS.keys() == NO_TEXT
