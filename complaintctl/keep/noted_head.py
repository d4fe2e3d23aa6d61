"""A head of the record noted elsewhere: typed from a paper, in a saved mail, in a backup (Art. 6)."""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

from complaintctl.base.errors import NotFound, Refused, UsageProblem
from complaintctl.base.text import quoted
from complaintctl.disk import damage
from complaintctl.disk.input_files import MIB, read_bytes, refuse_large_archive
from complaintctl.file import db
from complaintctl.front import served
from complaintctl.keep import rows
from complaintctl.record import ledger

# From a paper, in groups or not.
_TYPED = re.compile(r"(?P<digits>(?:[0-9a-f][ -]?){16,64})@ *(?P<seq>[1-9][0-9]{0,17})")
# What a mail client puts between two characters: a line's end, the mark of a quotation, what no reader sees.
_BETWEEN = r"[\s>|\u00ad\u200b-\u200f\u2060\ufeff]*"
_HASH = rf"(?:[0-9a-f]{_BETWEEN}){{63}}[0-9a-f]"
# As the mail says it, and as all else does.
_WRITTEN = re.compile(
    rf"第{_BETWEEN}([0-9]{{1,18}}){_BETWEEN}条{_BETWEEN},{_BETWEEN}({_HASH})|({_HASH}){_BETWEEN}@([0-9]{{1,18}})"
)
_ZIP = b"PK\x03\x04"  # as a .docx begins
_OUTLOOK = b"\xd0\xcf\x11\xe0"  # as a .msg begins


class NotedHead(NamedTuple):
    """The number of an event and the first digits of its hash, or all, and where they stand.

    Of a backup also that file, and when the event was entered.
    """

    seq: int
    digits: str
    source: str
    backup: Path | None = None
    entered_at: str | None = None


def of_backup(file: Path) -> NotedHead:
    """The head of a backup. Raises StorageProblem if it cannot be read."""
    with db.untouched(file) as copy:
        return NotedHead(*ledger.head(copy), str(file), file, rows.last_entry(copy)[1])


def noted_heads(given: str, path: Path) -> list[NotedHead]:
    """Read what `--against` names, to hold the case file at `path` against: HEAD@SEQ, a backup, or a file with heads.

    Raises:
        NotFound: it is neither a head nor a file.
        UsageProblem: a file without a head.
        Refused: it is the case file itself; or somebody is served, who names no file.
        StorageProblem: a backup that cannot be read.
    """
    if typed := _TYPED.fullmatch(normalize("NFKC", given).strip().lower()):
        return [NotedHead(int(typed["seq"]), re.sub("[ -]", "", typed["digits"]), given.strip())]
    served.refuse_file(given)
    if not os.path.isfile(given):  # noqa: PTH113 - a Path fails on a name that no file can have
        raise NotFound(
            "{given} is neither a file nor a head: name a backup or a saved mail, or give the head as HEAD@SEQ, 16"
            " digits or more and the number of the event, such as 1033-61E3-A295-F523@7 from a paper.",
            given=quoted(given),
        )
    file = Path(given)
    if path.exists() and file.samefile(path):
        raise Refused("{file} is the case file itself: name a backup of it.", file=file)
    with db.explained(file):
        is_backup = damage.begins_as_sqlite(file)
    if is_backup:
        return [of_backup(file)]
    data = read_bytes(file, 64 * MIB)
    if data.startswith(_OUTLOOK):
        raise UsageProblem(
            "{file} is a message as Outlook keeps it: save it as text or as .eml, or give its head as HEAD@SEQ.",
            file=file,
        )
    if data.startswith(_ZIP) and (typed := _at_the_foot(data, file.name)):
        return [NotedHead(int(typed["seq"]), re.sub("[ -]", "", typed["digits"]), str(file))]
    found = dict.fromkeys(head for text in _texts(data) for head in _heads(text))
    if not found:
        raise UsageProblem(
            "{file} has no head of a record in it: it is no printed form as .docx, nor the overdue mail of the whole"
            " bank, or a part of it. Save the mail whole, as .eml, or give its head as HEAD@SEQ.",
            file=file,
        )
    return [NotedHead(seq, digits, str(file)) for seq, digits in found]


def _at_the_foot(data: bytes, name: str) -> re.Match[str] | None:
    """The head at the foot of a form as Word keeps it; None if there is none. Raises UsageProblem for a huge file."""
    with suppress(zipfile.BadZipFile):
        refuse_large_archive(data, name)
        with zipfile.ZipFile(io.BytesIO(data)) as form:
            for part in (each for each in form.namelist() if re.fullmatch(r"word/(footer\d*|document)\.xml", each)):
                text = re.sub("<[^>]*>", "", form.read(part).decode("utf-8", "replace"))
                if typed := _TYPED.search(text.lower()):
                    return typed
    return None


def _heads(text: str) -> Iterator[tuple[int, str]]:
    """Every head that stands in a text, with all its digits."""
    for seq, digits, other_digits, other_seq in _WRITTEN.findall(normalize("NFKC", text).lower()):
        yield int(seq or other_seq), re.sub("[^0-9a-f]", "", digits or other_digits)


def _texts(data: bytes) -> Iterator[str]:
    """Every text of a mail, those of a mail that it forwards among them; a file that is no mail is one text."""
    from email import message_from_bytes, policy
    from html import unescape

    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # a text as Windows calls it Unicode
        data = data.decode("utf-16", "replace").encode()
    for part in message_from_bytes(data, policy=policy.default).walk():
        if part.get_content_maintype() == "text":
            text = _decoded(part.get_payload(decode=True), part.get_content_charset())
            yield unescape(re.sub("<[^>]*>", "", text)) if part.get_content_subtype() == "html" else text


def _decoded(data: Any, charset: str | None) -> str:
    for codec in (charset or "utf-8", "utf-8"):
        with suppress(LookupError, ValueError):  # some names of charsets are refused with no better word
            return bytes(data).decode(codec)
    return bytes(data).decode("gb18030", "replace")  # as Chinese programs write what they call GB2312, or call nothing
