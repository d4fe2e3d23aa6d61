"""Commands that name people and units in every part there is, for the test that drives them at random past the gate."""

import os
from typing import Any

from hypothesis import strategies as st
from support.case_commands import CASE, FLAG, GO_ON, OTHERS, REGISTER, REOPEN, VIOLATION, command, resolve

from complaintctl.bank import directory
from complaintctl.cases import access
from complaintctl.cases.case_acts import find_case
from complaintctl.checks import accountability
from complaintctl.checks import act as checks_act
from complaintctl.evidence import act as evidence_act
from complaintctl.papers import act as papers_act
from complaintctl.privacy import attachments
from complaintctl.privacy.attachments import Attachment
from complaintctl.record.ledger import Act

ANYBODY = st.sampled_from(["li", "ren", "zhang", "ge", "qian", "sun", "zhou", "wu"])
ANYWHERE = st.sampled_from(["chengguan", "hexi", "retail", "supervision"])
LEADERS = st.sampled_from(["sun", "zhou", "wu"])


def check_done(act: Act, case: str, by: str, briefed: str | None) -> None:
    checks_act.done(act, "web_channel", found="网帖", case=case, by=by, briefed=briefed)


def print_form(act: Act, given: str, kind: str, reveal: bool) -> None:
    order = papers_act.Order(kind, blank=kind == "result", reveal=reveal, reason="核对" if reveal else None)
    papers_act.print_form(act, given, order)


def attach(act: Act, given: str) -> None:
    evidence_act.attach(act, given, [Attachment("借条.txt", os.urandom(8))])


def take_out(act: Act, given: str) -> None:
    for row in attachments.of_case(act.connection, find_case(act, given, None)["case_no"]):
        evidence_act.take_out_of_case(act, row["number"], None)


NAMING: list[st.SearchStrategy[Any]] = [
    command("brief", given=CASE, to=LEADERS, absent=FLAG.map(bool)),
    command("direct", given=CASE, by=LEADERS, text="查清", instructs=st.none() | ANYWHERE),
    command("transfer", given=CASE, to=ANYWHERE, assist=st.lists(ANYWHERE, max_size=1), handler=st.none() | ANYBODY),
    command("sign", given=CASE, by=ANYBODY),
    command("return", given=CASE, by=ANYBODY, reason="收回"),
    command("recall", given=CASE, reason="收回"),
    command("investigate", given=CASE, findings="属实", by=st.lists(ANYBODY, min_size=1, max_size=2)),
    command("investigate", given=CASE, findings="属实", **{**VIOLATION, "by_unit": ANYWHERE}),
    command(resolve, given=CASE, handler=ANYBODY, replied_at=(0, False), reply="已答复"),
    command("review", given=CASE, accept=st.booleans(), reason="重报"),
    command("withdraw", given=CASE, reason="和解", verified_by=ANYBODY, voluntary=st.booleans()),
    command("close", given=CASE, waive=st.sampled_from([[], ["brief"], ["reply"]]), reason="另有情况"),
    command("extend", given=CASE, days=5, approved_by=LEADERS, reason="核查",
            customer_told=(0, False)),
    command("contact", given=CASE, purpose="media_response", text="已说明", authorised_by=LEADERS,
            authorised_at=(0, False)),
    command("contact", given=CASE, purpose="track", text="催办"),
    command(check_done, case=CASE, by=ANYBODY, briefed=st.none() | LEADERS),
    command(print_form, given=CASE, kind=st.sampled_from(["register", "receipt", "transfer", "result"]),
            reveal=st.booleans()),
    command(attach, given=CASE),
    command(take_out, given=CASE),
    command(access.reveal, given=CASE, reason=st.just("核对")),
    command(accountability.open_improvement, text="抽查", owner=ANYBODY, due="2027-01-01", at=None,
            case=st.lists(CASE, min_size=1, max_size=1)),
    command(directory.set_staff, given=st.sampled_from(["zhang", "ge", "qian"]), unit=ANYWHERE),
    command(directory.set_unit, given=st.sampled_from(["chengguan", "hexi"]), head=ANYBODY),
    command("classify", given=CASE, subject=st.none() | ANYBODY, unit=st.none() | ANYWHERE, reason="查明",
            category=st.sampled_from([None, "financial_crime", "service_attitude"]),
            nature=st.sampled_from([None, "wrongdoing_report", "complaint"])),
]  # fmt: skip
COMMANDS = st.one_of(*[GO_ON] * 6, REGISTER, REOPEN, *NAMING, *NAMING, *OTHERS)
