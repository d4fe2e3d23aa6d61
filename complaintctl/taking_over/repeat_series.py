"""Repeats in an old register: which complaint each repeats, and the series they make (Art. 17)."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from complaintctl.base.values import plain
from complaintctl.intake import rows as intake_rows
from complaintctl.record.ledger import Act


class Series:
    """The cases that the rows of a file have become, by the numbers the rows bear."""

    def __init__(self, act: Act, cases: Mapping[str, str]) -> None:
        """`cases` are those of rows that were taken in before."""
        self._connection = act.connection
        self._cases = {plain(number): case_no for number, case_no in cases.items()}
        self._roots: dict[str, str] = {}
        self._repeats: Counter[str] = Counter()

    def begin(self, number: str | None, case_no: str) -> None:
        """Note which case a row has become."""
        self._roots[case_no] = case_no
        if number:
            self._cases[plain(number)] = case_no

    def repeat(self, case_no: str, stated: str | None) -> dict[str, Any]:
        """Return what the registration says of the case it repeats; of one that the file does not hold, its words.

        A register writes 否, a number, or 是 and the number in brackets.
        """
        number = re.sub(r"^是?\(?|\)$", "", plain(stated or ""))
        if not number or number == "否":
            return {}
        earlier = self._cases.get(number)
        if earlier is None or earlier == case_no:
            return {"stated_repeat_of": stated}
        root = self._root(earlier)
        self._repeats[root] += 1
        self._roots[case_no] = root
        return {"repeat_of": earlier, "repeat_root": root, "repeat_no": self._repeats[root]}

    def _root(self, earlier: str) -> str:
        if earlier not in self._roots:
            known = intake_rows.series(self._connection, earlier)
            self._roots[earlier] = known["root"]
            self._repeats[known["root"]] = max(self._repeats[known["root"]], known["repeats"])
        return self._roots[earlier]
