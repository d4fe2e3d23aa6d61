"""Intake: register, correct, classify."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import options, which_case
from complaintctl.base.citations import cited
from complaintctl.base.language import _, plural, spoken
from complaintctl.base.text import excerpt, money, visible
from complaintctl.cases import case_rows, facts, rule_rows
from complaintctl.cases.case_words import due_aloud, due_in_words
from complaintctl.front.answer import CaseArgument, JsonOption, case_answer, change
from complaintctl.front.session import of, say
from complaintctl.intake import act as intake_act
from complaintctl.intake import as_it_stands, classification, correction, statement
from complaintctl.privacy.masking import Mask, Masking
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Rows

app = typer.Typer()
_SHOWN, _EXCERPT = 10, 24


@app.command("register")
@options(statement.FIELDS, asks=False)
def register(context: typer.Context, given: dict[str, Any], as_json: JsonOption = False) -> None:
    """Register a complaint.

    The customer's earlier cases are shown; the same matter is linked with --repeat-of. In a terminal what is missing is
    asked for.

    Example: complaintctl register --channel walk_in --category service_attitude
    --summary "柜员态度生硬" --demand "道歉" --name 张三 --phone 13800000000
    """
    session = of(context)
    asked = None in (given["channel"], given["category"], given["summary"], given["demand"])
    if asked:
        from complaintctl.intake.questions import completed

        given = completed(session, given)
    with session.writing() as act:
        case_no, notes, earlier = intake_act.register(act, given)
        lines, notes = ([], []) if asked else (list(history_lines(act, earlier)), notes)  # the officer has seen them
        if lines and not given["repeat_of"]:
            notes.append(_not_asked(earlier))
        sentence = _sentence(act, case_no, asked, merged=given["nothing_new"])
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    for line in lines:
        say(line)
    answer.give()
    if asked and not as_json and not given["nothing_new"]:
        from complaintctl.papers.print_now import offer_form

        offer_form(context, case_no, "receipt", _("Print the receipt for the customer"))


def history_lines(act: Act, earlier: Rows) -> Iterator[str]:
    """A heading and a line for each of a customer's cases, newest first: its matter and how it ended; or nothing.

    Nothing unmasked is among them.
    """
    if not earlier:
        return
    labels, masking = rule_rows.labels(act.connection, spoken()), Masking(act.connection, act.actor)
    yield _("Earlier cases of this customer:")
    for row in earlier[:_SHOWN]:
        mask = masking.of(row["case_no"])
        coded = ("category", "status", "fault", "satisfaction")
        parts = [row["case_no"], row["received_on"], *(labels[kind, row[kind]] for kind in coded if row[kind])]
        parts += [_("paid {amount}", amount=money(row["compensation_fen"]))] if row["compensation_fen"] else []
        parts += [_("matter: {text}", text=_shown(mask, row["summary"]))]
        parts += [_("outcome: {text}", text=_shown(mask, row["outcome"]))] if row["outcome"] else []
        parts += [_("(the same name only: may be another person)")] if row["by_name"] else []
        yield f"  {'  '.join(parts)}"
    if len(earlier) > _SHOWN:
        older = len(earlier) - _SHOWN
        yield "  " + plural("… and {number} older one.", "… and {number} older ones.", older)


def _shown(mask: Mask, text: str) -> str:
    return excerpt(visible(mask.text(text)), _EXCERPT)


def _not_asked(earlier: Rows) -> str:
    """Ask for the link to an earlier case, where nobody was asked whether it is the same matter."""
    still_open = any(row["is_open"] for row in earlier)
    return plural(
        "The customer has an earlier case: where it is the same matter, --repeat-of CASE links the new one to it{more}"
        " (Art. 17).",
        "The customer has earlier cases: where it is the same matter, --repeat-of CASE links the new one to it{more}"
        " (Art. 17).",
        len(earlier),
        more=_(", and --nothing-new beside it notes on the open case what brings nothing new") if still_open else "",
    )


def _sentence(act: Act, case_no: str, asked: bool, merged: bool) -> str:
    if merged:
        return _(
            "{case_no}: the customer raised it again with nothing new; noted there, no new case (Art. 17).",
            case_no=case_no,
        )
    deadline = case_rows.deadline(act.connection, case_no)
    assert deadline is not None
    return _(
        "{case_no} registered, due {due}: {rule} ({article}).",
        case_no=case_no,
        due=due_aloud(act.connection, case_no) if asked else due_in_words(deadline, spoken()),
        rule=deadline[f"due_rule_{spoken()}"],
        article=cited(deadline["citation"]),
    )


@app.command("correct")
@options(correction.FIELDS)
def correct(
    context: typer.Context,
    case: Annotated[CaseArgument, which_case(correction.may_correct, "case_to_see", as_it_stands.to_correct)],
    given: dict[str, Any],
    as_json: JsonOption = False,
) -> None:
    """Correct what was typed wrong when a case was registered, open or closed.

    The old value stays on record, the new one stands wherever it is not a paper printed again. `none` takes back what
    need not be there. What `classify` states is corrected there.

    Example: complaintctl correct 1 --phone 13800000001 --reason "登记时抄错一位"

    Example: complaintctl correct 1 --source-ref 云信〔2026〕12号 --demand "退还手续费" --reason "核对来文"
    """
    change(context, as_json, correction.correct, case, **given)


@app.command("classify")
@options(facts.FIELDS)
def classify(
    context: typer.Context,
    case: Annotated[CaseArgument, which_case(classification.may_classify)],
    given: dict[str, Any],
    as_json: JsonOption = False,
) -> None:
    """Correct what is stated of a case: its category, amount, weight, nature …

    Its limits count from receipt as before. `none` takes an optional code back.

    Example: complaintctl classify 1 --category service_product --reason "查明系产品设计问题"

    Example: complaintctl classify 1 --amount 80000 --hot-topic --reason "金额经核实"
    """
    change(context, as_json, classification.classify, case, **given)
