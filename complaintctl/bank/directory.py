"""A new case file, its units and its staff: making them, renaming, moving and retiring them (Arts 2, 19)."""

from collections.abc import Iterator
from pathlib import Path

from complaintctl.bank import directory_columns
from complaintctl.bank import rows as bank_rows
from complaintctl.bank.directory_columns import Values, code_of
from complaintctl.base.clock import Moment
from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.text import day_in_words, quoted
from complaintctl.base.values import plain, required_text
from complaintctl.calendar import workdays
from complaintctl.cases import appointments, directory_rows, rule_rows
from complaintctl.cases.case_acts import Entered, occurred_at
from complaintctl.cases.directory_rows import serving
from complaintctl.record import file_events, program_text, queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

OFFICE = "supervision"


def found(act: Act, bank: str | None, officer: str, phone: str | None = None, *, practice: bool) -> None:
    """Fill a file just laid out: the calendar, the bank's name, 监察室, its first officer, whose login is the code.

    Raises UsageProblem if a name is empty, or the calendar cannot begin in this year.
    """
    text = program_text.own()
    detail = {
        "bank": required_text(bank, "--bank") if bank else rule_rows.policy(act.connection, "bank_name"),
        "practice": practice,
        "unit": OFFICE,
        "officer": code_of(act.actor),
        "login": None if practice else act.place.login,
        "officer_name": required_text(officer, "--officer"),
        **({"phone": plain(required_text(phone, "--phone"))} if phone else {}),
        "calendar": workdays.lay_out(act),
        # The same commands make the same practice file by every program: its head is printed in the examples.
        **({} if practice else {"version": text.version, "digest": text.digest}),
    }
    file_events.enact(act, "file_created", occurred_at(act, None), detail)


def add_unit(act: Act, code: str, name: str, at: str | None = None, **given: str | None) -> Entered:
    """Add a branch, department or office. Raises Refused if the code or name is taken."""
    new = code_of(code)
    values = {"unit": new, **directory_columns.checked(act, {"name": name, **given})}
    if new in ("none", "total") or new.endswith("+"):
        raise UsageProblem("The code {code} names a row of the return: choose another.", code=quoted(code))
    directory_columns.refuse_taken_name(act, {new, values["name"]})
    file_events.enact(act, "unit_added", occurred_at(act, at), values)
    said = marked("Unit {name} added.") if new == values["name"] else marked("Unit {name} added, code {code}.")
    return _(said, name=values["name"], code=new), ()


def set_unit(
    act: Act, given: str, at: str | None = None, approved_by: str | None = None, **changes: str | None
) -> Entered:
    """Change columns of a unit, or retire it; the notes are on what hangs on it.

    Those that it took over itself go on with it to its successor.

    Raises:
        NotFound: an unknown unit or person.
        UsageProblem: a successor of a unit that goes on, or one that goes over to another itself.
        Refused: nothing would change, the name is taken, the successor is no more, or it has a task under the policy
            and would be retired.
    """
    unit = directory_rows.unit(act.connection, given)
    values = directory_columns.changed("unit", unit, directory_columns.checked(act, changes))
    directory_columns.refuse_taken_name(act, {values["name"]}, but_of=unit["code"])
    if values["retired_on"] is None and changes.get("merged_into") is None:
        values["merged_into"] = None  # a unit that goes on after all has no successor
    _refuse_successor(act, values)
    if values["head"] != unit["head"]:
        # Who must stand aside does so though another heads the unit now (Art. 13).
        values["previous_head"] = unit["head"]
    notes = [*_head_from_elsewhere(act, unit, values), *_left_by_unit(act, unit, values)]
    moment, successor = occurred_at(act, at), values.pop("merged_into")
    if not values.items() <= {**dict(unit), "unit": unit["code"], "previous_name": None}.items():
        with appointments.approved(act, approved_by) as approver:
            file_events.enact(act, "unit_changed", moment, {**values, "approved_by": approver})
    if successor != unit["merged_into"]:
        taken_over = bank_rows.merged_into(act.connection, unit["code"]) if successor else ()
        for code in (unit["code"], *(row["code"] for row in taken_over)):
            file_events.enact(act, "unit_merged", moment, {"unit": code, "merged_into": successor})
    return _changed(
        unit, values, marked("Unit {name} changed."), marked("Unit {name} changed: no more from {day} on.")
    ), notes


