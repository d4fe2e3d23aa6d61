"""The night's mail: what it says and to whom, through a real mail server (issue of the night; Arts 6, 10, 13)."""

import csv
import io
import json
import os
import re
import shutil
import smtplib
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked_each
from hypothesis import given
from hypothesis import strategies as st
from support.case_file import change, rows
from support.mail_server import Authority, Inbox, configure, serving
from support.small_disk import fill, mounted

from complaintctl.base.clock import parse_moment
from complaintctl.base.errors import UsageProblem
from complaintctl.base.values import email_address
from complaintctl.disk.mail_settings import MailServer
from complaintctl.file import run_log
from complaintctl.night.page import Letter
from complaintctl.night.smtp import composed
from complaintctl.record import ledger

DAY = "2026-11-23"
FULL = """
CREATE TRIGGER full BEFORE INSERT ON mail_log WHEN NEW.state = '{}' BEGIN SELECT RAISE(ABORT, 'full'); END
"""
SENT = "SELECT count(*) FROM mail_log WHERE state = 'sent'"
STEPS = "SELECT job, step, day, outcome FROM job_run ORDER BY id"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@made_once
def late(desk: Desk) -> None:
    """Two overdue cases at chengguan, one of them major, and one at hexi that is due in two working days."""
    desk("unit", "set", "chengguan", "--email", "chengguan@bank.example")
    desk("unit", "set", "hexi", "--email", "hexi@bank.example")
    desk("unit", "set", "supervision", "--email", "office@bank.example")
    desk("staff", "set", "sun", "--email", "sun@bank.example")
    desk.register(unit="chengguan", received_at="2026-11-02")
    desk.register(unit="chengguan", received_at="2026-11-16", amount="60000")
    desk.register(unit="hexi", received_at="2026-11-20")


def mail(desk: Desk, *words: str, **how: Any) -> str:
    """Mail the overdue cases."""
    return desk("overdue", "--mail", *words, **how)


WHOLE = ["office@bank.example", "sun@bank.example", "watch@bank.example"]
ALL = sorted([*WHOLE, "chengguan@bank.example", "hexi@bank.example"])
_SENT: list[Any] = []


@pytest.fixture
def sent(late: Desk, inbox: Inbox) -> Inbox:
    """What was mailed of that once, for all tests that read it."""
    if not _SENT:
        assert "5 messages sent" in mail(late)
        _SENT.extend(inbox.messages)
    inbox.messages[:] = _SENT
    return inbox


# ---- Part by part ----


@pytest.mark.requirement("A10.7")
def test_each_unit_gets_its_own_and_the_office_all(sent: Inbox) -> None:
    assert sent.recipients() == ALL
    for recipient, what in {
        "office": "超期 2 件（重大 1 件），3 个工作日内到期 1 件，其他超期事项 14 项",
        "chengguan": "城关支行：超期 2 件（重大 1 件）",
        "hexi": "河西支行：超期 0 件，3 个工作日内到期 1 件",
    }.items():
        subject = sent.of(f"{recipient}@bank.example")["Subject"]
        assert subject == f"【练习】[云溪农村商业银行] {what} 2026-11-23"
    assert "0003" not in sent.text_of("chengguan@bank.example")
    assert all(number in sent.text_of("sun@bank.example") for number in ("0001", "0002", "0003"))


