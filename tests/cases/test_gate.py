"""One gate for persons and units: the program holds no rule of it, and nobody passes beside it (Arts 10, 13, 18)."""

import ast
import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Desk
from hypothesis import given
from hypothesis import strategies as st
from support.case_commands import MINUTES_BETWEEN, acting, as_written, go_on, opened
from support.case_commands import register as register_case
from support.gate_commands import COMMANDS
from support.long_runs import examples

from complaintctl.base.clock import CHINA, moment_of
from complaintctl.base.errors import ComplaintError

# ---- No comparison of persons or units in the program ----
# What holds the code of a person or a unit, by its key in a row or its name in the program.
WHO = {
    "actor", "assisting", "assisting_units", "by", "decider", "first_receiver", "handler", "head", "leader",
    "lead_unit", "member", "named", "office", "people", "person", "respondent_unit", "signer", "speaker",
    "subject_employee", "to_unit", "unit", "units", "verified_by", "verifier",
}  # fmt: skip
# The columns that hold one, and the methods and functions that compare.
COLUMN = rf"(?:\w+\.)?(?:{'|'.join(sorted(WHO | {'code'}))})\b(?!\.)|(?:\w+\.)?detail ->> '(?:{'|'.join(sorted(WHO))})'"
COMPARING = {
    "__eq__", "__ne__", "__contains__", "count", "difference", "eq", "index", "intersection", "isdisjoint",
    "issubset", "issuperset", "ne", "remove", "union",
}  # fmt: skip
# What is compared, and decides of nobody's part in a case.
NO_GATE = {
    "unit['code'] in assisting": "an option given twice",
    "detail['unit'] in needed": "the units of a return of the past",
    "unit == self._office": "the role of a person whom an import makes",
    "values['head'] == unit['head']": "a unit keeps its head",
    "values['head'] != unit['head']": "a unit has a new head",
    "head['unit'] != unit['code']": "the head of a unit is of another one",
    "found['actor'] != act.actor": "a file is voided that somebody else attached",
    "unit['code'] not in (complained_of, row['merged_into'])": "another branch than the one complained of is noted",
    "person['code'] == act.actor": "nobody retires himself",
    "unit['code'] != values['unit']": "a person is moved",
    "(values['role'], values['unit']) != (person['role'], person['unit'])": "nobody moves himself",
    "unit in (None, record['unit'])": "the rows of a unit's mail",
    "plain(text) in self._known['unit']": "the units that an import has made",
    "row['to_unit'] == unit": "the slip that a paper tells of",
}


def holds_who(node: ast.expr, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether an operand is a person or a unit, or several: row["handler"], person["code"], act.actor, people.

    `known` are names to which one was given.
    """
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in WHO or (node.slice.value == "code" and holds_who(node.value, known))
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            return bool(node.args) and isinstance(node.args[0], ast.Constant) and node.args[0].value in WHO
        return ast.unparse(node.func) in ("str", "set", "list", "tuple", "frozenset", "sorted") and any(
            holds_who(part, known) for part in node.args
        )
    if isinstance(node, ast.Set | ast.List | ast.Tuple):
        return any(holds_who(part, known) for part in node.elts)
    if isinstance(node, ast.SetComp | ast.ListComp | ast.GeneratorExp):
        return holds_who(node.elt, known)
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
    return name in WHO or (isinstance(node, ast.Name) and name in known)


def given_who(function: ast.AST) -> frozenset[str]:
    """The names in a function that a person or a unit was given to: other = case["handler"]."""
    known: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and holds_who(node.value):
            known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.NamedExpr) and holds_who(node.value):
            known.add(node.target.id)
    return frozenset(known)


def operands(node: ast.AST) -> list[ast.expr]:
    """What a node compares, if it does, but for whether there is one at all."""
    if isinstance(node, ast.Compare) and not all(isinstance(sign, ast.Is | ast.IsNot) for sign in node.ops):
        return [node.left, *node.comparators]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.Sub | ast.BitOr | ast.BitXor):
        return [node.left, node.right]
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in COMPARING:
        return [*([node.func.value] if isinstance(node.func, ast.Attribute) else []), *node.args]
    return [node.subject] if isinstance(node, ast.Match) else []


def compared(source: str) -> set[str]:
    """The comparisons of persons and units in a piece of the program, and in the SQL that it holds."""
    found = set()
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)
    for function in (node for node in ast.walk(ast.parse(source)) if isinstance(node, functions)):
        known = frozenset() if isinstance(function, ast.Module) else given_who(function)
        for node in ast.walk(function):
            text = ast.unparse(node) if operands(node) else ""
            # A customer of whom nothing is known.
            if any(holds_who(part, known) for part in operands(node)) and "Person()" not in text:
                found.add(text)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "SELECT" in node.value:
                found |= compared_in_sql(node.value)
    return found


def compared_in_sql(sql: str) -> set[str]:
    """The comparisons of a column of persons or units with another one: a rule; not a look-up of one that is given."""
    sides = re.finditer(rf"({COLUMN})\s*(?:=|<>|!=|\bIS NOT\b|\bIS\b|\bIN\b)\s*\(?(SELECT|(?!excluded){COLUMN})", sql)
    return {side[0] for side in sides if not re.search(r"(^|\.)code$", side[1]) and not re.search(r"\.code$", side[2])}


@pytest.mark.parametrize("source", [
    'if case["subject_employee"] == person: pass', 'x = verifier["unit"] in units', 'y = act.actor not in people',
    'z = {row["leader"] for row in briefed} - told', 'person["code"] != case["handler"]',
    'def f(case, row):\n    other = case["handler"]\n    return other == row["x"]', 'str(case.get("handler")) == x',
    'those.isdisjoint(people)', 'eq(case["handler"], x)', 'match act.actor:\n    case "li": pass',
    "s = \"SELECT 1 FROM complaint c JOIN party p ON c.handler = p.person\"",
    "s = \"SELECT 1 FROM event e, staff s WHERE s.unit = e.detail ->> 'to_unit'\"",
])  # fmt: skip
def test_a_comparison_would_be_seen(source: str) -> None:
    assert compared(source)


@pytest.mark.parametrize("sql", [
    "SELECT 1 FROM barred_person WHERE person = :person", "SELECT name FROM event e JOIN staff s ON s.code = e.actor",
])  # fmt: skip
def test_a_look_up_is_no_comparison(sql: str) -> None:
    assert compared(f"s = {sql!r}") == set()


@pytest.mark.requirement("A10.6", "A13.4", "A18.1")
def test_the_program_compares_no_persons_and_no_units() -> None:
    package = ROOT / "complaintctl"
    found = {
        (what, str(path.relative_to(package)))
        for path in package.rglob("*.py")
        if "demo" not in path.parts
        for what in compared(path.read_text(encoding="utf-8"))
    }
    assert {(what, path) for what, path in found if what not in NO_GATE} == set()
    assert {what for what, _path in found} == NO_GATE.keys()  # none is kept that is gone


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


@examples(40)
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
        patch.setenv("COMPLAINTCTL_ACTOR", "li")
        desk("staff", "add", "ren", "任小寒", "--unit", "supervision", "--role", "supervision")
        desk("staff", "add", "ge", "葛芒种", "--unit", "chengguan")
    return desk.path
