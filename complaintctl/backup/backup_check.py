"""The proof of one backup: all that verify finds in it, and how it stands to the case file that is there (Art. 6)."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

from complaintctl.base.errors import Damaged, FoundWrong, NoCaseFile, NotFound, StorageProblem
from complaintctl.base.language import _, plural
from complaintctl.file import db
from complaintctl.keep import against, backups, integrity, noted_head, rows
from complaintctl.record import ledger


def check(file: Path, path: Path) -> Iterator[str]:
    """Prove a copy, and say what it is of; held against the case file at `path` too, if there is one.

    Raises:
        NotFound: there is no such file.
        FoundWrong: it is damaged or not sound, or not what the case file was.
        StorageProblem: it cannot be read, or is that of a newer program.
    """
    if not file.is_file():
        raise NotFound("There is no backup at {file}: look for it with `ls` and name it.", file=file)
    try:
        with db.untouched(file) as connection:
            contents, bank = backups.contents_of(connection), rows.beginning(connection)
            is_older, (program, version) = db.is_older(connection), rows.written_by(connection)
            problems = list(integrity.of_copy(connection, _beside(file)))
    except (Damaged, NoCaseFile) as problem:
        raise FoundWrong(
            "The copy {file} is not sound: {problem} Keep it as it is, and prove an earlier one.",
            file=file,
            problem=problem,
        ) from problem
    yield from problems
    if problems:
        sentence = plural(
            "The copy {file} is not sound: {number} finding. Keep it as it is, and prove an earlier one.",
            "The copy {file} is not sound: {number} findings. Keep it as it is, and prove an earlier one.",
            len(problems),
            file=file,
        )
        raise FoundWrong(sentence)
    yield plural(
        "The copy {file} is sound: {number} case in {events} events, head {head}@{last} ({bank}).",
        "The copy {file} is sound: {number} cases in {events} events, head {head}@{last} ({bank}).",
        contents["cases"],
        file=file,
        bank=bank,
        **contents,
    )
    if is_older:
        yield _(
            "Its tables are those of an older program (version {version} of the file, {program}): a restore brings them"
            " up, and so it was proven.",
            version=version,
            program=program or _("not known"),
        )
    if path.is_file() and not file.samefile(path):
        yield from _held_against(path, file)


def _held_against(path: Path, file: Path) -> Iterator[str]:
    """Say how a sound copy stands to the case file. Raises FoundWrong if one of the two was written anew."""
    try:
        with db.untouched(file) as copy, db.untouched(path) as connection:
            if ledger.origin(copy) != ledger.origin(connection):
                yield _(
                    "It is a copy of another case file, not of {file} ({own}).",
                    file=path,
                    own=rows.beginning(connection),
                )
                return
            noted = noted_head.of_backup(file)
            found = against.disagreement(connection, noted)
            if found and not rows.replacing_restore(connection, noted.seq, noted.entered_at):
                raise FoundWrong(found)
            yield found or against.agreement(connection, noted)
    except StorageProblem as problem:
        yield _("Whether it is a copy of {file} is not known: {problem}", file=path, problem=problem)


def _beside(file: Path) -> Path:
    """The place to bring a copy up to this program in: beside it, or in the system's folder if it is fixed."""
    return file if os.access(file.parent, os.W_OK) else Path(gettempdir()) / file.name
