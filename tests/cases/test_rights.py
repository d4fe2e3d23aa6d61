"""Who may do what: every command by every role, on a case of their own unit and on another's, as the rows have it."""

from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ANONYMOUS, Desk, made_once
from support.every_command import DOING

from complaintctl.base.clock import Clock, parse_moment
from complaintctl.base.errors import Refused
from complaintctl.cases import rights
from complaintctl.cases.case_acts import find_case
from complaintctl.front import commands
from complaintctl.front.session import Session
from complaintctl.record.ledger import Act

# Who holds each role: at chengguan, but for 监察室's own; li heads that, for he began the file.
PEOPLE = {
    "officer": "ge", "supervision": "ren", "unit_head": "zhang", "petition_leader": "pan", "principal_leader": "lu",
    "line_leader": "meng", "chief_supervisor": "jian", "counsel": "fa", "auditor": "cha", "keeper": "guan",
    "office_head": "li", "unknown": None,
}  # fmt: skip
OWN, OTHER = "1", "2"
ANSWERS: dict[tuple[commands.Need, str | None], list[bool]] = {}

# Of each command what to type, and who may: A every case, or the file; U one of the own unit alone; - none. The columns
# are the roles in the order above; * stands for everybody.
TABLE = """
init --bank X                                    | *
unit add x 新支行                                | - - -  - - - A  - - -  A -
unit set hexi --line 南片                        | - - -  - - - A  - - -  A -
unit import units.csv                            | - - -  - - - A  - - -  A -
unit list                                        | *
staff add x 新员工 --unit hexi                   | - - -  - - - A  - - -  A -
staff set qian --phone 1                         | - - -  - - - A  - - -  A -
staff import staff.csv                           | - - -  - - - A  - - -  A -
staff list                                       | *
calendar import 2027.json                        | - - -  - - - A  - - -  A -
calendar show                                    | *
calendar check                                   | *
calendar due                                     | U A U  A A A A  A A -  A A
calendar sample                                  | *
policy show                                      | *
policy history                                   | *
policy set seed.general 5                        | - - -  - - - A  - - -  A -
policy import rules.toml                         | - - -  - - - A  - - -  A -
code list                                        | *
code add cause x --zh 其他 --en other            | - - -  - - - A  - - -  A -
code set cause fee --zh 收费                     | - - -  - - - A  - - -  A -
code retire cause fee                            | - - -  - - - A  - - -  A -
config show                                      | *
config path                                      | *
config sample                                    | *
demo folder                                      | *
docs                                             | *
desk                                             | *
register --channel phone --category work_error --summary 多扣 --demand 退款 | U A U  U U U U  - - -  A -
import rows.csv                                  | - A -  - - - -  - - -  A -
correct CASE --demand 退款 --reason 核对         | - A -  - - - -  - - -  A -
void CASE --reason 重复 --approved-by pan        | - A -  - - - -  - - -  A -
brief CASE --to pan                              | - A -  - - - -  - - -  A -
direct CASE --by pan --text 核实                 | - A -  A A A A  - - -  A -
transfer CASE --to hexi                          | - A -  - - - -  - - -  A -
sign CASE                                        | U A U  - - - -  - - -  A -
return CASE --reason 非本行                      | U A U  - - - -  - - -  A -
recall CASE --reason 有误                        | - A -  - - - -  - - -  A -
supervise CASE --reason major                    | - A -  - - - -  - - -  A -
contact CASE --purpose progress --text 告知      | U A U  - - - -  - - -  A -
delay CASE --reason 等待                         | U A U  - - - -  - - -  A -
extend CASE --days 5 --approved-by pan --reason 复杂 --customer-told 2026-11-23 | - A -  - - - -  - - -  A -
pause CASE --reason 鉴定 --customer-told 2026-11-23 | - A -  - - - -  - - -  A -
resume CASE                                      | - A -  - - - -  - - -  A -
classify CASE --amount 80000 --reason 核实       | - A -  - - - -  - - -  A -
investigate CASE --findings 属实                 | U A U  - - - -  - - -  A -
escalate CASE --to union --reason 重大           | - A -  - - - -  - - -  A -
resolve CASE --fault bank --findings 属实 --responsible 无 --lessons 无 --corrective 无 --satisfaction satisfied --handler ge --phone 1 --replied-at 2026-11-23 --reply 已答 | U A U  - - - -  - - -  A -
review CASE --accept                             | - A -  - - - -  - - -  A -
withdraw CASE --reason 和解                      | U A U  - - - -  - - -  A -
close CASE                                       | - A -  - - - -  - - -  A -
reopen CASE --reason 不服                        | - A -  - - - -  - - -  A -
archive CASE                                     | - A -  - - - -  - - -  A -
serve --authorized-keys                          | *
find 3号                                         | U A U  A A A A  A A -  A A
attach CASE units.csv                            | U A U  - - - -  - - -  A -
attachments CASE                                 | U A U  A A A A  A A -  A A
attachment 1 -o copy.txt                         | U A U  A A A A  - A -  A -
show CASE                                        | U A U  A A A A  A A -  A A
why CASE                                         | U A U  A A A A  A A -  A A
list                                             | U A U  A A A A  A A -  A A
todo                                             | U A U  A A A A  A A -  A A
overdue                                          | U A U  A A A A  A A -  A A
check                                            | U A U  A A A A  A A -  A A
check list                                       | U A U  A A A A  A A -  A A
check missing                                    | U A U  A A A A  A A -  A A
check name web_channel li                        | - A -  - - - -  - - -  A -
check done web_channel                           | U A U  - - - -  - - -  A -
audit                                            | - - -  - - - A  - A -  A -
browse                                           | - A -  A A A A  A A -  A A
report                                           | - A -  A A A A  A A -  A A
slip CASE receipt                                | U A U  A A A A  A A -  A A
ledger                                           | U A U  A A A A  A A -  A A
accountability list                              | - A -  A A A A  A A -  A A
accountability add other_fact --text 漏报 --person ge | - A -  - - - -  - - -  A -
accountability measure X --measure 批评 --decided-by pan | - A -  - - - -  - - -  A -
improvement list                                 | U A U  A A A A  A A -  A A
improvement add --text 修订 --owner ge --due 2026-12-31 --case 1 | - A -  - - - -  - - -  A -
improvement done 1 --text 已修订                 | U A U  - - - -  - - -  A -
verify                                           | *
backup copies                                    | - A -  - - - -  - - A  A A
restore copy.db --force --reason 坏盘                         | - A -  - - - -  - - A  A A
nightly                                          | - A -  - - - -  - - A  A A
schedule --cron                                  | - A -  - - - -  - - A  A A
doctor                                           | - A -  - - - -  - - A  A A
upgrade                                          | - A -  - - - -  - - A  A A
"""  # noqa: E501 - a line a command
LINES = [tuple(map(str.strip, line.split("|"))) for line in TABLE.strip().splitlines()]


