"""Making a complaint with its history of one row of an old register, or saying why it cannot be one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.clock import Moment
from complaintctl.base.errors import Masked, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import quoted
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person, is_anonymous
from complaintctl.register.fields import FIELDS
from complaintctl.taking_over.cures import cure
from complaintctl.taking_over.history import Step, acts_in_lines, dated_steps
from complaintctl.taking_over.recorded_row import by_record
from complaintctl.taking_over.row_fields import RowFields

_IN_WORDS = re.compile("“(.+)”")  # the person complained of, who is not on the staff list
_FACTS = ("category", "nature", "respondent_unit", "subject_employee", "subject_name", "amount_fen", "group_size")


class Complaint(NamedTuple):
    """A row that is taken in: its place and number, the registration, the customer, and what was done since."""

    place: str
    number: str | None
    received: Moment
    registration: Mapping[str, Any]
    person: Person
    history: Sequence[Step]
    repeat_of: str | None  # the number of the complaint that it repeats


def complaint(row: RowFields, import_key: str) -> Complaint:
    """Make the complaint of a row and its history.

    It is none if something was noted of the row: a cell that cannot be read, contradicts another one, names a code,
    unit or person that there is not, or was edited beside what is recorded of it.

    Raises UsageProblem: what is recorded of the row cannot be read.
    """
    file = row.file
    row.given = given = by_record(row)
    row.needed("channel")
    row.needed("category")
    values = {field.ledger_key: row.value(field.name) for field in FIELDS.values() if field.ledger_key}
    category, unit = values["category"], values["respondent_unit"]
    values["stated_source_due"], values["source_due_on"] = row.words_or_day("source_due")
    if "accepted_on" in given:
        with row.noting():
            values["source_accepted_on"] = row.past("accepted_on").day
            values["source_kind"] = file.body_named(values["source_agency"] or "") or file.accepting_body
    person, anonymous = Person(), False
    with row.noting():
        person, anonymous = _customer(row, category)
    gravity: Mapping[str, Any] = {}
    with row.noting():
        gravity = dict(_gravity(row))
    in_lines, not_in_lines = acts_in_lines(row)
    dated, undated = dated_steps(row, unit)
    in_words = _IN_WORDS.fullmatch(given.get("subject") or "")
    registration = {
        **not_in_lines,
        **undated,
        **{flag: row.value(flag) for flag in file.stated_grounds},
        "reason": given.get("reason"),
        **gravity,
        "summary": row.summary,
        "first_receiver": row.member("first_receiver", unit_field="first_receiver_unit") or file.actor,
        **values,
        "external_id": given.get("former_id", given.get("external_id")),
        "subject_employee": None if in_words else row.member("subject", perhaps_of=unit),
        "subject_name": in_words and in_words[1],
        "anonymous": anonymous,
        "import_key": import_key,
    }
    classified = []
    if registration["stated_restricted"] and (category, registration["nature"]) not in file.restricted_kinds:
        # A report of wrongdoing, though classified otherwise later, is kept from whom it reported (Art. 13).
        facts = {name: registration[name] for name in (*_FACTS, *file.stated_grounds)}
        classified = [Step("classified", row.received, facts)]
        registration["nature"] = file.restricted_nature
    history = [*classified, *in_lines, *dated]
    number, repeated = given.get("external_id"), given.get("repeat_of")
    return Complaint(row.row.place, number, row.received, registration, person, history, repeated)


def _gravity(row: RowFields) -> Iterator[tuple[str, Any]]:
    """Yield the flags that 是否重大及理由 sets on the grounds of Art. 9(1), and the reason, in lines of its own."""
    if "major" not in row.given:
        return
    verdict, _sep, reason = row.given["major"].partition("\n")
    yield "reason", reason.strip()
    yes, _sep, grounds = verdict.strip().partition("：")
    flags = {ground["label_zh"]: ground["code"] for ground in row.file.major_grounds}
    found = [flags[word] for word in grounds.split("、") if word in flags]
    if yes not in ("是", "否") or (yes == "是") != bool(found):
        error = UsageProblem(
            "{text} is neither 否, nor 是： and some of {grounds}.", text=quoted(verdict), grounds="、".join(flags)
        )
        error.add_note(cure(row.file, "major", row.given["major"]))
        raise error
    yield from ((flag, True) for flag in found if flag in row.file.stated_grounds)


def _customer(row: RowFields, category: str | None) -> tuple[Person, bool]:
    """Return the customer, and whether they are anonymous. Raises Masked if the row does not say who they are."""
    name, stated = row.given.get("name"), row.value("anonymous")
    says_anonymous = personal.says_anonymous(name)
    is_nameless = (says_anonymous and stated is not False) or (
        name == personal.CONFIDENTIAL and row.value("restricted") is not False
    )
    person = Person(None if is_nameless else name, row.value("phone"), row.value("id_no"), row.given.get("address"))
    if masked := personal.masked_parts(person):
        raise Masked(
            "{cells} is masked: write the register with `complaintctl ledger --reveal --reason TEXT`,"
            " or empty the cell.",
            cells=_(", ").join(f"{row.title(field)} {quoted(getattr(person, field))}" for field in masked),
        )
    by_category = category in row.file.nameless_categories
    return person, stated is not False and is_anonymous(person, stated or says_anonymous, by_category)
