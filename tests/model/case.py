"""One case, made of its events: what it is, its stretches, its status, its due date (Arts 8 to 13)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from model import rules
from model.ledger import Entry, calendar, day_of, first_at, of_kind, such, worked_between, working
from model.rules import Limit

# What `classify` says anew, whole; what is said at registration alone is not among it.
RESTATED = (
    "category secondary_category respondent_unit subject_employee amount_fen public_figure hot_topic reputation"
    " group_size nature validity anonymous_intent legal_complexity legal_dispute media_level media_stage outlet"
    " service_channel_class business_type cause"
).split()
LAW_CODES = [limit.code for limit in rules.LAW.values()]
ENDS = {"closed": "resolved", "withdrawn": "withdrawn", "voided": "voided"}


class Stretch:
    """From receipt, or from a reopening, to the day on which the case leaves the stock."""

    def __init__(self, case: "Case", entries: Sequence[Entry], is_first: bool) -> None:
        self.case, self.entries, self.is_first = case, entries, is_first
        self.opening = entries[0]
        self.end = next((one for one in entries if one.kind in ENDS), None)

    @cached_property
    def opened_at(self) -> str:
        return self.case.received_at if self.is_first else self.opening.at

    @cached_property
    def start(self) -> date:
        return day_of(self.opened_at)

    # ---- Slips and reports (Arts 9, 11) ----

    @cached_property
    def slips(self) -> list[Entry]:
        return such(self.entries, lambda one: one.kind == "dispatched")

    @cached_property
    def slip(self) -> Entry | None:
        """The slip by which a unit has the case now."""
        last = self.slips[-1] if self.slips else None
        return None if last is None or self.back(last) else last

    def back(self, slip: Entry) -> Entry | None:
        """How a slip came back: sent by the unit, or recalled."""
        numbered = {"slip_no": slip.said["slip_no"]}
        return next(iter(of_kind(self.entries, "slip_returned", "slip_recalled", **numbered)), None)

    @cached_property
    def report(self) -> Entry | None:
        """The result report that stands: the last one, unless it was returned."""
        last = [one for one in self.entries if one.kind in ("result_reported", "result_returned")][-1:]
        return last[0] if last and last[0].kind == "result_reported" else None

    @cached_property
    def accepted(self) -> Entry | None:
        report = self.report
        found = such(self.entries, lambda one: one.kind == "result_accepted" and report and one.seq > report.seq)
        return found[-1] if found else None

    def contacts(self, *purposes: str) -> list[Entry]:
        return of_kind([one for one in self.entries if one.said.get("purpose") in purposes], "contacted")

    @cached_property
    def replied_at(self) -> str | None:
        return first_at(of_kind(self.entries, "replied"))

    @cached_property
    def on_the_spot(self) -> bool:
        return bool(of_kind(self.entries, "replied", on_the_spot=True))

    # ---- The answer: to the customer, and to the body that sent the case (Art. 10) ----

    @cached_property
    def answered_at(self) -> str | None:
        answers = of_kind(self.entries, "replied")
        if self.report and self.case.anonymous_before(self.report):
            answers.append(
                self.report
            )  # nobody can be told: the result stands for it (Art. 13), whoever gives a name later
        customer = first_at(answers)
        if not self.case.referred:
            return customer
        source = first_at(self.contacts("source_reply"))
        return max(customer, source) if customer and source else None

    @cached_property
    def left_at(self) -> str | None:
        return self.end.at if self.end else None

    @cached_property
    def stopped_on(self) -> date | None:
        at = self.answered_at or self.left_at
        return day_of(at) if at else None

    @cached_property
    def new_facts(self) -> list[Entry]:
        """New facts that came before any answer, and before a withdrawal was asked for."""
        answers = of_kind(self.entries, "replied", "result_reported")
        asked = self.withdrawal
        return [
            one
            for one in self.entries
            if one.kind == "new_facts"
            and not any(answer.seq < one.seq or answer.day < one.day for answer in answers)
            and not (asked and one.day > asked.day)
        ]

    # ---- A withdrawal asked for (Art. 18; Order 2020 No. 3, Art. 15) ----

    @cached_property
    def withdrawal(self) -> Entry | None:
        """The request that waits, or that the case ended with: one found to be coerced is none."""
        waiting = None
        for one in self.entries:
            if one.kind == "withdrawal_requested":
                waiting = one
            elif one.kind == "withdrawal_coerced":
                waiting = None
        return waiting


class Case:
    """A case as its events make it; of an earlier day it is made of the events entered by then."""

    def __init__(self, case_no: str, entries: Sequence[Entry], today: date) -> None:
        self.case_no, self.entries, self.today = case_no, entries, today
        self.series = [self]  # the cases of the same matter (Art. 17)
        starts = [number for number, one in enumerate(entries) if one.kind in ("registered", "reopened")]
        parts = zip(starts, [*starts[1:], len(entries)], strict=True)
        self.stretches = [Stretch(self, entries[first:after], first == starts[0]) for first, after in parts]
        self.stretch = self.stretches[-1]

    # ---- What it is ----

    @cached_property
    def registration(self) -> dict[str, Any]:
        """As it was corrected last: a correction says the whole again, and what it leaves out was taken back."""
        return dict(such(self.entries, lambda one: one.kind in ("registered", "corrected"))[-1].said)

    @cached_property
    def received_at(self) -> str:
        return str(self.registration.get("received_at") or self.entries[0].at)

    @cached_property
    def received_on(self) -> date:
        return day_of(self.received_at)

    @cached_property
    def facts(self) -> dict[str, Any]:
        classified = such(self.entries, lambda one: one.kind == "classified")
        said = self.registration
        return {**said, **{name: (classified[-1].said if classified else said).get(name) for name in RESTATED}}

    @cached_property
    def category(self) -> str:
        return str(self.facts["category"])

    @cached_property
    def nature(self) -> str:
        return rules.WRONGDOING if self.category == rules.CRIME else self.facts.get("nature") or "complaint"

    @cached_property
    def is_handled(self) -> bool:
        return self.nature not in rules.NOT_HANDLED

    @cached_property
    def anonymous(self) -> bool:
        return bool(self.registration.get("anonymous"))

    def anonymous_before(self, entry: Entry) -> bool:
        """Whether the customer was when something was entered."""
        before = such(self.entries, lambda one: one.kind in ("registered", "corrected") and one.seq < entry.seq)
        return bool(before[-1].said.get("anonymous"))

    @cached_property
    def referred(self) -> bool:
        return self.registration["channel"] in rules.REFERRED or bool(self.registration.get("source_kind"))

    @cached_property
    def is_media(self) -> bool:
        return self.registration["channel"] == "media" or bool(self.facts.get("media_level"))

    @cached_property
    def is_major(self) -> bool:
        stated = any(self.facts.get(name) for name in ("public_figure", "hot_topic", "reputation"))
        amount, group = self.facts.get("amount_fen") or 0, self.facts.get("group_size") or 0
        return stated or amount > rules.MAJOR_ABOVE_FEN or group >= rules.MAJOR_GROUP

    @cached_property
    def is_repeat(self) -> bool:
        return bool(self.registration.get("repeat_of"))

    @cached_property
    def complexity(self) -> str:
        if self.nature == "suggestion":
            return rules.UNSPECIFIED
        subject = self.facts.get("secondary_category") if self.category == "anonymous" else None
        return rules.COMPLEXITY[subject or self.category]

    # ---- A report of wrongdoing, and whom it is kept from (Art. 13; Petition Regulations 2022, Art. 30) ----

    @cached_property
    def restricted_since(self) -> int | None:
        """The entry since which it is one: stated to be, or its withdrawal was coerced (Art. 18).

        A leader takes off what was stated wrongly before; a coerced withdrawal he does not.
        """
        lifted = max((one.seq for one in self.entries if one.said.get("lifts_restriction")), default=0)
        since = [one.seq for one in self.entries if is_coerced(one) or (states_wrongdoing(one) and one.seq > lifted)]
        return min(since, default=None)

    @cached_property
    def naming(self) -> list[Entry]:
        """What names persons and units, in this case and in those of its series."""
        entries = [one for case in self.series for one in case.entries]
        return such(entries, lambda one: one.kind in ("registered", "corrected", "classified", "repeated"))

    def is_kept_from(self, person: str) -> bool:
        named = any(one.said.get("subject_employee") == person for one in self.naming)
        return self.is_open and self.restricted_since is not None and named

    @cached_property
    def respondent(self) -> str | None:
        """The unit complained of (Art. 4): named, or else the one first asked that did not send its slip back.

        Who is asked to look into a report of wrongdoing is not the one reported.
        """
        named = self.facts.get("respondent_unit") or self.registration.get("respondent_unit")
        asked = [slip for stretch in self.stretches for slip in stretch.slips if not stretch.back(slip)]
        before = [slip for slip in asked if self.restricted_since is None or slip.seq < self.restricted_since]
        return named or (before[0].said["to_unit"] if before else None)

    @cached_property
    def is_against_its_head(self) -> bool:
        """Whether the party heads the unit complained of, which then does not look into it itself (Arts 9(2), 10).

        Who was named before that was found to be wrong stays a party.
        """
        lifted = max((one.seq for one in self.entries if one.said.get("lifts_restriction")), default=0)
        named = such(
            self.entries, lambda one: one.kind in ("registered", "classified", "repeated") and one.seq < lifted
        )
        parties = [one.said.get("subject_employee") for one in named]
        parties.append(self.facts.get("subject_employee") or self.registration.get("subject_employee"))
        head = rules.HEADS.get(self.respondent or "")
        return head is not None and head in parties

    @cached_property
    def lies_where_it_must_not(self) -> bool:
        """Whether its slip is with a unit that it reports, or reports a member of, but 监察室; a crime is its alone."""
        if self.restricted_since is None or self.stretch.slip is None:
            return False
        unit = self.stretch.slip.said["to_unit"]
        units = [self.respondent, *(one.said.get("respondent_unit") for one in self.naming)]
        units += [rules.WORKS_AT.get(one.said.get("subject_employee") or "") for one in self.naming]
        return unit != rules.OFFICE and (unit in units or self.category == rules.CRIME)

    # ---- Where it stands ----

    @cached_property
    def is_open(self) -> bool:
        return self.stretch.end is None

    @cached_property
    def archived(self) -> Entry | None:
        return next(iter(of_kind(self.stretch.entries, "archived")), None)

    @cached_property
    def status(self) -> str:
        last = self.stretch
        if last.end:
            return "archived" if self.archived else last.end.kind
        if last.report:
            return "resolved"
        if last.replied_at:
            return "replied"
        return "dispatched" if last.slip else "registered"

    # ---- When it is due (Art. 10; Order 2020 No. 3, Art. 18) ----

    @cached_property
    def limits(self) -> list[Limit]:
        """The limits that run until the reply, but for the day that the sender set and the petition office's."""
        law = self.facts.get("legal_complexity") or "simple"
        body = rules.BODIES.get(self.registration.get("source_kind") or "")
        if body and body.code == "regulator.transferred" and law != "simple":
            body = None
        return [rules.REGULATION[self.complexity], rules.LAW[law], *([body] if body else [])]

    def due_of(self, limit: Limit, stretch: Stretch, until: date) -> date:
        """The last day of a limit; a pause that is still on has gone on until a day."""
        start = stretch.start
        if limit.is_law:
            start = max([start, *(one.day for one in stretch.new_facts)])
        if limit.in_working_days:
            return working(start, limit.days)
        more = sum(
            one.said["days"] for one in stretch.entries if one.kind == "extended" and one.said["clock"] == limit.code
        )
        if limit.is_law:
            more += paused_days(stretch, start, until)
        return calendar(start, limit.days + more)

    def deadlines(self, stretch: Stretch, until: date) -> list[tuple[date, int, str]]:
        """Each due date of a stretch with its rule, the earliest first."""
        found = [(self.due_of(limit, stretch, until), limit.position, limit.code) for limit in self.limits]
        if stretch.is_first and (own := self.registration.get("source_due_on")):
            code, position = rules.OWN_DATE
            found.append((date.fromisoformat(own), position, code))
        if self.registration.get("source_kind") == "petition_office":
            limit, accepted = rules.PETITION, stretch.start  # for want of the day of acceptance
            if stretch.is_first and (said := self.registration.get("source_accepted_on")):
                accepted = date.fromisoformat(said)
            extended = of_kind(stretch.entries, "extended", clock=limit.code)
            days = limit.days + sum(one.said["days"] for one in extended)
            found.append((calendar(accepted, days), limit.position, limit.code))
        return sorted(found)

    def running(self, stretch: Stretch, day: date) -> list[tuple[date, int, str]]:
        """The due dates that hold on a day: the law's handling ended in time with the withdrawal asked for."""
        asked = stretch.withdrawal
        return [
            (due, position, code)
            for due, position, code in self.deadlines(stretch, day)
            if not (asked and code in LAW_CODES and asked.day <= due)
        ]

    @cached_property
    def deadline(self) -> tuple[date, str] | None:
        """The earliest day that still runs, and its rule; none once the reply is made or the case has ended."""
        if not self.is_open or self.stretch.stopped_on:
            return None
        due, _, code = self.running(self.stretch, self.today)[0]
        return due, code

    @cached_property
    def is_overdue(self) -> bool:
        return self.deadline is not None and self.deadline[0] < self.today

    def first_broken(self, stretch: Stretch) -> date | None:
        """The earliest due date past which a stretch was unanswered, as it was entered at the time.

        What is entered later moves what is asked from then on, never what was (Arts 10, 23).
        """
        times = sorted({one.recorded_at for one in self.entries if one.seq >= stretch.opening.seq})
        stopped, stop_at = stretch.stopped_on, stretch.answered_at or stretch.left_at
        place, broken = self.stretches.index(stretch), []
        for number, time in enumerate(times):
            if number and stop_at and time > stop_at:
                break
            then = self.known_on(time)
            after = times[number + 1] if number + 1 < len(times) else None
            until = day_of(after) if after and (stop_at is None or after <= stop_at) else stopped or self.today
            until = min(until, stopped) if stopped else until
            due = then.running(then.stretches[place], until)[0][0]
            if due < until:
                broken.append(due)
        return min(broken, default=None)

    def since(self, test: Callable[["Case"], object]) -> str:
        """When a thing was first so that is stated of the case at registration or by classifying it again."""
        stated = [one for one in self.entries if one.kind in ("registered", "classified")]
        true = [
            one for one in stated if test(Case(self.case_no, self.entries[: self.entries.index(one) + 1], self.today))
        ]
        return min(self.received_at if one.kind != "classified" else one.at for one in true)

    def known_on(self, at: str) -> "Case":
        """The case as it was entered by a time; its registration always was."""
        by_then = [one for one in self.entries if one.recorded_at <= at or one is self.entries[0]]
        return Case(self.case_no, by_then, day_of(at))

    @cached_property
    def days_overdue(self) -> int:
        """The working days since, up to today; by the law's clock up to a withdrawal asked for (Art. 15)."""
        assert self.deadline
        due, code = self.deadline
        asked = self.stretch.withdrawal
        return worked_between(due, asked.day if asked and code in LAW_CODES else self.today)

    # ---- Why it is late, and the word of it to the customer: each holds until a day (Art. 10) ----

    @cached_property
    def reasons(self) -> list[date]:
        """Until when each reason that was reported holds."""
        return [holds_until(one) for one in of_kind(self.stretch.entries, "delay_reported")]

    @property
    def has_reason(self) -> bool:
        return any(day >= self.today for day in self.reasons)

    @property
    def has_word(self) -> bool:
        return any(day >= self.today for day in self.words)

    @cached_property
    def words(self) -> list[date]:
        """Until when each word to the customer does: by a contact as long as the reason reported before it."""
        told = []
        for one in self.stretch.entries:
            if one.kind == "delay_reported" and one.said.get("customer_told_at"):
                told.append(holds_until(one))
            elif one.kind == "contacted" and one.said["purpose"] == "explain_delay":
                before = [other for other in of_kind(self.stretch.entries, "delay_reported") if other.seq < one.seq]
                told.append(max(holds_until(other) for other in [one, *before]))
        return told


