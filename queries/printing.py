"""How does an answer leave for a file or a terminal: as a table, CSV or JSON?

Shown is what the store answered: days as ISO text, instants in UTC, whole numbers without ".0".
"""

import json

import pandas as pd

FORMATS = ("table", "csv", "json")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printed(frame: pd.DataFrame, form: str) -> str:
    """The frame as text in one of FORMATS, without a line break at the end."""
    return {"table": to_table, "csv": to_csv, "json": to_json}[form](frame)


def to_csv(frame: pd.DataFrame) -> str:
    """CSV with a header; missing is empty. Text that a spreadsheet would take for a formula gets a leading apostrophe."""
    safe = plain(frame)
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_defused)
    return safe.to_csv(index=False, lineterminator="\n").removesuffix("\n")


def to_json(frame: pd.DataFrame) -> str:
    """A list of one object per row; missing is null."""
    rows = plain(frame).astype(object)
    return json.dumps(rows.where(rows.notna(), None).to_dict("records"), indent=1, ensure_ascii=False)


def to_table(frame: pd.DataFrame) -> str:
    """Aligned columns for a terminal; missing is empty."""
    rows = plain(frame)
    if rows.empty:
        return "  ".join(rows.columns) + "\n(no rows)"
    for name in rows.select_dtypes("float"):
        rows[name] = rows[name].round(4)
    return str(rows.astype(object).where(rows.notna(), "").to_string(index=False))


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with instants as "YYYY-MM-DD HH:MM:SS" text, and whole numbers as whole numbers although some miss."""
    columns: dict[str, pd.Series] = {}
    for name, column in frame.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            column = column.dt.strftime("%Y-%m-%d %H:%M:%S")
        elif pd.api.types.is_float_dtype(column) and (column.dropna() % 1 == 0).all():
            column = column.astype("Int64")
        columns[str(name)] = column
    return pd.DataFrame(columns, index=frame.index)


def _defused(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
