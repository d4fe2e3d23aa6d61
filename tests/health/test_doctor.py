"""doctor: every fault that was planted is found, with the command that mends it; and nothing else is."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases
from support.case_file import damage, make_newer, tampering
from support.mail_server import configure, free_port, serving
from support.small_disk import fill, mounted

from complaintctl.base.clock import parse_moment
from complaintctl.file import db, run_log
from complaintctl.health import findings

TODAY = "2026-06-01T09:00"


@pytest.fixture(scope="module")
def sound_folder(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Iterator[Path]:
    """A file with a head at each unit, addresses, somebody for each check, and one case; a night, a backup, mail."""
    desk = Desk(tmp_path_factory.mktemp("sound") / "bank.db", "2026-06-01T08:00")
    desk.path.write_bytes(furnished)
    desk.path.chmod(0o600)
    with pytest.MonkeyPatch.context() as patch, serving() as (_, port):
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        patch.setenv("COMPLAINTCTL_CONFIG", str(desk.path.with_name("config.toml")))
        for unit, head in (("chengguan", "zhang"), ("hexi", "qian"), ("retail", "wu")):
            desk("unit", "set", unit, "--head", head, "--email", f"{unit}@bank.example")
            if unit != "retail":
                desk("check", "name", "branch_box", "--unit", unit)
        desk("unit", "set", "supervision", "--email", "office@bank.example")
        desk("staff", "set", "sun", "--email", "sun@bank.example")
        for kind in ("government_website", "web_channel"):
            desk("check", "name", kind, "li")
        desk.register(unit="chengguan")
        configure(port)
        desk("nightly", as_of="2026-06-01T01:30")
        yield desk.path.parent


@pytest.fixture
def sound(tmp_path: Path, sound_folder: Path) -> Desk:
    """An installation in which all is well."""
    shutil.copytree(sound_folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path / "bank.db", TODAY)


def found(desk: Desk, *words: str, as_of: str | None = None, expect: int = 0) -> dict[str, tuple[str, str]]:
    """State and remedy of whatever is not ok, by what was looked at."""
    rows = json.loads(desk.run("doctor", *words, "--json", as_of=as_of, expect=expect).stdout)
    return {row["check"]: (row["state"], row["remedy"]) for row in rows if row["state"] != "ok"}


def test_all_is_well_on_one_screen(sound: Desk) -> None:
    page = sound("doctor")
    lines = page.splitlines()
    assert lines[0] == "PRACTICE" and len(lines) < 24
    assert [line.split("  ")[0] for line in lines[1:]] == ["ok"] * (len(lines) - 1), page
    assert str(sound.path) in page and "2026-06-01 01:30, 7 hours ago; 1 in" in page
    assert found(sound, "--thorough") == {}
    rows = sound.json("doctor")
    assert [*rows[0]] == ["check", "label", "state", "text", "remedy"]
    assert sum(row["check"] in ("addresses", "leader_address", "room", "mail") for row in rows) == 4


def change(desk: Desk, sql: str) -> None:
    """Change the file behind the program's back."""
    with tampering(desk.path) as connection:
        connection.execute(sql)


