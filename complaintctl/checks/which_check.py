"""A daily check, of the whole bank or of a branch, and what people call it (Arts 8(4), 9)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from complaintctl.base.citations import cited
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.cases import directory_rows
from complaintctl.cases.case_acts import label_of
from complaintctl.cases.directory_rows import serving
from complaintctl.checks import rows as checks_rows
from complaintctl.record.ledger import Act
from complaintctl.record.queries import Row


class Check(NamedTuple):
    """A check as it is made, of the whole bank or of a branch."""

    key: dict[str, Any]  # check and unit, by their codes
    name: str
    head: str | None  # of the branch
    to_name: str  # the arguments of the command that names who makes it


def check_of(act: Act, kind: str, unit: str | None, day: str) -> Check:
    """Find a check and the branch whose it is. Raises UsageProblem, NotFound, Refused."""
    check = checks_rows.check_kind(act.connection, kind)
    code, label = check["code"], label_of(check)
    if not check["of_branch"]:
        if unit:
            raise UsageProblem("{check} is one check for the whole bank: leave out --unit.", check=label)
        return Check({"check": code, "unit": None}, label, None, f"{code} STAFF")
    if not unit:
        article = cited(check["citation"])
        sentence = marked("Missing --unit: {check} is looked into at each branch ({article}).")
        raise UsageProblem(sentence, check=label, article=article)
    row = directory_rows.unit(act.connection, unit)
    branch = row["code"]
    if row["kind"] != "branch":
        sentence = marked("{name} is no branch: {check} is looked into at branches.")
        raise UsageProblem(sentence, name=row["name"], check=label)
    return Check(
        {"check": code, "unit": branch},
        _("{check} at {unit}", check=label, unit=serving(row, day)["name"]),
        row["head"],
        f"{code} STAFF --unit {branch}",
    )


def check_in_words(row: Row, labels: Mapping[tuple[str, str], str]) -> str:
    """The name of a check, and at which branch it is made, if it is a branch's."""
    check = labels["check_kind", row["check"]]
    return _("{check} at {unit}", check=check, unit=labels["unit", row["unit"]]) if row["unit"] else check
