"""Classifying a case again: its facts are stated anew, its limits still run from receipt (Arts 9(1), 10, 13)."""

from collections.abc import Iterator
from typing import Any

from complaintctl.base.errors import ANYTHING, Refused, UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, directory_rows, facts, recusal
from complaintctl.cases.case_acts import Done, due_on, is_left_alone, occurred_at, open_case, record
from complaintctl.intake import rows as intake_rows
from complaintctl.intake.warnings import retired_unit_warnings
from complaintctl.record import queries
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


def may_classify(act: Act, given: str) -> Row:
    """A case whose facts can be stated anew. Raises as open_case does."""
    return open_case(act, given, _("it cannot be classified again any more"), "prepare")


def classify(act: Act, given: str, **stated: Any) -> Done:
    """State facts of a case anew, by the names of facts.csv.

    What is not given stays as it was. Both due dates stay on record where the due date moves.

    Raises:
        UsageProblem: nothing changes; the basis, or how a malicious complaint is handled, is missing.
        Refused: a limit becomes longer, less is asked of the case, or it ceases to be major, and no reason is given;
            the intent of a complaint that is not anonymous is judged; or what keeps a report of wrongdoing is lifted
            where nothing does, a withdrawal was under duress, or no leader who is not named approved it.
        NotFound: an unknown code, unit or person.
    """
    case = may_classify(act, given)
    before = facts.stated_facts(act.connection, case["case_no"])
    changes = facts.read(act.connection, stated, case["received_on"])
    if changes.get("subject_name") and case["subject_employee"]:  # words only until it is known who is meant
        directory_rows.member(act.connection, stated["subject"])
    now = {**case, "outlet": before.get("outlet")}  # which stands in the ledger alone
    if not stated.get("lift_restriction") and all(now[name] == value for name, value in changes.items()):
        raise UsageProblem(
            "{case_no} is classified so already: name what changes, such as --category or --amount.", **case
        ).lacking(ANYTHING)
    text = clean_text(stated.get("reason") or "", _("The reason"))
    lifting = _lifting(act, case, stated, text)
    detail = {
        **{name: before.get(name) for name in facts.names()},
        **changes,
        "previous_category": case["category"],
        "basis": _basis(act, case, changes, stated.get("basis"), text),
        "text": text,
        **lifting,
    }
    facts.check(act.connection, detail)
    if lifting and (detail["category"], detail["nature"]) in facts.restricted_kinds(act.connection):
        raise UsageProblem(
            "It would still be a report of wrongdoing: with --lift-restriction say what {case_no} is instead, by"
            " --category, --nature or both (Arts 12, 13).",
            **case,
        )
    if changes.get("validity", case["validity"]) != case["validity"]:
        detail["previous_validity"] = case["validity"]
    promised = case_rows.deadline(act.connection, case["case_no"])
    after = record(act, case, "classified", stated.get("at"), detail)
    if not text:
        _refuse_relief(act, case, after, promised)
    sentence = _("{case_no} classified, due {due}.", **case, due=due_on(act, case))
    return Done(case["case_no"], sentence, list(_warnings(act, after, changes, lifting)))


def _lifting(act: Act, case: Row, stated: dict[str, Any], reason: str) -> dict[str, Any]:
    """The detail of an event by which a leader lifts what was entered wrongly as a report of wrongdoing (Art. 13)."""
    approved_by = stated.get("approved_by")
    if not stated.get("lift_restriction"):
        if approved_by:
            raise UsageProblem("--approved-by is of --lift-restriction: no other fact of a case needs an approval.")
        return {}
    if not case["restricted"]:
        raise Refused("{case_no} is no report of wrongdoing: there is nothing to lift.", **case)
    if queries.is_in(act.connection, "event", case_no=case["case_no"], kind="withdrawal_coerced"):
        raise Refused(
            "The customer was put under duress to withdraw {case_no}: it stays kept from those concerned, however it is"
            " classified (Art. 18).",
            **case,
        )
    if not approved_by:
        problem = UsageProblem(
            "--lift-restriction needs --approved-by: a leader whom the case does not name approves it."
        )
        raise problem.lacking("approved_by")
    required_text(reason, "--reason")
    no_leader = marked("{person} is no leader: a leader of the head office approves that a case is kept no more.")
    day = occurred_at(act, stated.get("at"), case["opened_at"]).day
    approver = recusal.leader(act, case, approved_by, day, no_leader, _("cannot approve it"))
    return {"lifts_restriction": True, "approved_by": approver}


