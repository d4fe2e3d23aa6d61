"""Questions when a case is handed on to a unit (Arts 4, 9, 13), and when it is late (Art. 10)."""

import shlex
from contextlib import suppress
from functools import partial
from itertools import pairwise
from typing import Any

from complaintctl.asking.case_choice import about, case_question
from complaintctl.asking.choices import Asking
from complaintctl.asking.interview import Foreseen, filled, first_missing, interview
from complaintctl.asking.question import Answers, Question
from complaintctl.base.errors import ComplaintError
from complaintctl.base.language import _
from complaintctl.cases import case_rows, directory_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.cases.case_rows import transfer_command
from complaintctl.cases.directory_rows import serving
from complaintctl.front.session import Session, in_terminal
from complaintctl.handling import delays
from complaintctl.handling.transfer_slip import may_go_to, may_transfer, transfer
from complaintctl.record.ledger import Act

Given = dict[str, Any]  # by the names of the command's options; None where nothing was given


def completed(session: Session, given: Given) -> tuple[bool, str, Given]:
    """Complete a transfer by asking for what is missing; return if that was done, the case, and what the act takes.

    Raises UsageProblem where nobody is there to be asked.
    """
    if not first_missing(transfer, given, _("Which case")):
        return False, *_chosen(given, {})
    with session.asking() as act:
        known = {key: value for key, value in given.items() if isinstance(value, str)}
        known |= {"case": session.case_number(given["case"])} if given["case"] else {}
        known |= {"assist": ", ".join(given["assist"])} if given["assist"] else {}

        def rehearse(answers: Answers) -> Foreseen:
            with session.rehearsing() as rehearsal:
                case, chosen = _chosen(given, answers)
                _case, _sentence, notes = transfer(rehearsal, case, **chosen)
                return Foreseen(notes)

        questions = _questions(Asking(session, act, transfer), bool(given["assist"]), known.get("case"))
        heading = _("To be transferred:")
        answers = interview(questions, known, heading, rehearse, lambda said: about(session, act, said["case"]))
        return True, *_chosen(given, answers)


def delay_completed(session: Session, case: str, given: Given) -> Given:
    """Complete the report of a delay; at a terminal also by when the customer was told and the expected day (Art. 10).

    Neither is required: both may be left out. Raises UsageProblem where nobody is there to be asked for the reason.
    """
    left_out = None in (given["customer_told"], given["expected"])
    if not first_missing(delays.delay, given) and not (left_out and in_terminal()):
        return given
    with session.asking() as act:
        late = delays.delayed_case(act, session.case_number(case))

        def rehearse(answers: Answers) -> Foreseen:
            with session.rehearsing() as rehearsal:
                return Foreseen(delays.delay(rehearsal, late["case_no"], **filled(given, answers)).notes)

        asking = Asking(session, act, delays.delay)
        questions = [
            asking.question("reason"),
            asking.question(
                "customer_told",
                check=lambda answer, answers: occurred_at(act, answer, late["opened_at"], "--customer-told"),
                asked_if=lambda answers: not late["anonymous"],
            ),
            asking.question(
                "expected",
                check=lambda answer, answers: delays.expected_day(
                    answer, occurred_at(act, given["at"], late["opened_at"]).day
                ),
            ),
        ]
        known = {key: value for key, value in given.items() if isinstance(value, str)}
        which = about(session, act, late["case_no"])
        return filled(given, interview(questions, known, _("To be reported:"), rehearse, lambda _answers: which))


def _chosen(given: Given, answers: Answers) -> tuple[str, Given]:
    """The case and what the act takes, of what was given and the answers."""
    assist = given["assist"] or ([answers["assist"]] if answers.get("assist") else [])
    chosen = {**filled(given, answers), "assist": assist}
    return str(chosen.pop("case")), chosen


def _questions(asking: Asking, assisting: bool, given: str | None) -> list[Question]:
    act, db = asking.act, asking.act.connection

    def usual(answers: Answers, option: str) -> str:
        """The unit that the regulation's own command for this case gives for an option, if it names one."""
        value = _proposed(act, answers["case"]).get(option, "")
        units = [answers["to"], value] if option == "--assist" else [value]
        with suppress(ComplaintError):  # a word in capitals is no unit
            may_go(answers["case"], *units)
            return value
        return ""

    def may_go(case_no: str | None, to: str, *assist: str) -> None:
        if case_no is None:  # given before the case was: looked at with all the rest
            return
        unit, *assisting = (serving(directory_rows.unit(db, name), act.clock.now().day) for name in (to, *assist))
        may_go_to(act, case_rows.case(db, case_no), unit, [row["code"] for row in assisting])

    return [
        case_question(
            asking.session,
            act,
            _("Which case"),
            partial(may_transfer, act),
            given=given,
        ),
        asking.question(
            "to",
            default_by=lambda answers: usual(answers, "--to"),
            check=lambda answer, answers: may_go(answers.get("case"), answer),
        ),
        asking.question(
            "assist",
            default_by=lambda answers: usual(answers, "--assist"),
            asked_if=lambda answers: usual(answers, "--assist"),
            check=None if assisting else lambda answer, answers: may_go(answers["case"], answers["to"], answer),
        ),
        asking.question(
            "ruling",
            may_be_left_out=False,
            asked_if=lambda answers: "--ruling" in _proposed(act, answers["case"]),
        ),
        asking.question("note"),
    ]


def _proposed(act: Act, case_no: str) -> dict[str, str]:
    """The options of the command that the regulation proposes for transferring a case."""
    words = shlex.split(transfer_command(act.connection, case_no))
    return {word: value for word, value in pairwise(words) if word.startswith("--")}
