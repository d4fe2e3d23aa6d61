"""Templates of the bank's own, and whatever text goes into one."""

import re

from conftest import Desk, cases
from support import paper
from support.case_file import unchanged
from support.paper import FILTERS, KINDS, SHIPPED, own_template, printed

from complaintctl.papers import document
from complaintctl.papers.form_fields import FIELDS, OBJECTS

handled = paper.handled


# ---- Whatever was typed ----


TYPED = {
    "<w:p>&amp;</w:p>": None,
    "{{ bank }} {% if x %} {# y #} {{{{": None,
    "他说\"不行\"、'不办' & 走了": None,
    "响铃\x07转义\x1b[31m换页\x0c的": "响铃转义换页的",
    "反转\u202e文字": "反转文字",
    "不成字\uffff的": "不成字\ufffd的",
    "客户很生气😡👨‍👩‍👧": None,
    "𠮷野家支行𪚥": None,
    "第一行\n第二行": None,
    "排队" * 5000: None,
}


def test_any_text_is_printed_as_it_was_typed(desk: Desk) -> None:
    everything, beginnings = "\n".join(TYPED), "\n".join(typed[:100] for typed in TYPED)
    desk.register(summary=everything, demand=beginnings, name="阿卜杜拉·买买提", unit="chengguan")
    desk.do("transfer", "1", "--to", "chengguan")
    for kind in ("transfer", "receipt", "register"):
        said = printed(desk, kind, "--reveal", "--reason", "核对")
        assert not [typed for typed, shown in TYPED.items() if (shown or typed) not in said]
        assert "阿卜杜拉·买买提" in said


# ---- A template of the bank's own ----


def test_the_banks_own_template_wins(desk: Desk) -> None:
    desk.register()
    own_template(desk, "receipt", "本行回执 {{ case_no }} {{ complainant }} {{ due_on }}")
    assert desk("slip", "1", "receipt") == "本行回执 TS-2026-0001 赵** 2026年11月26日（周四）\n"
    assert "登记簿" in desk("slip", "1", "register")


@cases(
    "line problem",
    ("{{ case_no", "has an error"),
    ("{{ case.summary.__class__ }}", "has an error"),
    ("{% if case_no %}", "has an error"),
    ("{{ caseno }}", "case_no"),
    ("{{ case_no.__class__.__mro__ }}", "has an error"),
    ("{{ title.__init__.__globals__ }}", "has an error"),
    ("{{ 1 / 0 }}", "has an error"),
)
def test_a_template_with_a_mistake_is_named_and_nothing_is_recorded(desk: Desk, line: str, problem: str) -> None:
    desk.register()
    path = own_template(desk, "receipt", "回执", line)
    written = desk.path.with_name("a.docx")
    with unchanged(desk):
        for words in (("1", "receipt"), ("1", "receipt", "-o", str(written)), ("--check", str(path))):
            said = desk("slip", *words, expect=2)
            assert str(path) in said and "Traceback" not in said
            assert problem in said or words[0] == "1"
    assert not written.exists()


def test_what_is_no_word_document_is_no_template(desk: Desk) -> None:
    desk.register()
    path = own_template(desk, "receipt", "回执")
    for data in (b"", b"text", b"PK\x03\x04", path.read_bytes()[:2000]):
        path.write_bytes(data)
        assert "is not a Word document" in desk("slip", "1", "receipt", expect=2)
        assert "is not a Word document" in desk("slip", "--check", str(path), expect=2)
    assert "cannot be read" in desk("slip", "--check", str(path.parent / "none.docx"), expect=2)


def test_check_names_each_field_and_what_it_holds(desk: Desk) -> None:
    path = own_template(desk, "receipt", "{{ case_no }} {{ due_on }}")
    said = desk("slip", "--check", str(path))
    assert "can be used" in said and re.search("case_no +案件编号", said)
    own_template(desk, "receipt", "{{ duedate }} {{ caseno }}")
    said = desk("slip", "--check", str(path), expect=2)
    assert "2 fields that are not known: caseno (is it case_no?), duedate" in said


def test_a_template_may_use_the_case_and_its_acts(handled: Desk) -> None:
    handled("unit", "set", "chengguan", "--name", "城关新区支行")
    own_template(
        handled, "register",
        '{{ case.channel | label("channel") }} {{ case.source_due_on | day }} {{ case.due_on | due }}',
        "{{ case.respondent_unit | unit(slip) }} {{ case.respondent_unit | unit }} {{ slip.issued_at | moment }}",
        "{% for act in case.events if act.kind == 'directed' %}{{ act.by | staff(act) }}：{{ act.text }}{% endfor %}",
        "[{{ case.archived_at }}] {{ report.compensation_fen | yuan }} {{ answer.reply_method }}",
        "{{ delay.expected_on | day }}",
        "{% for duty in case.duties if duty.duty == 'direct' %}{{ duty.label }}：{{ duty.article }}{% endfor %}",
    )  # fmt: skip
    assert handled("slip", "1", "register").splitlines() == [
        "政府部门转来 2026年11月20日 2026年11月12日（周四）",
        "城关支行 城关新区支行 2026年11月9日 14:00",
        "孙惊蛰：请城关支行三日内答复",
        "[] 25.00元 当面",
        "2026年11月18日",
        "领导批示：Art. 8(2)",
    ]
    checked = handled("slip", "--check", str(handled.path.parent / "forms" / "register.docx"))
    assert "can be used" in checked and re.search("case +案件", checked)


def test_every_field_is_used_and_filled(handled: Desk) -> None:
    used = [set(document.used_fields(SHIPPED / f"{kind}.docx", FILTERS)) for kind in KINDS]
    assert set(FIELDS) == set().union(*used) - set(OBJECTS)
    frame = set("bank title case_no form_no practice copy rule printed_by printed_at ledger_head".split())
    assert all(frame <= names for names in used if "sent_to" not in names)  # an envelope says nothing of a complaint
    own_template(handled, "result", *(f"[{{{{ {name} }}}}]" for name in FIELDS))
    assert len(handled("slip", "1", "result").split("[")) == len(FIELDS) + 1
