"""Questions one after the other: a way back, a summary to confirm, and nothing done before that."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from complaintctl.asking import field
from complaintctl.asking.ask import somebody_to_ask
from complaintctl.asking.question import BACK, YES, Answers, Question
from complaintctl.base.errors import ComplaintError, UsageProblem
from complaintctl.base.language import _
from complaintctl.base.option import Taken, fields_of
from complaintctl.front.session import say

Given = Mapping[str, Any]  # by the names of options; None where nothing was given


def first_missing(taken: Taken, given: Given, case: str = "") -> bool:
    """Tell whether something required is missing, the case first if `case` asks for it.

    Raises UsageProblem naming the first, where nobody sits at a terminal to be asked.
    """
    wanted = {"case": ("CASE", case)} if case else {}
    wanted |= {name: (field.flag, _(field.option.ask)) for name, field in fields_of(taken).items() if field.is_required}
    missing = next((asked for name, asked in wanted.items() if given[name] is None), None)
    if missing:
        somebody_to_ask(*missing)
    return missing is not None


def filled(given: Given, answers: Answers) -> dict[str, Any]:
    """Fill the answers into what was given, by the names of the options; what was changed on the page goes before."""
    typed = {name: answer or None for name, answer in answers.items() if name in given}
    return {**given, **{name: answer for name, answer in typed.items() if isinstance(given[name], str | None)}}


class Foreseen(NamedTuple):
    """The consequences of the answers: what to look at again, and what is added to the line of an answer by its key."""

    notes: Sequence[str] = ()
    beside: Mapping[str, str] = MappingProxyType({})


@field.between_questions()
def interview(
    questions: Sequence[Question],
    known: Answers,
    heading: str,
    rehearse: Callable[[Answers], Foreseen | None],
    about: Callable[[Answers], str] = lambda answers: "",
) -> dict[str, str]:
    """Ask everything that is not known, show all answers under a heading, and return them once they are confirmed.

    `about` says of which case: the page begins with that.

    The page is numbered: a number edits its line. `rehearse` does with the answers what is to be done, and undoes it:
    what speaks against it is said on the page, before anything is entered. Esc, or `<`, goes back to the question
    before. Ctrl-C, twice, raises KeyboardInterrupt: nothing has been done.

    Raises ComplaintError if something known will not do.
    """
    for given in questions:
        if given.check and known.get(given.key):
            given.check(known[given.key], known)
    answers, former, way = dict(known), dict[str, str](), list[Question]()

    def answered(question: Question, *, way_back: bool) -> bool:
        before = {question.key: former[question.key]} if question.key in former else {}
        answer = field.ask(question.after({**before, **answers}), answers, way_back=way_back)
        if answer == BACK:
            return False
        answers[question.key] = answer
        if question.then:
            question.then(answers)
        return True

    while True:
        ever = {**former, **answers}  # what was gone back from counts until it is answered anew
        for gone in [q.key for q in questions if q.key in answers and q.key not in known and not q.has_place(ever)]:
            former[gone] = answers.pop(gone)
        due = next((question for question in questions if question.is_due(answers)), None)
        if due and answered(due, way_back=bool(way)):
            way.append(due)
            continue
        if due is None:
            lines = [question for question in questions if question.has_place(answers) or answers.get(question.key)]
            choice = choice_on_page(lines, answers, "\n".join(filter(None, [about(answers), heading])), rehearse)
            if choice == "yes":
                return answers
            if choice != BACK:
                answered(lines[int(choice) - 1], way_back=True)
                continue
        way = [question for question in way if question.key in answers]
        if way:
            former[way[-1].key] = answers.pop(way[-1].key)


def choice_on_page(
    lines: Sequence[Question], answers: Answers, heading: str, rehearse: Callable[[Answers], Foreseen | None]
) -> str:
    """Show the page, and return yes, BACK, or the number of the line to edit."""

    def read(typed: str) -> str:
        return "yes" if typed.lower() in YES else typed

    def check(answer: str, answers: Answers) -> None:
        if answer == "yes":
            rehearse(answers)
        elif not (answer.isdecimal() and 1 <= int(answer) <= len(lines)):
            raise UsageProblem(
                "Enter takes the page as it stands; a number from 1 to {last} edits its line.", last=len(lines)
            )

    try:
        foreseen = rehearse(answers) or Foreseen()
    except ComplaintError as error:
        foreseen = Foreseen([str(error)])
    say("\n".join(["", heading, *_page(lines, answers, foreseen.beside)]))
    for note in foreseen.notes:
        field.remark(_("Note: {note}", note=note))
    field.remark(_("A number edits its line."))
    told = {"yes": _("yes, enter it"), **{str(place): line.text for place, line in enumerate(lines, 1)}}
    last = Question(
        "",
        _("Is this right"),
        offered=list(told.items()),
        default="yes",
        full=read,
        check=check,
        understood=lambda answer: told.get(answer, answer),
    )
    return field.ask(last, answers, way_back=True)


def _page(lines: Sequence[Question], answers: Answers, beside: Mapping[str, str]) -> Sequence[str]:
    """Each question and its answer, as it was understood, numbered."""
    import shutil

    from complaintctl.base.text import visible
    from complaintctl.front.help import definitions

    told = []
    for number, line in enumerate(lines, 1):
        asked = line.after(answers)
        shown = asked.shown(answers.get(line.key, asked.default)) or asked.otherwise or _("not given")
        if line.key in beside:
            shown = _("{answer}, {more}", answer=shown, more=beside[line.key])
        told.append((f"{number:>{len(str(len(lines)))}} {line.text}", visible(shown)))
    return list(definitions(told, min(shutil.get_terminal_size().columns, 100)))
