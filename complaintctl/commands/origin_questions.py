"""Where a complaint comes from, as far as its channel makes that matter (Arts 9(3), 9(7), 9(8), 15)."""

import sqlite3

from complaintctl.casework import origin
from complaintctl.clock import Moment, parse_day
from complaintctl.commands.offered import offered
from complaintctl.commands.question import Answers, Named, Question
from complaintctl.language import _
from complaintctl.queries.facts import refers


def origin_questions(connection: sqlite3.Connection, language: str, received: Moment) -> list[Question]:
    """The body that sent it; when it was put on the web; which of the media it is, and how far that has come."""

    def was_sent(answers: Answers) -> bool:
        return refers(connection, answers["channel"])

    def is_of_the_media(answers: Answers) -> bool:
        return answers["channel"] == "media"

    def or_not_known(kind: str) -> Named:
        return [("", _("not known")), *offered(connection, kind, language)]

    return [
        Question("source_agency", _("Which body sent it"), asked_if=was_sent),
        Question("source_ref", _("That body's reference"), may_be_left_out=True, asked_if=was_sent),
        Question(
            "source_due",
            _("That body's own date"),
            may_be_left_out=True,
            asked_if=was_sent,
            check=lambda answer, answers: parse_day(answer, _("The date")),
        ),
        Question(
            "posted_at",
            _("When was it put on the web"),
            may_be_left_out=True,
            asked_if=lambda answers: answers["channel"] == "web",
            check=lambda answer, answers: origin.earlier_dates(received, answer, None, None),
        ),
        Question("media_level", _("Level of the media"), or_not_known("media_level"), asked_if=is_of_the_media),
        Question("media_stage", _("Stage of the media"), or_not_known("media_stage"), asked_if=is_of_the_media),
        Question("outlet", _("Newspaper, station or account"), may_be_left_out=True, asked_if=is_of_the_media),
    ]