# A fault: how it is planted (SQL, the words of a command, or a function), where it is found, and what mends it.
WRONG = {
    "changed event": ("UPDATE event SET detail = '{}' WHERE seq = 3", "ledger", "complaintctl verify"),
    "cut off end": ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "ledger", "complaintctl verify"),
    "calendar past": ("UPDATE calendar SET known = 0 WHERE day >= '2026-05-31'", "calendar",
                      "complaintctl calendar import FILE"),
    "no leader": (["staff", "set", "sun", "--retired", "2026-06-01"], "leader",
                  "complaintctl staff add CODE NAME --unit UNIT --role petition_leader"),
    "unit with half an address": ("UPDATE unit SET email = 'a..b@b.example' WHERE code = 'hexi'", "addresses",
                                  "complaintctl unit set hexi --email ADDRESS"),
    "leader with half an address": ("UPDATE staff SET email = 'a..b@b.example' WHERE code = 'sun'", "leader_address",
                                    "complaintctl staff set sun --email ADDRESS"),
    "half an address configured": (lambda _: configure(free_port(), to=["a..b@b.example"]), "mail",
                                   "look at [mail] in the configuration file"),
}  # fmt: skip
WARNING = {
    "others may read it": (lambda desk: desk.path.chmod(0o644), "permissions", "chmod 600 "),
    "calendar guessed": ("UPDATE calendar SET known = 0 WHERE day >= '2026-07-30'", "calendar",
                         "complaintctl calendar import FILE"),
    "no head": (["staff", "set", "qian", "--retired", "2026-06-01"], "heads",
                "complaintctl unit set hexi --head STAFF"),
    "shared login": (["staff", "set", "qian", "--login", "q", "--shared-login"], "logins",
                     "complaintctl staff set qian --no-shared-login"),
    "unit without address": ("UPDATE unit SET email = NULL WHERE code = 'hexi'", "addresses",
                             "complaintctl unit set hexi --email ADDRESS"),
    "leader without address": ("UPDATE staff SET email = NULL WHERE code = 'sun'", "leader_address",
                               "complaintctl staff set sun --email ADDRESS"),
    "cases at a retired unit": ("UPDATE unit SET retired_on = '2026-06-01' WHERE code = 'chengguan'", "retired_units",
                                "complaintctl transfer TS-2026-0001 --to UNIT"),
    "check of nobody": (["unit", "add", "dongjie", "东街支行", "--head", "zhang", "--email", "d@bank.example"],
                        "checks", "complaintctl check name branch_box --unit dongjie"),
    "no backup left": (lambda desk: shutil.rmtree(desk.path.parent / "backups"), "backup", "complaintctl backup"),
    "no mail": (lambda _: Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink(), "mail", "give [mail] host"),
}  # fmt: skip


@pytest.mark.parametrize("fault", [*WRONG, *WARNING])
def test_a_planted_fault_is_found(sound: Desk, fault: str) -> None:
    how, check, remedy = (WRONG | WARNING)[fault]
    plant: Any = {str: lambda: change(sound, how), list: lambda: sound(*how)}.get(type(how), lambda: how(sound))
    plant()
    state, status = ("wrong", 6) if fault in WRONG else ("warning", 0)
    faults = found(sound, expect=status)
    assert faults.pop(check)[0] == state
    assert faults == {} or (fault == "no head" and [*faults] == ["checks"])
    page = sound.run("doctor", expect=status).stdout
    mends = next(line.strip() for line in page.splitlines() if line.strip().startswith("→"))
    assert mends.removeprefix("→ ").startswith(remedy)
    assert fault != "no leader" or "leaders' addresses" not in page  # where nobody is in charge, none is called well


def test_how_far_the_calendar_is_known_and_a_mail_that_was_never_sent(desk: Desk) -> None:
    assert "calendar" not in found(desk, as_of="2026-11-01")
    faults = found(desk, as_of="2026-11-02")
    assert faults["calendar"][0] == "warning" and "overdue_mail" not in faults
    configure(free_port())
    assert found(desk)["overdue_mail"] == ("warning", "complaintctl overdue --mail")


def test_a_night_that_failed_or_stopped_running(sound: Desk) -> None:
    assert found(sound, as_of="2026-06-03T01:00") == {}
    late = found(sound, as_of="2026-06-03T02:00")
    assert [*late] == ["nightly", "backup"] and {state for state, _ in late.values()} == {"warning"}
    configure(free_port())
    sound.run("nightly", as_of="2026-06-02T01:30", expect=7)
    faults = found(sound, as_of="2026-06-02T09:00", expect=6)
    mend = "mend what it says, then: complaintctl overdue --mail"
    assert faults == {"nightly": ("wrong", "complaintctl nightly"), "overdue_mail": ("wrong", mend)}
    assert "mail failed" in sound.run("doctor", as_of="2026-06-02T09:00", expect=6).stdout


@pytest.mark.parametrize(
    ("key", "value", "checks"),
    [("calendar_ahead_days", "400", {"calendar"}), ("night_old_hours", "6", {"nightly", "backup"})],
)
def test_the_bank_says_what_is_too_soon_and_what_is_old(sound: Desk, key: str, value: str, checks: set[str]) -> None:
    assert not checks & found(sound).keys()
    sound("policy", "set", key, value)
    assert checks <= found(sound).keys()


