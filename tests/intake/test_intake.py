"""What a registration takes in, what it remarks on, and what it refuses."""

import sqlite3
from contextlib import closing

import pytest
from conftest import Desk, cases, picked
from support.case_file import rows, unchanged

WORDS = ["--category", "service_attitude", "--summary", "柜员解释时语气生硬", "--demand", "道歉"]
CUSTOMER = ["--name", "赵小满", "--phone", "13900000001"]


def tried(desk: Desk, *options: str, channel: str = "phone", expect: int = 2) -> str:
    """What is said where a complaint is not registered."""
    return desk("register", "--channel", channel, *WORDS, *CUSTOMER, *options, expect=expect)


def notes(desk: Desk, *options: str, channel: str = "phone") -> list[str]:
    """What the registration of a complaint remarks on."""
    said = desk.run("register", "--channel", channel, *WORDS, *CUSTOMER, *options).stderr
    return [line.removeprefix("Note: ") for line in said.splitlines() if line.startswith("Note: ")]


def entered(desk: Desk, **options: str | bool) -> dict[str, object]:
    """The registration's event."""
    event: dict[str, object] = desk.register(**options)["events"][0]
    return event


@pytest.mark.requirement("A12.1", "A13.0", "O1", "O2", "A16.1")
def test_every_fact_is_taken_by_code_or_label(desk: Desk) -> None:
    case = desk.register(
        secondary="服务渠道", nature="意见建议", validity="沟通性投诉:咨询", legal_complexity="复杂",
        legal_dispute=True, service_channel="自助机具", business_type="借记卡", cause="定价收费", unit="城关支行",
    )  # fmt: skip
    assert case["secondary_category"] == "service_channel" and case["category"] == "service_attitude"
    assert (case["nature"], case["validity"]) == ("suggestion", "communicative_enquiry")
    assert (case["legal_complexity"], case["legal_dispute"]) == ("complex", True)
    assert case["service_channel_class"] == "self_service"
    assert (case["business_type"], case["cause"]) == ("debit_card", "pricing")
    assert "counsel" not in {duty["duty"] for duty in case["duties"]}  # first the leader (Art. 16)


@pytest.mark.requirement("A13.0", "G21")
def test_the_first_category_decides_the_limit_and_the_second_is_another_one(desk: Desk) -> None:
    case = desk.register(secondary="service_product")
    assert (case["due_on"], case["due_rule"]) == ("2026-11-26", "seed.general")
    assert "is the category itself" in tried(desk, "--secondary", "服务态度")
    assert "no category 'gossip'" in tried(desk, "--secondary", "gossip", expect=4)
    assert "neither simple (简单) nor complex (复杂)" in tried(desk, "--legal-complexity", "special")


@pytest.mark.requirement("A15.5")
def test_the_media_level_decides_whether_the_union_is_told(desk: Desk) -> None:
    case = desk.register(channel="media", media_level="市级媒体", media_stage="报道苗头", outlet="云溪晚报")
    assert (case["media_level"], case["media_stage"]) == ("city", "sign")
    assert case["events"][0]["outlet"] == "云溪晚报"
    due = {duty["duty"]: duty["due_at"] for duty in case["duties"]}
    assert due["report_media"] == "2026-11-23T12:00:00+08:00"
    assert "report_media" not in {duty["duty"] for duty in desk.register(media_level="县级媒体")["duties"]}


@pytest.mark.requirement("A10.4", "G20", "A13.5a")
def test_anonymity_is_beside_the_category(desk: Desk) -> None:
    subject = desk.register(anonymous=True, name="", phone="")
    assert picked(subject, "anonymous category due_rule") == (True, "service_attitude", "seed.general")
    named = desk.register(category="anonymous")
    assert (named["anonymous"], named["due_rule"]) == (False, "seed.unspecified")
    assert desk.register(category="anonymous", name="", phone="")["anonymous"] is True
    assert "is masked" in desk(
        "register", "--channel", "phone", *WORDS, "--name", "赵**", "--phone", "139****0001", expect=2
    )
    words = ["register", "--channel", "phone", "--category", "anonymous", "--summary", "排队过长", "--demand", "改进"]
    assert "The customer is known" in desk.run(*words, "--phone", "13900000002").stderr
    assert "The customer is known" not in desk.run(*words, "--anonymous").stderr
    for name in ("匿名", "匿名客户", "Anonymous", "无名"):
        said = desk.register(name=name, phone="")
        assert said["anonymous"] and not said["complainant"]["name"]


@pytest.mark.requirement("A9.1c", "A9.4")
def test_a_group_of_twenty_is_major_and_sends_five_at_most(desk: Desk) -> None:
    assert desk.register(group_size="19")["is_major"] is False
    case = desk.register(group_size="20", representatives="5")
    assert case["is_major"] is True and case["group_size"] == 20 and case["events"][0]["representatives"] == 5
    refused = (
        ("6", "30", "6 representatives are more than the 5 a group may send", 3),
        ("4", "3", "more than the group itself", 2),
        ("0", "3", "is no number of people", 2),
        ("1", "-1", "--group-size -1 is no number", 2),
    )
    with unchanged(desk):
        for number, size, said, status in refused:
            assert said in tried(desk, "--representatives", number, "--group-size", size, expect=status)


