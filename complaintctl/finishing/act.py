"""Finishing a case: review of the result report, closing, reopening, archiving (Arts 6, 10, 11, 17)."""

from collections.abc import Sequence
from typing import Annotated

from complaintctl.base.errors import Missing, Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.option import At, Option
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, recusal, rule_rows
from complaintctl.cases.case_acts import (
    Done,
    due_on,
    duty_values,
    find_case,
    is_left_alone,
    label_of,
    last_done,
    occurred_at,
    open_case,
    record,
    refuse_owed,
)
from complaintctl.finishing.report_shown import to_be_judged
from complaintctl.record import ledger, queries
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row


def may_review(act: Act, given: str) -> Row:
    """A case whose result report can be reviewed. Raises Refused as `review` does."""
    case = open_case(act, given, _("it cannot be reviewed any more"))
    if not case["reported_at"]:
        raise Refused("{case_no} has no result report to review: complaintctl resolve {case_no}", **case)
    return case


def review(
    act: Act,
    given: str,
    *,
    accept: Annotated[
        bool | None,
        Option(
            "Accept the result report, or send it back.",
            ask="Accept the report",
            typed="--accept/--return",
            says=to_be_judged,
        ),
    ],
    reason: Annotated[str | None, Option("Why it is sent back.", ask="Why is it sent back")] = None,
    at: At = None,
) -> Done:
    """Accept the unit's result report, or return it with a reason, which reopens the unit's task (Art. 11)."""
    case = may_review(act, given)
    if accept and case["accepted_at"]:
        raise Refused(
            "The result report of {case_no} was accepted on {day} already.", **case, day=case["accepted_at"][:10]
        )
    if accept:
        recusal.may(act.connection, case, act.actor, "handle", _("cannot review it"))
        recusal.the_report_stands(act.connection, case)
        recusal.may(act.connection, case, act.actor, "accept")
    if not accept and not reason:
        raise Missing.option("--reason", _("Why is it sent back"), "reason")
    text = clean_text(reason or "", _("The reason")) if accept else required_text(reason or "", "--reason")
    kind = "result_accepted" if accept else "result_returned"
    record(act, case, kind, at, {"text": text}, not_before=case["reported_at"])
    done = marked("{case_no}: result report accepted.") if accept else marked("{case_no}: result report returned.")
    return Done(case["case_no"], _(done, **case))


def may_close(act: Act, given: str) -> Row:
    """A case that who acts may close. Raises Refused."""
    case = open_case(act, given, _("it cannot be closed any more"))
    recusal.the_report_stands(act.connection, case)
    if case["reported_at"]:
        recusal.may(act.connection, case, act.actor, "accept")
    return case


def _refuse_blocked(act: Act, case: Row) -> None:
    refuse_owed(act, case, "blocking", _("{case_no} cannot be closed yet. Still owed:", **case))


def may_close_now(act: Act, given: str, waive: Sequence[str] = ()) -> None:
    """Raise Refused as `close` does if anything that blocks it is owed; but for what is waived, which it looks at."""
    case = may_close(act, given)
    if not waive:
        _refuse_blocked(act, case)


def close(
    act: Act,
    given: str,
    *,
    note: Annotated[str | None, Option("A remark; needed for some endings.", ask="Why does it end so")] = None,
    ending: Annotated[
        str | None,
        Option(
            "answered, explained_not_accepted, judicial, out_of_scope or filed; default as it is.",
            ask="How does it end",
            kind="ending",
        ),
    ] = None,
    waive: Annotated[Sequence[str], Option("A duty left out for a reason; may be repeated.", "DUTY")] = (),
    reason: Annotated[str | None, Option("Why it is left out.", ask="Why is it left out")] = None,
    leave_undone: Annotated[
        bool, Option("Leave undone what does not stand in the way.", ask="Is this left undone")
    ] = False,
    at: At = None,
) -> Done:
    """Close a case on which nothing that blocks it is owed any more; say what was left undone.

    `waive` names duties that the regulation lets be left out for a reason (Arts 8(2), 10, 13). What is owed and does
    not block is put on record as left open: it is warned of before, unless it was said with `leave_undone`.

    Raises:
        Refused: a duty that blocks closing is open; each is named with the command that fulfils it.
        UsageProblem: a duty that cannot be waived, a waiver or an ending without its reason.
    """
    case = may_close(act, given)
    open_duties = case_rows.open_duties(act.connection, case["case_no"])
    waived = [_waivable(act, case, name, open_duties) for name in waive]
    code = _ending(act, case, ending)
    text = clean_text(note or "", _("The note"))
    gives_reason = queries.row_in(act.connection, "ending", code=code, needs_note=1)
    if not (gives_reason or case["replied_at"]) and is_left_alone(act, case["case_no"]):
        raise Refused(
            "Nobody was asked to look into {case_no} or replied to the customer: it ends with the reason and where they"
            " were directed, complaintctl close {case_no} --ending out_of_scope --note TEXT (Art. 12).",
            **case,
        ).lacking("ending", "note")
    if not text and gives_reason:
        problem = UsageProblem(
            "A case that ends as {ending} says why: give it with --note.", ending=label_of(gives_reason)
        )
        raise problem.lacking("note")
    if waived:
        if not reason:
            raise Missing.option("--reason", _("Why is it left out"), "reason")
        why = required_text(reason, _("--reason of what is waived"))
    moment = occurred_at(act, at, last_done(act, case))
    # Entered before the rest is looked at: with one duty out of the way another may be owed (Art. 16: counsel).
    ledger.append(act, [Fact(case["case_no"], "duty_waived", moment, {"duty": name, "text": why}) for name in waived])
    _refuse_blocked(act, case)
    owed = case_rows.open_duties(act.connection, case["case_no"])
    left_open = [duty for duty in owed if not duty["blocks_archive"]]  # the others are asked for after the end as well
    detail = {"text": text, "ending": code, "left_open": [duty["duty"] for duty in left_open] or None}
    record(act, case, "closed", moment, detail)
    undone = [_("Left undone: {duty} ({article}).", **duty_values(duty)) for duty in left_open]
    return Done(case["case_no"], _("{case_no} closed.", **case), warnings=undone, agreement="leave_undone")


