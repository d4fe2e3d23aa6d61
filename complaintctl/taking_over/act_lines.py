"""The acts of a row that share a column, a line each, and what its verdict on gravity says (Arts 8, 9, 10, 13)."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from complaintctl.base.clock import Moment, no_earlier
from complaintctl.base.errors import NotFound, UsageProblem
from complaintctl.base.register_lines import ABSENT, Line
from complaintctl.taking_over.dated_columns import History, Step, before_receipt
from complaintctl.taking_over.row_fields import Fields, Given


def several_acts(fields: Fields, given: Given, received: Moment) -> History:
    """Return the due date, briefings, directives and slips of a row; what is none of them stays as it is.

    Raises:
        UsageProblem: one of them is in the future, or before receipt.
    """
    steps, stated = [], {}
    if "due_on" in given:
        try:
            due_on = fields.moment(given, "due_on").day
            steps.append(Step("deadline_set", received, {"due_on": due_on, "imported": True}))
        except UsageProblem:  # words such as 三个工作日
            stated["stated_due_on"] = given["due_on"]
    for field, kind, detail_of in _ACTS:
        words = []
        for line in fields.lines(given, field):
            with suppress(NotFound):
                if isinstance(line, Line):
                    detail = {**detail_of(fields, line), "imported": True}
                    steps.append(Step(kind, _when(fields, field, line, received), detail))
                    continue
            words.append(str(line))
        if words:
            stated[f"stated_{field}"] = "\n".join(words)
    return History(steps, stated)


def _when(fields: Fields, field: str, line: Line, received: Moment) -> Moment:
    lawful = no_earlier(fields.past({field: line.at}, field), received)
    if lawful is None:
        raise before_receipt(fields.title(field), line.at, received)
    return lawful


def _briefing(fields: Fields, line: Line) -> Mapping[str, Any]:
    (word, *_rest) = [*(note for note in line.notes if note != ABSENT), None]
    stated = fields.code({"role": word}, "role") if word else None
    leader = fields.names.member(line.name, role=stated or fields.briefed_first)
    role = stated or fields.names.role(leader) or fields.briefed_first
    return {"to": leader, "role": role, "absent": ABSENT in line.notes, "text": line.text}


def _directive(fields: Fields, line: Line) -> Mapping[str, Any]:
    if not line.text:
        raise NotFound("A directive says what is to be done.")
    return {"by": fields.names.member(line.name, role=fields.briefed_first), "text": line.text}


def _slip(fields: Fields, line: Line) -> Mapping[str, Any]:
    return {"to_unit": fields.names.unit(line.name), "stated_slip_no": next(iter(line.notes), None)}


# The columns of several acts, the kind of event of each, and what it says.
_ACTS = (
    ("briefings", "briefed", _briefing),
    ("directives", "directed", _directive),
    ("slips", "dispatched", _slip),
)


def majority(fields: Fields, text: str) -> Iterator[tuple[str, Any]]:
    """Yield the flags that a register's 是否重大及理由 sets, and the reason in words, which has lines of its own.

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
            "{text} is neither 否, nor 是： and some of {grounds}.", text=repr(verdict), grounds="、".join(flags)
        )
    yield from ((flag, True) for flag in found if flag in fields.stated_grounds)
