"""Rows that are cases already, by the keys they are known by, and complaints that repeat an earlier one (Art. 17)."""

import hashlib
import hmac
import re
from collections import Counter
from typing import Any

from complaintctl.base.errors import UsageProblem
from complaintctl.base.spreadsheet_text import bare
from complaintctl.base.values import plain
from complaintctl.cases import case_rows
from complaintctl.intake import rows as intake_rows
from complaintctl.record import ledger
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row
from complaintctl.taking_over.row_fields import RowFields
from complaintctl.taking_over.row_to_case import Complaint


class EarlierCases:
    """The cases that the rows of a file are already, and those they become, by the numbers they bear.

    A row is known by its number in the register, which is good for one year; without one by all its cells, and by how
    many rows like it came before it in the file, for two complaints can be alike in every cell.
    """

    def __init__(self, act: Act) -> None:
        self._connection = act.connection
        self._secret = ledger.import_secret(act.connection).encode()
        # The places of rows of this file's own register that say another thing than the case.
        self.differing: list[str] = []
        self._times_seen: Counter[tuple[str, ...]] = Counter()
        self._place_of_number: dict[tuple[str, str], str] = {}
        self._cases: dict[str, str] = {}
        self._roots: dict[str, str] = {}  # the first case of its series, by every case
        self._repeats: Counter[str] = Counter()

    def new_key(self, row: RowFields) -> str | None:
        """Return the key of a row; None if it is a case already. Raises UsageProblem if its number is another row's."""
        number, day = row.given.get("external_id"), row.received.day
        if not number:
            cells = tuple(row.row.cells)
            self._times_seen[cells] += 1
            key, own = self._known("cells", str(self._times_seen[cells]), *cells)
            return None if own else key
        place = self._place_of_number.setdefault((day[:4], plain(number)), row.row.place)
        if place != row.row.place:
            raise UsageProblem("Number {number} is that of line {line} already.", number=number, line=place)
        key, before = self._known("number", day[:4], plain(number))
        own = case_rows.numbered_case(self._connection, plain(number).upper())
        differs = own is not None and _differs(row, own)
        # A case that was taken in has its old number beside its own; the register of this file says both. A row of
        # another file may bear a number that means another case here.
        says_both = not row.file.is_own or (own and row.given.get("former_id") == own["former_no"])
        if own and not says_both and (differs or own["received_on"] != day):
            own = None
        # A number that is not plain was once taken as it was written.
        before = before or self._known("number", day[:4], number)[1]
        if own and own["received_on"] == day:
            if differs:
                self.differing.append(row.row.place)
        elif before and (before["received_on"], before["summary"]) == (day, row.summary):
            own = before
        elif before:
            raise UsageProblem(
                "Number {number} was imported before as {case_no}, with another date or summary: give the row a"
                " number of its own, or leave it out.",
                number=number,
                case_no=before["case_no"],
            )
        elif own:
            raise UsageProblem(
                "The row differs from {case_no} of this file, which was received on {day}, not {given}: correct the"
                " date, or give the row a number of its own.",
                case_no=own["case_no"],
                day=own["received_on"],
                given=day,
            )
        else:
            return key
        self._cases[plain(number)] = own["case_no"]
        return None

    def _known(self, *content: str) -> tuple[str, Row | None]:
        """The key of a row by what it is known by, and the case that it is already.

        It is keyed with this file's own chance, for a row holds a telephone number that is soon guessed; cases taken in
        before bear a key that is not.
        """
        told = ledger.canonical(list(content)).encode()
        key = hmac.new(self._secret, told, hashlib.sha256).hexdigest()
        former = hashlib.sha256(told).hexdigest()
        return key, case_rows.imported_case(self._connection, key) or case_rows.imported_case(self._connection, former)

    def repeated(self, complaint: Complaint, case_no: str) -> dict[str, Any]:
        """Return what the registration of a case says of the one it repeats; its words, if the file does not hold that.

        A register writes 否, a number, or 是 and the number in brackets.
        """
        self._roots[case_no] = case_no
        if complaint.number:
            self._cases[plain(complaint.number)] = case_no
        number = re.sub(r"^是?\(?|\)$", "", plain(complaint.repeat_of or ""))
        if not number or number == "否":
            return {}
        earlier = self._cases.get(number)
        if earlier is None or earlier == case_no:
            return {"stated_repeat_of": complaint.repeat_of}
        if earlier not in self._roots:
            known = intake_rows.series(self._connection, earlier)
            self._roots[earlier] = known["root"]
            self._repeats[known["root"]] = max(self._repeats[known["root"]], known["repeats"])
        root = self._roots[case_no] = self._roots[earlier]
        self._repeats[root] += 1
        return {"repeat_of": earlier, "repeat_root": root, "repeat_no": self._repeats[root]}


def _differs(row: RowFields, case: Row) -> bool:
    """Tell whether a row says in its words, or of its channel and category, another thing than the case."""
    given = row.given
    words = any(bare(given[name]) != bare(case[name] or "") for name in ("summary", "demand") if name in given)
    return words or any(row.known_code(kind) != case[kind] for kind in ("channel", "category") if kind in given)