# ---- Who sent it ----
@pytest.mark.requirement("A9.7", "A9.8")
@cases(
    "channel agency kind",
    ("government", "云溪县信访局", "petition_office"),
    ("government", "云溪县12345政务服务热线", "hotline"),
    ("government", "安康银保监分局", "financial_regulator"),
    ("government", "国家金融监督管理总局安康监管分局", "financial_regulator"),
    ("government", "中国银行保险监督管理委员会安康监管分局", "financial_regulator"),
    ("government", "云溪县人民政府办公室", "other_body"),
    ("government", "", "other_body"),
    ("superior", "省联社安康办事处", "superior_body"),
    ("superior", "上级行", "superior_body"),
    ("superior", "人民银行云溪县支行", "central_bank"),
    ("phone", "12378热线", "financial_regulator"),  # the longest word wins
    ("phone", "县妇联", "other_body"),
    ("phone", "", None),
)
def test_the_sender_is_recognised_by_its_name(desk: Desk, channel: str, agency: str, kind: str | None) -> None:
    assert desk.register(channel=channel, source_agency=agency)["source_kind"] == kind


@pytest.mark.requirement("A9.7")
def test_the_kind_of_sender_may_be_stated(desk: Desk) -> None:
    case = desk.register(channel="government", source_agency="云溪县群众工作中心", source_kind="信访部门")
    assert "petition2022.handle" in {clock["clock"] for clock in case["clocks"]}
    assert "name that body with --source-agency" in tried(desk, "--source-kind", "hotline")


@pytest.mark.requirement("A9.7")
def test_a_date_of_the_sender_before_receipt_is_remarked_on(desk: Desk) -> None:
    options = ["--source-agency", "县信访局", "--accepted-on", "2026-11-20", "--source-due"]
    (note,) = notes(desk, *options, "2026-11-20", channel="government")
    assert "own date, 2026-11-20, is before receipt, 2026-11-23" in note
    on_the_day = notes(desk, *options, "2026-11-23", channel="government")
    assert not [note for note in on_the_day if "own date" in note]


# ---- The reception ----
@pytest.mark.requirement("A8.1b")
def test_a_visitor_received_elsewhere_is_escorted_to_the_office(desk: Desk) -> None:
    elsewhere = ["--first-receiver", "zhang"]
    (note,) = notes(desk, *elsewhere, channel="walk_in")
    assert "张立冬 received the visitor" in note and "correct TS-2026-0001 --escorted-by" in note
    for options, channel in (
        ([*elsewhere, "--escorted-by", "zhang"], "walk_in"),
        ([], "walk_in"),
        (elsewhere, "phone"),
    ):
        assert not [note for note in notes(desk, *options, channel=channel) if "visitor" in note]
    assert entered(desk, first_receiver="zhang", escorted_by="张立冬")["escorted_by"] == "zhang"
    desk("register", "--channel", "walk_in", *WORDS, "--anonymous", "--escorted-by", "nobody", expect=4)


@pytest.mark.requirement("A8.1c")
@pytest.mark.parametrize(("received", "lag"), [("2026-11-20", 0), ("2026-11-19", 2), ("2026-11-23", 0)])
def test_a_late_registration_is_remarked_on(desk: Desk, received: str, lag: int) -> None:
    said = notes(desk, "--received-at", received)
    assert bool(said) == bool(lag)
    assert all(f"{lag} working days after receipt, {received}" in note for note in said)


@pytest.mark.requirement("A9.3a")
def test_what_was_posted_long_before_it_was_found_is_remarked_on(desk: Desk) -> None:
    (note,) = notes(desk, "--posted-at", "2026-11-21T23:00", channel="web")
    assert "found 2 days after it was posted" in note
    case = desk.register(channel="web", posted_at="2026-11-22", phone="13900000002")
    assert case["events"][0]["posted_at"] == "2026-11-22T00:00:00+08:00"
    assert case["received_at"] == "2026-11-23T10:00:00+08:00"  # the limits run from being found
    assert not [note for note in notes(desk, "--posted-at", "2026-11-22", channel="web") if "posted" in note]


@pytest.mark.requirement("A9.5")
def test_a_letter_keeps_its_dates(desk: Desk) -> None:
    event = entered(desk, channel="letter", letter_dated="2026-11-16", postmarked="2026年11月18日")
    assert (event["letter_dated"], event["postmarked_on"]) == ("2026-11-16", "2026-11-18")
    said = notes(desk, "--letter-dated", "2026-11-19", "--postmarked", "2026-11-18", channel="letter")
    assert "dated 2026-11-19, after its postmark of 2026-11-18" in said[0]


ENDORSED = {
    "endorsed_by": "沈秋分（副县长）", "endorsed_on": "2026-11-20", "endorsement": "请依法处理", "source_grade": "特急",
}  # fmt: skip