def test_a_message_part_by_part(sent: Inbox) -> None:
    message = sent.of("watch@bank.example")
    assert message["From"].addresses[0].addr_spec == "complaints@bank.example"
    assert message["From"].addresses[0].display_name == "云溪农村商业银行"
    assert [address.addr_spec for address in message["To"].addresses] == ["watch@bank.example"]
    assert message["Date"].datetime.isoformat() == "2026-11-23T10:00:00+08:00"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@bank.example>")
    alternatives, attachment, _duties = message.iter_parts()
    text, page = alternatives.iter_parts()
    assert [part.get_content_type() for part in (message, alternatives, text, page, attachment)] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/csv",
    ]  # fmt: skip
    for content in (text.get_content(), page.get_content()):  # the major case first
        assert content.index("TS-2026-0002") < content.index("TS-2026-0001") < content.index("TS-2026-0003")
    lines = text.get_content().splitlines()
    assert lines[0] == "【练习】云溪农村商业银行 投诉超期情况" and lines[1] == "2026年11月23日 周一"
    major, other = (next(line.split() for line in lines if f"TS-2026-000{number}" in line) for number in (2, 1))
    assert major == "TS-2026-0002 服务态度 2026-11-16 2026-11-19 2 一般投诉三个工作日 否 否 重大".split()
    assert other[4] == "12"
    assert page.get_content().count("<table") == 4 and "http" not in page.get_content()
    assert attachment.get_filename() == "overdue-2026-11-23.csv"
    data = attachment.get_payload(decode=True)
    assert data.startswith(b"\xef\xbb\xbf")
    listed = picked_each(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))), "case_no working_days_overdue soon")
    assert listed == [("TS-2026-0001", "12", "0"), ("TS-2026-0002", "2", "0"), ("TS-2026-0003", "-2", "1")]


@pytest.mark.requirement("A8.2a", "A9.1d", "A10.7")
def test_what_is_late_and_is_no_reply_is_a_second_table_in_every_part(sent: Inbox) -> None:
    message = sent.of("watch@bank.example")
    alternatives, _cases, attachment = message.iter_parts()
    text, page = (part.get_content() for part in alternatives.iter_parts())
    assert (
        "其他超期事项 14 项。" in text and "监察室：其他超期事项 14 项" in text and "监察室：其他超期事项 14 项" in page
    )
    table = text[text.index("监察室：其他") :]
    (line,) = (line.split() for line in table.splitlines() if "TS-2026-0001" in line and "报告领导" in line)
    assert line == "TS-2026-0001 报告领导 2026-11-02 15 第八条第二项".split()
    assert "complaintctl brief" not in text  # who reads it has no command line
    assert attachment.get_filename() == "overdue-duties-2026-11-23.csv"
    data = attachment.get_payload(decode=True)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 14
    (brief,) = (row for row in rows if (row["case_no"], row["code"]) == ("TS-2026-0001", "brief"))
    assert brief["remedy"] == "complaintctl brief TS-2026-0001 --to sun"
    # It counts in no case's figure, and a unit that owes none of it has no such table.
    assert "其他超期事项 " not in sent.text_of("hexi@bank.example")
    assert len(list(sent.of("hexi@bank.example").iter_attachments())) == 1


@pytest.mark.requirement("A10.7")
def test_a_unit_that_owes_nothing_else_than_such_a_duty_is_written_to(late: Desk, inbox: Inbox) -> None:
    late("improvement", "add", "--text", "修订手册", "--owner", "qian", "--due", "2026-11-23", "--case", "1")
    mail(late, as_of="2026-11-24T08:00")
    text = inbox.text_of("hexi@bank.example")
    assert "其他超期事项 1 项" in text and "改〔2026〕1号" not in text and "整改措施" in text and "钱谷雨" in text
    assert "整改措施" not in inbox.text_of("chengguan@bank.example")


@pytest.mark.requirement("A10.3")
def test_a_case_whose_target_has_come_is_named_though_its_due_date_is_far(desk: Desk, inbox: Inbox) -> None:
    desk("policy", "set", "soon_days", "1", "--from", "2026-11-01", "--reason", "只看次日")
    desk.register(category="service_product", unit="chengguan")  # target 2026-12-02, due 2026-12-07
    mail(desk, as_of="2026-12-01T08:00")
    assert "目标日" not in inbox.text_of("watch@bank.example")
    inbox.messages.clear()
    mail(desk, as_of="2026-12-02T08:00")
    message = inbox.of("watch@bank.example")
    assert "1 个工作日内到期或已到目标日 1 件" in message["Subject"]
    assert "TS-2026-0001" in inbox.text_of("watch@bank.example")
    assert "color:#8a5a00" in message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    inbox.messages.clear()
    mail(desk, as_of="2026-12-08T08:00")  # late: red, amber no more
    assert "目标日" not in inbox.text_of("watch@bank.example") and "超期 1 件" in inbox.text_of("watch@bank.example")


