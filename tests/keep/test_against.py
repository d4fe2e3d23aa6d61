"""The record is held against what was noted of it elsewhere: by verify --against, and every night (Art. 6)."""

import os
import re
import shutil
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from conftest import Desk, cases, furnished_on, made_once
from support.case_file import VERSIONS, change, rows, unpacked
from support.mail_server import Inbox, configure

NIGHT = "2026-11-25T01:30"
Rewrite = Callable[..., None]


@made_once
def noted(desk: Desk) -> None:
    """A file with two cases; what is written anew parts from it at the first."""
    desk.register(unit="chengguan")
    desk.register()


@pytest.fixture
def write_anew(noted: Desk, furnished: bytes) -> Rewrite:
    """Put another record into the place of the file's: so many other cases, every hash of them right."""

    def rewrite(number: int) -> None:
        noted.path.write_bytes(furnished)
        for _ in range(number):
            noted.register(summary="另一件事")
        assert "sound" in noted("verify")

    return rewrite


def head(desk: Desk, back: int = 0) -> str:
    """The head as it was so many events ago, all its digits and its number."""
    sql = f"SELECT hash || '@' || seq FROM event ORDER BY seq DESC LIMIT 1 OFFSET {back}"
    return str(rows(desk, sql)[0][0])


def last(desk: Desk) -> int:
    return int(head(desk).split("@")[1])


# ---- A head typed in ----


@pytest.mark.requirement("A6.3")
def test_verify_says_the_whole_head_and_takes_it_back_later(noted: Desk) -> None:
    before = head(noted)
    assert f", head {before}." in noted("verify") and len(before) > 64
    noted.register()
    said = noted("verify", "--against", before)
    assert f"event {before[65:]} is the same, {last(noted) - int(before[65:])} were entered since" in said


def test_a_paper_proves_the_record_up_to_its_own_printing(noted: Desk) -> None:
    paper = noted("slip", "1", "receipt")
    found = re.search("记录校验值：(.*)", paper)
    assert found and found[1].endswith(f"@{last(noted)}")
    for typed in (found[1], found[1].lower(), found[1].replace("-", ""), found[1].replace("-", " "), f" {head(noted)}"):
        assert "is the same, 0 were entered since" in noted("verify", "--against", typed), typed


def test_the_file_of_a_paper_is_as_good_as_its_foot(noted: Desk, tmp_path: Path) -> None:
    noted("slip", "1", "receipt", "-o", tmp_path / "a.docx")
    assert f"event {last(noted)} is the same, 0 were" in noted("verify", "--against", tmp_path / "a.docx")
    (tmp_path / "b.docx").write_bytes((tmp_path / "a.docx").read_bytes()[:900])
    assert "has no head of a record in it" in noted("verify", "--against", tmp_path / "b.docx", expect=2)


@pytest.mark.requirement("A6.3")
@cases("number said", (1, "ends at event"), (2, "is not the one of which"), (4, "is not the one of which"))
def test_a_record_written_anew_is_found_by_a_head(noted: Desk, write_anew: Rewrite, number: int, said: str) -> None:
    before = head(noted)
    write_anew(number)
    done = noted.run("verify", "--against", before, expect=6)
    assert said in done.stdout and before in done.stdout and "1 finding: keep the file" in done.stderr


def test_the_number_of_another_event_is_said_to_be_wrong(noted: Desk) -> None:
    digits, seq = head(noted, back=2).split("@")
    for wrong in (str(int(seq) + 1), "999"):
        said = noted("verify", "--against", f"{digits[:16]}@{wrong}", expect=2)
        assert f"this is the head of event {seq}, not of {wrong}" in said


@cases(
    "given",
    "1033-61E3-A295@7",  # too few digits
    f"{'a' * 65}@7",
    "1033-61E3-A295-F523",
    "1033-61E3-A295-F523@0",
    "1033-61E3-A295-F52G@7",
    "no-such-file.eml",
    ".",
    "",
)
def test_what_is_neither_head_nor_file_is_said_to_be_so(noted: Desk, given: str) -> None:
    assert "is neither a file nor a head" in noted("verify", "--against", given, expect=4)


# ---- A backup ----


@pytest.mark.requirement("A6.3")
def test_a_backup_is_as_good_as_its_head(noted: Desk) -> None:
    copy = noted.path.with_name("copy.db")
    noted("backup", copy)
    assert "is the same, 0 were entered since" in noted("verify", "--against", copy)
    noted.register()
    assert "were entered since" in noted("verify", "--against", copy)


