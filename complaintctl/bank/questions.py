"""Questions at the terminal where a case file is made: who begins it, and what letters to customers say."""

from collections.abc import Collection, Mapping

from complaintctl.asking.interview import Given, filled, interview
from complaintctl.asking.question import Question
from complaintctl.base.clock import parse_day
from complaintctl.base.language import _
from complaintctl.base.spoken_days import EITHER, in_full


def founding(given: Given, wanted: Collection[str], usual: Mapping[str, str], today: str) -> Given:
    """Ask for what `init` was not given of what is wanted; `usual` is what stands there for Enter."""
    questions = (
        Question("bank", _("The bank's name")),
        Question("officer", _("Your name")),
        Question("phone", _("Your telephone, as letters to customers give it"), may_be_left_out=True),
        Question("address", _("The bank's address, as envelopes give it"), may_be_left_out=True),
        Question("regulation", _("The name of the bank's regulation"), default=usual["regulation"]),
        Question(
            "in_force_from",
            _("The first day it is in force; nothing, if it is a draft"),
            may_be_left_out=True,
            check=lambda answer, _answers: answer and parse_day(answer, "--in-force-from"),
            full=lambda typed: in_full(typed, today, EITHER),
        ),
    )
    known = {name: value for name, value in given.items() if value is not None}
    asked = [question for question in questions if question.key in wanted]
    return filled(given, interview(asked, known, _("The new case file"), lambda _answers: None))
