"""The leaders: brief, direct."""

from typing import Annotated

import typer

from complaintctl.casework import briefing
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, change
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.session import of
from complaintctl.language import _

app = typer.Typer()


@app.command("brief")
def brief(
    context: typer.Context,
    case: CaseArgument,
    to: Annotated[str | None, typer.Option(metavar="CODE", help="The leader.")] = None,
    absent: Annotated[bool, typer.Option("--absent", help="He was not there: brief the two deputies too.")] = False,
    method: Annotated[str | None, typer.Option(help="How: in person, by phone …")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record that a leader was briefed (Art. 8).

    Example: complaintctl brief 1 --to wang

    Example: complaintctl brief 1 --to wang --absent
    """
    leader = needed_code(of(context), "staff", to, "--to", _("Which leader was briefed"))
    change(context, as_json, lambda act: briefing.brief(act, case, to=leader, absent=absent, method=method, at=at))


@app.command("direct")
def direct(
    context: typer.Context,
    case: CaseArgument,
    by: Annotated[str | None, typer.Option(metavar="CODE", help="The leader who was briefed.")] = None,
    text: Annotated[str | None, typer.Option(help="The directive, word by word.")] = None,
    instructs: Annotated[str | None, typer.Option(metavar="UNIT", help="The unit it instructs.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="The day it sets.")] = None,
    supervise: Annotated[bool, typer.Option("--supervise", help="It orders a supervision slip.")] = False,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enter a leader's directive in the register (Art. 8).

    Example: complaintctl direct 1 --by wang --text "由零售部三日内核实并当面道歉"
    """
    leader = needed_code(of(context), "staff", by, "--by", _("Which leader wrote it"))
    words = needed(text, "--text", _("What does it say"))
    change(
        context,
        as_json,
        lambda act: briefing.direct(
            act, case, by=leader, text=words, instructs=instructs, due=due, orders_supervision=supervise, at=at
        ),
    )
