"""How are the numbers of this column written: 1,234.5 or 1.234,5? Decided from all values of a column, not one by one."""

from typing import Literal

Style = Literal["either", "english", "european"]

HARD_SPACES = "\u00a0\u202f"  # that some tools write between thousands, and before AM and PM
_BARE = rf"regexp_replace({{0}}, '^[\s{HARD_SPACES}$€£¥]+|[\s{HARD_SPACES}$€£¥%]+$', '', 'g')"
_ENGLISH = r"^[-+]?\d{1,3}([,''’]\d{3})+(\.\d+)?$"
_EUROPEAN = rf"^[-+]?\d{{1,3}}([.\s{HARD_SPACES}]\d{{3}})*,\d+$|^[-+]?\d+,\d+$"
_EUROPEAN_COLUMN = rf"^[-+]?\d{{1,3}}([.\s{HARD_SPACES}]\d{{3}})+(,\d+)?$|^[-+]?\d+(,\d+)?$"
_THOUSANDS = r"^[-+]?\d{1,3}(,\d{3})+$"
_ONLY_ENGLISH = r"^[-+]?\d{1,3}(,\d{3})+\.\d+$|^[-+]?\d{1,3}(,\d{3}){2,}$|^[-+]?(\d{4,}\.\d+|\d+\.(\d{1,2}|\d{4,}))$"
_ONLY_EUROPEAN = rf"{_EUROPEAN}|^[-+]?\d{{1,3}}(\.\d{{3}}){{2,}}$"


def evidence_sql(text: str) -> str:
    """Two SQL aggregates over a text expression: how many values can only be English, how many only European."""
    bare = _BARE.format(text)
    english = f"regexp_matches({bare}, '{_ONLY_ENGLISH}')"
    european = f"regexp_matches({bare}, '{_ONLY_EUROPEAN}') and not regexp_matches({bare}, '{_THOUSANDS}')"
    return f"count(*) filter (where {english}), count(*) filter (where {european})"


def style_of(english: int, european: int) -> Style:
    """The style of a column from its evidence; `either` where every value with a comma fits both."""
    if not english and not european:
        return "either"
    return "english" if english > european else "european"


def number_sql(text: str, style: Style = "either") -> str:
    """A SQL expression that turns text into a double; null where it is no number of that style.

    A currency sign or a percent sign around it is left out. `either`: what has a comma is English if it can be.
    """
    bare = _BARE.format(text)
    plain = f"try_cast({text} as double), try_cast({bare} as double)"
    english = (
        f"case when regexp_matches({bare}, '{_ENGLISH}') then try_cast(translate({bare}, ',''’', '') as double) end"
    )
    form = _EUROPEAN_COLUMN if style == "european" else _EUROPEAN
    european = (
        rf"case when regexp_matches({bare}, '{form}') "
        rf"then try_cast(replace(regexp_replace({bare}, '[.\s{HARD_SPACES}]', '', 'g'), ',', '.') as double) end"
    )
    forms = {"either": f"{plain}, {english}, {european}", "english": f"{plain}, {english}", "european": european}
    value = f"coalesce({forms[style]}, null)"
    return f"case when {text} is not null then (case when isfinite({value}) then {value} end) end"
