"""The words and codes of the regulation are changed by command, from a day on (Arts 25, 26)."""

import ast
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import ROOT, Desk
from support.case_file import rows
from support.terminal import Terminal

from complaintctl.cases import rule_rows
from complaintctl.file import db, replayed_rules
from complaintctl.intake import statement
from complaintctl.keep import integrity
from complaintctl.record import file_events, program_text

ADDED = ("code", "add", "channel", "mobile_app", "--zh", "手机银行", "--en", "mobile app")


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """A file with a channel of the bank's own since Monday, a case that came by it, and one on paper."""
    path = tmp_path_factory.mktemp("extended") / "bank.db"
    path.write_bytes(furnished)
    desk = Desk(path)
    desk(*ADDED, "--reason", "新开通渠道")
    desk.register(channel="手机银行", as_of="2026-11-23T11:00")
    desk.register(channel="phone", as_of="2026-11-23T11:30")
    return path


@pytest.fixture
def bank(extended: Path, tmp_path: Path) -> Desk:
    shutil.copy(extended, tmp_path / "bank.db")
    return Desk(tmp_path / "bank.db", as_of="2026-11-23T12:00")


def sound(desk: Desk) -> bool:
    return "sound" in desk("verify")


# ---- A channel of the bank's own ----


def test_a_new_channel_is_taken_everywhere_with_nothing_else_to_do(bank: Desk, tmp_path: Path) -> None:
    case = bank.json("show", "1")
    assert case["channel"] == "mobile_app" and case["channel_label"] == "mobile app"
    assert "transfer" in bank.owed("1")  # it needs a slip
    assert [row["case_no"] for row in bank.json("list", "--channel", "mobile app")] == ["TS-2026-0001"]
    report = {row["group"]: row for row in bank.json("report", "--month", "2026-11", "--by", "channel")}
    assert report["mobile_app"]["received"] == 1 and report["total"]["received"] == 2
    month = "SELECT label, received FROM channel_month WHERE period = '2026-11' AND \"group\" = 'mobile_app'"
    assert rows(bank, month) == [("手机银行", 1)]
    assert "手机银行" in bank("ledger", "--csv")
    bank("slip", "1", "register", "-o", str(tmp_path / "register.docx"), "--reveal", "--reason", "存档")
    bank("report", "--month", "2026-11", "-o", str(tmp_path / "report.html"))
    assert "手机银行" in (tmp_path / "report.html").read_text()
    bank("transfer", "1", "--to", "chengguan")
    assert sound(bank)


def test_a_new_channel_is_offered_and_can_be_imported(bank: Desk, tmp_path: Path) -> None:
    with db.reading(bank.path) as connection:
        assert "mobile_app" in [row["code"] for row in rule_rows.choices(connection, "channel")]
    lines = "投诉日期,投诉渠道,类别,投诉内容\n" + "".join(
        f"2026-11-{day},手机银行,服务态度,排队过长\n" for day in (23, 20)
    )
    (tmp_path / "old.csv").write_text(lines)
    refused = bank.run("import", str(tmp_path / "old.csv"), expect=None)
    assert "serves from 2026-11-23 on" in refused.stderr  # of the row received before
    (tmp_path / "old.csv").write_text("".join(lines.splitlines(keepends=True)[:2]))
    bank("import", str(tmp_path / "old.csv"))
    assert rows(bank, "SELECT count(*) FROM complaint WHERE channel = 'mobile_app'") == [(2,)]
    # What the bank calls so goes before a word of the mapping, which is of the web otherwise.
    (tmp_path / "set.csv").write_text("投诉日期,类别,投诉内容\n2026-11-23,服务态度,无法登录\n")
    bank("import", str(tmp_path / "set.csv"), "--set", "channel=手机银行")
    assert rows(bank, "SELECT count(*) FROM complaint WHERE channel = 'mobile_app'") == [(3,)]
    bank("ledger", "--csv", "--reveal", "--reason", "迁移", "-o", str(tmp_path / "own.csv"))
    other = Desk(tmp_path / "other.db", "2026-11-24T10:00")
    other("init", "--practice", "--bank", "云溪农村商业银行", "--officer", "李清明")
    other(*ADDED, "--from", "2026-11-20")
    assert "0 rejected" in other("import", str(tmp_path / "own.csv"), "--create")  # as its own register has it
    terminal = Terminal(bank, "register", "--category", "服务态度", as_of="2026-11-23T12:00")
    terminal.child.expect("mobile app")
    terminal.child.terminate(force=True)