@pytest.mark.requirement("A13.4")
def test_a_late_duty_of_a_report_is_kept_from_whom_it_names(late: Desk, inbox: Inbox) -> None:
    late.register(
        channel="letter", nature="wrongdoing_report", unit="chengguan", subject="sun", received_at="2026-11-02"
    )
    late.do("brief", "4", "--to", "zhou", as_of="2026-11-23T11:00")
    mail(late, as_of="2026-11-24T08:00")
    for recipient in ("sun@bank.example", "chengguan@bank.example"):
        for part in inbox.of(recipient).walk():
            assert part.is_multipart() or "0004" not in part.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "0004" in inbox.text_of("office@bank.example")


@pytest.mark.requirement("A6.1")
def test_nothing_of_the_customer_is_in_any_part(sent: Inbox) -> None:
    for _, message in sent.messages:
        for part in message.walk():
            if not part.is_multipart():
                content = part.get_payload(decode=True).decode()  # type: ignore[union-attr]
                assert not any(word in content for word in ("赵", "139", "语气", "道歉"))


def test_the_mail_is_in_the_language_asked_for_and_in_chinese_where_none_is(late: Desk, sent: Inbox) -> None:
    by_locale = sent.text_of("sun@bank.example")
    assert "超期 2 件" in by_locale and sent.of("sun@bank.example")["Content-Language"] == "zh"
    late("--lang", "zh", "overdue", "--mail", "--resend")
    assert sent.text_of("sun@bank.example").splitlines()[:14] == by_locale.splitlines()[:14]
    late.register(received_at="2026-11-02")  # at no unit
    late("--lang", "en", "overdue", "--mail", "--resend")
    message = sent.of("sun@bank.example")
    assert "3 overdue (1 major), 1 due within 3 working days, other matters overdue: " in message["Subject"]
    assert message["Content-Language"] == "en"
    ours = {"云溪农村商业银行", "城关支行", "河西支行", "监察室"}  # which have no other name
    for part in message.walk():
        if part.get_content_type() in ("text/plain", "text/html"):
            text = str(part.get_content())
            for name in (*ours, *(row[0] for row in rows(late, "SELECT name FROM staff"))):
                text = text.replace(name, "")
            assert not re.search("[\u3001-\u9fff]", text.partition("<body")[2] or text), text
            assert "general complaint, 3 working days" in text and "head of the record" in text


def test_a_unit_reads_nothing_of_the_others_totals_and_no_head(late: Desk, sent: Inbox) -> None:
    for recipient in ALL:
        parts = [part for part in sent.of(recipient).walk() if not part.is_multipart()]
        said = "".join(part.get_payload(decode=True).decode() for part in parts)  # type: ignore[union-attr]
        proof = [word for word in ("记录校验值", "案件总数", "上次备份") if word in said]
        assert len(proof) == (3 if recipient in WHOLE else 0)
        assert bool(re.search("[0-9a-f]{64}", said)) == (recipient in WHOLE)


def test_it_proves_itself(late: Desk, inbox: Inbox) -> None:
    with closing(sqlite3.connect(late.path)) as connection:
        connection.row_factory = sqlite3.Row
        at, minute, day = (parse_moment(f"2026-11-22T{time}", "") for time in ("02:10", "02:11", "09:00"))
        run = run_log.begun("nightly", at)
        for step, ended, outcome in (("backup", at, "done"), ("mail", minute, "done"), ("backup", day, "failed")):
            run_log.note_step(connection, run, step, at, ended, outcome, "")  # type: ignore[arg-type]
        connection.commit()
        seq, digest = ledger.head(connection)
    mail(late)
    text = inbox.text_of("watch@bank.example")
    assert f"第{seq}条，{digest}" in text
    assert "3件，其中未办结3件" in text and "工作日历已知至：2026-12-31" in text
    assert "上次备份：2026-11-22 02:10" in text and "上次成功运行：2026-11-22 02:11" in text
    assert "sound" in late("verify")