def name_of(line: str) -> str:
    """The command that a line gives, with its group."""
    two = " ".join(line.split()[:2])
    return two if two in DOING else line.split()[0]


@made_once
def staffed(desk: Desk) -> None:
    """Somebody of each role; a case of the unit they are of, and one of another."""
    for role, code in PEOPLE.items():
        if code and code not in ("li", "zhang"):
            unit = "supervision" if role == "supervision" else "chengguan"
            desk("staff", "add", code, f"员工{code}", "--unit", unit, "--role", role)
    for unit in ("chengguan", "hexi"):
        desk.register(unit=unit, first_receiver="li", then="brief --to sun; transfer --to " + unit)


def may(path: Path, command: str, person: str | None, *cases: str) -> list[bool]:
    """Tell of each case whether a person may begin a command, and do it to the case if it is of one."""
    session = Session(path, person, Clock(parse_moment("2026-11-23T11:00", "")))
    session.command = command
    right = commands.need(command).right
    with suppress(Refused):
        if person:
            with session.rehearsing(extends_calendar=False) as act:
                return [reaches(act, case) for case in cases]
        with session.reading() as connection:  # a practice file knows nobody's login
            if right:
                rights.ask(connection, None, right, of_all=commands.need(command).of_all)
            return [True] * len(cases)
    return [False] * len(cases)


def reaches(act: Act, case: str) -> bool:
    """Tell whether a case is found for who acts."""
    try:
        find_case(act, case, None)
    except Refused:
        return False
    return True


