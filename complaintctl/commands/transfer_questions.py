"""What is asked when a case is handed on to a unit (Arts 4, 9, 13)."""

import shlex
from itertools import pairwise
from typing import Any

from complaintctl import queries
from complaintctl.casework import hand_offs, handling
from complaintctl.casework.common import open_case
from complaintctl.casework.serving import serving
from complaintctl.commands.ask import somebody_to_ask
from complaintctl.commands.interview import interview
from complaintctl.commands.offered import case_question, offered
from complaintctl.commands.question import Answers, Question
from complaintctl.commands.session import Session
from complaintctl.language import _, marked
from complaintctl.ledger import Act
from complaintctl.queries.handling import transfer_command

Given = dict[str, Any]  # by the names of the command's options; None where nothing was given

REQUIRED = {"case": ("CASE", marked("Which case")), "to": ("--to", marked("Which unit is to handle it"))}


def completed(session: Session, given: Given) -> Given:
    """What was given for a transfer, and what the officer answers to the rest if the case or the unit is missing.

    Raises UsageProblem where nobody is there to be asked.
    """
    missing = [key for key in REQUIRED if given[key] is None]
    if not missing:
        return given
    option, text = REQUIRED[missing[0]]
    somebody_to_ask(option, _(text))
    with session.asking() as act:
        known = {key: value for key, value in given.items() if isinstance(value, str)}
        known |= {"case": session.case_number(given["case"])} if given["case"] else {}
        known |= {"assist": ", ".join(given["assist"])} if given["assist"] else {}

        def rehearse(answers: Answers) -> None:
            with session.rehearsing() as rehearsal:
                chosen = _filled(given, answers)
                handling.transfer(rehearsal, chosen.pop("case"), **chosen)

        questions = _questions(session, act, bool(given["assist"]))
        return _filled(given, interview(questions, known, _("To be transferred:"), rehearse))


def _filled(given: Given, answers: Answers) -> Given:
    """What was given, and the answers, by the names of the options."""
    asked = {key: answer or None for key, answer in answers.items() if key in given and given[key] is None}
    assist = given["assist"] or ([answers["assist"]] if answers.get("assist") else [])
    return {**given, **asked, "assist": assist}


def _questions(session: Session, act: Act, assisting: bool) -> list[Question]:
    db, language = act.connection, session.language
    units = offered(db, "unit", language)

    def usual(answers: Answers, option: str) -> str:
        """What the regulation's own command for this case gives for an option; nothing where it names no unit."""
        value = _proposed(act, answers["case"]).get(option, "")
        return value if value in dict(units) else ""

    def may_go(case_no: str | None, to: str, *assist: str) -> None:
        if case_no is None:  # given before the case was: looked at with all the rest
            return
        unit, *assisting = (serving(queries.unit(db, name), act.clock.now().day) for name in (to, *assist))
        hand_offs.may_go_to(act, queries.case(db, case_no), unit, [row["code"] for row in assisting])

    return [
        case_question(
            session,
            act,
            _(REQUIRED["case"][1]),
            lambda number: open_case(act, number, _("it cannot be transferred any more")),
        ),
        Question(
            "to",
            _(REQUIRED["to"][1]),
            offered=units,
            default_by=lambda answers: usual(answers, "--to"),
            check=lambda answer, answers: may_go(answers.get("case"), answer),
        ),
        Question(
            "assist",
            _("Which unit assists"),
            offered=units,
            default_by=lambda answers: usual(answers, "--assist"),
            may_be_left_out=True,
            asked_if=lambda answers: usual(answers, "--assist"),
            check=None if assisting else lambda answer, answers: may_go(answers["case"], answers["to"], answer),
        ),
        Question(
            "ruling",
            _("Who is responsible and why"),
            asked_if=lambda answers: "--ruling" in _proposed(act, answers["case"]),
        ),
        Question("note", _("What is the unit asked to do"), may_be_left_out=True),
    ]


def _proposed(act: Act, case_no: str) -> dict[str, str]:
    """The options of the command that the regulation proposes for transferring a case."""
    words = shlex.split(transfer_command(act.connection, case_no))
    return {word: value for word, value in pairwise(words) if word.startswith("--")}
