"""The question for a value of a command: from the words that stand beside its option, and what a shell would offer."""

from functools import partial

from complaintctl.asking.asked_command import Wanted, is_path
from complaintctl.asking.case_choice import KINDS, Fits, case_question, does
from complaintctl.asking.choices import Known, question_of
from complaintctl.asking.question import Answers, Question
from complaintctl.base.errors import NotFound, Refused
from complaintctl.base.language import _
from complaintctl.base.text import visible
from complaintctl.base.values import in_words, required_text
from complaintctl.cases import directory_rows
from complaintctl.front import sources
from complaintctl.front.session import Session
from complaintctl.record.ledger import Act

_MOST = 12  # choices that are numbered; more are offered as they are typed


def question_for(session: Session, act: Act | None, wanted: Wanted, path: str, known: Known) -> Question:
    """The question for a value of a command: of its kind, else of what a shell would offer for it, else a text.

    Of what is offered or to be chosen that alone which will do.
    """
    option, fits = wanted.option, wanted.option.fits
    if act and option.kind in KINDS:
        if fits:
            return case_question(session, act, wanted.question, partial(fits, act, known), option.kind)
        return question_of(session, act, option.kind, wanted.name, wanted.question)
    question = _with_all(session, act, wanted, path, known)
    is_open = not (question.choices or question.offered)
    if act and is_open and fits:
        return question._replace(check=lambda answer, answers: answer and fits(act, known, answer))
    if not act or is_open or option.kind == "person":
        return question
    may_be: Fits = partial(fits, act, known) if fits else str
    named = [row for row in (question.choices or question.offered) if does(may_be, row[0])]
    if len(named) <= _MOST or question.choices:
        takes_others = question.takes_others and not fits
        check = question.check if takes_others else None
        return question._replace(choices=named, offered=(), takes_others=takes_others, check=check)

    def is_known(answer: str, answers: Answers) -> None:
        if answer not in dict(named):
            raise NotFound("{given} is none of what is offered here.", given=repr(answer))
        may_be(answer)

    return question._replace(offered=named, check=question.check if question.check and not fits else is_known)


def _with_all(session: Session, act: Act | None, wanted: Wanted, path: str, known: Known) -> Question:
    """The question with all that there is to choose from. Raises Refused: the act offers nothing."""
    option, key, text = wanted.option, wanted.name, wanted.question
    question = Question(key, text)
    if act and option.puts:
        text, kind = option.puts(act, known)
        question = question_of(session, act, kind, key, text) if kind else Question(key, text)
        return question._replace(full=_yuan) if kind == "yuan" else question
    if act and option.offers:
        choices = option.offers(act, known)
        if not choices:
            raise Refused("There is nothing on which that can be done now.")
        return question._replace(choices=choices)
    if getattr(wanted.parameter, "is_bool_flag", False):
        return question._replace(choices=(("yes", _("yes")), ("no", _("no"))))
    if act and option.kind:
        return question_of(session, act, option.kind, key, text, known)
    if act and (source := sources.source_of(wanted.parameter, path)):
        found = sources.offered(source, sources.loaded(source, session, act.connection), act.clock.now().day, "")
        named = [(code, (zh if session.language == "zh" else en) or code) for code, zh, en in found]
        if source in sources.PEOPLE:
            units = directory_rows.units_of_staff(act.connection)
            named = [(code, _("{person} ({unit})", person=name, unit=visible(units[code]))) for code, name in named]
        return question._replace(offered=named)
    if wanted.parameter.param_type_name == "option" and not is_path(wanted.parameter):
        is_text = wanted.is_needed and wanted.parameter.type.name == "text"
        read = in_words if is_text else required_text
        return question._replace(check=lambda answer, answers: answer and read(answer, text))
    return question


def _yuan(typed: str) -> str:
    """An amount with its unit, without which a value of a rule is fen."""
    return f"{typed}元" if typed[-1:].isdecimal() else typed
