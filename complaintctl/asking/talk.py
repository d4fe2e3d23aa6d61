"""Questions to complete a command: the case first, then whatever its act needs for that, with a way back."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise
from typing import Any

import typer

from complaintctl.asking.asked_command import Wanted
from complaintctl.asking.case_choice import KINDS, about
from complaintctl.asking.field import ask, between_questions, remark
from complaintctl.asking.interview import choice_on_page
from complaintctl.asking.question import BACK, Answers, Question
from complaintctl.asking.value_question import question_for
from complaintctl.base import command_names
from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _, spoken
from complaintctl.base.values import takes_back
from complaintctl.cases import case_rows
from complaintctl.front.command_line import split
from complaintctl.front.session import of
from complaintctl.front.typer_words import said
from complaintctl.record.ledger import Act

_BESIDE = ("--at", "--reason", "--yes", "--approved-by")  # options that say nothing by themselves


def is_matter(wanted: Wanted) -> bool:
    """Tell whether it is an option that says something by itself."""
    return wanted.parameter.param_type_name == "option" and wanted.parameter.opts[0] not in _BESIDE


def in_questions(sentence: str, wanted: Mapping[str, Wanted]) -> str:
    """Say a sentence to who is asked: the questions in it instead of the options, with their blanks."""
    for each in wanted.values():
        if each.parameter.param_type_name != "option" or not each.option.ask:
            continue
        for flag in each.parameter.opts:
            blank = command_names.blank_of(each.parameter.metavar or "", each.option.kind)
            blanks = "|".join(re.escape(word) for word in {blank, _(blank)} if word)
            option = rf"{re.escape(command_names.option(flag))}(?![\w-])(?: (?:{blanks}))?"
            sentence = re.sub(option, _("“{question}”", question=each.question), sentence)
    return re.sub(" ?([“”]) ?", r"\1", sentence) if spoken() == "zh" else sentence


class Talk:
    """Questions one after the other, with a way back; answers go to the command as if they had been typed."""

    def __init__(
        self, context: typer.Context, wanted: Mapping[str, Wanted], act: Act | None, answers: dict[str, str]
    ) -> None:
        self.session, self.context, self.wanted, self.act = of(context), context, wanted, act
        self.given, self.answers, self.former = context.params, answers, dict[str, str]()

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
            if not self._answered(each, may_be_left_out, way_back=bool(trail)):
                place = trail.pop()
                gone = every[place].name
                self.given[gone], self.former[gone] = None, self.answers.pop(gone)
                continue
            trail.append(place)
            place += 1

    def _answered(self, each: Wanted, may_be_left_out: bool = True, *, way_back: bool) -> bool:
        """Ask for a value, what was answered before being there for Enter; False: the officer went back."""
        question, name = self._question(each, may_be_left_out), each.name
        question = question._replace(default=self.answers.get(name) or self.former.get(name) or question.default)
        if self.act and each.option.says:
            remark(each.option.says(self.act, self._known()))
        answer = ask(question, way_back=way_back, is_at_stake=bool(self.answers))
        if answer == BACK:
            return False
        self.given[name], self.answers[name] = self._value(each, answer), answer
        return True

    def agrees(self, rehearse: Callable[[], object]) -> bool:
        """Show what was given and answered, and tell whether it may be recorded; else a line was changed.

        `rehearse` does what would be done, and undoes it: what speaks against it is said on the page.
        """

        def look_again(_answers: Answers) -> None:
            try:
                rehearse()
            except ComplaintError as error:
                raise type(error)(in_questions(str(error), self.wanted)) from None

        shown = [each for each in self.wanted.values() if self._is_shown(each)]
        lines = {each.name: self._line(each) for each in shown}
        said = {line.key: line.meaning(self._text(name)) for name, line in lines.items()}
        heading = _("To be recorded ({command}):", command=command_names.command(self.session.command))
        case_no = self._case_no()
        of_case = about(self.session, self.act, case_no) if self.act and case_no else ""
        heading = "\n".join(filter(None, [of_case, heading]))
        choice = choice_on_page([*lines.values()], said, heading, look_again)
        if choice == "yes":
            return True
        changed = [*self.answers][-1] if choice == BACK else shown[int(choice) - 1].name
        if self._answered(self.wanted[changed], way_back=True):
            self.hold(self.is_called_for)
        return False

    def _is_shown(self, each: Wanted) -> bool:
        """Tell whether a value stands on the page: it was asked for, or given, but for the case, which heads it."""
        source = self.context.get_parameter_source(each.name)
        is_given = source is not None and source.name == "COMMANDLINE" and not each.is_missing(self.given)
        return each.name in self.answers or (is_given and each.name != "case")

    def _line(self, each: Wanted) -> Question:
        """The question of a line of the page: a case is named there, and those there are not listed again."""
        if each.option.kind not in KINDS:
            with suppress(ComplaintError):
                return self._question(each, True)
        return Question(each.name, each.question)

    def _text(self, name: str) -> str:
        """A value as it was answered, else as it would be."""
        if name in self.answers:
            return self.answers[name]
        value = self.given[name]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

    def _is_missing(self, each: Wanted) -> bool:
        """Tell whether nothing was given for a value, or what it is by default, where that is asked about."""
        source = self.context.get_parameter_source(each.name)
        is_usual = source is not None and source.name == "DEFAULT"
        return each.name not in self.answers and (each.is_missing(self.given) or bool(each.option.asked and is_usual))

    def is_called_for(self, wanted: Wanted) -> bool:
        """Tell whether a value is needed, usually told, or named by the command with which the case's duty is done."""
        flags = {*wanted.parameter.opts, *wanted.parameter.secondary_opts}
        is_owed = any(flags & set(remedy) for remedy in self._remedies())
        return wanted.is_needed or is_owed or (wanted.option.asked and self._is_asked_of_case(wanted))

    def _is_asked_of_case(self, wanted: Wanted) -> bool:
        if callable(wanted.option.asked):
            return bool(self.act and wanted.option.asked(self.act, self._known()))
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
        is_correction = "case" in self.wanted and self.wanted["case"].option.stands
        asked = each._replace(is_needed=each.is_needed or (is_needed and not is_correction))
        question = question_for(self.session, self.act, asked, self.session.command.replace(" ", "/"), self._known())
        if self.act and each.option.otherwise:
            question = question._replace(otherwise=each.option.otherwise(self.act, self._known()))
        usual = next(
            (remedy[flag] for remedy in self._remedies() for flag in each.parameter.opts if remedy.get(flag)),
            "no" if each.parameter.default is False else each.parameter.default,
        )
        if usual and usual in {code for code, _name in (*question.choices, *question.offered)}:
            question = question._replace(default=usual)
        if is_needed and each.option.kind == "when" and (stands := (self._stands() or {}).get(each.name)):
            question = question._replace(default=stands)  # which Enter leaves as it is
        look_at = question.check

        def check(answer: str, answers: Answers) -> None:
            try:
                self._value(each, answer)
                if look_at and not (is_correction and takes_back(answer)):
                    look_at(answer, answers)
            except ComplaintError as error:
                raise UsageProblem(in_questions(str(error), self.wanted)) from None

        return question._replace(may_be_left_out=not is_needed and not question.choices, check=check)

    def _known(self) -> dict[str, Any]:
        return {**self.given, "case": self._case_no()}

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