def test_nothing_overdue_is_said_as_well(desk: Desk, inbox: Inbox) -> None:
    mail(desk)
    assert inbox.recipients() == ["watch@bank.example"]
    assert "超期 0 件" in inbox.of("watch@bank.example")["Subject"]


def test_soon_can_be_nearer_and_an_exit_status_asked_for(late: Desk, inbox: Inbox) -> None:
    mail(late, "--soon", "1", "--exit-code", expect=6)
    assert "到期" not in inbox.of("office@bank.example")["Subject"]
    assert inbox.recipients() == sorted(set(ALL) - {"hexi@bank.example"})


def test_a_unit_without_an_address_is_named(late: Desk, inbox: Inbox) -> None:
    change(late, "UPDATE unit SET email = NULL WHERE code = 'chengguan'")
    assert "城关支行" in late.run("overdue", "--mail").stderr
    assert "未登记邮箱" in inbox.text_of("office@bank.example")
    assert "未登记邮箱" not in inbox.text_of("hexi@bank.example")
    assert "chengguan@bank.example" not in inbox.recipients()


def test_readers_of_the_whole_digest_without_an_address_are_named(late: Desk, inbox: Inbox) -> None:
    change(late, "UPDATE unit SET email = NULL WHERE code = 'supervision'")
    change(late, "UPDATE staff SET email = NULL WHERE code = 'sun'")
    said = late.run("overdue", "--mail").stderr
    assert "监察室" in said and "孙惊蛰" in said and "complaintctl staff set sun --email ADDRESS" in said
    late("staff", "set", "sun", "--retired", DAY)
    assert "Nobody is in charge of petitions" in late.run("overdue", "--mail").stderr


def test_who_is_retired_is_not_written_to_and_a_units_cases_ask_for_another_transfer(late: Desk, inbox: Inbox) -> None:
    late("unit", "set", "chengguan", "--retired", DAY)
    assert "Retired, so not written to: 城关支行." in late.run("overdue", "--mail").stderr
    assert inbox.recipients() == sorted(set(ALL) - {"chengguan@bank.example"})
    whole, unit = inbox.text_of("office@bank.example"), inbox.text_of("hexi@bank.example")
    assert "0001" in whole and "其案件须另行转办：城关支行。" in whole and "另行转办" not in unit
    inbox.messages.clear()
    change(late, f"UPDATE unit SET retired_on = '{DAY}' WHERE code = 'supervision'")
    mail(late, "--resend")
    assert "office@bank.example" not in inbox.recipients()


def test_an_address_that_comes_twice_is_written_to_once(late: Desk, inbox: Inbox) -> None:
    late("staff", "set", "sun", "--email", "Watch@bank.example")
    mail(late)
    assert len([address for address in inbox.recipients() if address.lower() == "watch@bank.example"]) == 1


def test_nobody_for_the_whole_digest_is_a_failure(desk: Desk, inbox: Inbox) -> None:
    configure(1, to=[])
    assert "Nobody gets the whole digest" in mail(desk, expect=7)


# ---- Art. 13: a report of wrongdoing never reaches whom it reports ----


@pytest.mark.requirement("A13.4")
def test_a_report_is_kept_from_the_unit_and_the_person_it_names(late: Desk, inbox: Inbox) -> None:
    late.register(channel="letter", unit="hexi", received_at="2026-11-02")
    late.do("transfer", "4", "--to", "hexi")
    late.do("classify", "4", "--nature", "wrongdoing_report", "--reason", "查明系检举")
    late.register(channel="letter", nature="wrongdoing_report", unit="chengguan", subject="sun",
                  received_at="2026-11-02")  # fmt: skip
    mail(late)
    assert "0004" not in inbox.text_of("hexi@bank.example")
    assert "0005" not in inbox.text_of("sun@bank.example") and "0004" in inbox.text_of("sun@bank.example")
    for number in ("0004", "0005"):
        assert number in inbox.text_of("office@bank.example")
    attached = list(inbox.of("sun@bank.example").iter_attachments())
    assert b"0005" not in attached[0].get_payload(decode=True)


