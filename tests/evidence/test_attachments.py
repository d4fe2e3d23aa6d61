"""Files that a case is proved by: they lie in the case file whole, leave on record, and are kept from who is barred."""

import hashlib
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked_each
from support.case_file import tampering

from complaintctl.base.errors import UsageProblem
from complaintctl.evidence import act as evidence_act
from complaintctl.privacy.attachments import Attachment

PAPER = "客户王小明签字的和解书\n".encode()
SHA256 = hashlib.sha256(PAPER).hexdigest()


@made_once
def proved(desk: Desk) -> None:
    """A case with a signed paper in it."""
    desk.register(name="王小明", phone="13900000001", unit="chengguan")
    paper = desk.path.with_name("和解书.txt")
    paper.write_bytes(PAPER)
    desk("attach", "1", str(paper), "--what", "客户签字")


def taken_out(desk: Desk, number: int, **options: Any) -> bytes:
    file = desk.path.with_name(f"out-{number}")
    desk("attachment", str(number), "-o", str(file), **options)
    return file.read_bytes()


@pytest.mark.requirement("A6.3")
def test_what_is_attached_is_listed_shown_and_taken_out_as_it_was(proved: Desk) -> None:
    (row,) = proved.json("attachments", "1")
    assert row["name"] == "和解书.txt" and row["size"] == len(PAPER) and row["sha256"] == SHA256
    assert row["number"] == 1 and row["actor"] == "li" and row["what"] == "客户签字"
    (shown,) = proved.json("show", "1")["attachments"]
    assert shown == {key: row[key] for key in shown if key != "at"} | {"at": row["attached_at"]}
    assert "Attachments\n  1  和解书.txt  34 B" in proved("show", "1")
    assert taken_out(proved, 1) == PAPER
    assert "sound" in proved("verify")


def test_the_register_page_lists_them(proved: Desk, tmp_path: Path) -> None:
    proved("attach", "1", __file__)
    assert "附件1：和解书.txt（客户签字）\n附件2：test_attachments.py" in proved("slip", "1", "register").replace(
        " ", ""
    )


def test_several_are_attached_in_one_act_or_none_of_them(proved: Desk, tmp_path: Path) -> None:
    picture, again = tmp_path / "借条.jpg", tmp_path / "副本.txt"
    picture.write_bytes(b"\xff\xd8\xff")
    again.write_bytes(PAPER)
    said = proved("attach", "1", str(picture), str(again), expect=3)
    assert "副本.txt already, as attachment 1" in said
    # Of what is given twice no number is said: it would soon be that of another file.
    twice = proved("attach", "1", str(picture), str(picture), expect=2)
    assert "Two of these files hold the same" in twice and "attachment 2" not in twice
    assert [row["number"] for row in proved.json("attachments", "1")] == [1]
    again.write_bytes(b"x")
    assert "2 files attached (attachment 2: 借条.jpg, attachment 3: 副本.txt)" in proved(
        "attach", "1", str(picture), str(again)
    )


def test_what_was_attached_by_mistake_is_voided_with_its_reason_and_stays_in_the_file(proved: Desk) -> None:
    void = ("attach", "1", "--void", "1", "--reason", "附错案件")
    assert "attachment 1 voided" in proved(*void)
    (row,) = proved.json("attachments", "1")
    assert row["voided_at"] == "2026-11-23T10:00:00+08:00" and row["voided_for"] == "附错案件"
    assert "voided 2026-11-23: 附错案件" in proved("show", "1") and "和解书" not in proved("slip", "1", "register")
    assert taken_out(proved, 1) == PAPER and "sound" in proved("verify")
    assert "voided on 2026-11-23 already" in proved(*void, expect=3)
    again = proved.path.with_name("再附.txt")
    again.write_bytes(PAPER)
    assert "attachment 2: 再附.txt" in proved("attach", "1", str(again))


@cases(
    "line status said",
    ("attach 1 --void 1", 2, "Missing option --reason"),
    ("attach 1 --void 2 --reason 附错", 4, "no attachment 2"),
    ("attach 2 --void 1 --reason 附错", 4, "no attachment 1"),
    ("attach 1 a.txt --void 1 --reason 附错", 2, "leave out the files"),
    ("attach 1 a.txt --reason 附错", 2, "name that with --void"),
    ("attach 1", 2, "Missing argument 'FILE"),
)
def test_what_cannot_be_voided(proved: Desk, line: str, status: int, said: str) -> None:
    proved.register()
    assert said in proved(*line.split(), expect=status)


