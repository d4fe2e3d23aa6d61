"""Recusal: who may not handle a case, and to whom it may not be sent (Arts 10, 13). None of this can be overridden."""

from complaintctl.errors import Refused
from complaintctl.language import _
from complaintctl.ledger import Act
from complaintctl.queries import Row, handling


def not_the_party(case: Row, person: str, refusal: str) -> None:
    """Refuse a person who is himself complained of (Art. 10).

    `refusal` says in the language spoken what he cannot do to the case: cannot handle it.
    """
    if person == case["subject_employee"]:
        raise Refused(
            _(
                "{person} is complained of in {case_no} and {refusal}: name someone who is not the party (Art. 10).",
                person=person,
                case_no=case["case_no"],
                refusal=refusal,
            )
        )


def not_to_the_reported(act: Act, case: Row, unit: str) -> None:
    """Refuse to send a report of crime or other wrongdoing to whom it reports (Art. 13)."""
    if handling.is_barred(act.connection, case["case_no"], unit):
        refusal = _(
            "{case_no} is a report of wrongdoing: it must not reach {unit}, nor anyone it reports. 监察室 looks into"
            " it itself (Art. 13; Petition Regulations 2022, Arts 30, 46).",
            case_no=case["case_no"],
            unit=unit,
        )
        if case["lead_unit"] == unit:
            back = _("Take its slip back: complaintctl return {case_no} --reason TEXT", case_no=case["case_no"])
            refusal = _("{sentence} {more}", sentence=refusal, more=back)
        raise Refused(refusal)


def not_the_partys_report(act: Act, case: Row) -> None:
    """Refuse to go on with a result report by the party complained of, who may have become known after it (Art. 10)."""
    if handling.reporter(act.connection, case) == case["subject_employee"] is not None:
        raise Refused(
            _(
                "The result report of {case_no} is by {person}, who is complained of in it (Art. 10): complaintctl"
                " review {case_no} --return --reason TEXT",
                case_no=case["case_no"],
                person=case["subject_employee"],
            )
        )


def not_back_to_the_partys_box(act: Act, case: Row, unit: Row) -> None:
    """Refuse to leave a case that needs no slip with the branch whose own head is complained of (Arts 9(2), 10)."""
    if unit["head"] and unit["head"] == case["subject_employee"] and not handling.needs_slip(act.connection, case):
        raise Refused(
            _(
                "{head} heads {unit} and is complained of in {case_no}: the branch does not handle it itself"
                " (Arts 9(2), 10): {command}",
                head=unit["head"],
                unit=unit["code"],
                case_no=case["case_no"],
                command=handling.transfer_command(act.connection, case["case_no"]),
            )
        )


def not_to_the_person_reported(case: Row, person: str) -> None:
    """Refuse to tell the person reported of a report of wrongdoing (Art. 13)."""
    if case["restricted"] and person == case["subject_employee"]:
        raise Refused(
            _(
                "{case_no} reports {person}: it must not be shown to him. Name another leader (Art. 13;"
                " Petition Regulations 2022, Arts 30, 46).",
                case_no=case["case_no"],
                person=person,
            )
        )
