"""Going back to a backup as an act: who does it and why, what is lost by it, and that no number is given twice."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from complaintctl.base.errors import NewerTables, Refused, StorageProblem, UsageProblem
from complaintctl.base.language import _, joined, plural, spoken
from complaintctl.cases import rule_rows
from complaintctl.disk import new_file
from complaintctl.file import copying, db, overlay, upgrading
from complaintctl.front.session import Session
from complaintctl.keep import numbering, replaced, rows
from complaintctl.keep.backups import Contents
from complaintctl.keep.replaced import Replaced
from complaintctl.record import ledger, program_text
from complaintctl.record.ledger import Act, Fact


class Wanted(NamedTuple):
    """A restoration asked for: of what, where and why; the numbers up to which all were given out, if somebody says."""

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
        except NewerTables:
            raise
        except StorageProblem as problem:
            unknown = str(problem)
    labels = rule_rows.labels(act.connection, spoken())
    if kept and not wanted.force:
        raise Refused(
            "{file} exists already and was left as it was: restore beside it with --to PATH, or replace it with"
            " --force (it is kept beside, under another name). {loss}",
            file=wanted.path,
            loss=replaced.loss(former, labels) if former else unknown,
        ).lacking("force")
    if former and not former.is_practice and rule_rows.is_practice(act.connection):
        raise Refused(
            "{backup} is a practice file, and {file} a real one, which stays that: restore it beside with --to PATH.",
            backup=wanted.backup,
            file=wanted.path,
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
        if db.is_older(former):
            with new_file.unfinished(path) as moved:  # its tables say nothing of rights before they are moved
                copying.copy(former, moved)
                with closing(db.connect(moved)) as brought_up:
                    upgrading.move(brought_up)
                    session.act(brought_up, keep=False)
        else:
            if program_text.waiting(former):
                overlay.lay(former)
            session.act(former, keep=False)
        return replaced.held_against(former, act.connection, last)


def _numbers(act: Act, former: Replaced | None, given: Sequence[str], unknown: str) -> Sequence[Mapping[str, Any]]:
    """Let the numbers go on above all that were given out. Raises UsageProblem if nobody knows which these are."""
    said = numbering.issued(act, given)
    if former:
        return numbering.go_on_above(act, former.numbers, said)
    own = rows.series(act.connection) or {("register", int(act.clock.now().day[:4])): 0}
    newest = dict(sorted(own))  # of each form the last year
    if unsaid := {(form, year): own[form, year] for form, year in newest.items() if (form, year) not in said}:
        raise UsageProblem(
            "{problem} Which numbers were given out after the backup is not known, and none may be given out twice:"
            " name the last of each that stands on paper with --issued-up-to, or the backup's own where none is later,"
            " {numbers}.",
            problem=unknown,
            numbers=numbering.in_words(act.connection, unsaid),
        )
    return numbering.go_on_above(act, {}, said)
