"""Questions one after the other: a way back, a summary to confirm, and nothing done before that."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from complaintctl.asking import field
from complaintctl.asking.ask import somebody_to_ask
from complaintctl.asking.question import BACK, Answers, Question
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
    """Fill the answers into what was given, by the names of the options."""
    return {**given, **{name: answer or None for name, answer in answers.items() if given.get(name, "") is None}}


def interview(
    questions: Sequence[Question], known: Answers, heading: str, rehearse: Callable[[Answers], object]
) -> dict[str, str]:
    """Ask everything that is not known, show all answers under a heading, and return them once they are confirmed.

    `rehearse` does with the answers what is to be done, and undoes it: what speaks against it is said before anything
    is entered. Esc, or `<`, goes back to the question before. Ctrl-C raises KeyboardInterrupt: nothing has been done.

    Raises ComplaintError if something known will not do.
    """
    for given in questions:
        if given.check and known.get(given.key):
            given.check(known[given.key], known)

    def check(answer: str, answers: Answers) -> None:
        if answer == "yes":
            rehearse(answers)

    asked, answers, place = [question for question in questions if question.key not in known], dict(known), 0
    yes_or_back = (("yes", _("yes, enter it")), ("back", _("no, go back")))
    last = Question("", _("Is this right"), choices=yes_or_back, default="yes", check=check)
    while True:
        question = asked[place] if place < len(asked) else last
        if not question.is_asked(answers):
            answers.pop(question.key, None)
            place += 1
            continue
        # The last question before this one that is asked at all; this one if there is none.
        before = next((n for n in range(place - 1, -1, -1) if asked[n].is_asked(answers)), place)
        if question is last:
            say("\n".join(["", heading, *_summary(questions, answers)]))
        answer = field.ask(question.after(answers), answers, way_back=before < place or question is last)
        if question is last and answer == "yes":
            return answers
        if question is last or answer == BACK:
            place = before
            continue
        answers[question.key] = answer
        if question.then:
            question.then(answers)
        place += 1


def _summary(questions: Sequence[Question], answers: Answers) -> Sequence[str]:
    """Each question and its answer, as people read it."""
    import shutil

    from complaintctl.base.text import visible
    from complaintctl.front.help import definitions

    told = [(q.text, visible(q.after(answers).shown(answers[q.key]))) for q in questions if answers.get(q.key)]
    return list(definitions(told, min(shutil.get_terminal_size().columns, 100)))