def test_a_night_that_was_cut_off_and_a_backup_that_failed_last(sound: Desk) -> None:
    with db.writing(sound.path) as connection:
        moment = parse_moment("2026-06-01T02:00", "")
        run_log.note_step(connection, run_log.begun("nightly", moment), "escalate", moment, moment, "done", "")
    night = {"nightly": ("warning", "complaintctl nightly")}
    assert found(sound) == night
    assert "cut off before checks, comparison, mail, logs, backup" in sound("doctor")
    (sound.path.parent / "in-the-way").write_text("")
    sound("backup", str(sound.path.parent / "in-the-way"), expect=5)
    assert found(sound, expect=6) == {**night, "backup": ("wrong", "complaintctl backup")}


def test_a_mail_of_overdue_cases_that_failed_last(sound: Desk) -> None:
    with serving() as (inbox, port):
        inbox.refuse = {"watch@bank.example"}
        configure(port)
        sound("overdue", "--mail", "--resend", expect=7)
        assert [*found(sound, expect=6)] == ["overdue_mail"]
        assert "550 no such mailbox" in sound.run("doctor", expect=6).stdout
        inbox.refuse = set()
        sound("overdue", "--mail")
        assert found(sound) == {}
        sound("overdue", "--mail", as_of="2026-06-06T09:00")  # a rest day
        assert "overdue_mail" not in found(sound, as_of="2026-06-06T10:00")


def test_a_fresh_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "bank.db", None)
    desk("init")
    faults = found(desk, expect=6)
    assert faults["leader"][0] == "wrong" and faults["nightly"][0] == faults["backup"][0] == "warning"
    assert "PRACTICE" not in desk.run("doctor", expect=6).stdout
    # A real file is looked at as it was: reading needs no practice file.
    assert "calendar" in found(desk, as_of="2030-01-01", expect=6)


def test_quick_looks_at_the_end_and_thorough_at_all(sound: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "_QUICK", 5)
    page = sound("doctor")
    assert re.search(r"the last 5 of \d+ events are unchanged, head \w+; not looked at: the earlier ones, cases", page)
    change(sound, "UPDATE event SET detail = '{}' WHERE seq = 3")
    assert found(sound) == {}
    assert found(sound, "--thorough", expect=6)["ledger"][0] == "wrong"
    change(sound, "UPDATE event SET detail = '{}' WHERE seq = (SELECT max(seq) - 4 FROM event)")
    assert found(sound, expect=6)["ledger"][0] == "wrong"


@pytest.mark.parametrize("words", [(), ("--thorough",)])
def test_the_whole_ledger_is_looked_at_whatever_the_day(sound: Desk, words: tuple[str, ...]) -> None:
    for day in ("2024-12-31", "2026-05-31", "2026-06-01"):
        assert "ledger" not in found(sound, *words, as_of=day)
    change(sound, "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)")
    for day in ("2024-12-31", "2026-05-31", "2026-06-01"):
        assert found(sound, *words, as_of=day, expect=6)["ledger"][0] == "wrong"


@cases(
    "edit",
    "UPDATE complaint SET status = 'closed'",
    "UPDATE complainant SET masked_name = '王**'",
    "UPDATE time_limit SET limit_days = 30 WHERE limit_days = 10",
    "UPDATE staff SET role = 'auditor' WHERE code = 'qian'",
    "UPDATE number_series SET last = last + 1",
    "DROP VIEW open_duty",
)
def test_what_was_not_looked_at_is_not_called_sound(sound: Desk, edit: str) -> None:
    change(sound, edit)
    (ledger,) = (line for line in sound("doctor").splitlines() if "events" in line)
    assert "sound" not in ledger and "not looked at" in ledger and "complaintctl verify" in ledger
    assert found(sound, "--thorough", expect=6)["ledger"][0] == "wrong"