@cases("number said", (0, "The record ends at event"), (2, "are not the same from event"))
def test_a_record_written_anew_is_found_by_a_backup(noted: Desk, write_anew: Rewrite, number: int, said: str) -> None:
    copy = noted.path.with_name("copy.db")
    noted("backup", copy)
    write_anew(number)
    done = noted.run("verify", "--against", copy, expect=6)
    first = rows(noted, "SELECT min(seq) FROM event WHERE case_no IS NOT NULL")[0][0]
    assert said in done.stdout and (f"from event {first} on" in done.stdout) == (number > 0)


def test_a_backup_of_another_bank_is_named_as_that(noted: Desk, tmp_path: Path) -> None:
    other = Desk(tmp_path / "other.db")
    other("init", "--practice", "--bank", "别家农村商业银行", "--officer", "王小雪")
    said = noted.run("verify", "--against", other.path, expect=6).stdout
    assert (
        "copy of another case file (别家农村商业银行, 2026-11-23), not of this one (云溪农村商业银行, 2025-01-01)"
        in said
    )


def test_a_backup_that_cannot_be_read_is_no_proof(noted: Desk, tmp_path: Path) -> None:
    assert "is the case file itself" in noted("verify", "--against", noted.path, expect=3)
    cut = tmp_path / "cut.db"
    cut.write_bytes(noted.path.read_bytes()[:3000])
    assert "is damaged" in noted("verify", "--against", cut, expect=5)
    shutil.copy(noted.path, tmp_path / "newer.db")
    change(Desk(tmp_path / "newer.db"), "PRAGMA user_version = 99")
    assert "newer program" in noted("verify", "--against", tmp_path / "newer.db", expect=5)


def test_a_backup_of_an_older_program_is_compared(tmp_path: Path) -> None:
    old = unpacked(VERSIONS[0], tmp_path)
    shutil.copy(old.path, tmp_path / "kept.db")
    old("upgrade")
    assert "is the same" in old("verify", "--against", tmp_path / "kept.db")


# ---- A mail ----


def test_the_overdue_mail_is_read_however_it_was_saved(noted: Desk, inbox: Inbox, tmp_path: Path) -> None:
    noted("overdue", "--mail")
    mail, noted_at = inbox.of("watch@bank.example"), head(noted)
    text = inbox.text_of("watch@bank.example")
    page = str(mail.get_body(("html",)).get_content())  # type: ignore[union-attr]
    quoted = "".join(f"> {line}\r\n" for line in text.splitlines())
    broken = re.sub("(.{60})", "\\1\n> ", quoted)  # as a mail client breaks long lines
    for name, saved in {
        "as it came": mail.as_bytes(policy=SMTP),
        "page alone": written(page, "html", "quoted-printable", "utf-8"),
        "text alone": written(text, "plain", "quoted-printable", "gb18030"),
        "forwarded": written(f"请核对\n{quoted}", "plain", "base64", "utf-8"),
        "lines broken": written(broken, "plain", "8bit", "utf-8"),
        "attached": attached(mail),
        "called GB2312": written(text, "plain", "base64", "gb18030").replace(b"gb18030", b"gb2312"),
        "unknown letters": written(text, "plain", "base64", "utf-8").replace(b"utf-8", b"x-none"),
        "plain file": text.encode(),
        "plain file of Windows": text.encode("gb18030"),
        "Unicode of Windows": text.encode("utf-16"),
        "what verify said": noted("verify").encode(),
    }.items():
        (tmp_path / "saved.eml").write_bytes(saved)
        said = noted.run("verify", "--against", tmp_path / "saved.eml", expect=None)
        assert f"event {noted_at[65:]} is the same" in said.stdout, (name, said.output)


