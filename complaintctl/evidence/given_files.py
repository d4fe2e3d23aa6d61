"""Files that are to be attached: looked at and read before anything is locked, their names never trusted."""

import os
import stat
from pathlib import Path

from complaintctl.base.errors import UsageProblem, system_reason
from complaintctl.base.text import in_units, printable, quoted
from complaintctl.disk import output_file
from complaintctl.disk.input_files import MIB, STANDARD_INPUT, read_bytes
from complaintctl.disk.output_file import Guarded
from complaintctl.privacy.attachments import Attachment

_LONGEST_NAME = 100  # characters, its ending among them


def given(file: Path, name: str | None, most: int, guarded: Guarded) -> Attachment:
    """Read a file that is to be attached, or what is sent to standard input under a name; `most` in megabytes.

    Raises:
        UsageProblem: it is no file, is empty or too large, cannot be read, or there is no name for what is sent.
        Refused: it is the case file, a backup of it, or another database.
    """
    if file == STANDARD_INPUT:
        if name is None:
            raise UsageProblem("Say how what is sent to standard input is called: --name NAME, such as --name 借条.jpg")
        called, content = clean_name(name), read_bytes(file)
    else:
        output_file.refuse(file, guarded)
        content = _read(file, most * MIB)
        called = clean_name(file.name)
    if not content:
        raise UsageProblem("{file} is empty: there is nothing to attach.", file=called)
    if len(content) > most * MIB:
        raise _too_large(called, len(content), most)
    return Attachment(called, content)


def clean_name(given: str) -> str:
    """A name as it is stored: of a path the last part, without characters that are not seen, not over long.

    Raises UsageProblem if nothing is left of it.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = printable(last.encode("utf-8", "replace").decode()).replace("\n", " ")
    name = "".join(sign for sign in name if sign.isprintable()).strip()
    if not name.strip(". "):
        raise UsageProblem("{name} is no name of a file: name it with letters, such as 借条.jpg.", name=quoted(given))
    stem, dot, ending = name.rpartition(".")
    if len(dot + ending) > _LONGEST_NAME // 2:  # no ending but a sentence
        stem, dot, ending = name, "", ""
    return stem[: _LONGEST_NAME - len(dot + ending)] + dot + ending


def _read(file: Path, most: int) -> bytes:
    """Read a plain file, no more than its limit and a byte; not a pipe, at which one would wait for ever."""
    try:
        descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise UsageProblem("{file} is a folder, a pipe or a device, and no file: name a file.", file=file)
            if found.st_size > most:
                raise _too_large(str(file), found.st_size, most // MIB)
            return opened.read(most + 1)
    except OSError as error:
        raise UsageProblem("{file} cannot be read: {reason}.", file=file, reason=system_reason(error)) from None


def _too_large(name: str, size: int, most: int) -> UsageProblem:
    return UsageProblem(
        "{file} has {size}; an attachment has {most} MB at most (complaintctl policy show attachment_size): make it"
        " smaller, or keep it elsewhere and enter its fingerprint with `complaintctl contact --recording FILE`.",
        file=name,
        size=in_units(size),
        most=most,
    )
