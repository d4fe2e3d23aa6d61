"""The law's clocks: extend, pause, resume."""

from typing import Annotated

import typer

from complaintctl.casework import clocks
from complaintctl.commands.answer import AtOption, CaseArgument, JsonOption, change
from complaintctl.commands.ask import needed, needed_code
from complaintctl.commands.session import of
from complaintctl.language import _

app = typer.Typer()
ToldOption = Annotated[str | None, typer.Option("--customer-told", metavar="WHEN", help="When the customer was told.")]


@app.command("extend")
def extend(
    context: typer.Context,
    case: CaseArgument,
    days: Annotated[int, typer.Option(metavar="N", help="By how many calendar days.")],
    approved_by: Annotated[str | None, typer.Option("--approved-by", metavar="CODE", help="The leader.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    customer_told: ToldOption = None,
    clock: Annotated[str | None, typer.Option(help="Which clock, if several can be extended.")] = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Extend a limit that the law lets be extended.

    Example: complaintctl extend 1 --days 15 --approved-by wang --reason "需外部核查" --customer-told 2026-11-26
    """
    leader = needed_code(of(context), "staff", approved_by, "--approved-by", _("Which leader approved it"))
    why = needed(reason, "--reason", _("Why"))
    change(
        context,
        as_json,
        lambda act: clocks.extend(
            act, case, days=days, approved_by=leader, reason=why, customer_told=customer_told, clock=clock, at=at
        ),
    )


@app.command("pause")
def pause(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str | None, typer.Option(help="The outside appraisal or test it waits for.")] = None,
    customer_told: ToldOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Pause the law's clock for an outside appraisal.

    Example: complaintctl pause 1 --reason "笔迹送司法鉴定" --customer-told 2026-11-26
    """
    why = needed(reason, "--reason", _("What does it wait for"))
    change(context, as_json, lambda act: clocks.pause(act, case, reason=why, customer_told=customer_told, at=at))


@app.command("resume")
def resume(context: typer.Context, case: CaseArgument, at: AtOption = None, as_json: JsonOption = False) -> None:
    """End the pause of a case.

    Example: complaintctl resume 1
    """
    change(context, as_json, lambda act: clocks.resume(act, case, at=at))
