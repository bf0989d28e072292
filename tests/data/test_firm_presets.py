"""A mapping by hand can be kept as a preset of the firm, taken to another store, and used like any other."""

import json
from pathlib import Path

import pytest

from data.loading import firm_presets
from data.loading.presets import PresetError, broken_presets, preset_of, presets
from data.loading.stage import Options
from tests.data.trial_store import TrialStore, counts

FILE = "Case,Logged on,Answered,Colour\nA1,03/04/2026 10:00,03/04/2026 11:00,red\nA2,04/04/2026 10:00,,blue\n"
SAY = ("--as", "tickets", "--map", "ticket_id=Case", "--map", "created_at=Logged on", "--map", "first_reply_at=Answered",
       "--set", "team=One", "--timezone", "Europe/Berlin", "--day-first")  # fmt: skip


def test_a_kept_mapping_recognises_the_next_file(store: TrialStore) -> None:
    file = store.file(FILE, "april.csv")
    assert store.run("load", file).returncode == 1
    kept = store.run("load", file, *SAY, "--save-preset", "our_desk")
    assert kept.returncode == 0, kept.stderr
    before = store.rows("select * exclude (load_id, source_id) from tickets order by ticket_id")
    other = store.file(FILE.replace("A1", "B1").replace("A2", "B2"), "may.csv")
    done = store.run("load", other, "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["preset"], report["new"]) == (0, "our_desk", 2)
    after = store.rows(
        "select * exclude (load_id, source_id) from tickets where ticket_id like 'B%' order by ticket_id"
    )
    assert [row[1:] for row in after] == [row[1:] for row in before]
    assert store.rows("select created_at::varchar, team from tickets where ticket_id = 'B1'") == [
        ("2026-04-03 08:00:00", "One")  # 10:00 in Berlin, the day first
    ]


def test_it_can_be_taken_to_another_store(store: TrialStore, tmp_path: Path) -> None:
    store.run("load", store.file(FILE), *SAY, "--save-preset", "our_desk")
    shown = store.run("presets", "--show", "our_desk")
    file = tmp_path / "our_desk.toml"
    file.write_text(shown.stdout)
    other = TrialStore(tmp_path / "other")
    other.folder.mkdir()
    assert other.run("presets", "--import", file).returncode == 0
    report = json.loads(other.run("load", other.file(FILE), "--json").stdout)
    assert report["preset"] == "our_desk"
    listed = json.loads(other.run("presets", "--json").stdout)
    assert {one["name"]: one["is_own"] for one in listed}["our_desk"] is True
    assert other.run("presets", "--delete", "our_desk").returncode == 0
    assert other.run("load", other.file(FILE)).returncode == 1


def test_a_vendors_preset_with_a_change_is_preferred_to_the_vendors(store: TrialStore) -> None:
    header = "Summation column,Id,Created at,Group stations,Group,Desk"
    file = store.file(f"{header}\n1,7,2026-01-01 10:00:00,1,Support,North\n")
    done = store.run("load", file, "--map", "team=Desk", "--save-preset", "our_zendesk")
    assert done.returncode == 0, done.stderr
    assert presets(store.path)["our_zendesk"].columns["team"].tokens == ("desk",)
    report = store.load(f"{header}\n1,8,2026-01-02 10:00:00,1,Support,South\n", name="next.csv")
    assert (report.preset, counts(report)) == ("our_zendesk", (1, 0, 0, 0, 0))
    assert store.rows("select team from tickets order by ticket_id") == [("North",), ("South",)]


@pytest.mark.parametrize("name", ["zendesk_tickets", "own_tickets", "../evil", "A", "x" * 41, "", "a b", "1a"])
def test_names_that_cannot_be_taken(store: TrialStore, name: str) -> None:
    body = {"title": "x", "kind": "tickets", "signature": ["a"], "columns": {"ticket_id": "a"}}
    with pytest.raises(PresetError):
        firm_presets.save(name, body, store=store.path)
    assert not (store.path / "presets").exists() or not list((store.path / "presets").iterdir())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "cars"}, "is for the table 'cars'"),
        ({"columns": {"wheels": "a"}}, "names the column 'wheels'"),
        ({"columns": {"ticket_id": {"colum": "a"}}}, "cannot read ticket_id: it has no part colum"),
        ({"columns": {"ticket_id": {"column": "a", "unit": "years"}}}, "units are"),
        ({"columns": {"ticket_id": {"column": "a", "extract": "(("}}}, "no regular expression"),
        ({"columns": {"ticket_id": 5}}, "needs the name of a column"),
        ({"signatur": []}, "has the unknown part signatur"),
        ({"signature": []}, "lacks signature"),
        ({"melt": {"like": "("}}, "a pattern that cannot be read"),
    ],
)
def test_what_is_wrong_in_a_preset_is_said(change: dict[str, object], said: str) -> None:
    body = {"title": "x", "kind": "tickets", "signature": ["a"], "columns": {"ticket_id": "a"}} | change
    with pytest.raises(PresetError, match="The preset mine") as error:
        preset_of("mine", body)
    assert said in str(error.value)


def test_a_broken_file_in_the_folder_breaks_nothing(store: TrialStore) -> None:
    folder = store.path / "presets"
    folder.mkdir(parents=True)
    (folder / "broken.toml").write_text("title = ")
    (folder / "odd.toml").write_text('title = "x"\nkind = "tickets"\nsignature = ["a"]\n[columns]\nwheels = "b"\n')
    assert [text.split(" ")[0] for text in broken_presets(store.path)] == ["broken.toml", "odd.toml"]
    assert counts(store.load("ticket_id,created_at\n1,2026-01-01\n")) == (1, 0, 0, 0, 0)
    listed = store.run("presets")
    assert listed.returncode == 0
    assert "broken.toml is not used" in listed.stderr


def test_a_preset_says_the_order_of_dates_and_the_zone(store: TrialStore) -> None:
    body = {"title": "Ours", "kind": "tickets", "signature": ["Nr", "Start"], "zone": "Asia/Tokyo", "day_first": False,
            "columns": {"ticket_id": "Nr", "created_at": "Start"}}  # fmt: skip
    firm_presets.save("ours", body, store=store.path)
    store.load("Nr,Start\n1,02/03/2026 09:00\n")
    assert store.rows("select created_at::varchar from tickets") == [("2026-02-03 00:00:00",)]
    # what is said for a file goes before what the preset says
    store.load("Nr,Start\n1,02/03/2026 09:00\n", name="b.csv", options=Options("UTC", True), is_newest=True)
    assert store.rows("select created_at::varchar from tickets") == [("2026-03-02 09:00:00",)]