def written(text: str, kind: str, encoding: str, charset: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = "转发"
    message.set_content(text, subtype=kind, cte=encoding, charset=charset)
    return message.as_bytes()


def attached(mail: EmailMessage) -> bytes:
    message = EmailMessage(policy=SMTP)
    message.set_content("见附件")
    message.add_attachment(mail)
    return message.as_bytes()


def test_a_record_written_anew_is_found_by_a_mail(
    noted: Desk, inbox: Inbox, write_anew: Rewrite, tmp_path: Path
) -> None:
    noted("overdue", "--mail")
    saved = tmp_path / "saved.eml"
    saved.write_bytes(inbox.of("watch@bank.example").as_bytes())
    write_anew(2)
    said = noted.run("verify", "--against", saved, expect=6).stdout
    assert f"is not the one of which {saved} tells" in said


def test_a_file_without_a_head_is_no_proof(noted: Desk, tmp_path: Path) -> None:
    saved = tmp_path / "saved.eml"
    charsets = (b"Content-Type: text/plain; charset=" + name + b"\n\n." for name in (b"undefined", b'"a\0"'))
    for content in (
        b"",
        written("您好", "plain", "base64", "utf-8"),
        f"{'a' * 64}".encode(),
        os.urandom(2000),
        *charsets,
    ):
        saved.write_bytes(content)
        assert "has no head of a record in it" in noted("verify", "--against", saved, expect=2)
    saved.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "as Outlook keeps it" in noted("verify", "--against", saved, expect=2)


# ---- Every night ----


@pytest.mark.requirement("A6.3")
def test_the_night_compares_the_record_with_its_backups(noted: Desk, write_anew: Rewrite) -> None:
    assert "comparison ok" in noted("nightly", as_of=NIGHT)
    noted.register()
    assert "comparison ok" in noted("nightly", as_of="2026-11-26T01:30")
    write_anew(3)
    done = noted.run("nightly", as_of="2026-11-27T01:30", expect=7)
    assert "comparison failed" in done.stdout and "backup ok" in done.stdout
    assert "bank-2026-11-26T0130.db are not the same from event" in done.stderr


def test_the_night_goes_on_to_say_so_while_there_is_a_backup_that_tells_of_it(noted: Desk, write_anew: Rewrite) -> None:
    noted("nightly", as_of=NIGHT)
    write_anew(2)
    for night in ("2026-11-26T01:30", "2026-11-27T01:30"):
        assert "bank-2026-11-25T0130.db" in noted("nightly", as_of=night, expect=7)


def test_the_night_compares_with_the_second_folder_too(noted: Desk, write_anew: Rewrite, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    (tmp_path / "config.toml").write_text(f'[backup]\nsecond = "{tmp_path / "second"}"\n')
    noted("nightly", as_of=NIGHT)
    write_anew(2)
    shutil.rmtree(tmp_path / "backups")  # whoever wrote the file anew was at those as well
    done = noted.run("nightly", as_of="2026-11-26T01:30", expect=7)
    assert f"{tmp_path / 'second'}/bank-2026-11-25T0130.db are not the same from event" in done.stderr


def test_a_record_written_anew_from_its_first_event_is_found_at_night(noted: Desk, tmp_path: Path) -> None:
    noted("nightly", as_of=NIGHT)
    (tmp_path / "anew").mkdir()
    noted.path.write_bytes(furnished_on("2025-01-02", tmp_path / "anew"))
    assert "written anew from its first event on" in noted("nightly", as_of="2026-11-26T01:30", expect=7)


@pytest.mark.requirement("A6.3")
def test_verify_and_the_night_know_which_head_was_mailed(noted: Desk, inbox: Inbox, write_anew: Rewrite) -> None:
    noted("overdue", "--mail")
    log = rows(noted, "SELECT * FROM mail_log")
    assert rows(noted, "SELECT DISTINCT head || '@' || seq FROM mail_log") == [(head(noted),)]
    write_anew(3)
    for row in log:
        change(noted, f"INSERT INTO mail_log VALUES ({', '.join('?' * len(row))})", row)
    assert "is not the one whose head was mailed at 2026-11-23T10:00" in noted.run("verify", expect=6).stdout
    configure(1)  # no mail tonight
    assert "whose head was mailed" in noted("nightly", as_of=NIGHT, expect=7)


def test_what_a_restore_on_record_took_away_is_named_as_that(noted: Desk) -> None:
    noted("backup", as_of="2026-11-23T11:00")
    before = noted.path.parent / "backups" / "bank-2026-11-23T1100.db"
    noted.register(as_of="2026-11-23T11:30")
    lost = head(noted)
    noted("backup", as_of="2026-11-23T12:00")
    noted("restore", before, "--force", "--reason", "误录", as_of="2026-11-23T13:00")
    said = noted.run("verify", "--against", lost, expect=6).stdout
    assert f"was replaced by the restore of 2026-11-23 (event {last(noted)})" in said
    assert "comparison ok" in noted("nightly", as_of=NIGHT)


def test_what_was_entered_since_a_restore_is_compared_though_its_numbers_are_given_again(noted: Desk) -> None:
    noted("backup", as_of="2026-11-23T11:00")
    before = noted.path.parent / "backups" / "bank-2026-11-23T1100.db"
    for _ in range(3):
        noted.register(as_of="2026-11-23T11:30")
    noted("restore", before, "--force", "--reason", "误录", as_of="2026-11-23T13:00")
    restored = noted.path.read_bytes()
    noted.register(summary="还原后的事", as_of="2026-11-23T14:00")
    noted("backup", as_of="2026-11-23T15:00")
    noted.path.write_bytes(restored)
    noted.register(summary="另一件事", as_of="2026-11-23T14:00")
    assert "bank-2026-11-23T1500.db are not the same" in noted("nightly", as_of=NIGHT, expect=7)