def test_a_unit_voids_what_it_attached_alone(proved: Desk) -> None:
    proved("transfer", "1", "--to", "chengguan")
    own = proved.path.with_name("说明.txt")
    own.write_text("说明", "utf-8")
    proved("--actor", "zhang", "attach", "1", str(own))
    assert "handle cases" in proved("--actor", "zhang", "attach", "1", "--void", "1", "--reason", "附错", expect=3)
    proved("--actor", "zhang", "attach", "1", "--void", "2", "--reason", "附错")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of what cannot be attached."""
    (tmp_path / "空.txt").touch()
    (tmp_path / "大.bin").write_bytes(bytes((10 << 20) + 1))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    (tmp_path / "case").symlink_to("bank.db")
    return tmp_path


@cases(
    "name status said",
    ("空.txt", 2, "is empty"),
    ("大.bin", 2, "has 10 MB at most"),
    (".", 2, "Is a directory"),
    ("pipe", 2, "and no file"),
    ("link", 2, "and no file"),
    ("/dev/zero", 2, "and no file"),
    ("没有.txt", 2, "No such file"),
    ("case", 3, "is the case file"),
    ("bank.db.lock", 3, "belongs to"),
)
def test_what_is_no_file_of_a_case_is_refused(proved: Desk, odd: Path, name: str, status: int, said: str) -> None:
    before = proved.content()
    assert said in proved("attach", "1", str(odd / name), expect=status)
    assert proved.content() == before


def test_how_large_one_may_be_is_a_rule_of_the_bank(proved: Desk, tmp_path: Path) -> None:
    (tmp_path / "十.bin").write_bytes(bytes(10 << 20))
    proved("attach", "1", str(tmp_path / "十.bin"))
    assert len(taken_out(proved, 2)) == 10 << 20
    proved("policy", "set", "attachment_size", "1")
    (tmp_path / "二.bin").write_bytes(bytes(2 << 20))
    assert "has 1 MB at most" in proved("attach", "1", str(tmp_path / "二.bin"), expect=2)


@cases(
    "given kept",
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\li\\借条.jpg", "借条.jpg"),
    ("a\u202egpj.exe", "agpj.exe"),
    ("a\x1b[31m\nb.txt", "a b.txt"),
    ("长" * 200 + ".jpg", "长" * 96 + ".jpg"),
)
def test_a_name_is_never_trusted(proved: Desk, program: Callable[..., Any], given: str, kept: str) -> None:
    words = [*proved.line("attach", "1", "-", "--name", given)]
    subprocess.run(words, input=b"x", capture_output=True, check=True)
    assert proved.json("attachments", "1")[1]["name"] == kept


@cases("given", "..", "/", "\u202e", "a/")
def test_what_is_no_name_is_refused(proved: Desk, given: str) -> None:
    done = subprocess.run(proved.line("attach", "1", "-", "--name", given), input=b"x", capture_output=True)
    assert done.returncode == 2 and b"is no name of a file" in done.stderr


def test_over_standard_input_and_output_it_is_what_it_was(proved: Desk) -> None:
    data = bytes(range(256)) * 100
    nameless = subprocess.run(proved.line("attach", "1", "-"), input=data, capture_output=True)
    assert nameless.returncode == 2 and b"--name" in nameless.stderr
    subprocess.run(proved.line("attach", "1", "-", "--name", "a.bin"), input=data, check=True, capture_output=True)
    assert subprocess.run(proved.line("attachment", "2"), capture_output=True, check=True).stdout == data


@pytest.mark.requirement("A6.1", "A6.2")
def test_the_customers_name_in_a_files_name_is_masked(proved: Desk, tmp_path: Path) -> None:
    file = tmp_path / "王小明13900000001借条.txt"
    file.write_text("x")
    said = proved.run("attach", "1", str(file), "--what", "王小明的借条").output
    for words in (("attachments", "1"), ("attachments", "1", "--json"), ("show", "1"), ("show", "1", "--json")):
        said += proved(*words)
    said += proved("attach", "1", str(file), expect=3)
    assert "王小明" not in said and "13900000001" not in said and "王**139****0001借条.txt" in said
    assert "王小明13900000001借条.txt" in proved("show", "1", "--reveal", "--reason", "核对")


@pytest.mark.requirement("A6.2")
def test_who_takes_one_out_is_on_record_before_it_leaves(proved: Desk, tmp_path: Path) -> None:
    taken_out(proved, 1)
    proved("attachment", "1", "-o", str(tmp_path / "b"), "--reason", "附入卷宗")
    rows = proved.json("audit", "--kind", "reveal")
    assert picked_each(rows, "case_no what reason actor") == [
        ("TS-2026-0001", "attachment 1", None, "li"), ("TS-2026-0001", "attachment 1", "附入卷宗", "li"),
    ]  # fmt: skip
    assert "exists already" in proved("attachment", "1", "-o", str(tmp_path / "b"), expect=2)
    proved("attachment", "1", "-o", "/dev/full", expect=5)
    assert "- is no file" in proved("attachment", "1", "-o", "-", expect=2)
    *_rows, last = proved.json("audit", "--kind", "reveal")
    assert last["failed"] and len(_rows) == 2


def test_who_may_not_look_at_customers_data_takes_nothing_out(
    proved: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    proved("policy", "set", "right.officer.reveal", "none")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "qian")
    assert "no case of their unit" in proved("attachments", "1", expect=3)
    assert "may not look at a customer's data" in proved("attachment", "1", "-o", str(tmp_path / "x"), expect=3)
    assert "no case of their unit" in proved("attach", "1", __file__, expect=3)
    assert not (tmp_path / "x").exists()


@pytest.mark.requirement("A13.4")
def test_a_report_of_wrongdoing_is_kept_from_whom_it_reports(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk.register(nature="wrongdoing_report", subject="zhang", unit="chengguan", summary="收受礼品")
    desk("attach", "1", __file__)
    desk.grant("look", "reveal", "respond")
    for person in ("zhang", "qian"):
        monkeypatch.setenv("COMPLAINTCTL_ACTOR", person)
        for words in (("attachment", "1", "-o", str(tmp_path / "x")), ("attachments", "1"), ("attach", "1", __file__)):
            if person == "qian" and words[0] == "attachments":
                assert desk.json(*words)[0]["name"] == "保密"
            elif person == "zhang" or words[0] == "attachment":
                said = desk(*words, expect=4 if person == "zhang" else 3)
                assert person == "qian" or said.startswith("complaintctl: There is no ")
    assert not (tmp_path / "x").exists()


def test_to_a_closed_case_a_paper_comes_in_until_it_is_archived(proved: Desk, tmp_path: Path) -> None:
    proved.through("1", "brief transfer resolve review close")
    (tmp_path / "回执.txt").write_text("签收")
    proved("attach", "1", str(tmp_path / "回执.txt"))
    proved.through("1", "archive")
    assert "complaintctl reopen TS-2026-0001" in proved("attach", "1", __file__, expect=3)
    assert taken_out(proved, 1) == PAPER
    void = proved.register()["case_no"]
    proved("void", void, "--reason", "误登", "--approved-by", "sun")
    assert "was voided" in proved("attach", void, __file__, expect=3)


def test_what_is_more_than_a_case_file_takes_is_refused_whatever_the_bank_allows(proved: Desk) -> None:
    with proved.acting() as act, pytest.raises(UsageProblem, match="holds no attachment of more than"):
        act.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
        evidence_act.attach(act, "1", [Attachment("大.bin", bytes(1_000_001))])


@cases("number status", ("0", 2), ("-1", 2), ("x", 2), ("9", 4), ("9" * 20, 4))
def test_there_is_no_such_attachment(proved: Desk, tmp_path: Path, number: str, status: int) -> None:
    proved("attachment", number, "-o", str(tmp_path / "x"), expect=status)


def test_an_earlier_day_shows_none_that_came_later(proved: Desk) -> None:
    proved("attach", "1", __file__, as_of="2026-11-24")
    assert [row["number"] for row in proved.json("attachments", "1")] == [1]
    assert len(proved.json("attachments", "1", as_of="2026-11-24")) == 2


@pytest.mark.requirement("A6.3")
def test_verify_names_one_that_was_changed_and_nothing_changes_it(proved: Desk) -> None:
    with closing(sqlite3.connect(proved.path)) as connection:
        for statement in ("UPDATE attachment SET content = x'00'", "DELETE FROM attachment"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                connection.execute(statement)
    with tampering(proved.path) as connection:
        connection.execute("UPDATE attachment SET content = x'00'")
        connection.execute("INSERT INTO attachment (content) VALUES (x'01')")
    said = proved.run("verify", expect=6).output
    assert "Attachment 1 of TS-2026-0001 was changed or removed" in said and "Attachment 2 of the file is not" in said


def test_a_backup_holds_it_and_gives_it_back(proved: Desk, tmp_path: Path) -> None:
    proved("backup", str(tmp_path / "copies"))
    (copy,) = (tmp_path / "copies").glob("*.db")
    assert "sound" in proved("backup", "--check", str(copy))
    proved.register()
    proved("restore", str(copy), "--force", "--reason", "演练")
    assert taken_out(proved, 1) == PAPER
