"""Changing the codes of the regulation: adding one, what it is called and asks for, retiring it (Arts 25, 26)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.clock import Moment, parse_day
from complaintctl.base.errors import ANYTHING, Refused, UsageProblem
from complaintctl.base.language import _, marked, spoken
from complaintctl.base.text import quoted
from complaintctl.base.values import clean_text, plain, required_text
from complaintctl.cases import rule_rows
from complaintctl.cases.case_acts import Entered, occurred_at
from complaintctl.file.effects import Effect, refuse_unless_agreed
from complaintctl.record import file_events, ledger
from complaintctl.record.ledger import Act
from complaintctl.rules import code_rows

_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LONGEST_LABEL = 40
_OF_THE_RETURN = ("none", "total", "direct")  # what rows of the return and values of options are called
# What can be changed of a code, by field.
FIELDS = {
    "label_zh": marked("Chinese label"),
    "label_en": marked("English label"),
    "retired": marked("retired"),
    "needs_slip": marked("needs a slip"),
    "referred": marked("sent by another body"),
    "blocking": marked("done before closing"),
}
_ASKED_OF = {"needs_slip": "channel", "referred": "channel", "blocking": "duty"}
_LABELS = {"label_zh": "--zh", "label_en": "--en"}

Values = Mapping[str, Any]
Owed = Mapping[tuple[Any, ...], None]  # what is open: a case, a duty, and whether it blocks closing; in order


class CodeChange(NamedTuple):
    """A code that was changed: its kind, what it was and is by field, from which day, and the cases it changed."""

    kind: str
    code: str
    before: Values
    after: Values
    since: str
    effects: Sequence[Effect]


def add(act: Act, kind: str, name: str, given: Values) -> Entered:
    """Add a code of the bank's own, which serves from a day on; `given` by the names of new_code.csv.

    A new channel needs a transfer slip and is not referred; an ending needs a note; a purpose is of the customer.

    Raises NotFound for a kind; UsageProblem for what cannot be a code, a label or a day; Refused for the regulation's
    own kinds, and for a code or a label that is in use.
    """
    moment, day, of_kind = _asked(act, kind, given)
    position = _next_position(act, of_kind)
    code = plain(name)
    if not _CODE.fullmatch(code):
        raise UsageProblem(
            "The code {code} is none: write up to 32 small letters, digits and underscores, a letter first.",
            code=quoted(name),
        )
    if code in _OF_THE_RETURN:
        raise UsageProblem("The code {code} names a row of the return: choose another.", code=quoted(code))
    if code in {row["code"] for row in code_rows.all_of(act.connection, of_kind)}:
        raise Refused(
            "The {kind} {code} is there already: `complaintctl code set` changes it, and takes it up again with"
            " --in-use.",
            kind=code_rows.kind_name(of_kind),
            code=code,
        )
    _refuse_taken(act, of_kind, code, code)
    values = {
        "label_zh": _fit_label(act, of_kind, code, given["label_zh"], "--zh"),
        "label_en": _fit_label(act, of_kind, code, given["label_en"], "--en"),
        **({"needs_slip": 1, "referred": 0} if of_kind == "channel" else {}),
    }
    done = CodeChange(of_kind, code, {}, values, day, ())
    _enact(act, "code_added", moment, done, given["reason"], added=1, position=position)
    said = {"kind": code_rows.kind_name(of_kind), "code": code, "first": day}
    return _("{kind} {code} added, from {first}: {zh}, {en}.", **said, zh=values["label_zh"], en=values["label_en"]), ()


def change(act: Act, kind: str, name: str, given: Values, agreed: Sequence[Effect] | None) -> CodeChange:
    """Put other words, or what a channel or a duty asks for, in force from a day on; the old ones stay on record.

    `given`, by the names of code.csv or retired_code.csv, says what changes, and whether it is `retired`. A case keeps
    what was in force when it was received (Art. 26). `agreed`: the effects on open cases that somebody agreed to; None:
    any.

    Raises NotFound for a kind or code; UsageProblem where nothing is given, something that this kind does not have, or
    what cannot be a label; Refused where nothing is new, a label is in use, a rule names the code that is retired, or
    nobody agreed to the effects.
    """
    moment, day, of_kind = _asked(act, kind, given)
    code = rule_rows.code(act.connection, of_kind, name)
    named = {"kind": code_rows.kind_name(of_kind), "code": code}
    before = code_rows.standing(act.connection, of_kind, code, day)
    if before["since"] and day < before["since"]:
        raise Refused("{kind} {code} serves from {day} on: change it from then.", **named, day=before["since"])
    new = _fit_values(act, of_kind, code, given, before)
    if not new:
        raise Refused("{kind} {code} has these values on {day} already: nothing was recorded.", **named, day=day)
    retires = bool(new.get("retired"))
    if retires:
        _refuse_retiring(act, of_kind, code, before["article"], day)
    asks = not _ASKED_OF.keys().isdisjoint(new)
    owed = _owed(act, day) if asks else {}
    done = CodeChange(of_kind, code, {field: before[field] for field in new}, new, day, ())
    _enact(act, "code_retired" if retires else "code_changed", moment, done, given["reason"])
    for case_no in code_rows.received_by(act.connection, code, day) if "referred" in new else ():
        ledger.settle(act, case_no, act.clock.now(), "code_changed")
    effects = _effects(act, owed, _owed(act, day)) if asks else []
    refuse_unless_agreed(f"{named['kind']} {code}", day, effects, agreed)
    return done._replace(effects=effects)


def _asked(act: Act, kind: str, given: Values) -> tuple[Moment, str, str]:
    """When it happened, from which day on it is to hold, and of which kind of code."""
    moment = occurred_at(act, given["at"])
    day = parse_day(given["since"], "--from") if given["since"] else act.clock.now().day
    return moment, day, code_rows.kind_of(act.connection, kind)


def _enact(act: Act, event: str, moment: Moment, done: CodeChange, reason: str | None, **more: int) -> None:
    detail = {
        "kind": done.kind,
        "code": done.code,
        "in_force_from": done.since,
        **done.after,
        **more,
        "previous": done.before or None,
        "text": clean_text(reason or "", _("The reason")),
    }
    file_events.enact(act, event, moment, detail)


# ---- What may be a code and a label ----


def _fit_values(act: Act, kind: str, code: str, wanted: Values, before: Values) -> dict[str, Any]:
    """Check what is wanted of a code and return what is new of it."""
    given = {field: wanted[field] for field in FIELDS if wanted.get(field) is not None}
    if not given:
        problem = UsageProblem("Say what changes, such as --zh LABEL; `complaintctl code set --help` lists all.")
        raise problem.lacking(ANYTHING)
    for field in given:
        if field in _ASKED_OF and before[field] is None:
            raise UsageProblem(
                "{field} can be set of a {kind} alone.", kind=_(_ASKED_OF[field]), field=_(FIELDS[field])
            )
    fit = {
        field: _fit_label(act, kind, code, value, _LABELS[field]) if field in _LABELS else int(value)
        for field, value in given.items()
    }
    return {field: value for field, value in fit.items() if value != before[field]}


def _fit_label(act: Act, kind: str, code: str, given: str, option: str) -> str:
    """The label as it is stored, read as it will be typed."""
    if re.search(r"[\x00-\x1f\x7f-\x9f]", given):
        raise UsageProblem(
            "{option} {given} has a control character: type it again.", option=option, given=quoted(given)
        )
    label = plain(required_text(given, option))
    if len(label) > _LONGEST_LABEL or label.startswith("-"):
        said = {"option": option, "given": quoted(given), "most": _LONGEST_LABEL}
        raise UsageProblem("{option} {given} is no label: write up to {most} characters, no hyphen first.", **said)
    _refuse_taken(act, kind, code, label)
    return label


def _refuse_taken(act: Act, kind: str, code: str, word: str) -> None:
    """Codes and labels are interchangeable on input: a word stands for one code of its kind; former ones are read."""
    if other := code_rows.bearing(act.connection, kind, word, code):
        named = {"word": word, "kind": code_rows.kind_name(kind), "code": other}
        raise Refused("{word} stands, or once stood, for the {kind} {code}: choose another word.", **named)


def _next_position(act: Act, kind: str) -> int:
    """The place of a new code. Raises Refused for a kind to which a bank may add none."""
    position = code_rows.next_position(act.connection, kind)
    if position is None:
        raise Refused(
            "The codes of the kind {kind} are the regulation's own: only their words can be changed, with"
            " `complaintctl code set`.",
            kind=code_rows.kind_name(kind),
        )
    return position


def _refuse_retiring(act: Act, kind: str, code: str, article: str | None, day: str) -> None:
    _next_position(act, kind)
    if article:
        named = {"kind": code_rows.kind_name(kind), "code": code, "article": cited(article)}
        raise Refused(
            "{kind} {code} cannot be retired: a rule of the regulation names it ({article}). Its words can be changed.",
            **named,
        )
    if day < act.clock.now().day:
        raise Refused(
            "{day} is past, and cases may have been taken in since: a code is retired from today or later.", day=day
        )


# ---- What it does to open cases ----


def _owed(act: Act, day: str) -> Owed:
    return dict.fromkeys(tuple(row) for row in code_rows.owed_since(act.connection, day))


def _effects(act: Act, before: Owed, after: Owed) -> list[Effect]:
    labels = rule_rows.labels(act.connection, spoken())
    sides: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, owed, others in ((0, before, after), (1, after, before)):
        for case_no, duty, blocking in owed:
            if (case_no, duty, blocking) not in others:
                label = labels["duty", duty]
                sides[case_no][side].append(_("{duty}, before closing", duty=label) if blocking else label)
    return [Effect(case_no, *("; ".join(names) or _("none") for names in sides[case_no])) for case_no in sorted(sides)]
