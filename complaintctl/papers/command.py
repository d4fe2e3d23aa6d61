"""Printed forms: slip."""

from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from complaintctl.asking.ask import needed
from complaintctl.asking.field import ask
from complaintctl.asking.question import Answers, Question
from complaintctl.asking.signature import which_case
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _, plural, spoken
from complaintctl.base.option import Option, Unless
from complaintctl.base.text import visible
from complaintctl.base.values import plain
from complaintctl.disk import config, output_file
from complaintctl.disk.output_file import Guarded, OutputFile
from complaintctl.front import served
from complaintctl.front.session import Session, of, say, tell
from complaintctl.front.write_out import written_out
from complaintctl.papers import act as papers_act
from complaintctl.papers.act import Order
from complaintctl.papers.print_now import file_name
from complaintctl.tables.chosen_file import guarded, opened

app = typer.Typer()
_SHIPPED = Path(str(files("complaintctl"))) / "forms"


@app.command("slip")
def slip(
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(metavar="CASE", help="TS-2026-0001, 2026-1, or 1 for this year."),
        which_case(kind="case_to_see"),
        Unless("check"),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND",
            help="The form's code or title, such as receipt or 受理回执; any other word is answered with them all.",
        ),
        Option("", ask="Which form", offers=papers_act.printable),
        Unless("check"),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.docx", help="Write a Word document to print.")
    ] = None,
    number: Annotated[
        str | None, typer.Option("--slip", metavar="NUMBER", help="Which slip or report, where there are several.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if there is one.")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print the customer's data unmasked; this is recorded, with --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(help="Why the customer's data is shown.")] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="A result report to fill in by hand, with check characters.")
    ] = False,
    check: Annotated[
        Path | None,
        typer.Option("--check", metavar="FILE", help="Look over a template of your own; prints nothing."),
    ] = None,
) -> None:
    """Print a form of a case: a Word document, or without -o its text on the screen.

    A template of the bank's own is used instead of the one that comes with the program: a file of the kind's name,
    such as transfer.docx, in the folder forms beside the configuration file, or in the one that its [forms] names.

    Example: complaintctl slip 1 transfer -o 转办单.docx

    Example: complaintctl slip 1 result --blank -o 报告单.docx
    """
    if check:
        _check(check)
        return
    assert case is not None and kind is not None  # else they were asked for
    session = of(context)
    kept = guarded(session)
    if plain(kind) in papers_act.BLANK:
        kind, blank = "result", True
    source = context.get_parameter_source("kind")
    if not output and source and source.name == "DEFAULT" and not served.seal():  # the form was asked for
        output = _file_asked_for(kept, file_name(session, session.case_number(case), kind, blank=blank))
    if output:
        _may_hold_paper(kept, output)
    with opened(kept, output, force) as file:
        why = needed(reason, "--reason", _("Why is the customer's data to be shown")) if reveal else None
        _print(
            session,
            case,
            Order(kind, number, blank, reveal, why, on_paper=bool(output) or served.takes_document()),
            file,
        )


def _file_asked_for(kept: Guarded, usual: str) -> Path | None:
    """The file that the officer names for a paper; None for the screen."""
    text = _("Into which file, such as {name} (empty: on the screen)", name=usual)

    def check(answer: str, answers: Answers) -> None:
        _may_hold_paper(kept, Path(answer))

    answer = ask(Question("output", text, offered=[(usual, usual)], may_be_left_out=True, check=check))
    return Path(answer) if answer else None


def _may_hold_paper(kept: Guarded, output: Path) -> None:
    """Raise ComplaintError for a file that is never written, or is no Word document by its name."""
    output_file.refuse(output, kept)
    if output.suffix.lower() != ".docx":
        raise UsageProblem("{path} would hold a Word document: name it .docx.", path=output)


def _print(session: Session, case: str, order: Order, file: OutputFile | None) -> None:
    """Put the printing on record, and then write the form into the file or on the screen."""
    from complaintctl.file import db, earlier_state
    from complaintctl.papers import document
    from complaintctl.papers.customer_on_paper import lacking
    from complaintctl.papers.form_context import fields_of

    with session.writing() as act, ExitStack() as opened_file:
        printed = papers_act.print_form(act, case, order)
        then = act.connection
        if issued := printed.event:  # what was issued once is printed as it was issued
            number_of_case = printed.case["case_no"]
            then = opened_file.enter_context(db.reading(session.path, None, number_of_case))
            earlier_state.look_back_to_entry(then, number_of_case, issued["until_seq"], issued["recorded_at"])
        # The bank's own template, if there is one. Filled in now: one that cannot be is no printing.
        given, beside = session.settings.get("forms.folder"), config.config_path()
        folder = config.at_home(given) if given else beside.parent / "forms" if beside else _SHIPPED
        own, shipped = (place / f"{printed.form['code']}.docx" for place in (folder, _SHIPPED))
        template = own if own.exists() else shipped
        paper = document.filled(template, lambda words: fields_of(act, printed, then, words, blank=order.blank))
        shown = paper if order.on_paper else document.as_text(paper)
        notes = lacking(act, printed.form) if order.on_paper else []
    # What to look at before the paper leaves the office.
    if printed.copy_no and printed.copy_no > 1:
        say(_("Note: this is copy {number}; the paper says so.", number=printed.copy_no))
    for note in notes:
        say(note)
    said, mask = f"{printed.case['summary']}\n{printed.case['demand'] or ''}", printed.customer.mask
    if not order.reveal and not mask.secret and mask.text(said) != said:
        say(
            _(
                "Note: names or numbers in the text of the complaint are hidden on this paper; where its reader needs"
                " them, print it with --reveal --reason TEXT."
            )
        )
    with written_out(session, printed.record, file.path if file else None):
        if file:
            file.write(paper)
        else:
            typer.echo(shown, nl=False)
    if file:
        title = printed.form[f"title_{spoken()}"]
        tell(visible(_("{case_no}: {title} written to {path}.", **printed.case, title=title, path=file.path)))


def _check(template: Path) -> None:
    """Say which fields a template uses, and what each holds. Raises UsageProblem if one is not known."""
    from difflib import get_close_matches

    from complaintctl.papers import document
    from complaintctl.papers.form_fields import FIELDS, OBJECTS, blank, form_filters

    known, filters = {**FIELDS, **OBJECTS}, form_filters({}, [], None)
    used = document.used_fields(template, filters)
    unknown = [name for name in used if name not in known]
    if unknown:
        near = {name: "".join(get_close_matches(name, known, n=1)) for name in unknown}
        names = (_("{name} (is it {field}?)", name=name, field=near[name]) if near[name] else name for name in near)
        sentence = plural(
            "The template {path} has a field that is not known: {names}.",
            "The template {path} has {number} fields that are not known: {names}.",
            len(unknown),
            path=template,
            names=", ".join(names),
        )
        more = _("The templates in {folder} use every field there is.", folder=_SHIPPED)
        raise UsageProblem(f"{sentence} {more}")
    document.filled(template, lambda words: (blank(words), filters))
    tell(_("{path} can be used. Its fields:", path=template))
    for name in used:
        tell(f"  {name:<20} {known[name]}")
