"""Approvals that somebody else entered in a person's name: the person looks at each (Arts 6, 19)."""

import re
from collections.abc import Sequence

from complaintctl.base.errors import Refused, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.text import minute, quoted
from complaintctl.base.values import plain
from complaintctl.cases import directory_rows
from complaintctl.cases.case_acts import occurred_at
from complaintctl.record import ledger
from complaintctl.record.ledger import Act, Fact
from complaintctl.watch import rows as watch_rows


def see(act: Act, given: str) -> Sequence[str]:
    """Record that whoever acts has seen an approval in their own name, by the number of its event, or all of them.

    Return a sentence on each. Raises Refused where there is none of that number.
    """
    number = plain(given)
    is_all = number in ("all", "全部")
    if not is_all and not re.fullmatch(r"\d{1,18}", number):
        raise UsageProblem("--seen {given} is neither the number of an event nor all.", given=quoted(given))
    approvals = watch_rows.unseen_approvals(act.connection, act.actor, None if is_all else int(number))
    if not approvals and not is_all:
        raise Refused(
            "There is no such approval in the name of {name} that {name} has not seen: complaintctl todo --person"
            " {person} lists them, and each sees their own.",
            person=act.actor,
            name=directory_rows.name_of(act.connection, "staff", act.actor),
        )
    ledger.append(
        act, [Fact(None, "approval_seen", occurred_at(act, None), {"event": row["seq"]}) for row in approvals]
    )
    return [
        _(
            "Seen: event {seq} of {moment}, entered by {by}.",
            seq=row["seq"],
            moment=minute(row["recorded_at"]),
            by=directory_rows.name_of(act.connection, "staff", row["actor"]),
        )
        for row in approvals
    ]