def _basis(act: Act, case: Row, changes: dict[str, Any], basis: str | None, reason: str) -> str:
    """The basis on which people, never a rule, judge the intent of an anonymous complaint (Art. 13)."""
    intent = changes.get("anonymous_intent")
    if intent is None:
        return clean_text(basis or "", "--basis")
    if not case["anonymous"]:
        raise Refused("{case_no} is not anonymous: only an anonymous complaint is judged so (Art. 13).", **case)
    judged = required_text(basis or "", _("--basis, on what the intent is judged,"), "basis")
    if queries.is_in(act.connection, "intent_with_reason", code=intent):
        required_text(reason, _("--reason, how a malicious complaint is handled,"), "reason")
    return judged


def _refuse_relief(act: Act, before: Row, after: Row, promised: Row | None) -> None:
    """Refuse what makes a case less urgent or less grave without a reason."""
    now = case_rows.deadline(act.connection, after["case_no"])
    if promised and now and (now["due_on"] or "9") > (promised["due_on"] or "9"):
        dates = {"before": promised["due_on"], "after": now["due_on"]}
        raise Refused(
            "This moves the due date from {before} out to {after}: give the reason with --reason (Art. 10).", **dates
        ).lacking("reason")
    if (before["legal_complexity"], after["legal_complexity"]) == ("simple", "complex"):
        refusal = Refused(
            "This makes the law's limit longer: give the reason with --reason (Order 2020 No. 3, Art. 18)."
        )
        raise refusal.lacking("reason")
    if is_left_alone(act, after["case_no"]) and queries.is_in(
        act.connection, "nature", code=before["nature"], is_handled=1
    ):
        refusal = Refused("Nobody would be asked to look into the case: give the reason with --reason (Art. 12).")
        raise refusal.lacking("reason")
    if before["is_major"] and not after["is_major"]:
        raise Refused("The case would no longer be major: give the reason with --reason (Art. 9(1)).").lacking("reason")


def _warnings(act: Act, case: Row, changes: dict[str, Any], lifting: dict[str, Any]) -> Iterator[str]:
    """Say what follows from the new classification and is not done by it."""
    case_no = case["case_no"]
    if changes.get("respondent_unit"):
        yield from retired_unit_warnings(act, changes["respondent_unit"])
    for person in recusal.parties(act.connection, case_no) if lifting else ():
        yield _(
            "{person} was named in {case_no} and stays its party, who has no part in handling it (Art. 10).",
            person=directory_rows.name_of(act.connection, "staff", person),
            case_no=case_no,
        )
    reported = recusal.barred_addressees(act.connection, case_no, None)
    if reported:
        commands = _("complaintctl recall {case_no} --reason TEXT", case_no=case_no)
        if case["reported_at"]:
            commands = _(
                "complaintctl review {case_no} --return --reason TEXT, then {then}", case_no=case_no, then=commands
            )
        yield _(
            "{case_no} is a report of wrongdoing, and its slip lies with {units}, whom it must not reach: take it back"
            " at once, {commands} (Art. 13; Petition Regulations 2022, Arts 30, 46).",
            case_no=case_no,
            units=_(" and ").join(reported),
            commands=commands,
        )
    for other in intake_rows.unrestricted(act.connection, case_no):
        yield _(
            "{other} is of the same series and not kept from whom {case_no} reports: complaintctl classify {other}"
            " --nature wrongdoing_report (Arts 13, 17).",
            other=other,
            case_no=case_no,
        )
    if queries.is_in(act.connection, "handled_by_party", case_no=case_no):
        yield _(
            "{person} handles the case and is complained of: complaintctl recall {case_no} --reason TEXT, and transfer"
            " it to someone who is not the party (Art. 10).",
            person=case["handler"],
            case_no=case_no,
        )
    if changes.get("anonymous_intent") and not recusal.is_of_office(act.connection, act.actor, act.clock.now().day):
        yield _("How an anonymous complaint is meant is for 监察室 to judge (Art. 13): have it confirmed there.")
