"""Questions about who complains, and whether they have come before (Arts 13, 17)."""

from collections.abc import Callable

from complaintctl.asking.choices import Asking
from complaintctl.asking.question import Answers, Named, Question
from complaintctl.base.language import _
from complaintctl.front.session import say
from complaintctl.intake.act import Intake
from complaintctl.intake.command import history
from complaintctl.intake.warnings import number_warnings
from complaintctl.privacy.personal import Person
from complaintctl.record.queries import Row

_LISTED = 8


def customer_questions(asking: Asking, as_intake: Callable[[Answers], Intake], *, asked: bool) -> list[Question]:
    """Name, phone, identity number, address; the earlier cases are shown as soon as they are found, and asked about."""
    shown: list[str] = []

    def earlier_cases(answers: Answers) -> tuple[list[Row], list[str]]:
        return history(asking.session, asking.act, as_intake(answers))

    def show_earlier_cases(answers: Answers) -> None:
        _rows, lines = earlier_cases(answers)
        if lines and lines != shown:
            shown[:] = lines
            say("\n".join(lines))

    def numbered(answers: Answers) -> bool:
        return asked and answers.get("anonymous") != "yes"

    def typed(key: str) -> Callable[[Answers], None]:
        def look_again(answers: Answers) -> None:
            for warning in number_warnings(Person(**{key: answers[key]})):
                say(_("Note: {note}", note=warning))
            show_earlier_cases(answers)

        return look_again

    who = [
        asking.question("name", asked_if=lambda answers: asked),
        asking.question(
            "anonymous",
            choices=(("yes", _("yes, anonymous")), ("no", _("no, the name is not known yet"))),
            default="yes",
            may_be_left_out=False,
            asked_if=lambda answers: not answers.get("name"),
        ),
        asking.question("phone", asked_if=numbered, then=typed("phone")),
        asking.question("id_no", asked_if=numbered, then=typed("id_no")),
        asking.question("address", asked_if=numbered),
    ]
    return [*who, *_repeat(earlier_cases)]


def _repeat(history: Callable[[Answers], tuple[list[Row], list[str]]]) -> list[Question]:
    """Ask if it is the same matter again, and brings anything new (Art. 17)."""

    def cases(answers: Answers) -> Named:
        rows, lines = history(answers)
        listed = [(row["case_no"], line.strip()) for row, line in zip(rows, lines[1:], strict=False)]
        return [*listed[:_LISTED], ("no", _("no, another matter"))]

    def is_open(answers: Answers) -> bool:
        same = answers.get("same_matter")
        return any(row["case_no"] == same and row["is_open"] for row in history(answers)[0])

    return [
        Question(
            "same_matter",
            _("Is it the same matter"),
            asked_if=lambda answers: "repeat_of" not in answers and history(answers)[0],
            choices_by=cases,
        ),
        Question(
            "something_new",
            _("Is there anything new"),
            (("yes", _("yes, a case of its own")), ("no", _("no, note it on that case"))),
            asked_if=lambda answers: answers.get("same_matter", "no") != "no" and is_open(answers),
        ),
    ]
