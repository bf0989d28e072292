"""Do the .sql files keep their habits, and can every question be found by its name?"""

import re
from pathlib import Path

import pytest

from data import schema
from queries import questions
from queries.metrics.metric import Metric
from queries.parameters import PARAMETERS
from queries.registry import FAMILIES, METRICS, missing_columns

FILES = sorted(Path(questions.__file__).parent.glob("*/*.sql"))
KEYWORDS = r"select|from|where|group by|order by|with|join|and|or|case|when|then|else|end|as|is|not|null|union|on"


def code(path: Path) -> str:
    return re.sub(r"--[^\n]*|'[^']*'", "", path.read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
class TestFile:
    def test_says_first_what_one_row_is(self, path: Path) -> None:
        assert re.match(r"-- One row(:| )", path.read_text("utf-8"))

    def test_is_written_in_lower_case(self, path: Path) -> None:
        assert not re.search(r"[A-Z]", code(path))

    def test_ends_with_select_star_from_when_it_has_steps(self, path: Path) -> None:
        if code(path).lstrip().startswith("with "):
            assert re.search(r"\nselect \*( exclude \([a-z_, ]+\))? from [a-z_]+(\norder by[^;]*)?\s*$", code(path))

    def test_takes_known_parameters_only_and_no_formatting(self, path: Path) -> None:
        assert set(re.findall(r"\$(\w+)", code(path))) <= set(PARAMETERS)
        assert not re.search(r"[{}]|%\(|\?", code(path))

    def test_has_short_lines(self, path: Path) -> None:
        assert max(len(line) for line in path.read_text("utf-8").splitlines()) <= 120

    def test_names_no_step_like_a_text_that_others_read(self, path: Path) -> None:
        own = set(re.findall(r"(?:^with |^)([a-z_]+) as (?:not materialized )?\(", code(path), flags=re.MULTILINE))
        assert not own & questions._readable()


def test_every_file_is_a_question_or_part_of_one() -> None:
    asked = set(questions.names()) | {metric.question for metric in METRICS.values()}
    parts = {name for name, text in questions.library().items() if text.family in questions.PARTS}
    assert set(questions.library()) <= asked | parts


def test_every_parameter_is_taken_by_some_question() -> None:
    shapes = [None, *questions.NEEDED, *questions.COMPUTED_SHAPES]
    taken = {name for metric in METRICS for shape in shapes for name in _parameters(metric, shape)} | {
        name for question in questions.names() for name in questions.parameters_of(question)
    }
    assert taken == set(PARAMETERS)


def _parameters(metric: str, shape: str | None) -> tuple[str, ...]:
    try:
        return questions.parameters_of(metric, shape)
    except questions.QuestionError:
        return ()


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
class TestMetric:
    def test_has_its_relation_and_shape(self, metric: Metric) -> None:
        assert "counted as" in questions.sql_of(metric.key)

    def test_speaks_in_sentences(self, metric: Metric) -> None:
        for sentence in (metric.formula, metric.exclusions, metric.note):
            assert not sentence or sentence.endswith(".")
        assert metric.label and metric.denominator and metric.date_basis

    def test_needs_columns_of_the_canonical_tables(self, metric: Metric) -> None:
        for one in (one for need in metric.needs for one in need.split("|")):
            table, column = one.split(".")
            assert column in schema.TABLES[table].names

    def test_offers_the_clock_exactly_when_its_minutes_have_one(self, metric: Metric) -> None:
        assert metric.has_clock == ("clock" in questions.parameters_of(metric.key))


def test_metrics_stand_in_the_family_of_their_file() -> None:
    for family, metrics in FAMILIES.items():
        assert all(questions.library()[metric.question].family == family for metric in metrics)


def test_either_column_will_do_where_a_metric_says_so() -> None:
    assert missing_columns(METRICS["csat"], {"tickets.csat_score"}) == ()
    assert missing_columns(METRICS["csat"], {"tickets.created_at"}) == ("surveys.score|tickets.csat_score",)
    assert missing_columns(METRICS["one_touch_rate"], {"tickets.solved_at"}) == ("tickets.replies",)
