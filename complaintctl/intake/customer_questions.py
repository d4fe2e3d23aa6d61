"""Questions about who complains, and whether they have come before (Arts 13, 17)."""

from collections.abc import Callable, Mapping
from typing import Any

from complaintctl.asking.choices import Asking
from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base.language import _
from complaintctl.cases import directory_rows
from complaintctl.front.session import say
from complaintctl.intake.act import earlier_cases
from complaintctl.intake.command import history_lines
from complaintctl.intake.statement import customer
from complaintctl.intake.warnings import number_warnings
from complaintctl.privacy import personal
from complaintctl.privacy.personal import Person
from complaintctl.record.queries import Rows

_LISTED = 8
_ANONYMOUS = "匿名"  # what an answer at the question for the name that gives none is taken for


def nobody_named(answers: Answers) -> bool:
    """Tell whether the answers say that the customer stays anonymous, or that there is none."""
    is_anonymous = answers.get("anonymous") == "yes" or personal.says_anonymous(answers.get("name"))
    return is_anonymous or answers.get("complainant") == "no"


def customer_questions(
    asking: Asking,
    day: str,
    as_given: Callable[[Answers], Mapping[str, Any]],
    is_of_media: Callable[[Answers], object],
    *,
    asked: bool,
) -> list[Question]:
    """Name, phone, identity number, address; the earlier cases are shown as soon as they are found, and asked about.

    Of the media it is asked first if there is a customer at all.
    """
    shown, is_known = list[str](), customer(as_given({})) != Person()

    def earlier(answers: Answers) -> Rows:
        given = as_given(answers)
        unit = directory_rows.given_code(asking.act.connection, "unit", given["unit"])
        return earlier_cases(asking.act, customer(given), unit, day)

    def look_again(answers: Answers, key: str) -> None:
        for warning in number_warnings(Person(**{key: answers[key]})):
            say(_("Note: {note}", note=warning))
        lines = list(history_lines(asking.act, earlier(answers)))
        if lines and lines != shown:
            shown[:] = lines
            say("\n".join(lines))

    def numbered(answers: Answers) -> bool:
        return asked and not nobody_named(answers)

    def refuse_masked(part: str) -> Callable[[str, Answers], object]:
        return lambda answer, answers: customer({**dict.fromkeys(Person._fields), part: answer})

    return [
        Question(
            "complainant",
            _("Is there a customer who complains"),
            (("no", _("no, the media alone")), ("yes", _("yes"))),
            default="no",
            asked_if=lambda answers: asked and not is_known and is_of_media(answers),
        ),
        asking.question(
            "name",
            text=_("Customer's name, or “anonymous”"),
            asked_if=lambda answers: asked and answers.get("complainant") != "no",
            check=refuse_masked("name"),
            full=lambda typed: _ANONYMOUS if personal.says_anonymous(typed) else typed,
        ),
        asking.question(
            "anonymous",
            choices=(("yes", _("yes, anonymous")), ("no", _("no, the name is not known yet"))),
            default="yes",
            may_be_left_out=False,
            asked_if=lambda answers: not answers.get("name") and answers.get("complainant") != "no",
        ),
        asking.question(
            "phone", check=refuse_masked("phone"), asked_if=numbered, then=lambda answers: look_again(answers, "phone")
        ),
        asking.question(
            "id_no",
            check=refuse_masked("id_no"),
            asked_if=numbered,
            on_page_if=lambda answers: True,
            then=lambda answers: look_again(answers, "id_no"),
        ),
        asking.question("address", check=refuse_masked("address"), asked_if=numbered, on_page_if=lambda answers: True),
        *_repeat(asking, earlier),
    ]


def _repeat(asking: Asking, earlier: Callable[[Answers], Rows]) -> list[Question]:
    """Ask if it is the same matter again, and brings anything new (Art. 17)."""

    def cases(answers: Answers) -> Named:
        rows = earlier(answers)
        lines = list(history_lines(asking.act, rows))[1:]
        listed = [(row["case_no"], line.strip()) for row, line in zip(rows, lines, strict=False)]
        return [*listed[:_LISTED], ("no", _("no, another matter"))]

    return [
        Question(
            "same_matter",
            _("Is it the same matter"),
            asked_if=lambda answers: "repeat_of" not in answers and earlier(answers),
            choices_by=cases,
        ),
        Question(
            "something_new",
            _("Is there anything new"),
            (("yes", _("yes, a case of its own")), ("no", _("no, note it on that case"))),
            asked_if=lambda answers: any(
                row["case_no"] == answers.get("same_matter") and row["is_open"] for row in earlier(answers)
            ),
        ),
    ]
