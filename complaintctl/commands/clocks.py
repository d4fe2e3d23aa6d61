"""The law's clocks: extend, pause, resume."""

import typer

from complaintctl.casework import clocks
from complaintctl.commands.signature import does

app = typer.Typer()


@app.command("extend")
@does(clocks.extend)
def extend() -> None:
    """Extend a limit that the law lets be extended.

    Example: complaintctl extend 1 --days 15 --approved-by wang --reason "需外部核查" --customer-told 2026-11-26
    """


@app.command("pause")
@does(clocks.pause)
def pause() -> None:
    """Pause the law's clock for an outside appraisal.

    Example: complaintctl pause 1 --reason "笔迹送司法鉴定" --customer-told 2026-11-26
    """


@app.command("resume")
@does(clocks.resume)
def resume() -> None:
    """End the pause of a case.

    Example: complaintctl resume 1
    """