def test_a_file_that_cannot_be_opened(sound: Desk) -> None:
    good = sound.path.read_bytes()
    damage(sound.path)
    assert found(sound, expect=6)["file"] == ("wrong", "complaintctl restore FILE --force --reason TEXT")
    sound.path.write_bytes(b"no case file")
    assert found(sound, expect=6)["file"][0] == "wrong"
    sound.path.write_bytes(good)
    make_newer(sound.path)
    assert "install the newer complaintctl" in sound.run("doctor", expect=6).stdout
    sound.path.unlink()
    assert found(sound, expect=6) == {"file": ("wrong", "complaintctl init")}


def test_the_mail_server_is_tried_when_asked_for(sound: Desk) -> None:
    configure(free_port())
    assert found(sound) == {}
    assert found(sound, "--mail", expect=6)["mail"][0] == "wrong"
    assert "cannot be reached" in sound.run("doctor", "--mail", expect=6).stdout
    with serving(login=True) as (_, port):
        configure(port)
        assert "127.0.0.1 answers" in sound("doctor", "--mail")
        configure(port, user="complaints", password="wrong")
        assert "does not take the name and password" in sound.run("doctor", "--mail", expect=6).stdout
        configure(port, user="complaints", password_command="false")
        assert "gave no password" in sound.run("doctor", "--mail", expect=6).stdout


def test_a_test_mail_goes_through_the_real_settings_and_what_is_answered_is_said(sound: Desk) -> None:
    assert "is not one e-mail address" in sound("doctor", "--mail-to", "li@bank.example, x@y.example", expect=2)
    with serving() as (inbox, port):
        configure(port)
        said = sound("doctor", "--mail-to", "li@else.example")
        assert f"127.0.0.1:{port} took a test mail to li@else.example and answered: 250 taken." in said
        assert "Taken is not delivered: look in the mailbox" in said
        ((recipient, message),) = inbox.messages
        assert recipient == "li@else.example" and message["From"].addresses[0].addr_spec == "complaints@bank.example"
        assert not [word for word in ("云溪", "TS-", "李") if word in message.as_string() + message.get_content()]
        inbox.refuse = {"li@else.example"}
        refused = found(sound, "--mail-to", "li@else.example", expect=6)
        assert refused["mail"][0] == "wrong"
        assert "550 no such mailbox" in sound.run("doctor", "--mail-to", "li@else.example", expect=6).stdout
        configure(port, user="complaints", password="密码")
        assert "is not ASCII" in sound.run("doctor", "--mail-to", "li@else.example", expect=6).stdout
    Path(os.environ["COMPLAINTCTL_CONFIG"]).unlink()
    assert found(sound, "--mail-to", "li@else.example", expect=6)["mail"][0] == "wrong"
    assert len(inbox.messages) == 1


def test_little_room_and_none(sound: Desk, tmp_path: Path) -> None:
    size = sound.path.stat().st_size
    for times, state in ((2, "wrong"), (5, "warning")):
        with mounted(tmp_path / f"disk{times}", str(size * times)) as disk:
            path = Path(shutil.copy(sound.path, disk / "bank.db"))
            path.chmod(0o600)
            faults = found(Desk(path, TODAY), expect=6 if state == "wrong" else 0)
            assert faults["room"][0] == state


def test_a_full_disk_is_no_reason_to_restore(sound: Desk, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", str(sound.path.stat().st_size + 200_000)) as disk:
        full = Desk(Path(shutil.copy(sound.path, disk / "bank.db")), TODAY)
        full.path.chmod(0o600)
        fill(disk)
        for words in (("overdue",), ("list",), ("overdue", "--mail")):
            said = full(*words, expect=5)
            assert "the disk is full" in said and "Free some space" in said
        faults = found(full, expect=6)
        assert faults == {"file": ("wrong", ""), "room": ("wrong", "free some space on that disk: it is full")}
        assert "the disk is full" in full.run("doctor", expect=6).stdout
        (disk / "fill").unlink()
        assert full.json("list")[0]["case_no"] == "TS-2026-0001"


def test_doctor_in_chinese(sound: Desk) -> None:
    sound.path.chmod(0o644)
    page = sound("--lang", "zh", "doctor")
    assert "注意  权限" in page and "→ chmod 600" in page and "磁盘空间" in page
    for line in page.splitlines()[1:]:
        assert line.startswith(("正常  ", "注意  ", " ")), line
