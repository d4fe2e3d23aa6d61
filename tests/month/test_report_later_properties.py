"""Whatever is entered later, and however far back-dated: a return drawn again as it was known is what it was."""

import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import picked_each
from hypothesis import given
from hypothesis import strategies as st
from support.long_runs import examples
from support.returns import COLUMNS

from complaintctl.bank import directory
from complaintctl.base.clock import Clock, Moment
from complaintctl.base.errors import Refused
from complaintctl.base.periods import named_month
from complaintctl.cases import case_rows
from complaintctl.file import db, earlier_state
from complaintctl.month import act as month_act
from complaintctl.month import restatement
from complaintctl.record import ledger
from complaintctl.record.figures import figures_of
from complaintctl.record.ledger import Act, Fact
from complaintctl.rules import rule_changes

JULY = named_month("2026-07")
KNOWN = date(2026, 8, 1)  # the day the return is drawn; what follows is entered a day apart
SUMS = [column for column in COLUMNS[3:] if not column.endswith(("_rate", "_days", "_now"))]
DIMENSIONS = ("category", "unit", "area", "satisfaction")
CATEGORIES = st.sampled_from(["work_error", "service_attitude", "service_product"])
UNITS = st.sampled_from([None, "chengguan", "hexi"])
CASE = st.fixed_dictionaries({"received": st.integers(0, 75), "category": CATEGORIES, "unit": UNITS})
# What happens to a case: which, what, and how many days after the last thing that did.
WHAT = st.sampled_from(["result_reported", "leave", "withdraw", "classify"])
STEP = st.tuples(st.integers(0, 9), WHAT, st.integers(0, 25), CATEGORIES, UNITS)
LATER = st.one_of(
    STEP,
    st.tuples(st.just("register"), CASE),
    st.tuples(st.sampled_from(["rename", "retire", "move", "limit", "major"])),
)


Last = dict[str, date]  # by case, the day of the last thing that happened to it


def enter(path: Path, last: Last, today: date, step: Any) -> None:
    """Enter one thing on a day, under its clock, if it can be at all."""
    with db.writing(path) as connection:
        act = Act(connection, Clock(Moment(f"{today}T18:00:00+08:00")), "li")
        if step[0] in ("rename", "retire", "move", "limit", "major"):
            change(act, step[0])
        elif step[0] == "register" or last:
            case_no, day, facts = happening(act, last, today, step)
            for kind, detail in facts.items():
                at = Moment(f"{day}T10:00:00+08:00")
                ledger.append(act, [Fact(case_no, kind, at, detail)])
                ledger.settle(act, case_no, at, kind)
            last[case_no] = day


def happening(act: Act, last: Last, today: date, step: Any) -> tuple[str, date, dict[str, dict[str, Any]]]:
    """A case, new or some days after its last thing, though not after today, and what happens to it."""
    if step[0] == "register":
        case, received = step[1], min(date(2026, 5, 18) + timedelta(days=step[1]["received"]), today)
        detail = {"channel": "media", "category": case["category"], "summary": "排队", "respondent_unit": case["unit"],
                  "first_receiver": "li", "amount_fen": 100 * case["received"]}  # fmt: skip
        return ledger.next_number(act, "register", 2026), received, {"registered": detail}
    number, what, days, category, unit = step
    case = case_rows.case(act.connection, [*last][number % len(last)])
    day = min(last[case["case_no"]] + timedelta(days=days), today)
    if what == "classify":
        detail = {"category": category, "respondent_unit": unit, "amount_fen": case["amount_fen"], "text": "重新认定"}
        return case["case_no"], day, {"classified": detail}
    if not case["is_open"]:
        return case["case_no"], day, {"reopened": {"text": "客户不接受"}}
    if what == "result_reported":
        result = {"fault": "bank", "satisfaction": "satisfied", "compensation_fen": 12345}
        return case["case_no"], day, {"result_reported": result, "replied": {"text": "已答复"}}
    return case["case_no"], day, {"withdrawn" if what == "withdraw" else "closed": {"text": "略"}}


def change(act: Act, what: str) -> None:
    """Change a unit or a rule, unless it was before."""
    units = {"rename": {"name": "河东支行"}, "retire": {"retired_on": "2026-06-30"}, "move": {"area": "town"}}
    try:
        if what in units:
            directory.set_unit(act, "hexi", **units[what])
        else:
            rule, value = {"limit": ("seed.general", "1"), "major": ("major_amount_fen", "5000")}[what]
            rule_changes.set_rule(act, rule, value, since="2026-05-01")
    except Refused:
        pass  # it has this value already


def drawn(path: Path, day: date) -> dict[str, list[dict[str, Any]]]:
    """The return of July as it was known on a day: balanced, and each sum that of the cases behind it."""
    with db.reading(path) as connection:
        assert earlier_state.look_back(connection, day.isoformat()) == []
        rows = {name: month_act.of_period(connection, JULY, name, figures_of(connection)) for name in DIMENSIONS}
        explained(connection, rows)
    return rows


def explained(connection: Any, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Raises ComplaintError if a figure is not the sum of its cases."""
    for dimension, of_dimension in rows.items():
        for row in of_dimension[-3:]:
            for column in SUMS:
                if row[column] not in (0, "0.00"):
                    asked = f"{row['group']}:{column}"
                    month_act.explained(connection, JULY, dimension, figures_of(connection), asked)


@pytest.mark.requirement("A22.1")
@examples(20, derandomize=True)
@given(
    cases=st.lists(CASE, min_size=1, max_size=4),
    steps=st.lists(STEP, max_size=6),
    later=st.lists(LATER, min_size=1, max_size=6),
)
def test_a_return_known_on_a_day_stays_what_it_was(
    tmp_path_factory: pytest.TempPathFactory, furnished_file: Path, cases: Any, steps: Any, later: Any
) -> None:
    path, last = Path(shutil.copy(furnished_file, tmp_path_factory.mktemp("later"))), Last()
    for step in [("register", case) for case in cases] + steps:
        enter(path, last, KNOWN, step)
    then = drawn(path, KNOWN)
    for number, step in enumerate(later, 1):
        enter(path, last, KNOWN + timedelta(days=number), step)
    assert drawn(path, KNOWN) == then
    with db.reading(path) as now:
        rows = {name: month_act.of_period(now, JULY, name, figures_of(now)) for name in DIMENSIONS}
        explained(now, rows)
        for dimension in DIMENSIONS:
            with db.reading(path) as connection:
                earlier_state.look_back(connection, KNOWN.isoformat())
                changed = restatement.restated(now, connection, JULY, dimension, figures_of(now), KNOWN.isoformat())
            assert differences(then[dimension], rows[dimension]) == set(picked_each(changed, "group column then now"))
            assert all(row["seq"] and row["recorded_at"] > f"{KNOWN}T23:59:59" for row in changed)


def differences(then: list[dict[str, Any]], now: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """The figures that are not what they were; a group without a row has none."""
    nothing = {**dict.fromkeys(COLUMNS[3:], 0), "compensation_yuan": "0.00"}
    nothing |= dict.fromkeys(("on_time_rate", "mean_working_days", "median_working_days"))
    one, other = ({row["group"]: row for row in rows} for rows in (then, now))
    figures = [
        (group, column, one.get(group, nothing)[column], other.get(group, nothing)[column])
        for group in one.keys() | other.keys()
        for column in COLUMNS[3:]
    ]
    return {figure for figure in figures if figure[2] != figure[3]}
