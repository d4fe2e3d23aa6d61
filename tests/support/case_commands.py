"""Commands on cases, each with what an officer may give it, lawful or not; for the tests that drive them at random."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from support.acts import DEEDS, facts, filled

from complaintctl.base.clock import Clock, Moment
from complaintctl.base.errors import Refused
from complaintctl.cases import case_rows
from complaintctl.file import db
from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import result_report
from complaintctl.handling import escalation
from complaintctl.intake import act as intake_act
from complaintctl.record import views
from complaintctl.record.committing import transaction
from complaintctl.record.ledger import Act

CHANNELS = "phone suggestion_box web walk_in letter media superior government".split()
CATEGORIES = (
    "work_error service_attitude internal_management service_product service_channel rule_violation financial_crime"
    " anonymous undecided"
).split()
REPORT = {
    "findings": "属实", "fault": "bank", "responsible": "批评教育", "lessons": "服务意识", "corrective": "培训",
    "satisfaction": "satisfied", "handler": "zhang", "phone": "0000-1234567",
}  # fmt: skip

# ---- A file that stays open: what a command has prepared is not prepared again for the next ----


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for many commands."""
    with closing(db.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@contextmanager
def acting(connection: sqlite3.Connection, now: Moment, actor: str = "li") -> Iterator[Act]:
    """One transaction under a clock; its failures are told as those of any command."""
    views.set_clock(connection, now)
    with db.explained(Path()), transaction(connection):
        yield Act(connection, Clock(now), actor)


# ---- The commands ----


def register(act: Act, **options: Any) -> None:
    intake_act.register(act, {"summary": "排队过长", "demand": "增开窗口", **options})


def resolve(act: Act, given: str, **options: Any) -> None:
    result_report.resolve(act, given, {**REPORT, **options})


def close_waiving(act: Act, given: str, reason: str | None) -> None:
    """Close a case and waive whatever of its duties may be."""
    number = case_rows.case(act.connection, f"TS-2026-{int(given):04}")["case_no"]
    waive = [duty["duty"] for duty in case_rows.open_duties(act.connection, number) if duty["may_waive"]]
    finishing_act.close(act, given, waive=waive, reason=reason)


def escalate_due(act: Act) -> None:
    if not escalation.escalate_due(act, via="内网"):
        raise Refused("Nothing is to be escalated.")


def go_on(act: Act, given: str) -> None:
    """Do what a case asks for next, as its remedy says; close it when it asks for nothing more."""
    case = case_rows.case(act.connection, f"TS-2026-{int(given):04}")
    owed = case_rows.open_duties(act.connection, case["case_no"])
    if not owed:
        finishing_act.close(act, given)
        return
    verb, number, *words = filled(owed[0]["remedy"], act.clock.now().text)
    options = facts(tuple(words))
    if case["restricted"] and "handler" in options:
        options["handler"] = "sun"  # 监察室 looks into it itself (Art. 13), another than who reviews it (Art. 11)
    DEEDS[verb].done(act, number, **options)


# ---- What is given to them: mostly what will do, now and then what will not ----

# When it happened: now, or so many minutes from now, as a time or as a bare day.
WHEN = st.sampled_from(
    [None] * 14 + [(0, True), (-20, False), (-700, False), (-1440, True), (-4000, True), (60, False)]
)
TOLD = st.sampled_from([(0, False), (0, False), (0, True), (-1440, True), None])
LATER_DAY = st.sampled_from([None, None, (2880, True), (10080, True), (-2880, True)])
CASE = st.sampled_from(["1"] * 12 + ["2", "2", "9"])
UNIT = st.sampled_from(["chengguan", "hexi", "retail", "supervision"] * 3 + ["nowhere"])
STAFF = st.sampled_from(["zhang", "qian", "li", "sun"] * 3 + ["nobody"])
LEADER = st.sampled_from(["sun", "sun", "sun", "zhou", "wu", "li", "nobody"])
TEXT = st.sampled_from(["已办理"] * 6 + [""])
REASON = st.sampled_from(["另有情况"] * 3 + [None])
FLAG = st.sampled_from([None, None, True, False])
AMOUNT = st.sampled_from([None, "0", "50000", "50000.01"] * 2 + ["-1"])
NATURE = st.sampled_from([None, None, None, "complaint", "wrongdoing_report", "suggestion", "enquiry", "thanks"])
SECONDARY = st.sampled_from([None] * 5 + CATEGORIES)
MEDIA = st.sampled_from([None, None, "county", "province"])
COMPLEXITY = st.sampled_from([None, "simple", "complex"])
PURPOSES = (
    "acknowledge progress explain_delay source_reply follow_up track media_response apology explanation compensation"
    " source_objection gossip"
).split()
VIOLATION = {"violation_nature": "违规代办", "severity": "一般", "opinion": "记过", "by_unit": "retail"}


def command(deed: Any, **options: Any) -> st.SearchStrategy[Any]:
    """A command, or the act that it is called by, with its options, each a strategy or a constant."""
    chosen = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in options.items()
    }
    return st.tuples(st.just(DEEDS[deed].done if isinstance(deed, str) else deed), st.fixed_dictionaries(chosen))


