"""Who acts: what the operating system says of who runs the program, in a real file and with real users (Art. 19)."""

import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import REGISTER, Desk, cases
from support.case_file import FIRST_FORMAT, tampering, unpacked

from complaintctl.base.errors import NotFound
from complaintctl.file import db
from complaintctl.front import identity
from complaintctl.front.identity import login_name
from complaintctl.record import ledger
from complaintctl.record.ledger import PRACTICE

OTHER_USER = 12345  # a user whom the system knows no name for
# Every file is open to him.
AS_OTHER = ("setpriv", f"--reuid={OTHER_USER}", "--inh-caps=+dac_override", "--ambient-caps=+dac_override")
as_root = pytest.mark.skipif(
    not shutil.which("setpriv")
    or subprocess.run([*AS_OTHER, sys.executable, "-c", ""], capture_output=True).returncode != 0,
    reason="nobody here may start a process of another user",
)


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A real file, founded by li under the login of whoever runs the tests, with zhou, who has no login."""
    monkeypatch.delenv("COMPLAINTCTL_ACTOR")
    desk = Desk(tmp_path / "bank.db", as_of=None)
    desk("--actor", "li", "init", "--officer", "李清明")
    desk("staff", "add", "zhou", "周立夏", "--unit", "supervision", "--role", "principal_leader")
    return desk


def entered(desk: Desk) -> dict[str, Any]:
    """The actor, login and machine of the last event."""
    with tampering(desk.path) as connection:
        row = connection.execute("SELECT actor, login, host FROM event ORDER BY seq DESC").fetchone()
    return dict(zip(("actor", "login", "host"), row, strict=True))


def by_another(desk: Desk, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as another user of the machine, to whom every file is open."""
    return subprocess.run([*AS_OTHER, *desk.line(*words)], capture_output=True, text=True)


@pytest.mark.requirement("A19.1")
def test_an_event_says_who_under_whose_login_on_which_machine(real: Desk) -> None:
    real("unit", "add", "hexi", "河西支行")
    assert entered(real) == {"actor": "li", "login": login_name(), "host": platform.node()}
    events = json.loads(real(*REGISTER, "--anonymous", "--json"))["events"]
    assert {(event["actor"], event["login"]) for event in events} == {("li", login_name())}


def test_the_environment_names_nobody(real: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "zhou")
    real("unit", "add", "hexi", "河西支行")
    assert entered(real)["actor"] == "li"


@cases("how", "argument", "environment", "configuration")
def test_nobody_acts_under_the_login_of_another(real: Desk, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["unit", "add", "hexi", "河西支行"]
    if how == "environment":
        monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhou")
    elif how == "configuration":
        Path(os.environ["COMPLAINTCTL_CONFIG"]).write_text('actor = "zhou"\n', "utf-8")
    said = real(*(["--actor", "zhou"] if how == "argument" else []), *words, expect=3)
    assert f"You act as 李清明, whose login {login_name()} is, not as 周立夏" in said
    assert "complaintctl staff set li --shared-login" in said
    with tampering(real.path) as connection:
        assert connection.execute("SELECT code FROM unit").fetchall() == [("supervision",)]


def test_several_work_under_a_login_that_is_marked_as_shared(real: Desk) -> None:
    real("staff", "set", "li", "--shared-login")
    real("--actor", "zhou", "contact", "1", "--help")
    real("--actor", "zhou", *REGISTER, "--anonymous")
    assert entered(real) == {"actor": "zhou", "login": login_name(), "host": platform.node()}
    real("staff", "set", "li", "--no-shared-login")
    assert "You act as 李清明" in real("--actor", "zhou", *REGISTER, "--anonymous", expect=3)


def test_a_login_alone_says_who_acts_where_the_bank_wants_it(real: Desk) -> None:
    real("staff", "set", "li", "--shared-login")
    real("policy", "set", "actor_by_login", "on")
    assert "policy actor_by_login" in real("--actor", "zhou", *REGISTER, "--anonymous", expect=3)
    real(*REGISTER, "--anonymous")


def test_only_a_login_is_shared(real: Desk) -> None:
    assert "周立夏 has no login" in real("staff", "set", "zhou", "--shared-login", expect=2)


@as_root
def test_a_login_that_is_nobodys_acts_as_named(real: Desk) -> None:
    done = by_another(real, *REGISTER, "--anonymous")
    assert done.returncode == 4 and f"your login '{OTHER_USER}'" in done.stderr
    assert by_another(real, "--actor", "zhou", *REGISTER, "--anonymous").returncode == 0
    assert entered(real) == {"actor": "zhou", "login": str(OTHER_USER), "host": platform.node()}
    real("policy", "set", "actor_by_login", "on")
    done = by_another(real, "--actor", "zhou", *REGISTER, "--anonymous")
    assert done.returncode == 3 and f"--login {OTHER_USER}" in done.stderr
    real("staff", "set", "zhou", "--login", str(OTHER_USER))
    assert by_another(real, *REGISTER, "--anonymous").returncode == 0
    assert entered(real)["actor"] == "zhou"


def test_a_practice_file_is_the_same_everywhere(desk: Desk) -> None:
    desk("--actor", "zhang", "contact", "1", "--help")
    desk.register()
    assert entered(desk) == {"actor": "li", "login": "practice", "host": "practice"}


@cases("acted shared", (False, 0), (True, 1))
def test_an_older_file_takes_a_login_as_shared_where_others_acted(tmp_path: Path, acted: bool, shared: int) -> None:
    unpacked(FIRST_FORMAT[-1], tmp_path)
    desk = Desk(tmp_path / "bank.db", as_of="2026-11-23T10:00")
    if acted:  # by sun, who has no login
        with tampering(desk.path) as connection:
            connection.row_factory = sqlite3.Row
            last = {
                **connection.execute("SELECT * FROM event ORDER BY seq DESC").fetchone(),
                "actor": "sun",
                **dict.fromkeys(("login", "host", "salt")),
            }
            digest = ledger.event_hash(last, last["previous_hash"], ledger.SharedKeys(connection))
            connection.execute("UPDATE event SET actor = 'sun', hash = ? WHERE seq = ?", (digest, last["seq"]))
            connection.execute("UPDATE ledger_head SET hash = ?", (digest,))
    said = desk.run("upgrade").stderr
    assert ("complaintctl staff set li --no-shared-login" in said) is acted
    with tampering(desk.path) as connection:
        assert connection.execute("SELECT sum(shared_login) FROM staff").fetchone() == (shared,)


@as_root
@pytest.mark.requirement("A6.1", "A13.4")
def test_a_login_that_is_nobodys_reads_no_report_of_wrongdoing(real: Desk) -> None:
    words = ["--nature", "wrongdoing_report", "--summary", "举报吃回扣", "--demand", "查处", "--anonymous"]
    real("register", "--channel", "letter", "--category", "rule_violation", *words)
    done = by_another(real, "show", "1")
    assert done.returncode == 0 and "吃回扣" not in done.stdout and "保密" in done.stdout


def test_a_user_who_is_called_practice_is_nobody_in_a_real_file(real: Desk) -> None:
    """There it is a login like any other, which only has the name of the one login of every practice file."""
    with db.reading(real.path) as connection, pytest.raises(NotFound):
        identity.member(connection, PRACTICE.login, None)
