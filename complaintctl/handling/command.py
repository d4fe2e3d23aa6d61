"""Handling: the leaders, slips, contacts, the law's clocks, the inquiry."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from complaintctl.asking.signature import does, options, which_case
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Option
from complaintctl.base.text import to_json, visible
from complaintctl.cases.case_acts import Done, find_case
from complaintctl.cases.case_words import due_aloud
from complaintctl.front.answer import Answer, CaseArgument, JsonOption, OptionalCaseArgument, case_answer, change
from complaintctl.front.session import Session, of
from complaintctl.handling import (
    briefing,
    contacts,
    delays,
    extension_and_pause,
    investigation,
    slips,
    supervision_slip,
    transfer_slip,
    voided_entry,
)
from complaintctl.handling.questions import completed, delay_completed
from complaintctl.papers.print_now import offer_form
from complaintctl.record import queries
from complaintctl.record.ledger import Act

app = typer.Typer()

# The commands that do no more than their act, by whose docstring they explain themselves; and what lets it be done.
for name, deed, taken, may in (
    ("sign", slips.sign, None, slips.may_sign),
    ("return", slips.return_slip, None, slips.may_return),
    ("recall", slips.recall, None, slips.may_recall),
    ("supervise", supervision_slip.supervise, None, supervision_slip.may_supervise),
    ("extend", extension_and_pause.extend, None, extension_and_pause.may_extend),
    ("pause", extension_and_pause.pause, None, extension_and_pause.may_pause),
    ("resume", extension_and_pause.resume, None, extension_and_pause.may_resume),
    ("investigate", investigation.investigate, investigation.Inquiry, investigation.may_investigate),
):
    app.command(name)(does(deed, taken, may)(deed))


VoidOption = Annotated[
    int | None, typer.Option("--void", metavar="N", help="Void the entry of this number instead.", min=1)
]
WhyVoidedOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="Why the entry is voided."),
    Option("", ask="Why is the entry voided"),
]


def _voidable(kind: str, deed: Callable[..., Done], may: Callable[..., object]) -> Callable[..., None]:
    """Make a command that does an act on a case, or voids what it entered: by the number it has in the case."""

    @options(deed, unless="void")
    @wraps(deed, assigned=("__name__", "__doc__"))
    def command(
        context: typer.Context,
        case: Annotated[CaseArgument, which_case(may)],
        given: dict[str, Any],
        void: VoidOption = None,
        reason: WhyVoidedOption = None,
        as_json: JsonOption = False,
    ) -> None:
        if void is None:
            if reason:
                raise UsageProblem("--reason says why an entry is voided: name that with --void N.")
            change(context, as_json, deed, case, **given)
        elif any(value for name, value in given.items() if name != "at"):
            raise UsageProblem("--void goes with --reason and --at alone: leave out the others.")
        else:
            change(context, as_json, voided_entry.void, case, kind, void, reason=reason, at=given["at"])

    return command


app.command("brief")(_voidable("briefed", briefing.brief, briefing.may_brief))
app.command("direct")(_voidable("directed", briefing.direct, briefing.may_direct))
app.command("contact")(does(contacts.contact, contacts.Contact, find_case, "case_to_see")(contacts.contact))


AllOf = Annotated[
    str | None,
    typer.Option(
        "--all-of",
        metavar="UNIT",
        help="Instead of a case: each open one that lies with this unit; default to the unit that took over its work.",
    ),
]


@app.command("delay")
@options(delays.delay, asks=False)
def delay(
    context: typer.Context,
    case: Annotated[CaseArgument, which_case(delays.delayed_case)],
    given: dict[str, Any],
    as_json: JsonOption = False,
) -> None:
    """Report the reason for a delay (Art. 10).

    The due date does not move. When the expected day is over, reason and word to the customer are asked for again.

    Example: complaintctl delay 1 --reason "等待上级行回复" --customer-told 2026-11-26 --expected 2026-12-01
    """
    change(context, as_json, delays.delay, case, **delay_completed(of(context), case, given))


@app.command("transfer")
@options(transfer_slip.transfer, asks=False)
def transfer(
    context: typer.Context,
    given: dict[str, Any],
    case: OptionalCaseArgument = None,
    all_of: AllOf = None,
    as_json: JsonOption = False,
) -> None:
    """Transfer a case to a unit by a numbered slip (Art. 9).

    Example: complaintctl transfer 1 --to chengguan

    Example: complaintctl transfer --all-of chengguan --to hexi
    """
    session = of(context)
    if all_of:
        _transfer_all(session, all_of, case, given, as_json)
        return
    asked, number, chosen = completed(session, {"case": case, **given})
    with session.writing() as act:
        case_no, slip_no, notes = transfer_slip.transfer(act, number, **chosen)
        sentence = _sentence(act, case_no, slip_no, asked)
        answer = case_answer(session, act, case_no, as_json, sentence, notes)
    answer.give()
    if asked and not as_json:
        offer_form(context, case_no, "transfer", _("Print the slip for the unit"))


def _sentence(act: Act, case_no: str, slip_no: str, asked: bool) -> str:
    slip = queries.rows_in(act.connection, "slip", case_no=case_no)[-1]
    due = due_aloud(act.connection, case_no) if asked and slip["due_on"] else slip["due_on"] or _("not known")
    said = {"case_no": case_no, "unit": slip["to_unit_name"], "slip_no": slip_no, "due": due}
    return _("{case_no} transferred to {unit} by slip {slip_no}, due {due}.", **said)


def _transfer_all(session: Session, of_unit: str, case: str | None, given: dict[str, Any], as_json: bool) -> None:
    """Transfer all that lies with a unit in one transaction, and say of each case where it went or why it did not."""
    if case:
        raise UsageProblem("--all-of says which cases are transferred: leave out {case}.", case=case)
    with session.writing() as act:
        handed = transfer_slip.transfer_all(act, of_unit, **given)
        lines, notes, cases = [], [], []
        for case_no, slip_no, said in handed.sent:
            lines.append(visible(_sentence(act, case_no, slip_no, asked=False)))
            notes += [_("{case_no}: {note}", case_no=case_no, note=note) for note in said]
            if as_json:
                cases.append(json.loads(case_answer(session, act, case_no, as_json, "").text))
        answer = Answer(to_json(cases) if as_json else "\n".join(lines), notes=[*notes, *handed.left_out])
    answer.give()