def _changed(before: Row, values: Values, plainly: str, retired: str) -> str:
    """Say that somebody or a unit was changed; with the day where it retires, which may have been typed in short."""
    day = values["retired_on"]
    if day in (None, before["retired_on"]):
        return _(plainly, name=values["name"])
    return _(retired, name=values["name"], day=day_in_words(day, spoken()))


def _head_from_elsewhere(act: Act, unit: Row, values: Values) -> Iterator[str]:
    """Say that who comes to head a unit works in another one."""
    if values["head"] is None or values["head"] == unit["head"]:
        return
    head = directory_rows.member(act.connection, values["head"])
    if head["unit"] != unit["code"]:
        other = directory_rows.name_of(act.connection, "unit", head["unit"])
        yield _("{person} works at {other}, and not at {name}.", person=head["name"], other=other, name=values["name"])


def _refuse_successor(act: Act, values: Values) -> None:
    """Refuse a successor of a unit that goes on, or one that is itself no more when that unit retires."""
    code, day = values["unit"], values["retired_on"]
    if values["merged_into"] is None:
        return
    if day is None:
        raise UsageProblem(
            "{name} goes on, and nobody takes over its work: give the first day it is no more with --retired.",
            name=values["name"],
        )
    if values["merged_into"] == code:
        raise UsageProblem("{name} cannot take over its own work: name the unit that does.", name=values["name"])
    successor = serving(directory_rows.unit(act.connection, values["merged_into"]), max(day, act.clock.now().day))
    if successor["merged_into"]:
        raise UsageProblem(
            "{name} cannot be merged into {successor}, which itself goes over to {other}: name the unit that stays.",
            name=values["name"],
            successor=successor["name"],
            other=directory_rows.name_of(act.connection, "unit", successor["merged_into"]),
        )


def _left_by_unit(act: Act, unit: Row, values: Values) -> Iterator[str]:
    """Say what a unit leaves behind that is retired. Raises Refused if it has a task under the policy (Arts 13, 19)."""
    code, day = unit["code"], values["retired_on"]
    if day is None or (day, values["merged_into"]) == (unit["retired_on"], unit["merged_into"]):
        return
    for task in bank_rows.policies_naming(act.connection, code, day):
        named = {
            "name": unit["name"],
            "task": task[f"label_{spoken()}"],
            "key": rule_rows.rule_called(task),
            "day": day,
        }
        raise Refused(
            "{name} is the policy's {task}: name another unit first with complaintctl policy set {key} UNIT --from"
            " {day}",
            **named,
        )
    cases = bank_rows.open_cases_with(act.connection, unit=code)
    for case in cases:
        barred = {"case_no": case["case_no"], "unit": values["merged_into"]}
        to = None if queries.is_in(act.connection, "barred_unit", **barred) else values["merged_into"]
        yield _("{case_no} lies with it: complaintctl transfer {case_no} --to {unit}", **case, unit=to or "UNIT")
    for former in () if values["merged_into"] else bank_rows.merged_into(act.connection, code):
        yield _(
            "{former} was merged into it: name who takes over the work of both, --merged-into UNIT",
            former=former["name"],
        )
    if cases and values["merged_into"]:
        yield _("All at once, to the unit that took over its work: complaintctl transfer --all-of {unit}", unit=code)


def add_staff(
    act: Act, code: str, name: str, at: str | None = None, approved_by: str | None = None, **given: str | None
) -> Entered:
    """Add a member of staff.

    Raises NotFound for a unit or role; Refused if code or login is taken, or as appointments.approved does.
    """
    columns = {"name": name, **given, "role": given.get("role") or "officer"}
    values = {"staff": code_of(code), **directory_columns.checked(act, columns)}
    for row in directory_rows.staff(act.connection):
        if row["code"] == values["staff"]:
            raise Refused("There is a member of staff {code} {name} already: choose another code.", **row)
    moment = occurred_at(act, at)
    _take_over_login(act, values, moment)
    values["heads"] = directory_columns.unit_to_head(act, values)
    with appointments.approved(act, approved_by) as approver:
        file_events.enact(act, "staff_added", moment, {**values, "approved_by": approver})
    new, called = values["staff"], values["name"]
    said = marked("{name} added to the staff.") if new == called else marked("{name} added to the staff, code {code}.")
    return _(said, name=called, code=new), ()