def test_the_table_holds_every_command_and_every_role(staffed: Desk) -> None:
    assert sorted(name_of(line) for line, _letters in LINES) == sorted(DOING)
    shown = {row.pop("role"): row for row in staffed.json("policy", "show", "rights")}
    assert list(shown["officer"])[1:] == [
        "intake", "handle", "respond", "decide", "direct", "look", "reveal", "restricted", "export", "audit", "rules",
        "people", "calendar", "keep",
    ]  # fmt: skip
    assert shown.keys() == PEOPLE.keys()
    assert shown["keeper"]["keep"] == "all" and {*shown["keeper"].values()} == {"all", "none", shown["keeper"]["label"]}


@pytest.mark.parametrize(("line", "letters"), LINES, ids=[name_of(line) for line, _letters in LINES])
def test_every_command_by_every_role_on_an_own_and_on_another_case(staffed: Desk, line: str, letters: str) -> None:
    command, of_each = name_of(line), letters.split() if letters != "*" else ["A"] * len(PEOPLE)
    found = {}
    for role, person in PEOPLE.items():
        asked = commands.need(command), person  # by which alone it is answered
        if asked not in ANSWERS:
            ANSWERS[asked] = may(staffed.path, command, person, OWN, OTHER)
        own, other = ANSWERS[asked]
        found[role] = "A" if other else "U" if own else "-"
    assert found == dict(zip(PEOPLE, of_each, strict=True))


def test_each_command_asks_whatever_it_is_given(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed("policy", "set", "right.counsel.look", "none")
    (staffed.path.parent / "copy.db").write_bytes(staffed.content())
    for name in ("units.csv", "staff.csv", "2027.json", "rules.toml", "rows.csv"):
        (staffed.path.parent / name).write_text("受理日期,投诉内容\n2026-11-20,多扣\n", encoding="utf-8")
    monkeypatch.chdir(staffed.path.parent)
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "fa")
    before = staffed.content()
    for line, letters in LINES:
        if letters != "*" and not line.startswith("upgrade"):  # of a file that is up to date it does nothing
            refused = staffed.run(*line.replace("CASE", OWN).split(), expect=None)
            assert refused.exit_code == 3 and "(legal counsel) may not " in refused.stderr, f"{line}: {refused.output}"
    assert staffed.content() == before


def test_the_refusal_names_the_role_that_may(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "ge")
    said = staffed("close", OWN, expect=3)
    assert said == (
        "complaintctl: 员工ge (officer) may not review and close cases: that is for supervision office, head of the"
        " supervision office. `complaintctl policy show rights` shows who may do what.\n"
    )
    said = staffed("--lang", "zh", "sign", OTHER, expect=3)
    assert said == (
        "complaintctl: TS-2026-0002不是本单位的案件，员工ge（经办人员）只能承办答复（限本单位）；全行的由监察室人员、"
        "监察室负责人办理。权限表见 `complaintctl 规定 查看 权限`。\n"
    )


# ---- Own unit ----


def test_a_case_is_a_units_own_that_has_it_assists_is_complained_of_or_received_it(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed("staff", "add", "he", "何寒露", "--unit", "retail")
    for unit, receiver in (("hexi", "li"), ("hexi", "he"), ("retail", "li")):
        staffed.register(unit=unit, first_receiver=receiver)
    staffed.acts("3", "brief --to sun; transfer --to hexi --assist retail")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "he")
    assert [row["case_no"][-1] for row in staffed.json("list")] == ["3", "4", "5"]
    assert {row["case_no"][-1] for row in staffed.json("todo")} == {"3", "4", "5"}
    assert {row["编号"][-1] for row in staffed.json("ledger")} == {"3", "4", "5"}
    staffed("show", "2", expect=3)
    staffed("slip", "2", "receipt", expect=3)


def test_listings_and_counts_of_what_is_late_are_of_the_own_unit(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "qian")  # an officer of hexi
    later = "2027-01-04T10:00"
    assert [row["case_no"] for row in staffed.json("overdue", as_of=later)] == ["TS-2026-0002"]
    assert {row["case_no"] for row in staffed.json("overdue", "--duties", as_of=later)} == {"TS-2026-0002"}
    assert "1 case is overdue" in staffed("overdue", "--exit-code", as_of=later, expect=6)


def test_the_mail_of_the_whole_bank_is_for_who_may_keep(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    later = "2027-01-04T10:00"
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "qian")
    for more in ((), ("--dry-run",), ("--resend",)):
        assert "may not keep the file" in staffed("overdue", "--mail", *more, as_of=later, expect=3)
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "guan")
    staffed("overdue", "--mail", "--dry-run", as_of=later)


