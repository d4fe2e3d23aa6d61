"""The result report that is to be judged, with the reply it tells of, as `review` shows it (Art. 11)."""

from collections.abc import Mapping
from typing import Any

from complaintctl.base.language import spoken
from complaintctl.cases import rule_rows
from complaintctl.cases.case_json import event_fields
from complaintctl.cases.case_words import event_line
from complaintctl.cases.whole_case import whole_case
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act


def to_be_judged(act: Act, known: Mapping[str, Any]) -> str:
    """The last reply and the last report of a case, masked, a detail on each line."""
    mask = Masking(act.connection, act.actor).of(known["case"])
    file = whole_case(act.connection, known["case"], mask, with_duties=False)
    labels = rule_rows.labels(act.connection, spoken(), known["case"])
    last = {row["kind"]: row for row in file.events if row["kind"] in ("replied", "result_reported")}
    return "\n".join(event_line(event_fields(row), labels).replace("  ", "\n  ") for row in last.values())