def test_what_a_channel_or_a_duty_asks_for_holds_from_its_day(bank: Desk) -> None:
    bank("code", "set", "channel", "手机银行", "--no-slip", "--referred", "--from", "2026-11-24")
    bank("code", "set", "duty", "acknowledge", "--blocking", "--from", "2026-11-24")
    bank.register(channel="mobile_app", as_of="2026-11-24T09:00")
    blocking = [bank.duty("acknowledge", case, as_of="2026-11-24T09:30")["blocking"] for case in ("1", "3")]
    assert blocking == [False, True]
    assert "transfer" in bank.owed("1", as_of="2026-11-24T09:00")  # Art. 26
    assert not {"transfer"} & bank.owed("3", as_of="2026-11-24T09:00")
    later = bank.json("show", "3", as_of="2026-11-24T09:00")
    assert "source_reply" in {row["duty"] for row in later["duties"]}
    assert rows(bank, "SELECT is_referred, source_kind FROM complaint ORDER BY case_no") == [
        (0, None), (0, None), (1, "other_body")
    ]  # fmt: skip
    assert sound(bank)


def test_what_open_cases_owe_is_not_changed_unasked(bank: Desk) -> None:
    refused = bank("code", "set", "channel", "mobile_app", "--no-slip", "--referred", expect=3)
    assert "TS-2026-0001: issue the transfer slip, before closing" in refused and "--yes" in refused
    assert "transfer" in bank.owed("1")
    bank("code", "set", "channel", "mobile_app", "--no-slip", "--referred", "--yes")
    assert "transfer" not in bank.owed("1") and "source_reply" in bank.owed("1")
    assert sound(bank)


def test_a_word_that_was_another_codes_stays_its_own_and_one_of_a_later_day_is_not_used_before(bank: Desk) -> None:
    bank("code", "set", "channel", "phone", "--zh", "座机", "--en", "landline")
    assert "phone" in bank("code", "set", "channel", "walk_in", "--zh", "电话", expect=3)
    bank("code", "set", "channel", "phone", "--zh", "电话")  # its own it may have again
    bank("code", "add", "channel", "later", "--zh", "将来渠道", "--en", "later channel", "--from", "2030-01-01")
    assert "将来渠道" in bank("code", "list", "channel", "--csv")
    bank("code", "set", "cause", "pricing", "--zh", "服务收费", "--from", "2026-12-01")
    assert "服务收费" not in bank("code", "list", "cause")
    assert "服务收费" in bank("code", "list", "cause", as_of="2026-12-01T09:00")


def test_what_is_retired_today_is_offered_by_nothing_though_it_is_taken_up_again_later(bank: Desk) -> None:
    bank("code", "retire", "cause", "pricing", "--from", "2026-12-01")
    bank("code", "set", "cause", "pricing", "--in-use", "--from", "2027-03-01")
    listed = {day: "pricing" in bank("code", "list", "cause", "--csv", as_of=day)
              for day in ("2026-11-30", "2026-12-10", "2027-03-01")}  # fmt: skip
    assert listed == {"2026-11-30": True, "2026-12-10": False, "2027-03-01": True}
    bank("code", "retire", "channel", "letter", "--from", "2026-12-01")
    groups = {
        month: {row["group"] for row in bank.json("report", "--month", month, "--by", "channel", as_of="2026-12-02")}
        for month in ("2026-11", "2026-12")
    }
    assert "letter" in groups["2026-11"] and "letter" not in groups["2026-12"]


# ---- Words ----