def test_who_receives_a_complaint_registers_it_and_nobody_elses(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "ge")
    assert "TS-2026-0003" in staffed(*ANONYMOUS, "--unit", "hexi")  # he received it
    refusal = staffed(*ANONYMOUS, "--unit", "hexi", "--first-receiver", "qian", expect=3)
    assert "no case of their unit" in refusal


# ---- Rights as rules ----


def test_the_table_names_the_codes_that_a_right_is_set_by(staffed: Desk) -> None:
    shown = staffed.run("policy", "show", "rights").output
    assert "counsel           legal counsel" in shown and "decide – review and close cases" in shown
    assert "right.ROLE.ACT" in shown and max(map(len, shown.splitlines()[:14])) < 200


def test_a_right_is_set_like_any_rule_and_its_history_kept(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed("policy", "set", "right.auditor.look", "none", "--reason", "试行")
    assert staffed.json("policy", "history", "right.auditor.look")[0]["new_label"] == "none"
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "cha")
    staffed("list", expect=3)
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    staffed("policy", "set", "right.auditor.look", "own_unit")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "cha")
    assert [row["case_no"] for row in staffed.json("list")] == ["TS-2026-0001"]


@pytest.mark.parametrize("right", ["keep", "rules", "people"])
def test_no_right_is_set_that_would_leave_nobody_who_may(staffed: Desk, right: str) -> None:
    holders = [row["role"] for row in staffed.json("policy", "show", "rights") if row[right] == "all"]
    *others, last = [role for role in holders if role != "unknown"]
    for role in others:
        if role != "office_head" or right == "keep":
            staffed("policy", "set", f"right.{role}.{right}", "none")
    refusal = staffed("policy", "set", f"right.{last}.{right}", "none", "--from", "2027-01-01", expect=3)
    assert "Nobody could" in refusal and "from 2027-01-01 on" in refusal


def test_nobody_gives_themselves_a_right(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed("unit", "set", "retail", "--head", "jian")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "jian")
    (staffed.path.parent / "own.toml").write_text(
        '[[value]]\nkey = "right.chief_supervisor.restricted"\nvalue = "all"\nfrom = 2026-11-23\n', encoding="utf-8"
    )
    for own in (("set", "right.chief_supervisor.decide", "all"), ("set", "supervision_office", "retail"),
                ("set", "right.chief_supervisor.export", "all", "--from", "2027-01-01")):  # fmt: skip
        assert "nobody gives themselves" in staffed("policy", *own, expect=3)
    assert "nobody gives themselves" in staffed("policy", "import", str(staffed.path.parent / "own.toml"), expect=2)
    staffed("policy", "set", "right.chief_supervisor.reveal", "none")
    staffed("policy", "set", "right.counsel.intake", "own_unit")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    staffed("policy", "set", "right.chief_supervisor.decide", "all")


@pytest.mark.parametrize(("key", "value", "status"), [
    ("right.officer.keep", "own_unit", 2), ("right.officer.look", "some", 4), ("right.nobody.look", "all", 4),
])  # fmt: skip
def test_a_right_that_cannot_be_is_not_set(staffed: Desk, key: str, value: str, status: int) -> None:
    staffed("policy", "set", key, value, expect=status)


def test_who_began_the_file_heads_the_office_until_a_head_is_named(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed("unit", "set", "supervision", "--head", "ren")
    staffed("policy", "set", "soon_days", "4", expect=3)  # li is one of the office as the others
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "ren")
    staffed("policy", "set", "soon_days", "4")


# ---- Who directs ----


def test_a_leader_directs_as_himself_and_the_office_for_him(staffed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    staffed.acts(OWN, "brief --to pan; brief --to lu")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "lu")
    assert "does not direct for 员工pan" in staffed("direct", OWN, "--by", "pan", "--text", "三日内核实", expect=3)
    staffed("direct", OWN, "--by", "lu", "--text", "三日内核实")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "ren")
    staffed("direct", OWN, "--by", "pan", "--text", "三日内核实")


def test_a_withdrawal_is_asked_for_at_the_branch_and_verified_by_the_office(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "ge")
    verified = ["--verified-by", "qian", "--voluntary"]
    assert "may not review and close" in staffed("withdraw", OWN, "--reason", "和解", *verified, expect=3)
    staffed("withdraw", OWN, "--reason", "和解")
