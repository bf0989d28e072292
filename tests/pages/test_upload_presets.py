"""Can a way of reading be kept as a preset of the firm, recognised, taken along, taken in and deleted; and is all of it said?"""

import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.loading import firm_presets
from data.loading.presets import BY_HAND, PresetError, delivered, presets
from tests.pages.upload_page import (
    HOSTILE,
    SURVEY,
    alive,
    desk_of,
    drop,
    press,
    raw,
    said,
    table,
    unfold,
    zendesk,
)

PRESET = """
title = "Shop: tickets"
kind = "tickets"
signature = ["Shop ticket", "Opened on"]
[columns]
ticket_id = "Shop ticket"
created_at = "Opened on"
"""


def keep(page: AppTest, title: str) -> AppTest:
    key = desk_of(page).uploads[0].file.key
    unfold(page, f"upload_how_{key}")
    page.text_input(key=f"upload_title_{key}").set_value(title).run()
    return page.button(key=f"upload_keep_{key}").click().run()


def take_in(page: AppTest, name: str, content: bytes) -> AppTest:
    page.file_uploader[1].upload(name, content)
    return page.run()


def mapped_survey(page: AppTest) -> AppTest:
    drop(page, **{"survey.csv": SURVEY.encode()})
    desk_of(page).uploads[0].answer("kind", word="nps")
    return page.run()


def test_a_mapping_by_hand_is_kept_and_further_files_are_recognised_by_it(page: AppTest, store: Path) -> None:
    keep(mapped_survey(page), "Web shop, surveys")
    assert "“Web shop, surveys” is kept as a preset" in said(page)
    assert "Recognised as **Web shop, surveys**, sure" in said(page)
    press(page, "upload_load")
    later = SURVEY.replace("R1,", "R99,")
    drop(page, **{"later.csv": later.encode()})
    upload = desk_of(page).uploads[0]
    assert (
        upload.choice is not None
        and upload.choice.preset == "web_shop_surveys"
        and upload.is_ready
        and not upload.asked
    )
    press(page, "upload_load")
    assert "1 new survey" in said(page)
    assert table(store, "select distinct kind from surveys") == [("nps",)]
    assert table(store, "select preset from loads order by load_id") == [("web_shop_surveys",)] * 2


def test_a_changed_vendor_preset_is_kept_and_comes_before_the_delivered_one(page: AppTest) -> None:
    drop(page, **{"view.csv": zendesk()})
    desk_of(page).uploads[0].map({"priority": "", "team": "assignee"})
    keep(page.run(), "Our Zendesk")
    drop(page, **{"again.csv": zendesk()})
    choices = [upload.choice for upload in desk_of(page).uploads]
    assert [choice.preset for choice in choices if choice] == ["our_zendesk", "our_zendesk"]
    sources = desk_of(page).uploads[1].preview.sources  # type: ignore[union-attr]
    assert sources["team"] == "assignee" and "priority" not in sources


def test_the_zone_and_the_order_that_were_said_belong_to_the_preset(page: AppTest, store: Path) -> None:
    drop(page, **{"dates.csv": b"Case,Logged\nA1,03/04/2026 09:00\nA2,05/04/2026 10:00\n"})
    desk_of(page).uploads[0].set_options(zone="Europe/Berlin", day_first=True)
    keep(page.run(), "Counter")
    body = presets()["counter"].body
    assert (body["zone"], body["day_first"]) == ("Europe/Berlin", True)
    press(page, "upload_load")
    assert [str(row[0]) for row in table(store, "select created_at from tickets order by 1")] == [
        "2026-04-03 07:00:00",
        "2026-04-05 08:00:00",
    ]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("", "Give it a name first"),
        ("Zendesk tickets", "is the name of a preset that comes with the product"),
    ],
)
def test_a_preset_that_cannot_be_kept_says_why(page: AppTest, title: str, told: str) -> None:
    keep(mapped_survey(page), title)
    assert told in said(page) and "It was not kept" in said(page) and not page.exception
    assert [preset.name for preset in presets().values() if preset.is_firms] == []


def test_the_same_name_again_replaces_and_says_so(page: AppTest) -> None:
    keep(mapped_survey(page), "Shop")
    keep(page, "Shop")
    assert "“Shop” replaces the preset of that name" in said(page)
    assert [preset.name for preset in presets().values() if preset.is_firms] == ["shop"]


def test_nothing_is_kept_while_a_question_is_open(page: AppTest) -> None:
    drop(page, **{"survey.csv": SURVEY.encode()})
    key = desk_of(page).uploads[0].file.key
    unfold(page, f"upload_how_{key}")
    assert page.button(key=f"upload_keep_{key}").disabled and "First answer what is asked" in said(page)


