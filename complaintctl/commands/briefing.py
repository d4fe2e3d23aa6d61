"""The leaders: brief, direct."""

import typer

from complaintctl.casework import briefing
from complaintctl.commands.signature import does

app = typer.Typer()


@app.command("brief")
@does(briefing.brief)
def brief() -> None:
    """Record that a leader was briefed (Art. 8).

    Example: complaintctl brief 1 --to wang

    Example: complaintctl brief 1 --to wang --absent
    """


@app.command("direct")
@does(briefing.direct)
def direct() -> None:
    """Enter a leader's directive in the register (Art. 8).

    Example: complaintctl direct 1 --by wang --text "由零售部三日内核实并当面道歉"
    """