def test_a_banks_word_is_seen_everywhere_and_the_former_one_understood(bank: Desk) -> None:
    bank("code", "set", "category", "服务态度", "--zh", "服务质量", "--en", "quality of service")
    bank("code", "set", "duty", "brief", "--zh", "报告分管领导", "--en", "tell the leader")
    assert bank.case("1")["category_label"] == "quality of service"
    assert "tell the leader" in bank("todo") and "报告分管领导" in bank("--lang", "zh", "show", "1")
    assert "quality of service" in bank("report", "--month", "2026-11", "--by", "category")
    assert "服务质量" in bank("ledger", "--csv")
    for word in ("服务质量", "服务态度", "staff conduct"):
        assert len(bank.json("list", "--category", word)) == 2
    assert rows(bank, "SELECT label_zh FROM category WHERE code = 'service_attitude'") == [("服务态度",)]
    (detail,) = rows(bank, "SELECT detail FROM event WHERE kind = 'code_changed' ORDER BY seq LIMIT 1")
    assert '"previous":{"label_en":"staff conduct","label_zh":"服务态度"}' in detail[0]
    assert sound(bank)


# ---- Retiring ----


def test_a_retired_code_is_refused_on_a_new_case_and_shown_on_an_old_one(bank: Desk) -> None:
    bank("code", "retire", "channel", "手机银行", "--from", "2026-11-24", "--reason", "渠道下线")
    words = "--channel mobile_app --category 服务态度 --summary 排队 --demand 道歉 --name 钱二".split()
    refused = bank("register", *words, as_of="2026-11-24T09:00", expect=4)
    assert "retired since 2026-11-24" in refused
    bank("register", *words, "--received-at", "2026-11-23T15:00", as_of="2026-11-24T09:00")
    december = "2026-12-02T09:00"
    assert bank.case("1", as_of=december)["channel_label"] == "mobile app"
    assert len(bank.json("list", "--channel", "手机银行", as_of=december)) == 2
    for month, there in (("2026-11", True), ("2026-12", True), ("2026-10", False)):
        report = {row["group"] for row in bank.json("report", "--month", month, "--by", "channel", as_of=december)}
        assert ("mobile_app" in report) is there  # it served in November, and has cases open in December
    listed = {row["code"] for row in bank.json("code", "list", "channel", as_of=december)}
    everything = {row["code"]: row for row in bank.json("code", "list", "channel", "--all", as_of=december)}
    assert "mobile_app" not in listed and everything["mobile_app"]["retired_on"] == "2026-11-24"
    bank("code", "set", "channel", "mobile_app", "--in-use", "--from", "2026-12-02", as_of=december)
    bank("register", *words, as_of="2026-12-02T10:00")
    assert sound(bank)


# ---- What is refused ----


LANDLINE = ("--zh", "座机", "--en", "landline")