def test_a_preset_goes_out_as_a_file_and_comes_in_elsewhere(page: AppTest, store: Path) -> None:
    keep(mapped_survey(page), "Web shop, surveys")
    kept = presets()["web_shop_surveys"]
    text = firm_presets.toml_text(kept.body)
    assert tomllib.loads(text) == kept.body
    page.button(key="upload_preset_delete_web_shop_surveys").click().run()
    assert "The preset “Web shop, surveys” is deleted" in said(page)
    assert "web_shop_surveys" not in presets() and desk_of(page).uploads[0].choice.preset == BY_HAND  # type: ignore[union-attr]
    take_in(page, "web_shop_surveys (1).toml", text.encode())
    assert "The preset “Web shop, surveys” is taken in" in said(page)
    upload = desk_of(page).uploads[0]
    assert upload.choice is not None and upload.choice.preset == "web_shop_surveys_1" and upload.is_ready


def test_a_preset_that_is_taken_in_reads_the_file_that_waits(page: AppTest) -> None:
    drop(page, **{"shop.csv": b"Shop ticket,Opened on,Note\n1,2026-03-01,x\n"})
    assert desk_of(page).uploads[0].choice.preset == BY_HAND  # type: ignore[union-attr]
    take_in(page, "shop.toml", PRESET.encode())
    assert "Recognised as **Shop: tickets**" in said(page)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"not = [toml",
        b"title = 'x'",
        PRESET.replace('"tickets"', '"people"').encode(),
        PRESET.replace('kind = "tickets"', 'kind = ["tickets"]').encode(),
        PRESET.replace('["Shop ticket", "Opened on"]', "5").encode(),
        PRESET.replace("[columns]", "columns = 7\n[other]").encode(),
        PRESET.replace('"Shop ticket"\ncreated', "{ column = 7 }\ncreated").encode(),
        (PRESET + '[melt]\nlike = "("\n').encode(),
        (PRESET + "[melt]\nlike = 5\n").encode(),
        PRESET.replace("kind", 'zone = "Mars/Phobos"\nkind').encode(),
        PRESET.replace("kind", 'day_first = "yes"\nkind').encode(),
        PRESET.replace("kind", "title2 = 1\nkind").encode(),
        (PRESET + "[constants]\nstatus = 5\n").encode(),
        (PRESET + "[values.status]\nA = 5\n").encode(),
        (PRESET + '[values]\nstatus = "open"\n').encode(),
        (PRESET + '[leave_out]\n"Note" = "x"\n').encode(),
        PRESET.replace("kind", 'cannot_tell = "x"\nmissing = 3\nkind').encode(),
        PRESET.replace("kind", "also = 3\nkind").encode(),
    ],
    ids=range(20),
)
def test_a_broken_preset_is_refused_in_words_and_harms_nothing(page: AppTest, content: bytes) -> None:
    take_in(page, "mine.toml", content)
    assert not page.exception
    assert len(page.error) == 1 and "Traceback" not in said(page)
    assert dict(presets()) == dict(delivered())
    drop(page, **{"shop.csv": b"Shop ticket,Opened on,Note\n1,2026-03-01,x\n"})
    assert not page.exception


def test_a_preset_that_was_broken_on_disk_is_said_and_not_used(page: AppTest, store: Path) -> None:
    folder = firm_presets.firms_folder(store)
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("title = 'x'")
    page.run()
    assert "mine.toml is not used" in said(page) and not page.exception


def test_a_preset_that_somebody_else_deletes_leaves_the_page_whole(page: AppTest, store: Path) -> None:
    keep(mapped_survey(page), "Shop")
    firm_presets.forget("shop")
    page.run()
    assert not page.exception and "Not a known export" in said(page)


def test_titles_of_presets_are_shown_as_text(page: AppTest) -> None:
    keep(mapped_survey(page), HOSTILE)
    assert presets()[firm_presets.name_of(HOSTILE)].title == HOSTILE[:80].strip()
    assert alive(raw(page), *(element.proto for element in page.get("expander"))) == []
    press(page, "upload_check")
    assert alive(raw(page)) == []


def test_a_name_is_made_from_the_title() -> None:
    for title, name in (("Help desk, 2026!", "help_desk_2026"), ("Ümläut", "ml_ut"), ("7 up", "preset_7_up")):
        assert firm_presets.name_of(title) == name
    with pytest.raises(PresetError):
        firm_presets.save("../evil", {})
