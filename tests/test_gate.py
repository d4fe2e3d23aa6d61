"""One gate for persons and units: the program holds no rule of it, and nobody passes beside it (Arts 10, 13, 18)."""

import ast
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from case_commands import MINUTES_BETWEEN, acting, as_written, go_on, opened
from case_commands import register as register_case
from conftest import ROOT, Desk
from gate_commands import COMMANDS
from hypothesis import given, settings
from hypothesis import strategies as st

from complaintctl.clock import CHINA, moment_of
from complaintctl.errors import ComplaintError

# ---- No comparison of persons or units in the program ----

# What holds the code of a person or a unit, by its key in a row or its name in the program.
WHO = {
    "actor", "assisting", "assisting_units", "by", "decider", "first_receiver", "handler", "head", "leader",
    "lead_unit", "member", "named", "office", "people", "person", "respondent_unit", "signer", "speaker",
    "subject_employee", "to_unit", "unit", "units", "verified_by", "verifier",
}  # fmt: skip
# What is compared, and decides of nobody's part in a case.
NO_GATE = {
    "named != by": "a note on who makes a daily check",
    "accountability.person_named(act.connection, check['code'], where, moment.day) == member['code']": "a daily check",
    "unit['code'] in assisting": "an option given twice",
    "unit == 'B'": "bytes",
    "detail['unit'] in needed": "the units of a return of the past",
    "unit == self._office": "the role of a person whom an import makes",
    "values['unit'] in ('none', 'total')": "codes that name rows of the return",
    "values['head'] != unit['head']": "a unit has a new head",
    "person['code'] == act.actor": "nobody retires himself",
    "unit['code'] != values['unit']": "a person is moved",
    "unit not in due": "the units of the mail",
    "record['unit'] == target.unit['code']": "the rows of a unit's mail",
    "unit in (None, row['unit'])": "the staff of a unit to choose from",
    "asked not in (None, named)": "the endings of files",
    "named in _FILES": "the endings of files",
    "named not in _FILES": "the endings of files",
    "row['to_unit'] == unit": "the slip that a paper tells of",
    "row['code'] == person": "the name that a person had",
}


def holds_who(node: ast.expr) -> bool:
    """Whether an operand is a person or a unit, or several: row["handler"], person["code"], act.actor, people."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in WHO or (node.slice.value == "code" and holds_who(node.value))
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        return any(map(holds_who, node.elts))
    if isinstance(node, ast.SetComp | ast.ListComp | ast.GeneratorExp):
        return holds_who(node.elt)
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
    return name in WHO


def compared(source: str) -> set[str]:
    """The comparisons of persons and units in a piece of the program, but for whether there is one at all."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare) and not all(isinstance(sign, ast.Is | ast.IsNot) for sign in node.ops):
            operands = [node.left, *node.comparators]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.Sub | ast.BitOr):
            operands = [node.left, node.right]
        else:
            continue
        if any(map(holds_who, operands)) and "Person()" not in ast.unparse(node):  # a customer nothing is known of
            found.add(ast.unparse(node))
    return found


@pytest.mark.parametrize("source", [
    'if case["subject_employee"] == person: pass', 'x = verifier["unit"] in units', 'y = act.actor not in people',
    'z = {row["leader"] for row in briefed} - told', 'person["code"] != case["handler"]',
])  # fmt: skip
def test_a_comparison_would_be_seen(source: str) -> None:
    assert compared(source)


@pytest.mark.requirement("A10.6", "A13.4", "A18.1")
def test_the_program_compares_no_persons_and_no_units() -> None:
    package = ROOT / "complaintctl"
    found = {
        f"{path.relative_to(package)}: {what}"
        for path in package.rglob("*.py")
        if "demo" not in path.parts
        for what in compared(path.read_text(encoding="utf-8")) - NO_GATE.keys()
    }
    assert found == set()


# ---- Whatever is tried, nobody passes ----

# The parts of an event in which a person or a unit acts, looks or receives; to is a leader who is briefed, or a body.
PEOPLE = {
    "handler", "by", "verified_by", "approved_by", "authorised_by", "briefed", "first_receiver", "escorted_by", "to",
    "owner", "decided_by",
}  # fmt: skip
UNITS = {"to_unit", "assisting_units", "instructs_unit", "by_unit"}