REGISTER = command(
    register, channel=st.sampled_from(CHANNELS), category=st.sampled_from(CATEGORIES), secondary=SECONDARY,
    amount=AMOUNT, nature=NATURE,
    name=st.sampled_from([None, "赵小满"]), anonymous=st.sampled_from([False, False, True]), unit=st.none() | UNIT,
    subject=st.none() | STAFF, hot_topic=st.booleans(), media_level=MEDIA, legal_complexity=COMPLEXITY,
    legal_dispute=st.sampled_from([False, False, True]), received_at=WHEN,
    source_agency=st.sampled_from([None, None, "县信访局", "人民银行县支行"]),
    repeat_of=st.sampled_from([None, None, "1", "9"]), nothing_new=st.sampled_from([False] * 3 + [True]),
    answered=st.sampled_from([None, None, "当场道歉"]),
)  # fmt: skip
GO_ON = command(go_on, given=CASE)
REOPEN = command("reopen", given=CASE, reason=TEXT, at=WHEN)
LIFT = command(
    "classify", given=CASE, category="work_error", nature=st.sampled_from(["complaint", "suggestion", None]),
    lift_restriction=True, approved_by=LEADER, reason="登记有误", at=WHEN,
)  # fmt: skip
OTHERS = [
    command("correct", given=CASE, received_at=WHEN, name=st.sampled_from([None, "钱多多", "none"]),
            source_agency=st.sampled_from([None, "县信访局", "none"]), channel=st.none() | st.sampled_from(CHANNELS),
            source_due=st.sampled_from([None, "2026-02-01", "none"]), accepted_on=st.sampled_from([None, "2026-02-10"]),
            approved_by=st.none() | LEADER, repeat_of=st.sampled_from([None, None, "1", "none"]), reason=TEXT, at=WHEN),
    command("correct", given=CASE, received_at=WHEN, approved_by="sun", reason="登记有误"),
    command("correct", given=CASE, name=st.sampled_from(["钱多多", "孙小寒"]), anonymous=st.sampled_from([None, False]),
            summary=st.sampled_from([None, "排队过长,无人引导"]), first_receiver=st.none() | STAFF, reason="登记有误"),
    command("void", given=CASE, reason=TEXT, approved_by=LEADER, instead=st.sampled_from([None, "2"]), at=WHEN),
    command("brief", given=CASE, to=LEADER, absent=st.booleans(), at=WHEN),
    command("direct", given=CASE, by="sun", text=TEXT, due=LATER_DAY, orders_supervision=st.booleans(), at=WHEN),
    command("transfer", given=CASE, to=UNIT, assist=st.lists(UNIT, max_size=1), handler=st.none() | STAFF,
            ruling=st.sampled_from([None, "归该行"]), at=WHEN),
    command("sign", given=CASE, by=st.none() | STAFF, at=WHEN),
    command("return", given=CASE, by=st.none() | STAFF, reason=TEXT, at=WHEN),
    command("recall", given=CASE, reason=TEXT, at=WHEN),
    command("supervise", given=CASE, reason=st.sampled_from(["overdue", "major", "whim"]), at=WHEN),
    command("classify", given=CASE, category=st.none() | st.sampled_from(CATEGORIES), unit=st.none() | UNIT,
            secondary=SECONDARY, amount=AMOUNT, public_figure=FLAG, nature=NATURE, media_level=MEDIA,
            legal_dispute=FLAG, legal_complexity=COMPLEXITY, reason=REASON, at=WHEN),
    LIFT,
    command("contact", given=CASE, purpose=st.sampled_from(PURPOSES), text=TEXT, authorised_by=LEADER,
            authorised_at=TOLD, at=WHEN),
    command("contact", given=CASE, purpose=st.sampled_from(["progress", "follow_up"]), text="约定回电",
            promise=LATER_DAY, at=WHEN),
    command("contact", given=CASE, purpose="new_facts", text=TEXT, at=WHEN),
    command("contact", given=CASE, purpose=st.sampled_from(["review_request", "review_answer"]), text="不服", at=WHEN),
    command("delay", given=CASE, reason=TEXT, customer_told=TOLD, expected=LATER_DAY, at=WHEN),
    command("extend", given=CASE, days=st.sampled_from([5, 10, 20, 31, 0]), approved_by="sun", reason=TEXT,
            customer_told=TOLD, at=WHEN),
    command("pause", given=CASE, reason=TEXT, customer_told=TOLD, at=WHEN),
    command("resume", given="1", at=WHEN),
    command("investigate", given=CASE, findings=TEXT, by=st.lists(STAFF, max_size=2), repeat_cause=REASON,
            first_finding_untrue=st.booleans(), at=WHEN),
    command("investigate", given=CASE, findings="属实", **{**VIOLATION, "opinion": st.sampled_from([None, "记过"])}),
    command("escalate", given=CASE, to=st.sampled_from(["union", "counsel", "press"]), reason=TEXT, at=WHEN),
    command("escalate", given=CASE, to=st.sampled_from(["union", "regulator", "leader"]), reason="属实",
            stage=st.sampled_from([None, "initial", "final"]), at=WHEN),
    command(escalate_due),
    command(resolve, given=CASE, fault=st.sampled_from(["bank", "customer", "undetermined"]), loss=AMOUNT,
            satisfaction=st.sampled_from(["satisfied", "dissatisfied", "unreachable"]), beyond_authority=st.booleans(),
            reply=st.sampled_from(["致歉", None]), replied_at=TOLD, at=WHEN),
    command("review", given=CASE, accept=st.sampled_from([False, False, True]), reason=REASON, at=WHEN),
    command("withdraw", given=CASE, reason=TEXT, at=WHEN),
    command("withdraw", given=CASE, reason=TEXT, verified_by=STAFF,
            voluntary=st.sampled_from([True, True, False, None])),
    command(close_waiving, given=CASE, reason=REASON),
    command("close", given=CASE, note=REASON, ending=st.sampled_from([None, "judicial", "filed"]),
            waive=st.sampled_from([[], ["brief"], ["reply", "apology"], ["explanation"]]), reason=REASON, at=WHEN),
    command("archive", given=CASE, at=WHEN),
]  # fmt: skip


def often(strategy: st.SearchStrategy[Any], times: int) -> list[st.SearchStrategy[Any]]:
    """A strategy so many times over for `one_of`, which takes the same one only once."""
    return [strategy.map(lambda chosen: chosen) for _ in range(times)]


COMMANDS = st.one_of(*often(GO_ON, 12), *often(REOPEN, 3), REGISTER, *OTHERS)
MINUTES_BETWEEN = st.sampled_from([0, 1, 45, 600, 1500, 6000])


def as_written(value: Any, now: datetime) -> Any:
    """A time as an officer writes it, if the value is one."""
    if not isinstance(value, tuple):
        return value
    minutes, whole_day = value
    time = now + timedelta(minutes=minutes)
    return f"{time:%Y-%m-%d}" if whole_day else f"{time:%Y-%m-%dT%H:%M}"
