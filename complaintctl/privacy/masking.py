"""The one gate for texts that leave without a reveal: nothing of the customer stands in them (Arts 6, 13)."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from complaintctl.privacy import personal
from complaintctl.privacy.customer_in_text import FEWEST_OWN, own_numbers, own_words, spans_of
from complaintctl.privacy.informant_rows import may_see_restricted
from complaintctl.privacy.personal import Person
from complaintctl.privacy.personal_numbers import digits, numbers_in, runs

CONFIDENTIAL = "保密"
# Details and columns that hold JSON; the customer may stand in the texts in it.
_JSON = frozenset(("detail", "assisting_units", "briefings", "directives", "slips", "remarks"))
_NOTHING = "[]"
# Numbers of others, if they are not the customer's too: the handler's phone (Art. 11), the number in an older register.
_OF_OTHERS = frozenset(("phone", "external_id", "former_no"))
# What nobody typed and is in no table of codes: times, numbers of cases and forms, digests, a few words of the program.
_MADE = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d\+08:00)?)?|TS-\d{4}-\d+|.〔\d{4}〕\d+号|[0-9a-f]{64}"
    r"|lying|returned|answered|moved|ended"
)
_CODES = """
SELECT code FROM code_label UNION SELECT code FROM staff UNION SELECT code FROM unit UNION SELECT name FROM unit
"""


class Mask:
    """The hiding of a customer in the texts of their case."""

    def __init__(
        self,
        hidden: Person,
        *,
        by_look: bool = True,
        secret: bool = False,
        sealed: bool = False,
        known: Collection[str] = (),
        codes: Collection[str] = (),
    ) -> None:
        """Hide these data of the customer; `by_look` what looks like a personal number too, but the `known` ones.

        `secret` hides them whole, `sealed` the whole text; values among the `codes` are no texts.
        """
        self.by_look, self.secret, self.sealed, self.known, self.codes = by_look, secret, sealed, known, codes
        self.hidden, self.words = hidden, [*own_words(hidden)]

    @cached_property
    def numbers(self) -> Sequence[str]:
        """The digits to hide; most texts have no number in them, and do without."""
        return own_numbers(self.hidden)

    def text(self, text: str, *, by_look: bool = True) -> str:
        """The text as it is shown."""
        if self.sealed:
            return CONFIDENTIAL if text.strip() else text
        shown, end = [], 0
        for start, stop, instead in sorted(self.found(text, by_look=by_look), key=lambda each: (each[0], -each[1])):
            if stop > end:  # where two overlap, the rest of the second goes as well
                shown += [text[end : max(start, end)], instead if start >= end else "*" * (stop - end)]
                end = stop
        return "".join([*shown, text[end:]])

    def found(self, text: str, *, by_look: bool = True) -> Iterator[tuple[int, int, str]]:
        """Yield what has to be hidden in a text: from where to where, and what is shown instead."""
        for word, instead in self.words:
            for start, end in spans_of(word, text):
                yield start, end, CONFIDENTIAL if self.secret else instead
        for start, end in self._numbers(text, by_look and self.by_look):
            yield start, end, CONFIDENTIAL if self.secret else personal.mask_middle(text[start:end])

    def _numbers(self, text: str, by_look: bool) -> Iterator[tuple[int, int]]:
        for run in runs(text, FEWEST_OWN):
            joined = "".join(run.groups)
            for number in self.numbers:
                place = joined.find(number)
                while place >= 0:
                    yield run.place(place), run.place(place + len(number) - 1) + 1
                    place = joined.find(number, place + 1)
        for each in numbers_in(text) if by_look else ():
            if digits(text[each.start : each.end]) not in self.known:
                yield each.start, each.end

    def row(self, row: Any) -> Any:
        """A row of a query as a mapping, the texts in it as they are shown; codes, days and figures stay."""
        return {
            key: row[key] if row[key] is None else self._value(row[key], key)
            for key in row.keys()  # noqa: SIM118 - of a sqlite3.Row
        }

    def alters(self, texts: Mapping[str, Any]) -> bool:
        """Tell whether something in these texts has to be hidden."""
        return bool(self.row(texts) != texts)

    def _value(self, value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [self._value(part, key) for part in value]
        if isinstance(value, dict):
            return {name: self._value(part, name) for name, part in value.items()}
        if not isinstance(value, str) or value == _NOTHING:
            return value
        if key in _JSON and value[:1] in ("[", "{"):
            return json.dumps(self._value(json.loads(value), ""), ensure_ascii=False)
        if value in self.codes or _MADE.fullmatch(value):
            return value
        return self.text(value, by_look=key not in _OF_OTHERS)


class Masking:
    """The masks of cases for one reader, or for nobody in particular, where nothing is revealed."""

    def __init__(self, connection: sqlite3.Connection, reader: str | None) -> None:
        self.connection, self.reader = connection, reader

    def of(self, case_no: str) -> Mask:
        """The mask of a case; of a report of wrongdoing it lets texts through to whom may read them alone (Art. 13)."""
        case = self._case(case_no)
        secret = bool(case["restricted"])
        return self._mask(self._person(case), secret=secret, sealed=secret and not self._may_read(case_no))

    def of_form(self, case_no: str, shown: Person) -> Mask:
        """The mask of a paper that reveals the customer: what it does not show of them its texts do not show either."""
        person = self._person(self._case(case_no))
        hidden = (None if on_paper else part for part, on_paper in zip(person, shown, strict=True))
        return self._mask(Person(*hidden), by_look=False)

    def records(self, records: Iterable[Mapping[str, Any]], texts: Collection[str]) -> list[dict[str, Any]]:
        """Records of a listing, the texts in them as they are shown; a record names its case or cases, or none."""
        return [
            {key: self._of_cases(record, value) if key in texts else value for key, value in record.items()}
            for record in records
        ]

    def names_customer(self, case_nos: Iterable[str | None], texts: Mapping[str, Any]) -> bool:
        """Tell whether the customer of one of these cases, or a number that looks personal, stands in texts."""
        people = [self._person(self._case(case_no)) for case_no in case_nos if case_no]
        return any(self._mask(person).alters(texts) for person in people or [Person()])

    def _of_cases(self, record: Mapping[str, Any], text: str | None) -> str | None:
        for case_no in re.findall(r"TS-\d{4}-\d+", f"{record.get('case_no')} {record.get('cases')}"):
            text = text and self.of(case_no).text(text)
        return text and self._mask(Person()).text(text)

    def _mask(self, hidden: Person, **how: bool) -> Mask:
        return Mask(hidden, known=self._phones_of_staff, codes=self._codes, **how)

    def _case(self, case_no: str) -> Mapping[str, Any]:
        # As the case stands now, whatever day is looked back to: a report of wrongdoing once known as one stays one.
        sql = "SELECT complainant, restricted FROM main.complaint WHERE case_no = :case_no"
        row = self.connection.execute(sql, {"case_no": case_no}).fetchone()
        return dict(row) if row else {"complainant": None, "restricted": 0}

    def _person(self, case: Mapping[str, Any]) -> Person:
        return personal.read(self.connection, case["complainant"], reveal=True)

    def _may_read(self, case_no: str) -> bool:
        return self.reader is not None and may_see_restricted(self.connection, case_no, self.reader)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(code for (code,) in self.connection.execute(_CODES))

    @cached_property
    def _phones_of_staff(self) -> frozenset[str]:
        sql = "SELECT phone FROM staff WHERE phone IS NOT NULL"
        return frozenset(digits(phone) for (phone,) in self.connection.execute(sql))