def barred(reader: sqlite3.Connection) -> dict[str, tuple[set[str], set[str]]]:
    """The persons and units that each case is kept from."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for case_no, person in reader.execute("SELECT case_no, person FROM barred_person"):
        found.setdefault(case_no, (set(), set()))[0].add(person)
    for case_no, unit in reader.execute("SELECT case_no, unit FROM barred_unit"):
        found.setdefault(case_no, (set(), set()))[1].add(unit)
    return found


def named(detail: dict[str, Any], keys: set[str]) -> set[str]:
    """Whom an event names in some parts."""
    found: set[str] = set()
    for key in keys & detail.keys():
        found |= set(detail[key]) if isinstance(detail[key], list) else {detail[key]}
    return found


def trespasses(reader: sqlite3.Connection, after: int, kept_from: dict[str, tuple[set[str], set[str]]]) -> list[str]:
    """The events entered since in which somebody takes a part in a case that was kept from him before.

    Giving a slip back is nobody's trespass; nor is what the program enters of itself beside an act, a due date.
    """
    found = []
    sql = "SELECT seq, case_no, kind, actor, detail FROM event WHERE seq > ?"
    for seq, case_no, kind, actor, text in reader.execute(sql, (after,)).fetchall():
        detail = json.loads(text)
        for case in (case_no, detail.get("case_no"), *detail.get("cases", ())):
            people, units = kept_from.get(case, (set(), set()))
            acting, receiving = {actor, *named(detail, PEOPLE)}, named(detail, UNITS) | addressed(reader, case, detail)
            if kind not in ("slip_returned", "deadline_set") and (acting & people or receiving & units):
                found.append(f"{seq} {kind} {actor} {text}")
    return found


def addressed(reader: sqlite3.Connection, case_no: str | None, printed: dict[str, Any]) -> set[str]:
    """The units to which a slip goes that was printed."""
    if printed.get("form") not in ("transfer", "supervise"):
        return set()
    sql = "SELECT to_unit, assisting_units FROM slip WHERE case_no = ? AND slip_no = ?"
    rows = reader.execute(sql, (case_no, printed["slip_no"])).fetchall()
    return {unit for to_unit, assisting in rows for unit in (to_unit, *json.loads(assisting or "[]"))}


def remedies_naming(reader: sqlite3.Connection, kept_from: dict[str, tuple[set[str], set[str]]]) -> list[str]:
    """The remedies, and who is to see to a duty, that name somebody whom the case is kept from."""
    found = []
    for case_no, remedy, unit, person in reader.execute("SELECT case_no, remedy, unit, person FROM open_duty"):
        people, units = kept_from.get(case_no, (set(), set()))
        if {*remedy.split(), person} & people or {*remedy.split(), unit} & units:
            found.append(remedy)
    listed = reader.execute("SELECT case_no, unit FROM case_place").fetchall()
    return found + [case_no for case_no, unit in listed if unit in kept_from.get(case_no, (set(), set()))[1]]


@settings(max_examples=40, deadline=None)
@given(
    crime=st.booleans(),
    unit=st.sampled_from([None, "chengguan", "hexi", "supervision"]),
    subject=st.sampled_from([None, "zhang", "qian", "sun", "li", "ge"]),
    plain_first=st.booleans(),
    progress=st.integers(0, 6),
    steps=st.lists(st.tuples(st.sampled_from(["li", "li", "ren", "zhang", "ge", "sun"]), COMMANDS, MINUTES_BETWEEN),
                   min_size=12, max_size=24),
)  # fmt: skip
def test_nobody_takes_part_in_what_is_kept_from_him(
    tmp_path_factory: pytest.TempPathFactory, staffed_file: Path, crime: bool, unit: str | None, subject: str | None,
    plain_first: bool, progress: int, steps: list[Any],
) -> None:  # fmt: skip
    path = Path(shutil.copy(staffed_file, tmp_path_factory.mktemp("gate")))
    report = {"channel": "phone", "unit": unit, "subject": subject}
    report |= {"category": "financial_crime"} if crime else {"category": "rule_violation"}
    report |= {} if crime or plain_first else {"nature": "wrongdoing_report"}
    start = [("li", (register_case, report), 0)] + progress * [("li", (go_on, {"given": "1"}), 45)]
    now = datetime(2026, 2, 9, 9, 0, tzinfo=CHINA)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader, opened(path) as writer:
        for actor, (deed, options), minutes in start + steps:
            now += timedelta(minutes=minutes)
            (before,), kept_from = reader.execute("SELECT seq FROM ledger_head").fetchone(), barred(reader)
            try:
                with acting(writer, moment_of(now), actor) as act:
                    deed(act, **{key: as_written(value, now) for key, value in options.items()})
            except ComplaintError:
                continue
            assert trespasses(reader, before, kept_from) == []
            assert remedies_naming(reader, barred(reader)) == []


@pytest.fixture(scope="module")
def staffed_file(tmp_path_factory: pytest.TempPathFactory, furnished: bytes) -> Path:
    """The furnished bank, with a second member of 监察室 and a colleague at the branch."""
    desk = Desk(tmp_path_factory.mktemp("staffed") / "bank.db", as_of="2025-01-01")
    desk.path.write_bytes(furnished)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGNAME", "li")
        desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
        desk("staff", "add", "ge", "葛芒种", "--unit", "chengguan")
    return desk.path
