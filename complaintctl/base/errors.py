"""The failures that a user is told of: each owns its exit status and is a sentence that says what to do.

The words of the operating system for a file or a server that cannot be used stand below, in the language spoken.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from complaintctl.base.language import _, marked
from complaintctl.base.text import quoted

MOST_NAMED, _MANY = 10, 40  # of what is known so many are named; of so many none, for the first are not the likeliest
ANYTHING = "*"  # what a change lacks that names nothing to be changed


class ComplaintError(Exception):
    """Base of every failure that a user is told about: a sentence of the catalogue with its values, or one said."""

    exit_status = 1
    lacks: Sequence[str] = ()  # the options without which it cannot be done, by the names of their fields

    def __init__(self, sentence: str = "", /, **values: object) -> None:
        super().__init__(_(sentence, **values))

    def lacking(self, *fields: str) -> Self:
        """The failure, to be cured by what is not given yet: at a terminal it is asked for."""
        self.lacks = fields
        return self


class UsageProblem(ComplaintError):
    """The command or its input cannot be used as it is."""

    exit_status = 2


class Missing(UsageProblem):
    """An option is needed that was not given: at a terminal it is asked for without another word."""

    @classmethod
    def option(cls, flag: str, question: str, *fields: str) -> Self:
        """The failure by the option's flag, its question in the language spoken, and the field that lacks."""
        sentence = marked("Missing option {option}: {question}.")
        return cls(sentence, option=flag, question=question).lacking(*fields)

    @classmethod
    def argument(cls, name: str) -> Self:
        """The failure by what help calls the argument."""
        return cls(marked("Missing argument '{argument}'."), argument=name)


class Masked(UsageProblem):
    """The customer's data in a row is masked: it is nobody's."""


class Refused(ComplaintError):
    """The regulation or the state of the case forbids the act."""

    exit_status = 3


class NotFound(ComplaintError):
    """No such case, code, unit or person."""

    exit_status = 4

    @classmethod
    def named(cls, what: str, given: str, known: Iterable[str | Sequence[str]], remedy: str = "") -> "NotFound":
        """The failure to find `given` among the known things of a kind, naming those that look like it, or a few.

        Each is known by a name, or by a code, its label and what else it is called. `what` and `remedy` are in the
        language spoken.
        """
        from complaintctl.base.likeness import alike

        things = [(each, each) if isinstance(each, str) else (*each,) for each in known]
        named = {name: (name, thing[0] if name != thing[0] else thing[1]) for thing in things for name in thing}
        listed = {thing[0]: _both(thing[1], thing[0]) for thing in things}
        near: dict[str, str] = {}
        for name in alike(given, named):
            near.setdefault(next(thing[0] for thing in things if name in thing), _both(*named[name]))
        hint = ""
        if near:
            hint = _("Did you mean {names}?", names=_(" or ").join(near.values()))
        elif 0 < len(listed) <= MOST_NAMED:
            hint = _("Known: {names}.", names=_(", ").join(listed.values()))
        elif 0 < len(listed) <= _MANY:
            hint = _("Known: {names} …", names=_(", ").join([*listed.values()][:MOST_NAMED]))
        said = _("There is no {what} {given}.", what=what, given=quoted(given))
        for more in filter(None, (hint, remedy)):
            said = _("{sentence} {more}", sentence=said, more=more)
        return cls(said)


def _both(name: str, other: str) -> str:
    return name if name == other else _("{name} ({other})", name=name, other=other)


class StorageProblem(ComplaintError):
    """The file is locked, unreadable, corrupt, full, read-only, not a case file, or newer than the program."""

    exit_status = 5


class OlderTables(StorageProblem):
    """The tables of the file are those of an older program, and only `upgrade` and writing commands move them."""


class NewerTables(StorageProblem):
    """The file is that of a newer program, which alone can say what stands in it and who may do what."""


class NoCaseFile(StorageProblem):
    """The file is another database, or an empty one, which SQLite takes for one."""


class Damaged(StorageProblem):
    """The file itself is broken, as a check of it found, whatever the disk: a backup has to take its place."""


class Busy(StorageProblem):
    """Another command is at it; it may be tried again."""


class FoundWrong(ComplaintError):
    """A check was asked for and found something: overdue cases, a broken ledger."""

    exit_status = 6


class Unfinished(ComplaintError):
    """A step of an unwatched job failed, the others were done; or some of the mail was not taken, or perhaps not."""

    exit_status = 7


# What the system says, where there are words for it here.
_SAID = (
    *(marked("No such file or directory"), marked("Permission denied"), marked("Operation not permitted")),
    *(marked("Read-only file system"), marked("No space left on device"), marked("Is a directory")),
    *(marked("Not a directory"), marked("File exists"), marked("File name too long"), marked("Connection refused")),
)


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Say in a sentence that a file or folder cannot be written. Raises StorageProblem."""
    try:
        yield
    except OSError as error:
        raise StorageProblem("{file} cannot be written: {problem}.", file=path, problem=system_reason(error)) from error


def unusable(error: BaseException) -> "StorageProblem | None":
    """The sentence on a file or folder that the system does not let be looked at; None for any other failure."""
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return StorageProblem("{file} cannot be used: {problem}.", file=error.filename, problem=system_reason(error))
    return None


def system_reason(error: OSError) -> str:
    """Say why it could not be done; as the system says it where there is no word for it here."""
    said = os.strerror(error.errno or 0)
    return _(said) if said in _SAID else str(error.strerror or error)
