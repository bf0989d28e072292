"""Colours stand in one module and the theme, follow streamlit's placeholders, and have enough contrast."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pages.parts.charts import colours

ROOT = Path(__file__).resolve().parents[2]


def test_a_team_keeps_its_colour_whoever_else_is_there():
    everyone = colours.by_name(["Billing", "Technical", "Sales"])
    assert colours.by_name(["Technical"])["Technical"] == everyone["Technical"]
    assert len(set(everyone.values())) == 3
    assert list(colours.by_name([f"team {n}" for n in range(9)]).values()).count(colours.CONTEXT) == 3


def test_colours_are_streamlits_placeholders():
    from streamlit.elements.lib import streamlit_plotly_theme as theme

    assert (colours.TEAMS[0], colours.TEAMS[5]) == (theme.CATEGORY_0, theme.CATEGORY_5)
    assert (colours.SEQUENTIAL[0], colours.SEQUENTIAL[9]) == (theme.SEQUENTIAL_0, theme.SEQUENTIAL_9)
    assert (theme.GRAY_90, theme.BG_COLOR) == (colours.INK, colours.PAPER)


def test_colours_stand_only_in_the_colour_module_and_the_theme():
    holders = [
        path
        for path in (ROOT / "pages").rglob("*.py")
        if re.search(r"#[0-9A-Fa-f]{6}\b|rgba?\(", path.read_text("utf-8"))
    ]
    assert [path.name for path in holders] == ["colours.py"]


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_theme_has_the_palettes_and_enough_contrast(mode):
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][mode]
    paper, palette = theme["backgroundColor"], theme["chartCategoricalColors"]
    expected = {
        "light": "#12436D #28A197 #801650 #F46A25 #3D3D3D #A285D1",
        "dark": "#56B4E9 #E69F00 #009E73 #CC79A7 #D55E00 #F0E442",
    }
    assert palette == expected[mode].split()
    assert len(theme["chartSequentialColors"]) == len(theme["chartDivergingColors"]) == 10
    assert contrast(theme["textColor"], paper) >= 7
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5
    for area in (theme, theme["sidebar"]):
        for surface in (area["backgroundColor"], area["secondaryBackgroundColor"]):
            assert min(contrast(area[name], surface) for name in ("textColor", "linkColor", "codeTextColor")) >= 4.5
    for name in ("redTextColor", "greenTextColor", "grayTextColor"):
        assert contrast(theme[name], paper) >= 4.5
    assert min(contrast(colour, paper) for colour in (*palette, colours.CONTEXT)) >= 2.99
    readable = [palette[int(colour[-1]) - 1] for colour in colours.READABLE]
    assert min(contrast(colour, paper) for colour in readable) >= 4.5
    assert min(contrast(colour, paper) for colour in theme["chartSequentialColors"][5:]) >= 3


def test_charts_and_words_need_neither_streamlit_nor_duckdb():
    names = [
        f"pages.parts.charts.{path.stem}"
        for path in (ROOT / "pages/parts/charts").glob("*.py")
        if path.stem != "__init__"
    ]
    code = f"import sys, {', '.join(names)}, pages.parts.words; sys.exit(bool({{'streamlit', 'duckdb'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
