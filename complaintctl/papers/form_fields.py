"""The fields of a form's template, which forms/fields.toml writes from the case, and the filters for them."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from sqlite3 import Row
from typing import Any

from complaintctl.base import chinese
from complaintctl.base.citations import in_chinese, proven
from complaintctl.base.text import money, printable_throughout
from complaintctl.cases.case_words import Labels

_DECLARED = tomllib.loads((files("complaintctl") / "forms" / "fields.toml").read_text(encoding="utf-8"))
OBJECTS: Mapping[str, str] = _DECLARED.pop("objects")  # which a template may use beside the fields; what each is
FIELDS: Mapping[str, str] = {name: holds for name, (holds, _text) in _DECLARED.items()}
_WEEKDAYS = "一二三四五六日"
_BETWEEN = "\x00"  # which no printable text has in it

Filters = Mapping[str, Callable[..., Any]]


def filled_in(objects: Mapping[str, Any], filters: Filters, words: set[str]) -> Mapping[str, Any]:
    """The objects that a template may use, and of the fields those that are among its words."""
    # Not autoescaped: a field is a text, and the template that it goes into escapes it.
    from jinja2 import ChainableUndefined, Environment

    objects = printable_throughout(objects)
    names = words & set(FIELDS)
    environment = Environment(  # noqa: S701
        optimized=False, undefined=ChainableUndefined, finalize=lambda value: "" if value is None else value
    )
    environment.filters.update(filters)
    texts = environment.from_string(_BETWEEN.join(map(_text, names))).render(objects).split(_BETWEEN)
    fields = {name: text.strip() for name, text in zip(names, texts, strict=False)}
    return {**{name: objects[name] for name in OBJECTS}, **fields}


def blank(words: set[str]) -> Mapping[str, Any]:
    """All that a template may use, with nothing in it."""
    from jinja2 import ChainableUndefined

    return {**dict.fromkeys(FIELDS, ""), **{name: ChainableUndefined(name=name) for name in OBJECTS}}


def _text(name: str) -> str:
    """The template of a field, with those of the fields that it is written from."""
    return re.sub(r"{{ (\w+) }}", lambda used: _text(used[1]) if used[1] in FIELDS else used[0], _DECLARED[name][1])


def form_filters(labels: Labels, names: Sequence[Row], deadline: Row | None) -> Filters:
    """The filters of a form's template, for days, money and names in Chinese."""

    def name(kind: str) -> Callable[..., str]:
        """Call units and people as they were called at the time of an act: an old form keeps the name of its day."""
        return lambda code, act=None: next(
            (
                str(row["name"])
                for row in names
                if (row["kind"], row["code"]) == (kind, code)
                and (row["until_seq"] is None or (act and row["until_seq"] > act["seq"]))
            ),
            "",
        )

    def due(iso: str | None) -> str:
        """A due date with its weekday, and whether it may move."""
        if not iso:
            return "暂定"
        provisional = deadline and deadline["provisional"] and deadline["due_on"] == iso
        weekday = _WEEKDAYS[date.fromisoformat(iso).weekday()]
        return chinese.punctuated(f"{chinese.day(iso)}(周{weekday})" + ("(暂定)" if provisional else ""))

    return {
        "day": lambda iso: chinese.day(iso or None),
        "moment": lambda iso: chinese.moment(iso or None),
        "due": due,
        "yuan": lambda fen: money(fen if isinstance(fen, int) else None, "zh"),
        "wide": chinese.punctuated,
        "former": lambda values: (
            f"（原：{'、'.join(said)}）" if (said := [str(each) for each in values if each]) else ""
        ),
        "label": lambda code, kind: chinese.punctuated(labels[kind, code]) if code else "",
        "article": lambda citation: in_chinese(proven(citation)),
        "unit": name("unit"),
        "staff": name("staff"),
        "unit_of": lambda person: {row["code"]: row["unit"] for row in names if row["unit"]}.get(person),
        # A slip's number, which says which it is, its unit and its day (Arts 9, 10).
        "slip_line": lambda slip: _line(
            slip["slip_no"] or "原登记簿转办",
            slip["to_unit_name"],
            chinese.day(slip["issued_at"]),
            ("已收回" if slip["recalled"] else "已退回") if slip["returned_at"] else None,
        ),
        "act_line": lambda act: _line(chinese.day(act["at"]), act.get("method"), act["text"]),
    }


def _line(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
