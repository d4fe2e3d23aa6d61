"""Changing the codes of the regulation: adding one, what it is called and asks for, retiring it (Arts 25, 26)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from complaintctl import ledger, queries
from complaintctl.casework import file_acts
from complaintctl.casework.common import occurred_at
from complaintctl.casework.regulation import Effect, not_agreed
from complaintctl.citations import cited
from complaintctl.clock import parse_day
from complaintctl.errors import Refused, UsageProblem
from complaintctl.language import _, marked, spoken
from complaintctl.ledger import Act
from complaintctl.queries import codes
from complaintctl.values import clean_text, plain, required_text

_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}")
_LONGEST_LABEL = 40
_OF_THE_RETURN = ("none", "total", "direct")  # what rows of the return and values of options are called
# What can be changed of a code, by field.
FIELDS = {
    "label_zh": marked("Chinese label"),
    "label_en": marked("English label"),
    "needs_slip": marked("needs a slip"),
    "referred": marked("sent by another body"),
    "blocking": marked("done before closing"),
    "retired": marked("retired"),
}
_THE_REGULATIONS_OWN = marked(
    "The codes of the kind {kind} are the regulation's own: only their words can be changed, with"
    " `complaintctl code set`."
)
_ASKED_OF = {"needs_slip": "channel", "referred": "channel", "blocking": "duty"}

Values = Mapping[str, Any]


class CodeChange(NamedTuple):
    """A code that was changed: its kind, what it was and is by field, from which day, and the cases it changed."""

    kind: str
    code: str
    before: Values
    after: Values
    since: str
    effects: Sequence[Effect]


def add(
    act: Act, kind: str, code: str, *, zh: str, en: str, since: str | None, reason: str | None, at: str | None
) -> CodeChange:
    """Add a code of the bank's own, which serves from a day on, today unless `since` says otherwise.

    A new channel needs a transfer slip and is not referred; an ending needs a note; a purpose is of the customer.

    Raises:
        NotFound: no such kind.
        UsageProblem: the code, a label or the day cannot be one.
        Refused: the regulation's own kinds; a code or a label that is in use.
    """
    moment, day, of_kind = occurred_at(act, at), _first_day(act, since), codes.kind_of(act.connection, kind)
    if not codes.is_extendable(act.connection, of_kind):
        raise Refused(_THE_REGULATIONS_OWN, kind=kind_name(of_kind))
    name = _fit_code(code)
    if name in {row["code"] for row in codes.all_of(act.connection, of_kind)}:
        raise Refused(
            "The {kind} {code} is there already: `complaintctl code set` changes it, and takes it up again with"
            " --in-use.",
            kind=kind_name(of_kind),
            code=name,
        )
    _refuse_taken(act, of_kind, name, name)
    values: dict[str, Any] = {
        "label_zh": _fit_label(act, of_kind, name, zh, "--zh"),
        "label_en": _fit_label(act, of_kind, name, en, "--en"),
        **({"needs_slip": 1, "referred": 0} if of_kind == "channel" else {}),
    }
    more = {"added": 1, "position": codes.next_position(act.connection, of_kind)}
    _enact(act, "code_added", moment, of_kind, name, day, {**values, **more}, {}, reason)
    return CodeChange(of_kind, name, {}, values, day, ())


def change(
    act: Act,
    kind: str,
    given: str,
    wanted: Values,
    *,
    since: str | None,
    reason: str | None,
    at: str | None,
    agreed: Sequence[Effect] | None,
) -> CodeChange:
    """Put other words, or what a channel or a duty asks for, in force from a day on; the old ones stay on record.

    `wanted`: label_zh, label_en, needs_slip, referred, blocking, retired; None where nothing is said. A case keeps what
    was in force when it was received (Art. 26). `agreed`: the effects on open cases that somebody agreed to; None: any.

    Raises:
        NotFound: no such kind or code.
        UsageProblem: nothing is given, or something that this kind does not have, or a label that cannot be one.
        Refused: nothing new; a label in use; a code that a rule names is retired; effects that nobody agreed to.
    """
    moment, day, of_kind = occurred_at(act, at), _first_day(act, since), codes.kind_of(act.connection, kind)
    code = queries.code(act.connection, of_kind, given)
    added = codes.since(act.connection, of_kind, code)
    if added and day < added:
        raise Refused(
            "{kind} {code} serves from {day} on: change it from then.", kind=kind_name(of_kind), code=code, day=added
        )
    before = codes.standing(act.connection, of_kind, code, day)
    new = {field: value for field, value in wanted.items() if value is not None}
    if not new:
        raise UsageProblem("Say what changes, such as --zh LABEL; `complaintctl code set --help` lists all.")
    for field in new:
        if field in _ASKED_OF and before[field] is None:
            raise UsageProblem(
                "{field} can be set of a {kind} alone.", kind=_(_ASKED_OF[field]), field=_(FIELDS[field])
            )
    for field, option in (("label_zh", "--zh"), ("label_en", "--en")):
        if field in new:
            new[field] = _fit_label(act, of_kind, code, new[field], option)
    new = {field: value for field, value in new.items() if value != before[field]}
    if not new:
        raise Refused(
            "{kind} {code} has these values on {day} already: nothing was recorded.",
            kind=kind_name(of_kind),
            code=code,
            day=day,
        )
    if new.get("retired"):
        _refuse_retiring(act, of_kind, code)
        if day < act.clock.now().day:
            raise Refused(
                "{day} is past, and cases may have been taken in since: a code is retired from today or later.", day=day
            )
    asks = any(field in _ASKED_OF for field in new)
    owed = _owed(act, day) if asks else {}
    previous = {field: before[field] for field in new}
    _enact(
        act, "code_retired" if new.get("retired") else "code_changed", moment, of_kind, code, day, new, previous, reason
    )
    if "referred" in new:
        for row in codes.received_by(act.connection, code, day):
            ledger.settle(act, row["case_no"], act.clock.now(), "code_changed")
    effects = _effects(act, owed, _owed(act, day)) if asks else []
    if agreed is not None and effects != list(agreed):
        raise Refused(not_agreed(f"{kind_name(of_kind)} {code}", day, effects))
    return CodeChange(of_kind, code, previous, new, day, effects)


def _enact(
    act: Act,
    event: str,
    moment: Any,
    kind: str,
    code: str,
    day: str,
    values: Values,
    previous: Values,
    reason: str | None,
) -> None:
    text = clean_text(reason or "", _("The reason"))
    detail = {"kind": kind, "code": code, "in_force_from": day, **values, "previous": previous or None, "text": text}
    file_acts.enact(act, event, moment, detail)


def _first_day(act: Act, since: str | None) -> str:
    return parse_day(since, "--from") if since else act.clock.now().day


def kind_name(kind: str) -> str:
    """Return what a kind of code is called."""
    return _(kind.replace("_", " "))


# ---- What may be a code and a label ----


def _fit_code(given: str) -> str:
    code = plain(given)
    if not _CODE.fullmatch(code):
        raise UsageProblem(
            "The code {code} is none: write up to 32 small letters, digits and underscores, a letter first.",
            code=repr(given),
        )
    if code in _OF_THE_RETURN:
        raise UsageProblem("The code {code} names a row of the return: choose another.", code=repr(code))
    return code


def _fit_label(act: Act, kind: str, code: str, given: str, option: str) -> str:
    """The label as it is stored, read as it will be typed."""
    if re.search(r"[\x00-\x1f\x7f-\x9f]", given):
        raise UsageProblem("{option} {given} has a control character: type it again.", option=option, given=repr(given))
    label = plain(required_text(given, option))
    if len(label) > _LONGEST_LABEL or label.startswith("-"):
        raise UsageProblem(
            "{option} {given} is no label: write up to {most} characters, no hyphen first.",
            option=option,
            given=repr(given),
            most=_LONGEST_LABEL,
        )
    _refuse_taken(act, kind, code, label)
    return label


def _refuse_taken(act: Act, kind: str, code: str, word: str) -> None:
    """Codes and labels are interchangeable on input: a word stands for one code of its kind; former ones are read."""
    other = codes.bearing(act.connection, kind, word, code)
    if other:
        raise Refused(
            "{word} stands, or once stood, for the {kind} {code}: choose another word.",
            word=word,
            kind=kind_name(kind),
            code=other,
        )


def _refuse_retiring(act: Act, kind: str, code: str) -> None:
    if not codes.is_extendable(act.connection, kind):
        raise Refused(_THE_REGULATIONS_OWN, kind=kind_name(kind))
    if article := codes.article_of_rule(act.connection, kind, code):
        raise Refused(
            "{kind} {code} cannot be retired: a rule of the regulation names it ({article}). Its words can be changed.",
            kind=kind_name(kind),
            code=code,
            article=cited(article),
        )


# ---- What it does to open cases ----


def _owed(act: Act, day: str) -> dict[str, dict[str, int]]:
    """By case, the duties that are open on it, and whether each blocks closing."""
    owed: dict[str, dict[str, int]] = {}
    for row in codes.owed_since(act.connection, day):
        owed.setdefault(row["case_no"], {})[row["duty"]] = row["blocking"]
    return owed


def _effects(act: Act, before: Mapping[str, Mapping[str, int]], after: Mapping[str, Mapping[str, int]]) -> list[Effect]:
    labels = queries.labels(act.connection, spoken())

    def said(duties: Mapping[str, int], others: Mapping[str, int]) -> str:
        changed = [duty for duty in duties if duties[duty] != others.get(duty)]
        names = [
            _("{duty}, before closing", duty=labels["duty", duty]) if duties[duty] else labels["duty", duty]
            for duty in changed
        ]
        return "; ".join(names) or _("none")

    return [
        Effect(
            case_no,
            said(before.get(case_no, {}), after.get(case_no, {})),
            said(after.get(case_no, {}), before.get(case_no, {})),
        )
        for case_no in sorted(before.keys() | after.keys())
        if before.get(case_no, {}) != after.get(case_no, {})
    ]
