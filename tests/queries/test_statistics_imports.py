"""Statistics are pure and cheap to import: no pages, no store, and scipy only when something is computed."""

import pkgutil
import subprocess
import sys

import queries.statistics

HEAVY = {"streamlit", "duckdb", "pandas", "scipy", "statsmodels", "plotly"}


def test_importing_statistics_loads_nothing_heavy() -> None:
    names = [f"queries.statistics.{module.name}" for module in pkgutil.iter_modules(queries.statistics.__path__)]
    assert len(names) >= 6
    program = f"import sys, {', '.join(names)}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(loaded.stdout.split())
