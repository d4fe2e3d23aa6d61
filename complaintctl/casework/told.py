"""What the columns that can hold several acts say was done on a case, a line each (Arts 8, 9, 10, 13)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from complaintctl import entries
from complaintctl.casework.fields import Fields, Given
from complaintctl.casework.steps import History, Step, before_receipt
from complaintctl.clock import Moment, no_earlier
from complaintctl.entries import Line
from complaintctl.errors import NotFound, UsageProblem
from complaintctl.language import _


def in_lines(fields: Fields, given: Given, received: Moment) -> History:
    """The due date, the briefings, the directives and the slips of a row; what is none of them stays as it is.

    Raises:
        UsageProblem: one of them is in the future, or before receipt.
    """
    due, stated = _due_date(fields, given, received)
    columns = (
        ("briefings", "briefed", _briefing),
        ("directives", "directed", _directive),
        ("slips", "dispatched", _slip),
    )
    steps = list(due)
    for field, kind, detail_of in columns:
        acts, rest = _acts(fields, given, received, field, kind, detail_of)
        steps += acts
        stated |= {f"stated_{field}": rest} if rest else {}
    return History(steps, stated)


def restriction(fields: Fields, registration: Mapping[str, Any], received: Moment) -> tuple[str | None, Sequence[Step]]:
    """The nature to register a case under, and the step after which it is what the row says.

    A report of wrongdoing that was classified otherwise later is kept from whom it reported all the same (Art. 13).
    """
    nature, category = registration["nature"], registration["category"]
    if not registration["stated_restricted"] or fields.restricts(nature, category):
        return nature, ()
    facts = {name: registration[name] for name in (*_FACTS, *fields.stated_grounds)}
    return fields.restricted_nature, [Step("classified", received, {**facts, "imported": True})]


_FACTS = ("category", "nature", "respondent_unit", "subject_employee", "amount_fen", "group_size")


def _due_date(fields: Fields, given: Given, received: Moment) -> tuple[Sequence[Step], dict[str, str]]:
    """The due date as the register promised it; words such as 三个工作日 stay what they are."""
    if "due_on" not in given:
        return [], {}
    try:
        due_on = fields.moment(given, "due_on").day
    except UsageProblem:
        return [], {"stated_due_on": given["due_on"]}
    return [Step("deadline_set", received, {"due_on": due_on, "imported": True})], {}


def _acts(
    fields: Fields,
    given: Given,
    received: Moment,
    field: str,
    kind: str,
    detail_of: Callable[[Fields, Line], Mapping[str, Any]],
) -> tuple[Sequence[Step], str]:
    """The acts of a column of several, and what in it is none, or names nobody that is known."""
    if field not in given:
        return [], ""
    lines, rest = entries.read(given[field])
    steps, unread = [], [rest] if rest else []
    for line in lines:
        try:
            detail = detail_of(fields, line)
        except NotFound:
            unread.append(str(line))
        else:
            steps.append(Step(kind, _when(fields, field, line, received), {**detail, "imported": True}))
    return steps, "\n".join(unread)


def _when(fields: Fields, field: str, line: Line, received: Moment) -> Moment:
    moment = fields.past({field: line.at}, field)
    lawful = no_earlier(moment, received)
    if lawful is None:
        raise before_receipt(fields.title(field), line.at, received)
    return lawful


def _briefing(fields: Fields, line: Line) -> Mapping[str, Any]:
    (said, *_rest) = [*(note for note in line.notes if note != entries.ABSENT), None]
    stated = fields.code({"role": said}, "role") if said else None
    leader = fields.names.member(line.name, role=stated or fields.briefed_first)
    return {
        "to": leader,
        "role": stated or fields.names.role(leader) or fields.briefed_first,
        "absent": entries.ABSENT in line.notes,
        "text": line.text,
    }


def _directive(fields: Fields, line: Line) -> Mapping[str, Any]:
    if not line.text:
        raise NotFound(_("A directive says what is to be done."))
    return {"by": fields.names.member(line.name, role=fields.briefed_first), "text": line.text}


def _slip(fields: Fields, line: Line) -> Mapping[str, Any]:
    return {"to_unit": fields.names.unit(line.name), "stated_slip_no": next(iter(line.notes), None)}


def majority(fields: Fields, text: str) -> Iterator[tuple[str, Any]]:
    """The flags that a register's 是否重大及理由 sets, and the reason in words, which has lines of its own.

    Raises:
        UsageProblem: a complaint is called major, and not on any of the grounds of Art. 9(1).
    """
    verdict, _sep, reason = text.partition("\n")
    yield "reason", reason.strip()
    yes, _sep, grounds = verdict.strip().partition("：")
    flags = {row["label_zh"]: row["code"] for row in fields.major_grounds}
    found = [flags[word] for word in grounds.split("、") if word in flags]
    if yes not in ("是", "否") or (yes == "是") != bool(found):
        raise UsageProblem(
            _(
                "{text} is neither 否, nor 是： and some of {grounds}.",
                text=repr(verdict),
                grounds="、".join(flags),
            )
        )
    yield from ((flag, True) for flag in found if flag in fields.stated_grounds)
