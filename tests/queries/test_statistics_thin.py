"""How much data an estimate needs, at each limit."""

import pytest

from queries.statistics.thin import can_compare, model_size, share_standing


@pytest.mark.parametrize(
    ("n", "standing"),
    [(0, "count only"), (4, "count only"), (5, "few responses"), (29, "few responses"), (30, "enough")],
)
def test_a_share_of_few_is_a_count(n: int, standing: str) -> None:
    assert share_standing(n) == standing


@pytest.mark.parametrize(
    ("events", "other", "can"), [(10, 10, True), (9, 30, False), (30, 9, False), (10, 9, False), (0, 0, False)]
)
def test_two_groups_need_twenty_events_and_ten_in_each(events: int, other: int, can: bool) -> None:
    assert can_compare(events, other) is can


@pytest.mark.parametrize(
    ("events", "full", "core", "size"),
    [
        (100, 10, 4, "full"),
        (99, 10, 4, "core"),
        (20, 10, 4, "core"),
        (19, 10, 4, "refuse"),
        (0, 0, 0, "refuse"),
        (1, 0, 0, "full"),
    ],
)
def test_a_model_needs_ten_events_per_parameter_or_keeps_its_core(events: int, full: int, core: int, size: str) -> None:
    assert model_size(events, full=full, core=core) == size


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="counts"):
        share_standing(-1)
    with pytest.raises(ValueError, match="counts"):
        can_compare(3, float("nan"))
    with pytest.raises(ValueError, match="core"):
        model_size(3, full=2, core=3)
