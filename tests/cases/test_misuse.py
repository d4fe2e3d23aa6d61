"""What a teller of the branch complained of tries in a real file is refused, or on record (Arts 6, 11, 19)."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import REGISTER, Desk
from support.terminal import Terminal

from complaintctl.front.identity import login_name

# Each try, and part of what it is answered with.
OFFICE_ALONE = "that is for supervision office, head of the supervision office"
HEAD_ALONE = "that is for chief supervisor, head of the supervision office"
TRIES = {
    "policy set seed.general 10": HEAD_ALONE,
    "policy set right.officer.decide all": HEAD_ALONE,
    "staff set ge --unit supervision": HEAD_ALONE,
    "staff set ge --role supervision": HEAD_ALONE,
    "staff set qian --login GE": HEAD_ALONE,
    "staff add lu 陆处暑 --unit chengguan --role principal_leader": HEAD_ALONE,
    "unit set chengguan --email ge@example.com": HEAD_ALONE,
    "unit set hexi --retired 2026-01-01": HEAD_ALONE,
    "unit set supervision --head ge": HEAD_ALONE,
    "calendar import days.csv --force": HEAD_ALONE,
    "direct 1 --by sun --text 不予处理": "that is for supervision office, leader in charge of petitions",
    "review 1 --accept": OFFICE_ALONE,
    "close 1": OFFICE_ALONE,
    "classify 1 --category service_attitude --reason 另定": OFFICE_ALONE,
    "correct 1 --summary 无事 --reason 更正": OFFICE_ALONE,
    "transfer 1 --to hexi": OFFICE_ALONE,
    "archive 1": OFFICE_ALONE,
    "void 1 --reason 重复 --approved-by sun": OFFICE_ALONE,
    "extend 1 --days 30 --approved-by sun --reason 复杂 --customer-told 2026-01-01": OFFICE_ALONE,
    "withdraw 1 --reason 和解 --verified-by ge --voluntary": OFFICE_ALONE,
    "sign 2": "TS-{year}-0002 is no case of their unit",
    "show 2": "is no case of their unit",
    "show 2 --reveal --reason 核对": "is no case of their unit",
    "slip 2 receipt --reveal --reason 核对": "is no case of their unit",
    "ledger --reveal --reason 核对": OFFICE_ALONE,
    "backup copy.db": "that is for supervision office, system administrator, head of the supervision office",
    "restore backup.db --force --reason 坏盘": "that is for supervision office, system administrator",
    "import rows.csv": OFFICE_ALONE,
    "report": "may look at cases of their own unit alone",
}


@pytest.fixture(scope="module")
def bank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real file: a case at the teller's branch, one at another, and a report of the branch's wrongdoing."""
    desk = Desk(tmp_path_factory.mktemp("real") / "bank.db", as_of=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        desk("init", "--officer", "李清明")
        for words in (
            "unit add chengguan 城关支行", "unit add hexi 河西支行",
            "staff add ge 葛芒种 --unit chengguan",
            "staff add zhang 张立冬 --unit chengguan --role unit_head",
            "staff add qian 钱谷雨 --unit hexi --login qian",
            "staff add sun 孙惊蛰 --unit supervision --role petition_leader",
            "staff add cha 查小满 --unit supervision --role auditor",
        ):  # fmt: skip
            desk(*words.split())
        customer = ["--name", "赵小满", "--phone", "13900000001"]
        for unit, more in (("chengguan", ()), ("hexi", ()), ("chengguan", ("--nature", "wrongdoing_report"))):
            desk(*REGISTER, *customer, "--unit", unit, *more)
        for case, unit in (("1", "chengguan"), ("2", "hexi")):
            desk("brief", case, "--to", "sun")
            desk("transfer", case, "--to", unit)
        desk("backup", str(desk.path.parent / "backup.db"))
    return desk.path


def logged_in(bank_file: Path, folder: Path, patch: pytest.MonkeyPatch, person: str) -> Desk:
    """The file under the login of one person, whom nothing names besides."""
    desk = Desk(folder / "bank.db", as_of=None)
    desk.path.write_bytes(bank_file.read_bytes())
    desk("--actor", "li", "staff", "set", "li", "--login", "li")
    desk("--actor", "li", "staff", "set", person, "--login", login_name())
    for name in ("backup.db",):
        (folder / name).write_bytes((bank_file.parent / name).read_bytes())
    for name in ("rows.csv", "days.csv"):
        (folder / name).write_text("受理日期,投诉内容\n2026-01-05,多扣\n", encoding="utf-8")
    patch.chdir(folder)
    patch.delenv("COMPLAINTCTL_ACTOR")
    return desk


@pytest.fixture
def teller(bank_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return logged_in(bank_file, tmp_path, monkeypatch, "ge")


def entries(desk: Desk) -> list[Any]:
    with closing(sqlite3.connect(desk.path)) as connection:
        return connection.execute("SELECT seq, kind, actor, login FROM event ORDER BY seq").fetchall()


def test_what_a_teller_of_the_branch_complained_of_tries_is_refused(teller: Desk) -> None:
    before = entries(teller)
    for words, said in TRIES.items():
        refused = teller.run(*words.replace("GE", login_name()).split(), expect=None)
        assert refused.exit_code == 3 and said.split("{")[0] in refused.stderr, f"{words}: {refused.output}"
    refused = teller.run("show", "3", "--reveal", "--reason", "核对", expect=4)  # the report of the branch
    assert "There is no case TS-" in refused.stderr and refused.stderr.rstrip().endswith("-0002.")
    assert entries(teller) == before


@pytest.mark.parametrize("words", ["close 1", "policy set seed.general 10", "show 2"])
def test_nor_as_another(teller: Desk, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    before = entries(teller)
    assert "You act as 葛芒种" in teller("--actor", "li", *words.split(), expect=3)
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    assert "You act as 葛芒种" in teller(*words.split(), expect=3)
    assert entries(teller) == before


def test_nor_at_the_desk(teller: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(teller.path.parent))
    before, terminal = entries(teller), Terminal(teller, "desk", as_of=None).sees(">")
    for line, said in {
        "close 1": "may not review and close cases", "show 2": "is no case of their unit",
        "complaintctl --actor li close 1": "You act as 葛芒种",
    }.items():  # fmt: skip
        terminal.press(line, "enter").sees(said)
    terminal.press("ctrl-d").ends()
    assert entries(teller) == before


def test_what_the_branch_has_to_do_it_does_and_what_it_looks_at_is_on_record(teller: Desk) -> None:
    teller("sign", "1")
    teller("contact", "1", "--purpose", "progress", "--text", "告知进展")
    teller("show", "1", "--reveal", "--reason", "回复客户")
    teller(*REGISTER, "--anonymous", "--unit", "chengguan")
    kinds = [kind for _seq, kind, actor, login in entries(teller) if (actor, login) == ("ge", login_name())]
    assert [kind for kind in kinds if kind != "deadline_set"] == ["signed", "contacted", "revealed", "registered"]
    listed = {row["case_no"][-1] for row in json.loads(teller("list", "--json"))}
    assert listed == {"1", "4"}


def test_an_auditor_reads_all_and_registers_nothing(
    bank_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = logged_in(bank_file, tmp_path, monkeypatch, "cha")
    assert "may not register complaints" in auditor(*REGISTER, "--anonymous", expect=3)
    assert len(json.loads(auditor("list", "--json"))) == 3
    refused = auditor("show", "3", "--reveal", "--reason", "检查", expect=3)
    assert "known to 监察室 alone" in refused
