"""Going back to a backup as an act: who does it and why, what is lost by it, and that no number is given twice."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.errors import Refused, StorageProblem, UsageProblem
from complaintctl.base.language import _, joined, plural, spoken
from complaintctl.cases import rule_rows
from complaintctl.file import db, overlay
from complaintctl.front.session import Session
from complaintctl.keep import numbering, replaced, rows
from complaintctl.keep.backups import Contents
from complaintctl.keep.replaced import Replaced
from complaintctl.record import ledger, program_text
from complaintctl.record.ledger import Act, Fact


class Wanted(NamedTuple):
    """What is to be restored, where and why; the numbers up to which all were given out, if somebody says so."""

    backup: Path
    path: Path
    reason: str
    issued_up_to: Sequence[str] = ()
    force: bool = False
    foreign: bool = False


def restore(
    session: Session, act: Act, wanted: Wanted, contents: Contents, kept: Path | None, *, is_renewed: bool
) -> str:
    """Enter in a copy of a backup that it takes the place of the case file, and say what becomes of that (Art. 6).

    `kept` is where that will be kept; None if there is none. Raises as restoring.restore.
    """
    former, unknown = None, _("There is no case file at {file}.", file=wanted.path)
    if kept:
        try:
            former = _former(session, act, wanted.path, contents["last"])
        except StorageProblem as problem:
            unknown = str(problem)
    labels = rule_rows.labels(act.connection, spoken())
    if kept and not wanted.force:
        raise Refused(
            "{file} exists already and was left as it was: restore beside it with --to PATH, or replace it with"
            " --force (it is kept beside, under another name). {loss}",
            file=wanted.path,
            loss=replaced.loss(former, labels) if former else unknown,
        )
    if former and not wanted.foreign:
        replaced.refuse_foreign(former, wanted.backup, wanted.path)
    numbers = _numbers(act, former, wanted.issued_up_to, unknown)
    detail = {
        "text": wanted.reason,
        "backup": wanted.backup.name,
        "backup_seq": contents["last"],
        "backup_head": contents["head"],
        "replaced": kept and kept.name,
        **(former.lost() if former else {"unreadable": bool(kept)}),
        "numbers": numbers or None,
    }
    ledger.append(act, [Fact(None, "restored", act.clock.default_at(), detail)])
    lost = ""
    if former:
        lost = replaced.loss(former, labels)
    elif kept:
        lost = _("What was entered since is not known: {problem}", problem=unknown)
    return joined(filter(None, _answer(act, wanted, contents, lost, numbers, is_renewed)))


def _answer(
    act: Act, wanted: Wanted, contents: Contents, lost: str, numbers: Sequence[Mapping[str, Any]], is_renewed: bool
) -> Iterator[str]:
    """Say what was restored, what is lost by it, which numbers come next, and where it is on record."""
    yield plural(
        "Restored {file} from {backup}: {number} case in {events} events, head {head} at {last}.",
        "Restored {file} from {backup}: {number} cases in {events} events, head {head} at {last}.",
        contents["cases"],
        file=wanted.path,
        backup=wanted.backup,
        **contents,
    )
    yield lost
    if above := {(each["form"], each["year"]): each["last"] for each in numbers if each["last"] > each["own"]}:
        yield _("Numbers go on above {numbers}.", numbers=numbering.in_words(act.connection, above))
    if is_renewed:
        yield _("Its tables and rules were brought up to this program; the backup stays as it is.")
    seq, head = ledger.head(act.connection)
    yield _("On record as event {seq}, head {head}.", seq=seq, head=head)


def _former(session: Session, act: Act, path: Path, last: int) -> Replaced:
    """Look at the file that is to be replaced, which who acts may keep. Raises StorageProblem if it cannot be read."""
    with db.untouched(path) as former:
        if not db.is_older(former):
            if program_text.waiting(former):
                overlay.lay(former)
            session.act(former, keep=False)
        return replaced.held_against(former, act.connection, last)


def _numbers(act: Act, former: Replaced | None, given: Sequence[str], unknown: str) -> Sequence[Mapping[str, Any]]:
    """Let the numbers go on above all that were given out. Raises UsageProblem if nobody knows which these are."""
    said = numbering.issued(act, given)
    if former or said:
        return numbering.go_on_above(act, former.numbers if former else {}, said)
    none = {("register", int(act.clock.now().day[:4])): 0}
    raise UsageProblem(
        "{problem} Which numbers were given out after the backup is not known, and none may be given out twice: name"
        " the last of each that stands on paper with --issued-up-to, or the backup's own where none is later,"
        " {numbers}.",
        problem=unknown,
        numbers=numbering.in_words(act.connection, rows.series(act.connection) or none),
    )
