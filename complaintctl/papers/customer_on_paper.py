"""The customer on a paper: as much of them as its reader needs, and no paper for nobody (Arts 6, 13)."""

from collections.abc import Sequence
from typing import NamedTuple

from complaintctl.base.errors import Refused
from complaintctl.base.language import _, spoken
from complaintctl.cases import rights
from complaintctl.papers import rows as papers_rows
from complaintctl.privacy import personal
from complaintctl.privacy.masking import Mask, Masking
from complaintctl.privacy.personal import Person
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row

_KEPT_IN_THE_OFFICE = ("id_no", "address")


class OnPaper(NamedTuple):
    """The customer as a paper shows them."""

    person: Person
    former: Sequence[Person]  # as the registration named them before it was corrected, the last one first
    mask: Mask  # of the texts
    shown: Sequence[str]  # the parts that stand in full without a reason given


def customer_on_paper(
    act: Act, case: Row, form: Row, until_seq: int | None, *, reveal: bool, document: bool
) -> OnPaper:
    """As much of the customer as the reader of a form needs, as the registration named them up to an entry.

    `reveal`: a reason is given; else a document shows what it is made for, of a report of wrongdoing nothing (Art. 13).

    Raises:
        Refused: it would have to show the customer's address, and may not.
    """
    made_for = papers_rows.shown_parts(act.connection, form["code"])
    whole = reveal and bool(not case["restricted"] or form["may_know_reporter"])
    may = document and not case["restricted"] and rights.may(act.connection, act.actor, case["case_no"], "reveal")
    if document and "address" in made_for and not (whole or may):
        _refuse_unaddressed(act, case)
    shown = made_for if whole or may else []
    known = papers_rows.complainants(act.connection, case["case_no"], until_seq)
    hidden = [part for part in _KEPT_IN_THE_OFFICE if not form["shows_identity"] and part not in made_for]
    people = [Person()]
    if whole or not case["restricted"]:
        people = []
        for complainant in known:
            plain, masked = (personal.read(act.connection, complainant, in_full) for in_full in (True, False))
            seen = plain if whole else masked._replace(**{part: getattr(plain, part) for part in shown})
            people.append(seen._replace(**dict.fromkeys(hidden)))
    person, *former = people
    masking = Masking(act.connection, act.actor)
    mask = masking.of_form(case["case_no"], person, by_look=not whole) if shown or whole else None
    unasked = [part for part in shown if getattr(person, part) and not whole]
    return OnPaper(person, former, mask or masking.of(case["case_no"]), unasked)


def _refuse_unaddressed(act: Act, case: Row) -> None:
    rights.ask_of_case(act, case["case_no"], "reveal")
    raise Refused(
        "{case_no} is a report of wrongdoing: who made it stands on paper only with --reveal --reason TEXT (Art. 13).",
        **case,
    )


def refuse_without_addressee(act: Act, case: Row, form: Row) -> None:
    """Refuse a letter to nobody, and an envelope without a name and an address (Art. 13)."""
    why = papers_rows.no_addressee(act.connection, case["case_no"], form["code"])
    if why == "anonymous":
        raise Refused(
            "{case_no} is anonymous: there is nobody to send this paper to (Art. 13). When the customer gives a name:"
            " complaintctl correct {case_no} --name NAME --reason TEXT",
            **case,
        )
    if why:
        raise Refused(
            "{case_no} lacks the customer's name or address, which an envelope needs: complaintctl correct {case_no}"
            " --name NAME --address TEXT --reason TEXT",
            **case,
        )


def refuse_incomplete(act: Act, form: Row) -> None:
    """Refuse a paper for a customer without what he needs of the bank (Arts 5, 10)."""
    for lack in papers_rows.lacks(act.connection, form["code"], act.actor):
        if lack["blocking"]:
            raise Refused(
                "This paper gives the customer {what}, and none is on record: {command}",
                what=lack[f"label_{spoken()}"],
                command=f"complaintctl {lack['remedy']}",
            )


def lacking(act: Act, form: Row) -> list[str]:
    """All that a paper for a customer lacks and is written without, a sentence each."""
    lacks = papers_rows.lacks(act.connection, form["code"], act.actor)
    return [
        _(
            "Note: this paper lacks {what}: {command}",
            what=lack[f"label_{spoken()}"],
            command=f"complaintctl {lack['remedy']}",
        )
        for lack in lacks
    ]
