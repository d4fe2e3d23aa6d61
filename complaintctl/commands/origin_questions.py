"""Where a complaint comes from, as far as its channel makes that matter (Arts 9(3), 9(7), 9(8), 15)."""

import sqlite3
from collections.abc import Callable

from complaintctl.casework import origin
from complaintctl.casework.doubts import source_due_doubts
from complaintctl.clock import Moment, parse_day, with_year
from complaintctl.commands.offered import offered
from complaintctl.commands.question import Answers, Named, Question
from complaintctl.commands.session import say
from complaintctl.language import _
from complaintctl.queries.facts import channel_on


def origin_questions(connection: sqlite3.Connection, language: str, received: Moment, this_year: str) -> list[Question]:
    """The body that sent it; when it was put on the web; which of the media it is, and how far that has come."""

    def was_sent(answers: Answers) -> bool:
        return bool(channel_on(connection, answers["channel"], received.day)["referred"])

    def asks(what: str) -> Callable[[Answers], bool]:
        return lambda answers: channel_on(connection, answers["channel"], received.day)["asks"] == what

    is_of_the_media = asks("media")

    def or_not_known(kind: str) -> Named:
        return [("", _("not known")), *offered(connection, kind, language)]

    def dated(typed: str) -> str:
        return with_year(typed, this_year)

    def look_again(answers: Answers) -> None:
        if answers["source_due"]:
            for doubt in source_due_doubts(parse_day(answers["source_due"], ""), received):
                say(_("Note: {note}", note=doubt))

    return [
        Question("source_agency", _("Which body sent it"), asked_if=was_sent),
        Question("source_ref", _("That body's reference"), may_be_left_out=True, asked_if=was_sent),
        Question(
            "source_due",
            _("That body's own date"),
            may_be_left_out=True,
            asked_if=was_sent,
            check=lambda answer, answers: parse_day(answer, _("That body's own date")),
            then=look_again,
            full=dated,
        ),
        Question(
            "posted_at",
            _("When was it put on the web"),
            may_be_left_out=True,
            asked_if=asks("posting"),
            check=lambda answer, answers: origin.before_receipt(received, answer, _("The date of posting")),
            full=dated,
        ),
        Question("media_level", _("Level of the media"), or_not_known("media_level"), asked_if=is_of_the_media),
        Question("media_stage", _("Stage of the media"), or_not_known("media_stage"), asked_if=is_of_the_media),
        Question("outlet", _("Newspaper, station or account"), may_be_left_out=True, asked_if=is_of_the_media),
    ]
