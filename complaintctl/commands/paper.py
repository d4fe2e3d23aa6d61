"""What a form is filled from, gathered for its printing."""

from collections.abc import Mapping
from functools import partial

from complaintctl import queries
from complaintctl.casework.printing import Printed
from complaintctl.commands.session import case_file
from complaintctl.ledger import Act
from complaintctl.queries import forms, handling
from complaintctl.render import chinese
from complaintctl.render.form_sheet import Names, Sheet
from complaintctl.render.forms import fields
from complaintctl.values import check_characters


def form_fields(act: Act, printed: Printed, blank: bool) -> Mapping[str, str]:
    """The fields of a form that is being printed, by the names its template uses."""
    db, case = act.connection, printed.case
    file = case_file(db, case["case_no"], printed.mask)._replace(person=printed.person)
    decides = case["lead_unit"] or case["respondent_unit"]
    sheet = Sheet(
        form=printed.form,
        file=file,
        event=next((row for row in file.events if printed.event and row["seq"] == printed.event["seq"]), None),
        number=printed.number,
        paper=_paper(act, case["case_no"] if blank else None),
        copy_no=printed.copy_no,
        blank=blank,
        rule=forms.rule(db, case["received_on"]),
        labels=queries.labels(db, "zh", case["case_no"]),
        choices={kind: [row["label_zh"] for row in queries.choices(db, kind)] for kind in ("fault", "satisfaction")},
        names=Names(forms.names(db)),
        replies=queries.replies(db, case["case_no"]),
        working_days=partial(handling.working_days_between, db),
        has_superior=forms.is_branch(db, decides),
    )
    return fields(sheet)


def _paper(act: Act, checked: str | None) -> Mapping[str, str]:
    """What is of no case: the bank, the office, who prints it, and when; the check characters of a blank form."""
    db, now = act.connection, act.clock.default_at()
    printer = queries.member(db, act.actor)
    office = queries.policy(db, "supervision_office", now.day)
    return {
        "bank": queries.policy(db, "bank_name", now.day),
        "office": queries.unit(db, office)["name"],
        "practice": "练习 PRACTICE" if queries.is_practice(db) else "",
        "check_characters": check_characters(checked) if checked else "",
        "printed_by": printer["name"],
        "printed_by_phone": printer["phone"] or "",
        "printed_at": chinese.moment(now.text),
    }
