"""The audit: who looked at whom, and who changed what others go by; what is unusual in it (Art. 6)."""

import csv
import io
import json
import platform
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, cases, made_once, picked_each

from complaintctl.file.replayed_rules import fresh
from complaintctl.front.identity import login_name
from complaintctl.record.program_text import own
from complaintctl.tables.listing import COLUMNS

REVEAL = ("--reveal", "--reason", "客户13900000001来电")
DAY, NEXT = "2026-11-23T10:00", "2026-11-24T10:00"


@made_once
def audited(desk: Desk) -> None:
    """A year's looks and changes, after the officer's and the bank's of the year before."""
    desk("staff", "set", "qian", "--role", "unit_head", "--login", "qian")
    desk("unit", "set", "hexi", "--email", "hexi@bank.example")
    desk("policy", "set", "soon_days", "4", "--reason", "试行")
    desk("code", "add", "cause", "queue", "--zh", "排队", "--en", "queue")
    desk.register(name="赵小满", phone="13900000001")
    desk("show", "1", *REVEAL)
    desk("--actor", "zhou", "slip", "1", "receipt", "-o", desk.path.with_name("a.docx"), as_of=NEXT)
    desk("ledger", "--from", "2026-11-01", *REVEAL, as_of=NEXT)
    desk("ledger", "--to", "2026-10-31", *REVEAL, as_of=NEXT)


def entries(desk: Desk, *words: str, as_of: str = NEXT) -> Any:
    return desk.json("audit", *words, as_of=as_of)


@cases(
    "kind acts",
    ("reveal", [("revealed", "li", "TS-2026-0001")]),
    ("打印", [("printed", "zhou", "TS-2026-0001")]),
    ("export", [("exported", "li", None)] * 2),
    ("search", []),
    ("rights", [("staff_changed", "li", None), ("unit_changed", "li", None)]),
    ("rules", [("policy_changed", "li", None), ("code_added", "li", None)]),
    ("file", []),
)
@pytest.mark.requirement("A6.2")
def test_each_act_is_found_by_its_kind(audited: Desk, kind: str, acts: list[tuple[str, str, str | None]]) -> None:
    assert picked_each(entries(audited, "--kind", kind), "act actor case_no") == acts


def test_all_of_this_year_are_listed_in_the_order_of_their_entry(audited: Desk) -> None:
    found = entries(audited)
    assert len(found) == 8 and sorted(row["seq"] for row in found) == [row["seq"] for row in found]
    assert {row["recorded_at"][:4] for row in found} == {"2026"}
    assert "file_created" in {row["act"] for row in entries(audited, "--from", "2025-01-01")}


@cases(
    "words acts",
    (("--person", "qian"), ["staff_changed"]),  # whom it was done to
    (("--person", "周立夏"), ["printed"]),
    (("--case", "1"), ["revealed", "printed", "exported"]),  # not the export that it did not stand in
    (("--case", "1", "--person", "zhou"), ["printed"]),
    (("--kind", "export", "--to", "2026-11-23"), []),
)
def test_it_is_asked_of_a_person_or_a_case(audited: Desk, words: tuple[str, ...], acts: list[str]) -> None:
    assert [row["act"] for row in entries(audited, *words)] == acts


def test_of_a_case_the_years_before_are_listed_too(audited: Desk) -> None:
    assert len(entries(audited, "--case", "2026-1", as_of="2027-01-05T10:00")) == 3
    assert entries(audited, "--person", "zhou", as_of="2027-01-05T10:00") == []


@pytest.mark.requirement("A6.2")
def test_the_customer_and_the_reasons_are_masked(audited: Desk) -> None:
    (look,) = entries(audited, "--kind", "reveal")
    assert (look["complainant"], look["reason"], look["revealed"]) == ("赵**", "客户139****0001来电", True)
    assert "赵小满" not in audited("audit", as_of=NEXT) and "13900000001" not in audited("audit", "--csv", as_of=NEXT)


def test_whom_the_reason_of_an_export_names_is_masked_too(audited: Desk) -> None:
    audited("ledger", "--to", "2026-10-31", "--reveal", "--reason", "赵小满来行查询", as_of=NEXT)
    assert entries(audited, "--kind", "export")[-1]["reason"] == "赵**来行查询"
    audited("classify", "1", "--nature", "wrongdoing_report", "--reason", "核实", as_of=NEXT)
    assert entries(audited, "--kind", "export", "--person", "li")[-1]["reason"] in ("保密", "保密来行查询")


def test_who_made_a_report_of_wrongdoing_is_not_shown(desk: Desk) -> None:
    desk("staff", "set", "qian", "--role", "auditor", as_of="2025-12-01")
    desk.register(channel="letter", nature="wrongdoing_report", unit="hexi", subject="qian", name="钱大暑")
    desk("show", "1", "--reveal", "--reason", "钱大暑来信")
    assert picked_each(entries(desk, "--kind", "reveal"), "complainant reason") == [("保密", "保密来信")]
    assert entries(desk, "--kind", "reveal", "--case", "1") == entries(desk, "--kind", "reveal")
    kept = json.loads(desk("--actor", "qian", "audit", "--kind", "reveal", "--json"))
    assert kept == []


