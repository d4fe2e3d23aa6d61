"""How much of the customer a paper shows, and to whom none is written."""

from pathlib import Path

import pytest
from conftest import REGISTER, Desk
from support import paper
from support.case_file import unchanged
from support.paper import ADDRESS, ID_NO, KINDS, NAME, PHONE, own_template, printed, printings

from complaintctl.papers import document

handled = paper.handled


@pytest.mark.requirement("A6.1")
def test_to_unmask_it_takes_a_reason_that_goes_on_record(handled: Desk) -> None:
    with unchanged(handled):
        assert "Missing option --reason" in handled("slip", "1", "transfer", "--reveal", expect=2)
    said = printed(handled, "transfer", "--reveal", "--reason", "需电话回复客户")
    assert NAME in said and PHONE in said
    last = printings(handled)[-1]
    assert (last["form"], last["revealed"], last["text"]) == ("transfer", True, "需电话回复客户")


@pytest.mark.requirement("A6.1")
@pytest.mark.parametrize("kind", KINDS)
def test_the_identity_number_and_the_address_stay_in_the_office(handled: Desk, kind: str) -> None:
    said = printed(handled, kind, "--reveal", "--reason", "归档")
    with_address = kind in ("register", "endorsed", "envelope")
    assert (ID_NO in said, ADDRESS in said) == (kind == "register", with_address)
    # Whatever the bank's own form asks for.
    own_template(handled, kind, "{{ complainant }} {{ phone }} [{{ id_no }}{{ address }}]")
    shown = handled("slip", "1", kind, "--reveal", "--reason", "归档")
    of_the_office = kind in ("register", "endorsed", "label")
    parts = f"{ID_NO if of_the_office else ''}{ADDRESS if of_the_office or kind == 'envelope' else ''}"
    assert shown.strip() == f"{NAME} {PHONE} [{parts}]"
    assert "610*" not in said + shown and "云溪县***" not in said + shown


@pytest.mark.requirement("A13.4", "A6.1")
def test_no_paper_tells_a_unit_who_made_a_report_of_wrongdoing(desk: Desk) -> None:
    desk.register(nature="wrongdoing_report", unit="chengguan", name=NAME, phone=PHONE)
    desk.do("transfer", "1", "--to", "hexi")
    for kind in ("transfer", "register", "receipt"):
        said = printed(desk, kind)
        assert "欧阳" not in said and "139" not in said
    revealed = ("--reveal", "--reason", "核对")
    assert NAME not in printed(desk, "transfer", *revealed) and NAME in printed(desk, "register", *revealed)
    assert "known to 监察室 alone" in desk("--actor", "qian", "slip", "1", "register", *revealed, expect=3)


@pytest.mark.requirement("A6.1", "A6.2")
def test_what_a_paper_is_made_for_is_on_record_with_it(handled: Desk) -> None:
    for kind in ("transfer", "envelope", "label"):
        printed(handled, kind)
    assert [row.get("shown") for row in printings(handled)] == [["phone"], ["name", "address"], None]
    handled("slip", "1", "envelope")  # on the screen it is masked
    assert "shown" not in printings(handled)[-1]
    said = handled("audit", "--case", "1", "--kind", "print")
    assert "showing customer's telephone" in said and "showing customer's name, customer's address" in said
    assert "转办单" in handled("--lang", "zh", "show", "1") and "显示 客户电话" in handled("--lang", "zh", "show", "1")


def test_numbers_in_the_text_stay_hidden_on_the_paper_that_shows_the_telephone(desk: Desk) -> None:
    desk.register(unit="chengguan", name=NAME, phone=PHONE, summary=f"{NAME}称卡号6222020200112345678被扣款")
    desk.do("transfer", "1", "--to", "chengguan")
    said = printed(desk, "transfer")
    assert PHONE in said and NAME not in said and "6222020200112345678" not in said