@pytest.mark.parametrize(("words", "status", "said"), [
    (ADDED, 3, "there already"),
    (("code", "add", "channel", "phone", *LANDLINE), 3, "there already"),
    (("code", "add", "channel", "landline", "--zh", "电话", "--en", "landline"), 3, "stood, for the channel phone"),
    (("code", "add", "channel", "landline", "--zh", "座机", "--en", "mobile_app"), 3, "the channel mobile_app"),
    (("code", "add", "channel", "land line", *LANDLINE), 2, "small letters"),
    (("code", "add", "channel", "Landline", *LANDLINE), 2, "small letters"),
    (("code", "add", "channel", "", *LANDLINE), 2, "small letters"),
    (("code", "add", "channel", "x" * 33, *LANDLINE), 2, "small letters"),
    (("code", "add", "channel", "total", *LANDLINE), 2, "row of the return"),
    (("code", "add", "channel", "landline", "--zh", "", "--en", "landline"), 2, "empty"),
    (("code", "add", "channel", "landline", "--zh", "座\x07机", "--en", "landline"), 2, "control character"),
    (("code", "add", "channel", "landline", "--zh", "座" * 41, "--en", "landline"), 2, "no label"),
    (("code", "add", "channel", "landline", *LANDLINE, "--from", "soon"), 2, "--from"),
    (("code", "add", "chanel", "landline", *LANDLINE), 4, "Did you mean channel"),
    (("code", "add", "category", "landline", *LANDLINE), 3, "the regulation's own"),
    (("code", "set", "channel", "carrier_pigeon", "--zh", "信鸽"), 4, "carrier_pigeon"),
    (("code", "set", "channel", "phone"), 2, "Say what changes"),
    (("code", "set", "channel", "phone", "--zh", "网络"), 3, "stood, for the channel web"),
    (("code", "set", "channel", "phone", "--zh", "电话"), 3, "has these values"),
    (("code", "set", "cause", "pricing", "--no-slip"), 2, "of a channel alone"),
    (("code", "set", "channel", "mobile_app", "--zh", "掌银", "--from", "2026-11-01"), 3, "serves from 2026-11-23"),
    (("code", "retire", "channel", "网络"), 3, "Art. 9(3)"),
    (("code", "retire", "contact_purpose", "source_reply"), 3, "Arts 9(7), 10"),
    (("code", "retire", "fault", "customer"), 3, "the regulation's own"),
    (("code", "retire", "cause", "pricing", "--from", "2026-11-01"), 3, "is past"),
    (("code", "add", "channel", "by_foot", "--zh", "上 门", "--en", "on foot"), 3, "walk_in"),
    (("code", "add", "channel", "by_foot", "--zh", "步行", "--en", "Walk-In"), 3, "walk_in"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(bank: Desk, words: tuple[str, ...], status: int, said: str) -> None:
    before = rows(bank, "SELECT count(*) FROM event")
    assert said in bank(*words, expect=status)
    assert rows(bank, "SELECT count(*) FROM event") == before


# What one word is called elsewhere as well: the customer's number, the command, what a letter is called in short.
HOMONYMS = {("channel", "phone"), ("channel", "letter"), ("media_stage", "sign"), ("lead_kind", "refusal")}


def test_every_code_that_a_rule_names_is_kept(bank: Desk) -> None:
    written = {word for (sql,) in rows(bank, "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL")
               for word in re.findall(r"'([a-z_]+)'", sql)}  # fmt: skip
    for path in (ROOT / "complaintctl").rglob("*.py"):
        texts = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
        if "demo" not in path.parts:
            written |= {word for text in texts if isinstance(text, str)
                        for word in (text, *re.findall(r"'([a-z_]+)'", text))}  # fmt: skip
    by_rows = {("channel", code) for (code,) in rows(bank, "SELECT channel FROM time_limit WHERE channel IS NOT NULL")}
    by_rows |= {("contact_purpose", code) for (code,) in
                rows(bank, "SELECT purpose FROM clock_stop WHERE purpose IS NOT NULL")}  # fmt: skip
    bodies = """SELECT source_kind FROM time_limit WHERE source_kind IS NOT NULL
                UNION SELECT body FROM referring_body_word UNION SELECT default_body FROM channel"""
    by_rows |= {("referring_body", code) for (code,) in rows(bank, bodies)}
    could_go = set(
        rows(bank, "SELECT l.kind, code FROM code_label l, extendable_kind e WHERE e.kind = l.kind AND since IS NULL")
    )
    kept = set(rows(bank, "SELECT kind, code FROM code_in_rule"))
    named = {(kind, code) for kind, code in could_go if code in written} | by_rows
    assert named - kept == HOMONYMS and kept <= could_go


# ---- The rows behind it ----


def test_a_case_names_no_code_that_is_not_there(bank: Desk) -> None:
    with closing(sqlite3.connect(bank.path)) as connection:
        for column in "status validity media_stage cause business_type service_channel_class".split():  # not theirs
            with pytest.raises(sqlite3.IntegrityError, match="not there"):
                connection.execute(f"UPDATE complaint SET {column} = 'benign'")
        columns = connection.execute("SELECT * FROM complaint LIMIT 1").description
        copied = ", ".join({"case_no": "'TS-2026-0009'", "cause": "'x'"}.get(name, name) for name, *_ in columns)
        with pytest.raises(sqlite3.IntegrityError, match="not there"):
            connection.execute(f"INSERT INTO complaint SELECT {copied} FROM complaint LIMIT 1")
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            connection.execute("DELETE FROM code WHERE code = 'registered'")
        connection.execute(  # the same word of another kind is no case's
            "INSERT INTO code (kind, code, label_zh, label_en, position, citation)"
            " VALUES ('area', 'registered', '', '', 9, '')"
        )
        connection.execute("DELETE FROM code WHERE kind = 'area' AND code = 'registered'")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            connection.execute("UPDATE code SET code = 'entered' WHERE code = 'registered'")


def test_what_was_changed_outside_the_program_is_found(bank: Desk) -> None:
    with closing(sqlite3.connect(bank.path, isolation_level=None)) as connection:
        connection.execute("UPDATE code_change SET value = 0 WHERE field = 'needs_slip'")
        connection.execute(
            "INSERT INTO code_change (kind, code, field, in_force_from, value)"
            " VALUES ('cause', 'pricing', 'label_zh', '2026-01-01', '收费')"
        )
    with db.reading(bank.path) as connection:
        told = list(integrity.findings(connection))
    assert any("code_change channel mobile_app needs_slip" in line for line in told)
    assert any("code_change cause pricing label_zh" in line for line in told)


def test_the_words_stand_where_a_newer_program_ships_the_code_itself() -> None:
    plain = replayed_rules.fresh(program_text.own())
    plain.execute(
        "INSERT INTO channel (code, label_zh, label_en, needs_slip, referred, position, citation)"
        " VALUES ('mobile_app', '手机银行渠道', 'app', 0, 1, 9, 'Art. 9')"
    )
    detail = {"kind": "channel", "code": "mobile_app", "label_zh": "手机银行", "label_en": "mobile app",
              "needs_slip": 1, "referred": 0, "added": 1, "position": 9, "in_force_from": "2026-11-23"}  # fmt: skip
    file_events.repeat(plain, "code_added", detail)
    row = plain.execute("SELECT label_zh, label_en FROM code_label WHERE code = 'mobile_app'").fetchone()
    assert tuple(row) == ("手机银行", "mobile app")
    assert plain.execute("SELECT count(*) FROM channel WHERE code = 'mobile_app'").fetchone()[0] == 1
    plain.close()


@pytest.mark.parametrize(
    "kind", ["cause", "business_type", "service_channel_class", "media_stage", "supervision_reason", "referring_body",
             "ending", "contact_purpose", "check_kind", "lead_kind"]
)  # fmt: skip
def test_each_kind_that_may_grow_does(bank: Desk, kind: str) -> None:
    bank("code", "add", kind, "of_our_own", "--zh", "本行自定", "--en", "our own")
    assert [row["label_zh"] for row in bank.json("code", "list", kind) if row["code"] == "of_our_own"] == ["本行自定"]
    with db.reading(bank.path) as connection:
        assert rule_rows.code(connection, kind, "本行自定", "2026-11-23") == "of_our_own"
    assert sound(bank)


def test_a_cause_of_the_banks_own_is_counted_and_what_a_channel_asks_for_is_a_row(bank: Desk) -> None:
    bank("code", "add", "cause", "queueing", "--zh", "排队等候", "--en", "queueing")
    bank("classify", "1", "--cause", "排队等候")
    report = {row["group"]: row for row in bank.json("report", "--month", "2026-11", "--by", "cause")}
    assert report["queueing"]["received"] == 1 and sound(bank)
    asked = dict(rows(bank, "SELECT code, asks FROM channel WHERE asks IS NOT NULL"))
    assert asked == {"web": "posting", "walk_in": "escort", "media": "media", "letter": "letter",
                     "suggestion_box": "box"}  # fmt: skip
    assert {field for (field,) in rows(bank, "SELECT field FROM asked_field")} <= statement.FIELDS.keys()
    assert {way for (way,) in rows(bank, "SELECT asks FROM asked_field")} == {*asked.values(), "referral"}
    case = bank.register(channel="superior", source_agency="省局某处", as_of="2026-11-23T12:30")
    sent = rows(bank, f"SELECT source_kind FROM complaint WHERE case_no = '{case['case_no']}'")
    assert sent == [("superior_body",)]