@cases(
    "kind what",
    ("rights", ["钱谷雨 (qian), role officer → head of a unit, login qian, heads 河西支行 (hexi)",
                "河西支行 (hexi), e-mail hexi@bank.example"]),
    ("rules", ["soon_days, value 3 → 4, in force from 2026-11-23",
               "cause, code queue, Chinese 排队, English queue, in force from 2026-11-23"]),
    ("print", ["receipt, copy 1, showing customer's name"]),
    ("export", ["complaints register, received 2026-11-01 to 2026-11-24",
                "complaints register, received up to 2026-10-31"]),
)  # fmt: skip
def test_it_says_what_was_changed_from_what_to_what(audited: Desk, kind: str, what: list[str]) -> None:
    assert [row["what"] for row in entries(audited, "--kind", kind)] == what


def test_of_each_change_it_tells_what_was_before(audited: Desk) -> None:
    """Also of one that follows another, of one taken back, and not of what stayed."""
    audited("staff", "set", "qian", "--role", "officer", as_of=NEXT)
    audited("unit", "set", "hexi", "--area", "town", "--head", "li", as_of=NEXT)
    told = [row["what"] for row in entries(audited, "--kind", "rights")][2:]
    assert told == ["钱谷雨 (qian), role head of a unit → officer",
                    "河西支行 (hexi), head 钱谷雨 (qian) → 李清明 (li), area country → town"]  # fmt: skip


def test_what_did_not_leave_after_all_is_marked(audited: Desk) -> None:
    with Path("/dev/full").open("w") as full:
        subprocess.run(audited.line("show", "1", *REVEAL), stdout=full, stderr=subprocess.PIPE)
    assert [row["failed"] for row in entries(audited, "--kind", "reveal")] == [False, True]


def test_it_goes_into_a_file_and_a_table(audited: Desk, tmp_path: Path) -> None:
    audited("audit", "-o", str(tmp_path / "audit.csv"), as_of=NEXT)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "audit.csv").read_text("utf-8-sig"))))
    assert [row["act_label"] for row in rows][-1] == "register exported"
    assert audited("audit", "--lang", "zh", as_of=NEXT, expect=2)
    assert "received up to 2026-10-31, unmasked" in audited("audit", as_of=NEXT)
    assert "职责 经办人员 → 单位负责人" in audited("--lang", "zh", "audit", as_of=NEXT)
    assert "Nothing of this is on record from 2026-01-01 to 2026-11-24." in audited(
        "audit", "--kind", "search", as_of=NEXT
    )


@cases(
    "words status",
    (("--person", "nobody"), 4),
    (("--case", "9"), 4),
    (("--kind", "looks"), 4),
    (("--from", "2026-12-01", "--to", "2026-11-30"), 2),
)
def test_what_is_not_there_is_said(audited: Desk, words: tuple[str, ...], status: int) -> None:
    audited("audit", *words, expect=status)


def test_what_it_tells_of_an_act_has_a_heading() -> None:
    told = {key for (key,) in fresh(own()).execute("SELECT t.value FROM audited_event a, json_each(a.told) t")}
    assert {key for key in told if key not in COLUMNS and f"{key}_label" not in COLUMNS} == set()


def test_of_the_first_officer_it_tells_what_changed_since_the_file_was_made(desk: Desk) -> None:
    desk("staff", "set", "li", "--phone", "0000-1", "--shared-login")
    assert [row["what"] for row in entries(desk, "--kind", "rights")] == ["李清明 (li), shared login yes, phone 0000-1"]


def test_a_restore_is_in_it(audited: Desk) -> None:
    backup = audited.path.with_name("copy.db")
    audited("backup", str(backup))
    audited.register(as_of=NEXT)
    audited("restore", str(backup), "--force", "--reason", "磁盘更换", as_of=NEXT)
    (restored,) = (row for row in entries(audited, "--kind", "file") if row["act"] == "restored")
    assert restored["what"].startswith("copy.db, replaced file ") and restored["reason"] == "磁盘更换"


# ---- Under whose login ----