def holds_until(one: Entry) -> date:
    """The day until which a reason for a delay, or the word of it to the customer, holds (Art. 10)."""
    expected = one.said.get("expected_on")
    return date.fromisoformat(expected) if expected else working(one.day, rules.DELAY_DAYS)


def paused_days(stretch: Stretch, start: date, until: date) -> int:
    """The days for which an outside appraisal stopped the law's clock, so far as they lie after its start."""
    days, paused = 0, None
    for one in of_kind(stretch.entries, "clock_paused", "clock_resumed"):
        if one.kind == "clock_paused":
            paused = one.day
        elif paused:
            days += max((one.day - max(paused, start)).days, 0)
            paused = None
    if paused:
        days += max((min(stretch.stopped_on or until, until) - max(paused, start)).days, 0)
    return days


def states_wrongdoing(one: Entry) -> bool:
    stated = one.said.get("category") == rules.CRIME or one.said.get("nature") == rules.WRONGDOING
    return one.kind in ("registered", "classified") and stated


def is_coerced(one: Entry) -> bool:
    return one.kind == "withdrawal_coerced"


def in_series(cases: Sequence[Case]) -> Sequence[Case]:
    """Tell each case the others of its series."""
    for case in cases:
        root = case.registration.get("repeat_root") or case.case_no
        case.series = [
            other for other in cases if other.case_no == root or other.registration.get("repeat_root") == root
        ]
    return cases
