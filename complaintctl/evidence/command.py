"""The files by which a case is proved: attach, attachments, attachment."""

import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.asking.signature import which_case
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, marked
from complaintctl.base.option import Option, Unless
from complaintctl.base.text import in_units, minute, visible
from complaintctl.cases import rule_rows
from complaintctl.disk.input_files import STANDARD_INPUT
from complaintctl.evidence import act as evidence_act
from complaintctl.evidence import given_files
from complaintctl.front import served
from complaintctl.front.answer import AtOption, CaseArgument, CaseToSeeArgument, JsonOption, change
from complaintctl.front.session import Session, of, tell
from complaintctl.front.write_out import written_out
from complaintctl.privacy import attachments
from complaintctl.tables.chosen_file import ForceOption, guarded, opened
from complaintctl.tables.listing import Listing, Record
from complaintctl.tables.output import Found, lists
from complaintctl.watch.show_command import looked_at

app = typer.Typer()


def _cells(record: Record) -> Record:
    times = {name: minute(record[name]) for name in ("attached_at", "voided_at")}
    return {**record, **times, "size": in_units(record["size"])}


ATTACHMENTS = Listing(
    "number case_no name size sha256 attached_at recorded_at actor actor_label what voided_at voided_for",
    "number name what size attached_at actor_label voided_at sha256",
    {"actor": "staff"},
    readable=_cells,
)


@app.command("attach")
def attach(
    context: typer.Context,
    case: Annotated[CaseArgument, which_case(evidence_act.unarchived_case, "case_to_see")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", help="The files; - is standard input, with --name.", allow_dash=True),
        Option("", ask="Which files"),
        Unless("void"),
    ] = None,
    what: Annotated[
        str | None,
        typer.Option("--what", metavar="TEXT", help="What it is."),
        Option("", ask="What is it", asked=True),
    ] = None,
    sent_name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What is sent to standard input is called.")
    ] = None,
    void: Annotated[
        int | None, typer.Option("--void", metavar="N", help="Void the attachment of this number instead.", min=1)
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help="Why the attachment is voided."),
        Option("", ask="Why is the attachment voided"),
    ] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Attach files to a case: a signed paper, a picture, a voucher (Art. 6).

    They lie in the case file itself, in every backup, and are never changed or deleted: what was attached by mistake
    is voided with its reason (`attach 1 --void 2`). One that is too large or a recording is kept elsewhere:
    `contact --recording` enters its fingerprint.

    Example: complaintctl attach 1 和解书.jpg --what 客户签字的和解书
    """
    if void is not None:
        if files or what or sent_name:
            raise UsageProblem("--void goes with --reason alone: leave out the files, --what and --name.")
        change(context, as_json, evidence_act.void, case, void, reason=reason, at=at)
        return
    if reason:
        raise UsageProblem("--reason says why an attachment is voided: name that with --void N.")
    session = of(context)
    with session.asking() as act:  # the case is looked at before the files are read
        evidence_act.unarchived_case(act, case)
        most = int(rule_rows.policy(act.connection, "attachment_size"))
    if sent_name is not None and list(map(str, files or ())) != [str(STANDARD_INPUT)]:
        raise UsageProblem("--name is for what is sent to standard input, which - stands for: leave it out.")
    given = [given_files.given(file, sent_name, most, guarded(session)) for file in files or ()]
    change(context, as_json, evidence_act.attach, case, given, what=what, at=at)


@app.command("attachments")
@lists(ATTACHMENTS)
def attachments_of_case(session: Session, connection: sqlite3.Connection, case: CaseToSeeArgument) -> Found:
    """List what is attached to a case.

    Example: complaintctl attachments 1
    """
    number = looked_at(session, connection, case)
    mask = session.masking(connection).of(number)
    rows = [mask.row(row) for row in attachments.of_case(connection, number)]
    empty = _("Nothing is attached to {case_no}: complaintctl attach {case_no} FILE", case_no=number)
    return Found([{**row, "attached_at": row["at"]} for row in rows], empty)


@app.command("attachment")
def attachment(
    context: typer.Context,
    number: Annotated[
        int,
        typer.Argument(metavar="N", help="Its number, as `attachments` lists it.", min=1),
        Option("", ask="Which attachment (its number)"),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it into this file."),
        Option("", ask="Into which file is it to be written"),
    ] = None,
    force: ForceOption = False,
    reason: Annotated[str | None, typer.Option("--reason", help="Why it is taken out.")] = None,
) -> None:
    """Take an attachment out of the case file; that is recorded first (Art. 6).

    Without -o it is written to standard output, which has to be a file or a program.

    Example: complaintctl attachment 1 -o 和解书.jpg
    """
    session = of(context)
    if output is None and sys.stdout.isatty():
        words = ["attachment", str(number)]
        if served.seal():
            line = served.line_at_home(words, ">", "FILE")
            raise UsageProblem("To have it, at your own machine, in cmd: {line}", line=line)
        sentence = marked("Say where it is to be written: complaintctl attachment {number} -o FILE")
        raise UsageProblem(sentence, number=number).lacking("output")
    with opened(guarded(session), output, force) as file:
        with session.writing() as act:
            record, taken = evidence_act.take_out_of_case(act, number, reason)
        with written_out(session, record, output):
            if file:
                file.write(taken.content)
            else:
                sys.stdout.buffer.write(taken.content)
                sys.stdout.buffer.flush()
    if output:
        tell(visible(_("Attachment {number} written to {path}.", number=number, path=output)))