# ---- Working days ----


def test_on_a_rest_day_nothing_is_sent_on_a_make_up_saturday_it_is(late: Desk, inbox: Inbox) -> None:
    days = ("2026-11-22", "2026-10-01")
    for day in days:
        assert "rest day" in mail(late, as_of=f"{day}T08:00")
    assert inbox.messages == [] and rows(late, STEPS) == [("overdue", "mail", day, "skipped") for day in days]
    mail(late, as_of="2026-02-14T08:00")
    assert "2026-02-14" in inbox.of("watch@bank.example")["Subject"]


def test_a_day_whose_schedule_is_not_known_counts_as_guessed_and_says_so(late: Desk, inbox: Inbox) -> None:
    mail(late, as_of="2027-03-01T08:00")
    assert "按推测发送" in inbox.text_of("watch@bank.example")
    mail(late, as_of="2027-02-28T08:00")
    assert len(rows(late, "SELECT DISTINCT day FROM mail_log WHERE state = 'sent'")) == 1


# ---- Once ----


def test_a_second_run_sends_nothing_twice(late: Desk, inbox: Inbox) -> None:
    mail(late)
    assert "0 messages sent for 2026-11-23, 5 sent before" in mail(late, as_of=f"{DAY}T11:00")
    assert inbox.recipients() == ALL
    mail(late, "--resend")
    assert inbox.recipients() == sorted(ALL * 2)
    mail(late, as_of="2026-11-24T10:00")
    assert len(inbox.messages) == 15


def test_a_refused_recipient_leaves_the_rest_sent_and_is_tried_again(late: Desk, inbox: Inbox) -> None:
    inbox.refuse = {"chengguan@bank.example", "watch@bank.example"}
    said = mail(late, expect=7)
    assert "chengguan@bank.example: 127.0.0.1" in said and "refused the recipient: 550 no such mailbox" in said
    assert len(inbox.messages) == 3
    (note,) = rows(late, "SELECT outcome, text FROM job_run")
    assert note[0] == "failed" and "watch@bank.example" in note[1]
    with closing(sqlite3.connect(late.path)) as connection:
        for act in ("DELETE FROM {}", "UPDATE {} SET rowid = 99"):
            for table in ("job_run", "mail_log"):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    connection.execute(act.format(table))
    inbox.refuse = set()
    assert "2 messages sent" in mail(late)
    assert inbox.recipients() == ALL


def test_a_server_that_hangs_up_on_a_letter_takes_the_others(late: Desk, inbox: Inbox) -> None:
    inbox.hang_up_on = {"hexi@bank.example", "office@bank.example"}
    assert "closed the connection" in mail(late, expect=7)
    assert inbox.recipients() == sorted(set(ALL) - inbox.hang_up_on)


