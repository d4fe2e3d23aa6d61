"""The acts on a case, done as the commands do them but for the answer, which takes longer than the act."""

import inspect
import shlex
from collections.abc import Callable
from itertools import zip_longest
from typing import Any, NamedTuple

from complaintctl.finishing import act as finishing_act
from complaintctl.finishing import result_report, voiding, withdrawal
from complaintctl.handling import (
    briefing,
    contacts,
    delays,
    escalation,
    extension_and_pause,
    investigation,
    slips,
    supervision_slip,
)
from complaintctl.handling.transfer_slip import transfer
from complaintctl.intake import act as intake_act
from complaintctl.intake import classification, correction
from complaintctl.record.ledger import Act


class Deed(NamedTuple):
    """An act, with the class that it takes its facts in, if it has one."""

    act: Callable[..., Any]
    taken: type | None = None

    def done(self, act: Act, *given: str, **facts: Any) -> Any:
        """Do it; what is not said is None where the act has no default."""
        given = given or tuple(facts.pop(name) for name in ("given",) if name in facts)
        wanted = {} if self.taken is dict else inspect.signature(self.taken or self.act).parameters
        for name, value in facts.items():
            if isinstance(value, str) and name in _NUMBERS:
                facts[name] = int(value)
            elif isinstance(value, str) and name in wanted and "Sequence" in str(wanted[name].annotation):
                facts[name] = [value]
        if self.taken:
            return self.act(act, *given, self.taken(**facts))
        blank = (one.name for one in wanted.values() if one.kind is one.KEYWORD_ONLY and one.default is one.empty)
        return self.act(act, *given, **{**dict.fromkeys(blank), **facts})


DEEDS = {
    "register": Deed(intake_act.register, dict),
    "correct": Deed(correction.correct),
    "void": Deed(voiding.void),
    "brief": Deed(briefing.brief),
    "direct": Deed(briefing.direct),
    "transfer": Deed(transfer),
    "sign": Deed(slips.sign),
    "return": Deed(slips.return_slip),
    "recall": Deed(slips.recall),
    "supervise": Deed(supervision_slip.supervise),
    "contact": Deed(contacts.contact, contacts.Contact),
    "delay": Deed(delays.delay),
    "extend": Deed(extension_and_pause.extend),
    "pause": Deed(extension_and_pause.pause),
    "resume": Deed(extension_and_pause.resume),
    "classify": Deed(classification.classify),
    "investigate": Deed(investigation.investigate, investigation.Inquiry),
    "escalate": Deed(escalation.escalate),
    "resolve": Deed(result_report.resolve, dict),
    "review": Deed(finishing_act.review),
    "withdraw": Deed(withdrawal.withdraw),
    "close": Deed(finishing_act.close),
    "reopen": Deed(finishing_act.reopen),
    "archive": Deed(finishing_act.archive),
}
_NUMBERS = ("days", "group_size", "representatives")
_OTHERWISE = {"slip": {"slip_no": ...}, "supervise": {"orders_supervision": ...}, "return": {"accept": False},
              "coerced": {"voluntary": False}}  # fmt: skip


def facts(words: tuple[str, ...]) -> dict[str, Any]:
    """The options of a command as its act takes them."""
    found: dict[str, Any] = {}
    for word, after in zip_longest(words, words[1:], fillvalue="--"):
        name, value = word[2:].replace("-", "_"), True if after.startswith("--") else after
        if not word.startswith("--"):
            continue
        if name in found:
            found[name] = [*([found[name]] if isinstance(found[name], str) else found[name]), value]
        elif name.startswith("no_") and value is True and name != "no_form":
            found[name.removeprefix("no_")] = False
        else:
            found |= {key: value if so is ... else so for key, so in _OTHERWISE.get(name, {name: ...}).items()}
    return found


# What an officer writes into a blank, by the option before it; else by the blank itself.
FILLED = {
    "--category": "work_error",
    "--fault": "bank", "--satisfaction": "satisfied", "--handler": "zhang", "--to CODE": "sun", "--to UNIT": "hexi",
    "--verified-by": "li", "--authorised-by": "sun", "--by-unit": "retail", "TEXT": "已办理", "UNIT": "hexi",
    "CODE": "li",
    "DEPARTMENT": "retail",
}  # fmt: skip


def filled(remedy: str, now: str) -> list[str]:
    """The words of a command line with its blanks filled."""
    words = shlex.split(remedy)[1:]
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word == "WHEN":
            words[place] = now
        elif word in ("TEXT", "CODE", "UNIT", "DEPARTMENT"):
            words[place] = FILLED.get(f"{before} {word}", FILLED.get(before, FILLED[word]))
    return words


# As the command does it, but for its answer: of each process only the entries matter here.
REGISTER_MANY = """
import sys
from pathlib import Path
from complaintctl.intake import act as intake_act
from complaintctl.base.clock import Clock
from complaintctl.front.session import Session
for n in range(int(sys.argv[2])):
    with Session(Path(sys.argv[1]), None, Clock()).writing() as act:
        given = {"channel": "phone", "category": "work_error", "summary": "多扣手续费", "demand": "退款"}
        intake_act.register(act, {**given, "name": "赵小满", "phone": "13900000001"})
"""
