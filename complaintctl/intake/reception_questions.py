"""Questions by the channel: what its paper register has of the reception, and of who sent it (Arts 3, 8, 9, 15)."""

from collections.abc import Callable, Mapping
from typing import Any

from complaintctl.asking.choices import Asking, offered
from complaintctl.asking.question import Answers, Question
from complaintctl.base.clock import Moment, parse_day
from complaintctl.base.language import _, spoken
from complaintctl.base.text import visible
from complaintctl.cases import directory_rows, facts, recusal
from complaintctl.front.session import say
from complaintctl.intake import rows as intake_rows
from complaintctl.intake.statement import FIELDS, accepted_day, before_receipt, receipt, sender
from complaintctl.intake.warnings import source_due_warnings

AsGiven = Callable[[Answers], Mapping[str, Any]]  # by the names of complaint.csv
_GRADES = "普通 急件 特急 秘密 机密".split()  # as papers have them; another word may be typed
_ON_PAGE = ("received_at", "first_receiver", "answered")  # of every complaint: a line of the page, unless it is asked


def reception_questions(asking: Asking, as_given: AsGiven) -> list[Question]:
    """A question for each field that some channel asks for, and each line of the page, as complaint.csv has them."""
    db = asking.act.connection
    by_channel, own, further = facts.every_asked_field(db), _own(asking, as_given), _conditions(asking, as_given)

    def question(name: str) -> Question:
        def is_of_channel(answers: Answers) -> bool:
            sender = answers.get("source_agency") or ""
            return name in facts.asked_fields(db, answers["channel"], _received(asking, as_given, answers).day, sender)

        def has_place(answers: Answers) -> bool:
            return is_of_channel(answers) and (name not in further or bool(further[name](answers)))

        if name in _ON_PAGE:
            return asking.question(name, on_page_if=lambda answers: not is_of_channel(answers), **own.get(name, {}))
        return asking.question(name, asked_if=has_place, **own.get(name, {}))

    return [question(name) for name in FIELDS if name in by_channel or name in _ON_PAGE]


def _received(asking: Asking, as_given: AsGiven, answers: Answers) -> Moment:
    return receipt(asking.act, as_given(answers)["received_at"])


def _conditions(asking: Asking, as_given: AsGiven) -> Mapping[str, Callable[[Answers], object]]:
    """The conditions on which a field is asked, beside that its channel asks for it."""
    act, db = asking.act, asking.act.connection

    def by_another_unit(answers: Answers) -> bool:
        receiver = directory_rows.member(db, answers.get("first_receiver") or act.actor)["code"]
        return not recusal.is_of_office(db, receiver, _received(asking, as_given, answers).day)

    def runs_from_acceptance(answers: Answers) -> bool:
        day = _received(asking, as_given, answers).day
        return intake_rows.runs_from_acceptance(db, sender(act, as_given(answers), day), day)

    def is_endorsed(answers: Answers) -> object:
        return answers.get("endorsed_by")

    return {
        "escorted_by": by_another_unit,
        "accepted_on": runs_from_acceptance,
        "endorsed_on": is_endorsed,
        "endorsement": is_endorsed,
    }


def _own(asking: Asking, as_given: AsGiven) -> Mapping[str, Mapping[str, Any]]:
    """The checks, defaults and choices that the question for a field has of its own, by the name of the field."""
    act, db, now = asking.act, asking.act.connection, asking.act.clock.default_at()

    def before(label: str) -> Callable[[str, Answers], object]:
        return lambda answer, answers: before_receipt(_received(asking, as_given, answers), answer, label)

    def serves(answer: str, answers: Answers) -> None:
        directory_rows.member(db, answer, _received(asking, as_given, answers).day)

    def with_unit(person: str) -> str:
        member = directory_rows.member(db, person)
        unit = directory_rows.unit(db, member["unit"])
        return _("{person} ({unit})", person=visible(member["name"]), unit=visible(unit["name"]))

    def look_again(answers: Answers) -> None:
        if answers["source_due"]:
            day = _received(asking, as_given, answers).day
            for warning in source_due_warnings(parse_day(answers["source_due"], ""), day):
                say(_("Note: {note}", note=warning))

    not_known = ("", _("not known"))
    due, accepted, endorsed = _("That body's own date"), _("The day of acceptance"), _("The date of the endorsement")
    return {
        "received_at": {
            "default": now.day if now.whole_day else now.text[:16].replace("T", " "),
            "may_be_left_out": False,
            "check": lambda answer, answers: receipt(act, answer, _("The time of receipt")),
        },
        "first_receiver": {"default": act.actor, "check": serves, "understood": with_unit},
        "posted_at": {"check": before(_("The date of posting"))},
        "letter_dated": {"check": before(_("The date of the letter"))},
        "postmarked": {"check": before(_("The date of the postmark"))},
        "source_agency": {"may_be_left_out": False},
        "source_grade": {"choices": [(word, word) for word in _GRADES], "takes_others": True},
        "source_due": {"check": lambda answer, answers: parse_day(answer, due), "then": look_again},
        "accepted_on": {"check": lambda answer, answers: accepted_day(act, answer, accepted)},
        "endorsed_on": {"check": lambda answer, answers: accepted_day(act, answer, endorsed)},
        **{kind: {"choices": [not_known, *offered(db, kind, spoken())]} for kind in ("media_level", "media_stage")},
    }
