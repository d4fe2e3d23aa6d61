"""A result report that was returned: why, and its answers, with which the next one begins (Arts 10, 11)."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from complaintctl.base.errors import UsageProblem
from complaintctl.cases import case_rows
from complaintctl.finishing.result_report import FIELDS, last_reply
from complaintctl.privacy.masking import Masking
from complaintctl.privacy.personal import CONFIDENTIAL
from complaintctl.record import queries
from complaintctl.record.ledger import Act


class Returned(NamedTuple):
    """A returned report: the day and the reason, masked, and each answer by the names of result.csv, as typed."""

    day: str
    reason: str
    answers: Mapping[str, str]
    shown: Mapping[str, str]  # the same, masked
    beyond_authority: bool

    def taken(self, name: str, typed: str) -> str:
        """The answer that is meant: what was shown masked and left so is the earlier one, whole."""
        return self.answers[name] if typed and typed == self.shown.get(name) else typed

    def check(self, name: str, typed: str) -> None:
        """Refuse an edited text of which a part is hidden. Raises UsageProblem."""
        is_hidden = self.answers.get(name) != self.shown.get(name)
        if is_hidden and typed != self.shown[name] and ("*" in typed or CONFIDENTIAL in typed):
            raise UsageProblem("Part of the earlier text is hidden here: leave it as it stands, or write it anew.")


def returned(act: Act, case_no: str) -> Returned | None:
    """The report of a case that was returned and not yet made anew, if there is one."""
    case = case_rows.case(act.connection, case_no)
    back = [row for row in _events(act, case_no, "result_returned") if row["seq"] > case["opened_seq"]]
    if case["reported_at"] or not back:
        return None
    report = next(row for row in reversed(_events(act, case_no, "result_reported")) if row["seq"] < back[-1]["seq"])
    told: dict[str, Any] = json.loads(report["detail"])
    answers = {name: str(told[field.key]) for name, field in FIELDS.items() if told.get(field.key) and name != "at"}
    answers |= {name: f"{int(answers[name]) / 100:.2f}" for name in ("compensation", "loss") if name in answers}
    answers["findings"] = told["text"]
    if reply := last_reply(act, case):
        answers |= {"replied_at": _typed(reply["at"]), "reply": reply["text"]}
        answers |= {"reply_method": reply["reply_method"]} if reply["reply_method"] else {}
    mask = Masking(act.connection, act.actor).of(case_no)
    reason = mask.text(json.loads(back[-1]["detail"])["text"])
    shown = dict(mask.row(answers))
    return Returned(back[-1]["day"], reason, answers, shown, bool(told.get("beyond_authority")))


def _events(act: Act, case_no: str, kind: str) -> list[Any]:
    return sorted(queries.rows_in(act.connection, "event", case_no=case_no, kind=kind), key=lambda row: int(row["seq"]))


def _typed(at: str) -> str:
    return at[:10] if at[11:19] == "00:00:00" else at[:16].replace("T", " ")
