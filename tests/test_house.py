"""The plan of the house holds: who may import whom, and what is kept where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("data", "queries", "pages")
SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert into\b|\bdelete from\b|\bcreate (or replace )?(temp )?(table|view)\b", re.I | re.S
)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(", re.I)


def modules(*places: str) -> list[Path]:
    """Every Python file under these folders (or these files themselves)."""
    found = [
        path for place in places for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    ]
    return sorted(path for path in found if path.is_file())


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import hides which room it reaches into"
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def reaching(paths: list[Path], *forbidden: str) -> list[str]:
    """Which of the files import a forbidden module or something inside it?"""
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in paths
        for name in sorted(imported(path))
        if any(name == one or name.startswith(f"{one}.") for one in forbidden)
    ]


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string in a file that is no docstring; parts of f-strings too."""
    whole = tree(path)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(whole)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(whole):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def scripts() -> list[Path]:
    """The pages themselves, without what they share."""
    return [path for path in modules("pages") if "parts" not in path.relative_to(ROOT).parts]


@pytest.mark.parametrize("room", ROOMS)
def test_there_is_something_to_look_at(room: str) -> None:
    assert len(modules(room)) > 3


def test_the_data_know_neither_questions_nor_pages() -> None:
    assert reaching(modules("data"), "queries", "pages", "streamlit", "plotly", "app") == []


def test_questions_do_not_know_the_pages() -> None:
    assert reaching(modules("queries"), "pages", "streamlit", "plotly", "app") == []


def test_statistics_charts_and_words_are_pure() -> None:
    pure = modules("queries/statistics", "pages/parts/charts", "pages/parts/charts.py", "pages/parts/words.py")
    assert len(pure) > 3
    assert reaching(pure, "streamlit", "duckdb") == []


def test_no_page_imports_a_page() -> None:
    sections = {
        f"pages.{path.relative_to(ROOT).parts[1]}" for path in scripts() if len(path.relative_to(ROOT).parts) > 2
    }
    assert sections
    assert reaching(modules("pages", "data", "queries"), *sections) == []


def test_stores_are_opened_in_one_place() -> None:
    """A connection to nothing but memory may be opened anywhere."""
    openers = {
        str(path.relative_to(ROOT))
        for path in modules(*ROOMS, "app.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect" and (node.args or node.keywords)
    }
    assert openers == {"data/versions.py"}
    assert not [path for path in modules(*ROOMS, "app.py") if "duckdb.connect" in imported(path)]


def test_pages_hold_no_sql_and_no_colour() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}"
        for path in scripts()
        for line, text in texts(path)
        if SQL.search(text) or COLOUR.search(text)
    ]
    assert found == []


def test_pages_hold_no_number_format() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in scripts()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None
    ]
    assert found == []


def test_streamlit_finds_no_page_of_its_own() -> None:
    """A script directly in `pages/` is served on a cold server without app.py: past sign-in and filters."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] in ([], ["__init__.py"])


def test_every_sql_file_begins_with_what_it_means() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.sql")]
    assert len(files) > 10
    assert [str(path.relative_to(ROOT)) for path in files if not path.read_text("utf-8").startswith("-- ")] == []
    assert not list((ROOT / "pages").rglob("*.sql"))


def test_every_picture_of_the_readme_is_there_and_every_picture_is_shown() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    there = {str(path.relative_to(ROOT)) for path in (ROOT / "pages" / "pictures").glob("*.png")}
    assert set(shown) == there and len(shown) == len(there)
