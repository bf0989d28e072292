"""Settings that somebody changed over the sample company are kept when the real company comes; the sample's own are not."""

import pytest

from data import versions
from data.loading.load import change_settings, load
from data.loading.requests import Request
from data.modelling import stored_settings
from data.settings import DEFAULTS
from tests.data.trial_store import TrialStore, tickets

HOURS = {"default": {"time_zone": None, "hours": {"mon": ["08:00-12:00"]}, "holidays": []}}
OWN = {"company": "Sample Ltd", "time_zone": "Europe/Berlin", "schedules": HOURS}


@pytest.fixture
def sampled(store: TrialStore) -> TrialStore:
    load([Request(store.file(tickets(2)))], store=store.path, is_sample=True, settings=OWN)
    return store


def settings_of(store: TrialStore) -> dict[str, object]:
    connection = versions.open_for_reading(store.path)
    try:
        return stored_settings(connection)
    finally:
        connection.close()


def test_nothing_of_the_sample_stays(sampled: TrialStore) -> None:
    assert sampled.load(tickets(3, start=10)).notes == ()
    assert settings_of(sampled) == DEFAULTS


def test_changes_are_kept_and_said(sampled: TrialStore) -> None:
    change_settings({"margin": 0.5, "company": "Real Ltd"}, store=sampled.path)
    report = sampled.load(tickets(3, start=10))
    assert report.notes == ("Settings changed while the sample company was shown are kept: company, margin",)
    assert settings_of(sampled) == DEFAULTS | {"margin": 0.5, "company": "Real Ltd"}
    assert sampled.load(tickets(3, start=20)).notes == ()
    assert settings_of(sampled)["margin"] == 0.5


def test_settings_given_with_the_load_win(sampled: TrialStore) -> None:
    change_settings({"margin": 0.5}, store=sampled.path)
    assert sampled.load(tickets(3, start=10), settings={"margin": 0.4}).notes == ()
    assert settings_of(sampled)["margin"] == 0.4
