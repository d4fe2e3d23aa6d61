"""Attaching files to a case, voiding what was attached by mistake, taking them out again (Art. 6)."""

from collections.abc import Sequence

from complaintctl.base.errors import Missing, Refused, UsageProblem
from complaintctl.base.language import _, plural
from complaintctl.base.values import clean_text, required_text
from complaintctl.cases import case_rows, rights
from complaintctl.cases.access import Record, take_out
from complaintctl.cases.case_acts import Done, enter, find_case, occurred_at
from complaintctl.privacy import attachments
from complaintctl.privacy.attachments import Attachment
from complaintctl.privacy.masking import Masking
from complaintctl.record.ledger import Act, Fact
from complaintctl.record.queries import Row


def unarchived_case(act: Act, given: str) -> Row:
    """The case that something is to be attached to: open, or closed and not yet archived.

    A signed paper often comes in after the answer; what lies in the archive is whole (Art. 6). Raises Refused.
    """
    case = find_case(act, given)
    if case["archived_at"]:
        raise Refused(
            "{case_no} was archived on {day}: nothing is added to it. To work on it again: complaintctl reopen"
            " {case_no} --reason TEXT",
            case_no=case["case_no"],
            day=case["archived_at"][:10],
        )
    return case


def attach(
    act: Act, given: str, files: Sequence[Attachment], *, what: str | None = None, at: str | None = None
) -> Done:
    """Attach files to a case, all or none of them.

    Raises:
        Refused: the case is archived or voided, or has one of these files already.
        UsageProblem: two of them hold the same.
    """
    case = unarchived_case(act, given)
    case_no, moment, text = case["case_no"], occurred_at(act, at, case["received_at"]), clean_text(what or "", "--what")
    lines, mask = list[str](), Masking(act.connection, act.actor).of(case_no)
    if len({file.sha256 for file in files}) < len(files):
        raise UsageProblem("Two of these files hold the same: give one of them. Nothing was attached.")
    for file in files:
        if there := attachments.same(act.connection, case_no, file):
            raise Refused(
                "{case_no} has {file} already, as attachment {number}: nothing was attached.",
                case_no=case_no,
                file=mask.text(file.name),
                number=there["number"],
            )
        detail = attachments.add(act, file)
        enter(act, Fact(case_no, "attached", moment, {**detail, "text": text}))
        lines.append(_("attachment {number}: {name}", number=detail["attachment"], name=mask.text(file.name)))
    said = {"case_no": case_no, "files": _(", ").join(lines)}
    sentence = plural("{case_no}: {number} file attached ({files}).", "{case_no}: {number} files attached ({files}).",
                      len(files), **said)  # fmt: skip
    return Done(case_no, sentence)


def void(act: Act, given: str, number: int, *, reason: str | None, at: str | None = None) -> Done:
    """Void an attachment that was attached by mistake: it stays in the file, and is no longer one of the case's.

    Who attached it may, and who handles cases: no unit takes back what another one brought.

    Raises:
        NotFound: the case has no such attachment.
        Refused: the case is archived or voided, the attachment is voided already, another one attached it.
    """
    case = unarchived_case(act, given)
    case_no = case["case_no"]
    found = attachments.find(act.connection, number)
    if found["case_no"] != case_no:
        raise attachments.not_there(number)
    if found["voided_at"]:
        raise Refused("Attachment {number} was voided on {day} already.", number=number, day=found["voided_at"][:10])
    if found["actor"] != act.actor:
        rights.ask_of_case(act, case_no, "handle")
    if reason is None:
        raise Missing.option("--reason", _("Why is the attachment voided"), "reason")
    detail = {"attachment": number, "text": required_text(reason, "--reason")}
    enter(act, Fact(case_no, "attachment_voided", occurred_at(act, at, found["at"]), detail))
    name = Masking(act.connection, act.actor).of(case_no).text(found["name"])
    return Done(case_no, _("{case_no}: attachment {number} voided: {name}", case_no=case_no, number=number, name=name))


def take_out_of_case(act: Act, number: int, reason: str | None) -> tuple[Record, Attachment]:
    """Put on record that an attachment is taken out, and return it. Raises NotFound, Refused."""
    found = attachments.find(act.connection, number)
    if case_rows.is_kept_from(act.connection, found["case_no"], act.actor):
        raise attachments.not_there(number)
    record = take_out(act, found["case_no"], number, reason)
    return record, Attachment(found["name"], attachments.content(act.connection, number))