def test_a_server_that_never_answers_is_given_up(late: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(silent.getsockname()[1], timeout_seconds=1)
        assert "did not answer within 1 seconds" in mail(late, expect=7)


def test_two_runs_at_once_send_each_letter_once(late: Desk, inbox: Inbox) -> None:
    words = late.line("overdue", "--mail")
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(process.communicate(timeout=120)[0].split(" sent")[0] for process in started)
    assert said == ["0 messages", "0 messages", "5 messages"]
    assert inbox.recipients() == ALL


def test_what_cannot_be_noted_ends_the_sending_and_what_was_cut_off_is_not_sent_again(late: Desk, inbox: Inbox) -> None:
    change(late, FULL.format("begun"))
    mail(late, expect=3)
    assert inbox.messages == []
    change(late, "DROP TRIGGER full")
    change(late, FULL.format("sent"))
    mail(late, expect=3)
    (cut_off,) = inbox.recipients()
    change(late, "DROP TRIGGER full")
    for number in ("4 messages sent for 2026-11-23, 0", "0 messages sent for 2026-11-23, 4"):
        said = mail(late, expect=7)
        assert number in said and "Perhaps delivered" in said and f"--resend:\n  {cut_off}: {DAY} 10:00" in said
    assert inbox.recipients() == ALL
    assert "perhaps" in rows(late, "SELECT text FROM job_run ORDER BY id DESC")[0][0].lower()
    mail(late, "--resend")
    mail(late)
    assert inbox.recipients() == sorted(ALL * 2)


@pytest.mark.parametrize("room", [0, 20, 36, 50, 66, 80, 100, 120])
def test_on_a_disk_that_fills_up_nothing_is_sent_twice(late: Desk, inbox: Inbox, tmp_path: Path, room: int) -> None:
    with mounted(tmp_path / "disk", str(late.path.stat().st_size + 400_000)) as disk:
        desk = Desk(Path(shutil.copy(late.path, disk / "bank.db")))
        fill(disk, room * 1024)
        for _ in range(3):
            desk.run("overdue", "--mail", expect=None)
            assert len(inbox.messages) == len(set(inbox.recipients()))
        (disk / "fill").unlink()
        desk.run("overdue", "--mail", expect=None)
    assert inbox.recipients() == ALL


def test_a_dry_run_prints_the_messages_and_sends_none(late: Desk, inbox: Inbox) -> None:
    printed = mail(late, "--dry-run")
    assert printed.count("To: ") == 5 and "Subject: 【练习】[云溪农村商业银行] 城关支行" in printed
    assert inbox.messages == [] and rows(late, SENT) == [(0,)] and rows(late, STEPS) == []


def test_the_clock_of_a_real_file_is_not_set(tmp_path: Path, inbox: Inbox) -> None:
    real = Desk(tmp_path / "real.db", as_of=None)
    real("init")
    assert "practice" in mail(real, as_of=DAY, expect=3)
    assert "watch@bank.example" in mail(real, "--dry-run", as_of=DAY)
    assert inbox.messages == []


# ---- The server, as the configuration names it ----


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_way_is_secured_and_the_login_made(late: Desk, authority: Authority, security: str) -> None:
    with serving(authority, tls=security == "tls", login=True) as (inbox, port):
        configure(port, security=security, ca_file=str(authority.file), user="complaints", password="s3cret")
        mail(late)
        assert inbox.recipients() == ALL


def test_the_password_comes_of_the_environment_before_a_command(
    late: Desk, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(authority, login=True) as (inbox, port):
        options: dict[str, Any] = {"security": "starttls", "ca_file": str(authority.file), "user": "complaints"}
        configure(port, **options, password_command=f"{sys.executable} -c \"print('s3cret'); print('more')\"")
        mail(late)
        monkeypatch.setenv("COMPLAINTCTL_MAIL_PASSWORD", "wrong")
        said = mail(late, "--resend", expect=7)
        assert "does not take the name and password" in said and "wrong" not in said
        assert len(inbox.messages) == 5


def test_a_mail_that_the_program_fails_at_was_not_done(
    late: Desk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtplib.SMTP, "send_message", lambda *_given: {}["赵小满"])
    assert "It was not done: internal error (KeyError)" in mail(late, expect=7)
    ((outcome, text),) = rows(late, "SELECT outcome, text FROM job_run")
    assert outcome == "failed" and "KeyError" in text and "赵小满" not in text


def test_a_command_that_gives_no_password(late: Desk) -> None:
    for command, said in {
        "no-such-program": "No such file",
        "false": "ended with status 1",
        "true": "printed nothing",
        "'unfinished": "cannot be read",
        "sleep 60": "had not ended after 1 seconds",
    }.items():
        configure(1, user="complaints", password_command=command, timeout_seconds=1)
        assert said in mail(late, expect=7)
    assert rows(late, STEPS) == [("overdue", "mail", DAY, "failed")] * 5


def test_a_password_that_no_server_can_be_sent_is_said_to_be_that(
    late: Desk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(inbox.port, user="complaints", password="密码2026")
    said = mail(late, expect=7)
    assert "The password that [mail] password gives is not ASCII" in said and "密码" not in said
    configure(inbox.port, user="complaints", password_command=["echo", "密码2026"])
    assert "that [mail] password_command gives is not ASCII" in mail(late, expect=7)
    monkeypatch.setenv("COMPLAINTCTL_MAIL_PASSWORD", "密码2026")
    assert "that COMPLAINTCTL_MAIL_PASSWORD gives is not ASCII" in mail(late, expect=7)
    configure(inbox.port, user="投诉", password="s3cret")
    assert "[mail] user 投诉 is not ASCII" in mail(late, expect=7)
    assert inbox.messages == []


def test_a_password_command_as_a_list_keeps_every_backslash_and_blank(
    late: Desk, authority: Authority, tmp_path: Path
) -> None:
    program = tmp_path / r"C:\tools and more\pass.sh"
    program.write_text("#!/bin/sh\necho $1\n")
    program.chmod(0o700)
    with serving(authority, login=True) as (inbox, port):
        command = [str(program), "s3cret"]
        configure(port, security="starttls", ca_file=str(authority.file), user="complaints", password_command=command)
        mail(late)
        assert inbox.recipients() == ALL


def test_a_host_that_can_be_none_is_a_mail_that_was_not_sent(late: Desk) -> None:
    configure(1, host="mail..bank.example")
    assert "mail..bank.example:1 cannot be reached" in mail(late, expect=7)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_a_password_in_a_file_that_others_may_read_is_not_used(late: Desk) -> None:
    configure(1, user="complaints", password="s3cret")
    Path(os.environ["COMPLAINTCTL_CONFIG"]).chmod(0o644)
    said = mail(late, expect=2)
    assert "chmod 600" in said and "s3cret" not in said


@cases(
    "offered asked said",
    ({}, {"security": "starttls"}, "does not offer"),
    ({}, {"security": "tls"}, "does not speak TLS"),
    ({"authority": True}, {"security": "starttls"}, "is not trusted"),
    ({"authority": True, "tls": True}, {"security": "tls"}, "is not trusted"),
    ({"login": True}, {"security": "none"}, "does not let complaints@bank.example send"),
    ({"authority": True}, {"security": "none"}, "does not let complaints@bank.example send"),
)
def test_a_server_that_is_not_as_configured(
    late: Desk, authority: Authority, offered: dict[str, bool], asked: dict[str, str], said: str
) -> None:
    with serving(authority if offered.pop("authority", False) else None, **offered) as (inbox, port):
        configure(port, **asked)
        assert said in mail(late, expect=7)
        assert inbox.messages == []


# ---- No header, no address can be smuggled in ----


@pytest.mark.parametrize("name", ["云溪\r\nBcc: thief@else.example\n\n<script>", "a,b <x@y>", '"', "云溪\x1b[31m"])
def test_the_banks_name_adds_no_header(late: Desk, inbox: Inbox, name: str) -> None:
    change(late, "UPDATE policy SET value = ? WHERE key = 'bank_name'", (name,))
    change(late, "UPDATE unit SET name = ? WHERE code = 'chengguan'", (name,))
    mail(late)
    assert inbox.recipients() == ALL
    for _, message in inbox.messages:
        assert message["Bcc"] is None and not message.defects
        assert [address.addr_spec for address in message["From"].addresses] == ["complaints@bank.example"]
        assert "<script>" not in message.get_body(("html",)).get_content()  # type: ignore[union-attr]


NO_ADDRESS = ["", "@", "a@b.example,c@d.example", "a@b.example\nBcc: c@d.example", "a@b.example\r\n", "a b@c.example",
              "李@b.example", "投诉@银行.中国", "a@bänk.example", "Li <li@b.example>", "a..b@b.example", "a.@x", ".a@x",
              "a@b..example", "a@b.example.", "a@[127.0.0.1]", "a@-b.example", f"{'a' * 65}@b.example",
              f"a@{'b' * 253}"]  # fmt: skip


def test_what_is_no_address_is_refused_where_it_is_entered(late: Desk) -> None:
    for address in NO_ADDRESS:
        with pytest.raises(UsageProblem, match="is not one e-mail address"):
            email_address(address, "")
    for words in (("unit", "set", "hexi"), ("staff", "set", "sun")):
        assert "is not one e-mail address" in late(*words, "--email", NO_ADDRESS[-1], expect=2)
    late("unit", "set", "hexi", "--email", "he-xi.1+a_b@mail.b-b.example")


@pytest.mark.parametrize("address", NO_ADDRESS[:5])
def test_what_is_no_single_address_is_named_and_the_rest_sent(late: Desk, inbox: Inbox, address: str) -> None:
    configure(inbox.port, to=[address, "watch@bank.example"])
    change(late, "UPDATE unit SET email = ? WHERE code = 'hexi'", (address or " ",))
    said = mail(late, expect=7)
    assert "[mail] to" in said and "unit hexi" in said and "is not one e-mail address" in said
    assert inbox.recipients() == sorted(set(ALL) - {"hexi@bank.example"})


@given(st.text("aB.-_+'|[", max_size=6), st.text("aB.-_[", max_size=6))
def test_whatever_is_taken_for_an_address_can_be_written_to(name: str, domain: str) -> None:
    try:
        address = email_address(f"{name}@{domain}", "")
    except UsageProblem:
        return
    mail_server = MailServer("127.0.0.1", 25, "none", None, None, address, None, 1)
    letter = Letter("overdue_unit", None, address, "行", "题", "文", "<p>", [("a.csv", b"")])
    message = composed(mail_server, letter, parse_moment(DAY, ""))
    assert message["To"].addresses[0].addr_spec == message["From"].addresses[0].addr_spec == address
    assert message.as_bytes().decode("ascii").count(address) >= 2


def test_a_server_is_named_and_a_sender_is_one_address(late: Desk) -> None:
    assert "[mail] host" in mail(late, expect=7)
    for sender in ("a@b.example, c@d.example", "x", "a@b.example\nBcc: c@d.example"):
        configure(1, sender=sender)
        assert "[mail] sender" in mail(late, expect=7)


# ---- The command ----


def test_options_that_do_not_go_together(desk: Desk) -> None:
    for words in ("--dry-run", "--resend", "--mail --json", "--mail --unit hexi", "--mail --dry-run --resend"):
        desk("overdue", *words.split(), expect=2)


def test_the_contract_of_json_stands_and_soon_adds_to_it(late: Desk) -> None:
    plain, more = late.json("overdue"), late.json("overdue", "--soon", "2")
    assert [row["case_no"][-1] for row in plain] == ["1", "2"] and "soon" not in plain[0]
    days = [(row["case_no"][-1], row["working_days_overdue"], row["soon"]) for row in more]
    assert days == [("1", 12, False), ("2", 2, False), ("3", -2, True)]
    assert len(late.json("overdue", "--soon", "1")) == 2
    assert late("overdue", "--soon", "2", "--unit", "hexi", "--exit-code").count("TS-") == 1


def test_people_read_it_by_unit_the_major_case_first(late: Desk) -> None:
    late.register(unit="hexi", received_at="2026-10-12")
    text = late("overdue", "--soon", "3")
    order = [text.index(word) for word in ("城关支行", "0002", "0001", "河西支行", "0004", "Due within 3", "0003")]
    assert order == sorted(order)
    assert "general complaint, 3 working days" in text and "2026-11-16" in text
    assert json.loads(late("overdue", "--json"))[0]["case_no"] == "TS-2026-0004"
