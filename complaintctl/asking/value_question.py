"""The question for a value of a command: from the words that stand beside its option, and what a shell would offer."""

from functools import partial

from complaintctl.asking.asked_command import Wanted
from complaintctl.asking.case_choice import KINDS, Fits, case_question, does
from complaintctl.asking.choices import Known, question_of
from complaintctl.asking.question import Answers, Question
from complaintctl.base.errors import NotFound, Refused
from complaintctl.base.language import _
from complaintctl.base.values import required_text
from complaintctl.front import sources
from complaintctl.front.session import Session
from complaintctl.record.ledger import Act

_MOST = 12  # choices that are numbered; more are offered as they are typed


def question_for(session: Session, act: Act | None, wanted: Wanted, path: str, known: Known) -> Question:
    """The question for a value of a command: of its kind, else of what a shell would offer for it, else a text."""
    option, key, text, fits = wanted.option, wanted.name, wanted.question, wanted.option.fits
    if act and fits and option.kind in KINDS:
        return case_question(session, act, text, partial(fits, act, known), option.kind)
    if act and option.kind in KINDS:
        return question_of(session, act, option.kind, key, text)
    question = Question(key, text)
    if wanted.is_needed and wanted.parameter.param_type_name == "option":
        question = question._replace(check=lambda answer, answers: required_text(answer, text))
    if act and option.offers:
        question = Question(key, text, choices=option.offers(act, known))
        if not question.choices:
            raise Refused("There is nothing on which that can be done now.")
    elif getattr(wanted.parameter, "is_bool_flag", False):
        question = Question(key, text, choices=(("yes", _("yes")), ("no", _("no"))))
    elif act and option.kind:
        question = question_of(session, act, option.kind, key, text, known)
    elif act and (source := sources.source_of(wanted.parameter, path)):
        found = sources.offered(source, sources.loaded(source, act.connection), act.clock.now().day, "")
        question = Question(
            key, text, offered=[(code, (zh if session.language == "zh" else en) or code) for code, zh, en in found]
        )
    if not act or not (question.choices or question.offered):
        return question
    may_be: Fits = partial(fits, act, known) if fits else str
    named = [row for row in (question.choices or question.offered) if does(may_be, row[0])]
    if len(named) <= _MOST or question.choices:
        return question._replace(choices=named, offered=(), check=None)

    def is_known(answer: str, answers: Answers) -> None:
        if answer not in dict(named):
            raise NotFound("{given} is none of what is offered here.", given=repr(answer))
        may_be(answer)

    return question._replace(offered=named, check=question.check if question.check and not fits else is_known)
