"""Questions to complete a command: the case first, then whatever its act needs for that, with a way back."""

import shlex
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import typer

from complaintctl.asking.asked_command import Wanted
from complaintctl.asking.field import ask, between_questions
from complaintctl.asking.question import BACK, Answers, Question
from complaintctl.asking.value_question import question_for
from complaintctl.base.errors import UsageProblem
from complaintctl.base.language import _
from complaintctl.base.values import takes_back
from complaintctl.cases import case_rows
from complaintctl.front.command_line import split
from complaintctl.front.session import of, say
from complaintctl.front.typer_words import said
from complaintctl.record.ledger import Act

_BESIDE = ("--at", "--reason", "--yes", "--approved-by")  # options that say nothing by themselves


def is_matter(wanted: Wanted) -> bool:
    """Tell whether it is an option that says something by itself."""
    return wanted.parameter.param_type_name == "option" and wanted.parameter.opts[0] not in _BESIDE


class Talk:
    """Questions one after the other, with a way back; answers go to the command as if they had been typed."""

    def __init__(self, context: typer.Context, wanted: Mapping[str, Wanted], act: Act | None) -> None:
        self.session, self.context, self.wanted, self.act = of(context), context, wanted, act
        self.given, self.answers = context.params, dict[str, str]()

    def look_at_case(self) -> None:
        """Ask the act itself about a case that was given, before anything else is asked."""
        case = self.wanted.get("case")
        if case and self.act and case.option.fits and self._case_no():
            case.option.fits(self.act, self.given, self.given["case"])

    @between_questions()
    def hold(self, is_asked: Callable[[Wanted], bool], may_be_left_out: bool = True) -> None:
        """Ask for what is missing and asked for, the state of things looked at before each question."""
        every, trail, place = list(self.wanted.values()), list[int](), 0
        while place < len(every):
            each = every[place]
            if place in trail or not self._is_missing(each) or not is_asked(each):
                place += 1
                continue
            question = self._question(each, may_be_left_out)
            question = question._replace(default=self.answers.get(each.name) or question.default)
            if each.option.shows and self.act:
                say(each.option.shows(self.act, {**self.given, "case": self._case_no()}))
            answer = ask(question, way_back=bool(trail), is_at_stake=bool(trail))
            if answer == BACK:
                place = trail.pop()
                self.given[every[place].name] = None
                continue
            self.given[each.name], self.answers[each.name] = self._value(each, answer), answer
            trail.append(place)
            place += 1

    def _is_missing(self, each: Wanted) -> bool:
        """Tell whether nothing was given for a value, or what it is by default, where that is asked about."""
        source = self.context.get_parameter_source(each.name)
        is_usual = source is not None and source.name == "DEFAULT" and each.name not in self.answers
        return each.is_missing(self.given) or (each.option.asked and is_usual)

    def is_called_for(self, wanted: Wanted) -> bool:
        """Tell whether a value is needed, usually told, or named by the command with which the case's duty is done."""
        flags = {*wanted.parameter.opts, *wanted.parameter.secondary_opts}
        is_owed = any(flags & set(remedy) for remedy in self._remedies())
        return wanted.is_needed or is_owed or (wanted.option.asked and self._is_asked_of_case(wanted))

    def _is_asked_of_case(self, wanted: Wanted) -> bool:
        if wanted.option.offers is None:
            return True
        return bool(self.act and wanted.option.offers(self.act, self.given))

    def one_of_all(self) -> str:
        """The name of one of the options, as the officer chooses: of those that fit the case, with what stands there.

        But for those that only go with another.
        """
        named = {each.name: each.question for each in self.wanted.values() if is_matter(each)}
        stands = self._stands()
        if stands is not None:
            named = {
                name: _("{question}: {answer}", question=text, answer=stands[name])
                for name, text in named.items()
                if name in stands
            }
        choices = [*named.items()]
        return ask(Question("option", _("Which of these"), choices), is_at_stake=False)

    def _stands(self) -> Mapping[str, str] | None:
        """The values that stand in the case, by the options that correct them; None of a command that corrects none."""
        case, case_no = self.wanted.get("case"), self._case_no()
        return case.option.stands(self.act, case_no) if case and case.option.stands and case_no else None

    def _question(self, each: Wanted, may_be_left_out: bool) -> Question:
        is_needed = each.is_needed or not may_be_left_out or not each.option.asked
        known = {**self.given, "case": self._case_no()}
        question = question_for(self.session, self.act, each, self.session.command.replace(" ", "/"), known)
        usual = next(
            (remedy[flag] for remedy in self._remedies() for flag in each.parameter.opts if remedy.get(flag)),
            "no" if each.parameter.default is False else each.parameter.default,
        )
        if usual and usual in {code for code, _name in (*question.choices, *question.offered)}:
            question = question._replace(default=usual)
        if is_needed and each.option.kind == "when" and self.act:
            stands = (self._stands() or {}).get(each.name)  # which Enter leaves as it is
            question = question._replace(default=stands or self.act.clock.default_at().text[:10])
        look_at = question.check
        is_correction = "case" in self.wanted and self.wanted["case"].option.stands

        def check(answer: str, answers: Answers) -> None:
            self._value(each, answer)
            if look_at and not (is_correction and takes_back(answer)):
                look_at(answer, answers)

        return question._replace(may_be_left_out=not is_needed and not question.choices, check=check)

    def _case_no(self) -> str | None:
        given = self.given.get("case")
        if not (given and isinstance(given, str) and self.act):
            return None
        number = self.session.case_number(given)
        return str(
            case_rows.case(self.act.connection, number, self.act.actor, gives_back=self.session.gives_back)["case_no"]
        )

    def _remedies(self) -> Iterator[dict[str, str]]:
        """The options of each command of this name that the case owes, but of one that says otherwise than was said.

        Each with its value; without one where the officer says it.
        """
        case_no = self._case_no()
        if self.act is None or case_no is None:
            return
        known = {flag: self.given[each.name] for each in self.wanted.values() for flag in each.parameter.opts}
        for duty in case_rows.open_duties(self.act.connection, case_no):
            _program, command, *words = shlex.split(duty["remedy"])
            if command != self.session.command:
                continue
            flags = [(flag, value) for flag, value in pairwise([*words, "--"]) if flag.startswith("--")]
            options = {flag: "" if value.isupper() else value for flag, value in flags}
            if all(known.get(flag) in (None, value) for flag, value in options.items() if value):
                yield options

    def _value(self, each: Wanted, answer: str) -> Any:
        if not answer:
            return None
        parameter = each.parameter
        if getattr(parameter, "is_bool_flag", False):
            return answer == "yes"
        if parameter.nargs != 1:  # several words
            return parameter.type_cast_value(self.context, split(answer))
        try:
            value = parameter.type(answer, parameter, self.context)
        except typer.BadParameter as error:
            raise UsageProblem(said(error.message)) from None
        return [value] if parameter.multiple else value