@pytest.mark.requirement("A19.1")
def test_who_may_not_see_the_customer_prints_him_masked_and_no_envelope(handled: Desk) -> None:
    handled("policy", "set", "right.petition_leader.reveal", "none", "--from", "2026-11-01")
    auditor = ("--actor", "sun")
    paper = handled.path.with_name("a.docx")
    handled(*auditor, "slip", "1", "receipt", "-o", paper)
    assert "欧阳** 先生/女士" in document.as_text(paper.read_bytes())
    assert "may not" in handled(*auditor, "slip", "1", "envelope", "-o", handled.path.with_name("b.docx"), expect=3)


@pytest.mark.requirement("A13.4", "A6.1")
def test_who_made_a_report_of_wrongdoing_stands_on_an_envelope_for_a_reason_alone(desk: Desk) -> None:
    desk.register(nature="wrongdoing_report", unit="chengguan", name=NAME, address=ADDRESS)
    with unchanged(desk):
        assert "only with --reveal" in desk("slip", "1", "envelope", "-o", desk.path.with_name("a.docx"), expect=3)
    assert ADDRESS in printed(desk, "envelope", "--reveal", "--reason", "寄送答复")
    said = printed(desk, "label")
    assert "保密" in said and "城关支行" not in said


@pytest.mark.requirement("A13.4")
def test_that_a_slip_goes_to_nobody_it_reports_stands_on_reports_of_wrongdoing_alone(desk: Desk) -> None:
    desk.register(unit="chengguan", then="transfer --to chengguan")
    desk.register(nature="wrongdoing_report", unit="chengguan", then="transfer --to hexi")
    line = "不得转给被反映的单位和个人"
    assert [line in printed(desk, "transfer", case=case) for case in ("1", "2")] == [False, True]


# ---- Nobody to write to ----


@pytest.mark.requirement("A13.5a")
def test_an_anonymous_customer_is_written_no_letter(desk: Desk) -> None:
    desk.register(name="", phone="", anonymous=True, channel="suggestion_box")
    desk.register(name="", phone="", anonymous=True, channel="walk_in")
    with unchanged(desk):
        for case, kind in ("1", "receipt"), ("2", "reply"), ("2", "delay"), ("2", "envelope"):
            assert "is anonymous: there is nobody" in desk("slip", case, kind, expect=3)
    assert "尊敬的客户" in printed(desk, "receipt", case="2")  # an anonymous visitor takes its number with him (Art. 5)


def test_an_envelope_wants_a_name_and_an_address(desk: Desk) -> None:
    desk.register(name=NAME)
    assert "correct TS-2026-0001 --name NAME --address TEXT" in desk("slip", "1", "envelope", expect=3)
    desk.do("correct", "1", "--address", ADDRESS, "--reason", "客户来电补充")
    desk("policy", "set", "bank_address", "云溪县人民路1号", "--from", "2026-11-01")
    said = printed(desk, "envelope")
    assert f"{ADDRESS}\n{NAME} 先生/女士  收\n云溪农村商业银行监察室\n云溪县人民路1号" in said


@pytest.mark.requirement("A5.1", "O10")
def test_no_customer_has_a_paper_without_the_banks_telephone(tmp_path: Path) -> None:
    real = Desk(tmp_path / "real.db", as_of=None)
    real("init", "--officer", "李清明")
    real(*REGISTER, "--name", NAME)
    paper = tmp_path / "a.docx"
    said = real("slip", "1", "receipt", "-o", paper, expect=3)
    assert "your telephone" in said and "complaintctl staff set li --phone NUMBER" in said and not paper.exists()
    assert "受理回执" in real("slip", "1", "receipt")  # a look at it is none
    real("staff", "set", "li", "--phone", "0000-1234567")
    said = real.run("slip", "1", "receipt", "-o", paper).stderr
    assert "policy set bank_name" in said and "policy set regulation_status" in said
    real("policy", "set", "bank_name", "云溪农村商业银行", "--from", "2026-01-01")
    real("policy", "set", "regulation_status", "现行", "--from", "2026-01-01", "--yes")
    assert "lacks" not in real.run("slip", "1", "receipt", "-o", paper, "--force").stderr