def _ending(act: Act, case: Row, given: str | None) -> str:
    """The ending of a case; of which nothing is said, filed for record where the customer is anonymous (Art. 13)."""
    if given:
        return rule_rows.code(act.connection, "ending", given, case["received_on"])
    usual = queries.row_in(act.connection, "ending", usual="anonymous" if case["anonymous"] else "known")
    assert usual is not None
    return str(usual["code"])


def _waivable(act: Act, case: Row, name: str, open_duties: Sequence[Row]) -> str:
    code = rule_rows.code(act.connection, "duty", name)
    duty = next((row for row in open_duties if row["duty"] == code), None)
    if duty is None:
        label = rule_rows.labels(act.connection, spoken())["duty", code]
        raise UsageProblem("{case_no} does not owe {code}: there is nothing to waive.", **case, code=label)
    if not duty["may_waive"]:
        raise Refused("{duty} ({article}) cannot be waived: {remedy}", **duty_values(duty), remedy=duty["remedy"])
    return code


def may_reopen(act: Act, given: str) -> Row:
    """A case that has ended. Raises Refused."""
    case = find_case(act, given)
    if case["is_open"]:
        raise Refused("{case_no} is open: there is nothing to reopen.", **case)
    return case


def reopen(
    act: Act,
    given: str,
    *,
    reason: Annotated[str, Option("Why it is taken up again.", ask="Why is it taken up again")],
    at: At = None,
) -> Done:
    """Take up a closed case again; its limits run anew (Art. 17).

    Example: complaintctl reopen 1 --reason "客户对答复不满意"
    """
    case = may_reopen(act, given)
    record(act, case, "reopened", at, {"text": required_text(reason, "--reason")}, not_before=case["left_at"])
    return Done(case["case_no"], _("{case_no} reopened, due {due}.", **case, due=due_on(act, case)))


def may_archive(act: Act, given: str) -> Row:
    """A case that can be put into the archive. Raises Refused as `archive` does."""
    case = find_case(act, given)
    if case["is_open"]:
        raise Refused("{case_no} is open: complaintctl close {case_no} comes first.", **case)
    if case["archived_at"]:
        raise Refused("{case_no} was archived on {day} already.", **case, day=case["archived_at"][:10])
    refuse_owed(act, case, "blocks_archive", _("{case_no} cannot be archived yet. Still owed:", **case))
    return case


def archive(
    act: Act, given: str, *, note: Annotated[str | None, Option("Where the papers lie.")] = None, at: At = None
) -> Done:
    """Put a closed case into the archive (Art. 6).

    Example: complaintctl archive 1

    Raises:
        Refused: the case is open, archived already, or something that follows its end is owed: the final report of a
            major case, the answer to a review.
    """
    case = may_archive(act, given)
    moment = occurred_at(act, at, case["left_at"])
    archive_no = ledger.next_number(act, "archive", int(moment.day[:4]))
    detail = {"archive_no": archive_no, "text": clean_text(note or "", _("The note"))}
    record(act, case, "archived", moment, detail)
    return Done(case["case_no"], _("{case_no} archived as {archive_no}.", **case, archive_no=archive_no))
