"""The regulation itself as rows: its name, standing and basis, the bank's name, the bodies it speaks of, its forms."""

import pytest
from conftest import Desk
from support.case_file import change, rows


def policies(desk: Desk) -> dict[str, str]:
    """Every policy value in force."""
    return {row["key"]: row["value"] for row in desk.json("policy", "show")}


@pytest.mark.requirement("A1.1")
def test_the_regulation_has_a_name_a_standing_and_a_basis(desk: Desk) -> None:
    shown = policies(desk)
    assert shown["regulation"] == "客户投诉（信访）处理办法"
    assert (shown["regulation_status"], shown["legal_basis"]) == ("草案", "银监发〔2012〕13号")
    desk("policy", "set", "regulation_status", "现行", "--from", "2026-12-01", "--reason", "正式发文")
    shown = {row["in_force_from"]: row["value"] for row in desk.json("policy", "show", "regulation_status")}
    assert shown["2026-12-01"] == "现行"


@pytest.mark.requirement("A1.2")
def test_the_bank_is_named_once_and_may_change_its_name(desk: Desk) -> None:
    assert policies(desk)["bank_name"] == "云溪农村商业银行"
    desk("policy", "set", "bank_name", "云溪农村商业银行股份有限公司")
    assert policies(desk)["bank_name"] == "云溪农村商业银行股份有限公司"
    assert "sound" in desk("verify")


@pytest.mark.requirement("G34")
def test_bodies_that_were_renamed_are_renamed_in_a_row(desk: Desk) -> None:
    assert policies(desk)["regulator_name"] == "金融监管总局安康监管分局"
    desk("policy", "set", "regulator_name", "安康金融监管支局")
    assert policies(desk)["regulator_name"] == "安康金融监管支局"


@pytest.mark.requirement("G30")
def test_each_form_has_one_title_where_the_text_has_several(desk: Desk) -> None:
    titles = dict(rows(desk, "SELECT code, title_zh FROM form"))
    assert titles["register"] == "客户投诉（信访）登记簿"  # the text also writes 登记薄
    assert titles["transfer"] == "客户投诉（信访）转办单"
    desk("code", "set", "form", "transfer", "--zh", "投诉信访转办函")
    desk("code", "set", "form", "register", "--zh", "投诉登记簿")
    desk.register(unit="chengguan", then="brief; transfer")
    assert "投诉信访转办函" in desk("slip", "1", "transfer") and "投诉登记簿" in desk("slip", "1", "register")
    assert "sound" in desk("verify")
    change(desk, "UPDATE form SET title_zh = '投诉（信访）转办单' WHERE code = 'transfer'")
    assert "row form transfer" in desk.run("verify", expect=6).stdout


@pytest.mark.requirement("A15.4")
def test_what_was_published_is_kept_with_where_and_what_was_done(desk: Desk) -> None:
    case = desk.register(channel="media", media_level="county", media_stage="已刊播", outlet="云溪日报")
    assert case["media_stage"] == "published"
    assert case["events"][0]["outlet"] == "云溪日报"
    desk.do("contact", "1", "--purpose", "media_response", "--text", "已澄清事实并说明整改", "--authorised-by", "sun",
            "--authorised-at", "2026-11-23T10:00")  # fmt: skip
    last = desk.case("1")["events"][-1]
    assert (last["purpose"], last["authorised_by"], last["text"]) == ("media_response", "sun", "已澄清事实并说明整改")