def set_staff(
    act: Act, given: str, at: str | None = None, approved_by: str | None = None, **changes: str | bool | Path | None
) -> Entered:
    """Change columns of a member of staff, or retire them; the notes are on what hangs on them.

    Raises NotFound for a person, unit or role; Refused if nothing would change, the login is taken, somebody would
    retire themselves or change their own role or unit, or as appointments.approved does.
    """
    person = directory_rows.member(act.connection, given)
    values = directory_columns.changed("staff", person, directory_columns.checked(act, changes))
    if changes.get("shared_login") and not values["login"]:
        named = {"person": person["name"]}
        raise UsageProblem("{person} has no login that others could share: give it with --login.", **named)
    _refuse_key_of_another(act, values)
    if person["code"] == act.actor and (values["role"], values["unit"]) != (person["role"], person["unit"]):
        raise Refused("Nobody changes their own role or unit: let a colleague do it (Art. 19).")
    if values["role"] != person["role"]:
        values |= {"previous_role": person["role"], "heads": directory_columns.unit_to_head(act, values)}
    notes = list(_left_by_person(act, person, values))
    moment = occurred_at(act, at)
    _take_over_login(act, values, moment)
    with appointments.approved(act, approved_by) as approver:
        file_events.enact(act, "staff_changed", moment, {**values, "approved_by": approver})
    return _changed(
        person, values, marked("{name} changed."), marked("{name} changed: serves no more from {day} on.")
    ), notes


def _refuse_key_of_another(act: Act, values: Values) -> None:
    """Refuse the key of somebody else, who may have left: it would say that they act (Art. 19)."""
    holder = queries.row_in(act.connection, "staff", ssh_key=values["ssh_key"] or "")
    if holder and holder["code"] != values["staff"]:
        raise Refused(
            "This is the key of {name}, and a key says who acts: give each a key of their own, made with"
            " ssh-keygen -t ed25519.",
            **holder,
        )


def _take_over_login(act: Act, values: Values, moment: Moment) -> None:
    """Take a login from who had it and serves no more; what that person did under it stays theirs.

    Raises Refused: it is the login of somebody who serves.
    """
    holder = queries.row_in(act.connection, "staff", login=values.get("login") or "")
    if holder is None or holder["code"] == values["staff"]:
        return
    if holder["retired_on"] is None or holder["retired_on"] > moment.day:
        raise Refused(
            "{name} has the login {login} already: one person, one login. Once they have retired it may be given on:"
            " complaintctl staff set {code} --retired DATE",
            **holder,
        )
    former = {**dict(holder), "login": None, "shared_login": 0, "staff": holder["code"]}
    former.pop("code")
    file_events.enact(act, "staff_changed", moment, former)


def _left_by_person(act: Act, person: Row, values: Values) -> Iterator[str]:
    """Say what a person leaves behind who retires or goes to another unit. Raises Refused for whoever acts."""
    leaves, code = values["retired_on"] not in (None, person["retired_on"]), person["code"]
    if leaves and person["code"] == act.actor:
        raise Refused("Nobody retires by their own act, so that somebody is always left to act: let a colleague do it.")
    for unit in bank_rows.headed_by(act.connection, code):
        if leaves or unit["code"] != values["unit"]:
            named = {"unit": unit["code"], "name": unit["name"], "person": person["name"]}
            yield _("{name} is headed by {person}: complaintctl unit set {unit} --head STAFF", **named)
    for case in bank_rows.open_cases_with(act.connection, person=code) if leaves else ():
        named = {"case_no": case["case_no"], "person": person["name"]}
        yield _("{case_no} is handled by {person}: its next slip names another, with --handler STAFF", **named)
