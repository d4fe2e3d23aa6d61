"""The options that `register` and `classify` share: what is stated of a case."""

from typing import Annotated

import typer

SecondaryOption = Annotated[
    str | None, typer.Option("--secondary", metavar="CATEGORY", help="A second category; the first decides the limit.")
]
UnitOption = Annotated[str | None, typer.Option("--unit", help="The unit complained of.")]
SubjectOption = Annotated[str | None, typer.Option("--subject", help="The member of staff complained of.")]
AmountOption = Annotated[str | None, typer.Option("--amount", metavar="YUAN", help="The amount in dispute.")]
GroupSizeOption = Annotated[
    int | None, typer.Option("--group-size", metavar="N", help="How many complain together; a large group is major.")
]
NatureOption = Annotated[
    str | None, typer.Option("--nature", help="complaint, suggestion, wrongdoing_report, enquiry or thanks.")
]
ValidityOption = Annotated[
    str | None, typer.Option("--validity", help="valid, help_seeking, communicative_enquiry or venting.")
]
LegalComplexityOption = Annotated[
    str | None, typer.Option("--legal-complexity", metavar="simple|complex", help="Which of the law's limits runs.")
]
MediaLevelOption = Annotated[
    str | None, typer.Option("--media-level", help="county, city, province, central or online.")
]
MediaStageOption = Annotated[
    str | None, typer.Option("--media-stage", help="sign, media_enquiry, media_complaint or published.")
]
OutletOption = Annotated[str | None, typer.Option("--outlet", help="The newspaper, station or account.")]
ServiceChannelOption = Annotated[
    str | None, typer.Option("--service-channel", help="Channel of the business complained about (JR/T 0169).")
]
BusinessTypeOption = Annotated[str | None, typer.Option("--business-type", help="Type of the business (JR/T 0169).")]
CauseOption = Annotated[str | None, typer.Option("--cause", help="Cause of the complaint (JR/T 0169).")]