@pytest.mark.requirement("A9.8")
def test_a_leaders_endorsement_is_kept_with_the_case(desk: Desk) -> None:
    case = desk.register(
        channel="government", source_agency="县信访局", **{**ENDORSED, "endorsed_on": "2026年11月20日"}
    )
    assert {key: case[key] for key in ENDORSED} == ENDORSED
    assert {key: case["events"][0][key] for key in ENDORSED} == ENDORSED
    page = desk("show", "1")
    assert "县信访局  特急" in page and "endorsed     沈秋分（副县长）  2026-11-20  请依法处理" in page
    assert "sound" in desk("verify")


@pytest.mark.requirement("A9.8")
@pytest.mark.parametrize("option", ENDORSED)
@pytest.mark.parametrize("agency", [(), ("--source-agency", " ")])
def test_an_endorsement_came_with_the_paper_of_a_body_that_is_named(
    desk: Desk, option: str, agency: tuple[str, ...]
) -> None:
    given = (f"--{option.replace('_', '-')}", ENDORSED[option])
    assert "name it with --source-agency" in tried(desk, *given, *agency, channel="government")
    tried(desk, *given, "--source-agency", "县信访局", channel="government", expect=0)


@pytest.mark.requirement("A9.3a", "A9.5", "A9.8")
@cases(
    "option given day too_late said",
    *((option, ["--received-at", "2026-11-20T09:00"], "2026-11-20", "2026-11-21", "after receipt")
      for option in ("--letter-dated", "--postmarked", "--posted-at")),
    ("--endorsed-on", ["--source-agency", "县信访局"], "2026-11-23", "2026-11-24", "in the future"),
)  # fmt: skip
def test_nothing_is_written_or_posted_after_receipt_nor_endorsed_after_today(
    desk: Desk, option: str, given: list[str], day: str, too_late: str, said: str
) -> None:
    assert f"{option} {too_late} is {said}" in tried(desk, *given, option, too_late, channel="letter")
    assert "is not a date" in tried(desk, *given, option, "last week", channel="letter")
    tried(desk, *given, option, day, channel="letter", expect=0)


@pytest.mark.requirement("A9.1c")
def test_a_case_major_by_judgement_says_why(desk: Desk) -> None:
    (note,) = notes(desk, "--hot-topic")
    assert "nothing says why: give the reason" in note
    assert not [note for note in notes(desk, "--hot-topic", "--reason", "涉及征地补偿款") if "says why" in note]


# ---- Who made a report of wrongdoing ----
@pytest.mark.requirement("A6.1", "A13.4")
@pytest.mark.parametrize("options", [{"category": "financial_crime"}, {"nature": "检举控告"}])
def test_who_made_a_report_of_wrongdoing_is_shown_to_the_office_alone(
    desk: Desk, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.register(**options)
    desk.register(name="钱多多", phone="13900000009")
    desk.grant("look", "reveal")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "zhang")
    with unchanged(desk):
        assert "known to 监察室 alone" in desk("show", "1", "--reveal", "--reason", "核对", expect=3)
    assert "钱多多" in desk("show", "2", "--reveal", "--reason", "核对")
    monkeypatch.setenv("COMPLAINTCTL_ACTOR", "li")
    assert "赵小满" in desk("show", "1", "--reveal", "--reason", "核对")


@pytest.mark.requirement("A9.1c")
def test_what_makes_a_case_major_is_read_from_the_table_of_grounds(desk: Desk) -> None:
    desk.register(hot_topic=True, reason="网上有传")
    fact = "SELECT is_major FROM case_fact WHERE case_no = 'TS-2026-0001'"
    with closing(sqlite3.connect(desk.path)) as connection:
        assert connection.execute(fact).fetchall() == [(1,)]
        connection.execute("UPDATE major_ground SET is_stated = 0 WHERE code = 'hot_topic'")
        assert connection.execute(fact).fetchall() == [(0,)]


@pytest.mark.requirement("A12.1", "A13.4")
def test_a_category_and_a_nature_make_a_report_of_wrongdoing_in_one_view(desk: Desk) -> None:
    found = rows(desk, "SELECT category, stated, nature FROM case_nature WHERE restricted")
    ((natures,),) = rows(desk, "SELECT count(*) FROM nature")
    crime = [row for row in found if row[0] == "financial_crime"]
    assert len(crime) == natures + 1 and {row[2] for row in found} == {"wrongdoing_report"}
    assert {row[1] for row in found if row not in crime} == {"wrongdoing_report"}


@pytest.mark.requirement("A9.7", "A9.8")
@pytest.mark.parametrize(
    ("channel", "options", "noted"),
    [("government", [], True), ("superior", [], True), ("phone", [], False),
     ("government", ["--source-agency", "县信访局"], False)],
)  # fmt: skip
def test_a_referred_case_without_its_sender_is_remarked_on(
    desk: Desk, channel: str, options: list[str], noted: bool
) -> None:
    assert any("The body that sent it is not named" in note for note in notes(desk, *options, channel=channel)) == noted