@pytest.fixture(scope="module")
def one_computer(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A real file of one computer: its login is shared, first that of li, then of zhang; li has another one now."""
    desk, login = Desk(tmp_path_factory.mktemp("real") / "bank.db", None), login_name()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLAINTCTL_CONFIG", str(desk.path.with_name("config.toml")))
        for actor, words in (
            ("li", "init --officer 李清明"),
            ("li", "staff add zhang 张立冬 --unit supervision --role supervision"),
            ("li", "staff add wang 王小寒 --unit supervision --role petition_leader"),
            ("li", "staff set li --shared-login"),
            ("zhang", "register --channel phone --category work_error --summary 多扣手续费 --demand 退款 --anonymous"),
            ("zhang", "contact 1 --purpose track --text 已电话告知"),
            ("zhang", "brief 1 --to wang"),
            ("li", "staff set li --login liqm"),
            ("li", f"staff set zhang --login {login} --shared-login"),
            ("zhang", "contact 1 --purpose track --text 再次告知"),
        ):
            desk("--actor", actor, *words.split())
    return desk


def test_what_was_done_under_anothers_login_is_in_it(one_computer: Desk) -> None:
    found = one_computer.json("audit", "--kind", "login")
    assert picked_each(found, "act kind actor login holder") == [
        ("registered", "login", "zhang", login_name(), "li"),
        ("deadline_set", "login", "zhang", login_name(), "li"),
        ("contacted", "login", "zhang", login_name(), "li"),
        ("briefed", "login", "zhang", login_name(), "li"),
        ("staff_changed", "rights", "li", login_name(), None),  # the login was nobody's then
    ]
    assert {row["what"] for row in found[:4]} == {""}  # not even whom a case was reported to
    assert {row["host"] for row in found} == {platform.node() or "unknown"}
    assert f"{login_name()} of 李清明" in one_computer("audit")
    assert "已电话告知" not in one_computer("audit")  # no text of an act that is here for its login alone


def test_a_login_given_on_leaves_what_was_done_before_to_its_former_holder(one_computer: Desk) -> None:
    under = one_computer.json("audit", "--person", "li")
    assert [row["act"] for row in under if row["actor"] == "zhang"] == [
        "registered",
        "deadline_set",
        "contacted",
        "briefed",
    ]
    own = [row for row in one_computer.json("audit") if row["actor"] == "li" and not row["other_login"]]
    assert [row["act"] for row in own] == [
        "file_created",
        "staff_added",
        "staff_added",
        "staff_changed",
        "staff_changed",
    ]


def test_in_a_practice_file_no_login_is_anothers(audited: Desk) -> None:
    assert entries(audited, "--kind", "login") == []
    assert {(row["login"], row["host"]) for row in entries(audited)} == {("practice", "practice")}


# ---- What doctor names ----


def looks(desk: Desk, as_of: str = NEXT) -> tuple[str, str, str]:
    """State, text and remedy, but for the case file in it, of doctor's line on looks at customers."""
    rows = json.loads(desk.run("doctor", "--json", as_of=as_of, expect=None).stdout)
    (row,) = (row for row in rows if row["check"] == "looks")
    return row["state"], row["text"], row["remedy"].replace(f" --db {desk.path}", "")


@made_once
def looked_at(desk: Desk) -> None:
    """Three customers, each looked at twice in a day; the policy finds two usual."""
    desk("policy", "set", "looks_a_day", "2", "--from", "2026-01-01")
    for day in ("2026-10-01", "2026-11-01", "2026-11-22"):
        desk.register(as_of=f"{day}T09:00", name=f"赵{day[5:7]}")
    for case in ("1", "2", "2", "1"):
        desk("show", case, *REVEAL)


def test_more_customers_a_day_than_the_policy_says_are_unusual(looked_at: Desk) -> None:
    assert looks(looked_at)[0] == "ok"  # two of them, though four looks
    looked_at("slip", "3", "receipt", as_of=DAY)  # masked
    assert looks(looked_at)[0] == "ok"
    looked_at("slip", "3", "receipt", *REVEAL, as_of=DAY)
    remedy = "complaintctl audit --person li --from 2026-11-23 --to 2026-11-23"
    assert looks(looked_at) == ("warning", "李清明 (li) looked at 3 customers on 2026-11-23", remedy)
    assert len(entries(looked_at, *remedy.split()[2:], "--kind", "reveal")) == 4


def test_the_looks_of_two_people_or_days_are_not_added_up(looked_at: Desk) -> None:
    looked_at("--actor", "zhou", "show", "3", *REVEAL)
    looked_at("show", "3", *REVEAL, as_of=NEXT)
    assert looks(looked_at)[0] == "ok"


@cases(
    "exports state",
    ([()], "warning"),
    ([("--from", "2026-10-01")], "warning"),
    ([("--from", "2026-10-02")], "ok"),
    ([("--to", "2026-10-31"), ("--from", "2026-11-01")], "warning"),  # in two halves
    ([("--to", "2026-10-31"), ("--from", "2026-11-02")], "ok"),
)
def test_an_export_of_all_is_unusual(looked_at: Desk, exports: list[tuple[str, ...]], state: str) -> None:
    for words in exports:
        looked_at("ledger", *words, *REVEAL, as_of=NEXT)
    assert looks(looked_at)[0] == state
    if state == "warning":
        assert looks(looked_at)[1] == "李清明 (li) exported all customers on 2026-11-24"


def test_a_masked_export_is_not(looked_at: Desk) -> None:
    looked_at("ledger", as_of=NEXT)
    assert looks(looked_at)[0] == "ok"


def test_what_is_unusual_is_named_for_some_days(looked_at: Desk) -> None:
    looked_at("ledger", *REVEAL, as_of=NEXT)
    assert looks(looked_at, "2026-12-24T23:00")[0] == "warning" and looks(looked_at, "2026-12-25T01:00")[0] == "ok"
    looked_at("policy", "set", "unusual_days", "31", as_of=NEXT)
    assert looks(looked_at, "2026-12-25T01:00")[0] == "warning"
