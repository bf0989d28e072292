"""How are the rows of a chart named, and how is the figure of all of them drawn across?"""

from pages.parts import words
from pages.parts.charts import canvas, colours, scales, texts

NAME = 16  # letters of a name to the left of its row; the whole of it is in the hover
INK = {"size": canvas.FONT, "color": colours.INK}


def axis(places: dict[float, str], *, lines: int) -> dict:
    """An axis with a text at each place, 0 the lowest line; the room for it is `room`."""
    ticks = {"tickvals": list(places), "ticktext": list(places.values()), "tickfont": INK}
    return canvas.axis(range=[-0.7, lines - 0.3], automargin=False, **ticks)


def room(said: list[str]) -> int:
    """Pixels for the names and counts at the left, as `named` says them."""
    return canvas.width_of(*said) + 8


def named(bucket: object, n: float, *, is_few: bool = False) -> str:
    """The name of a row, and its n in quiet letters, with the word few where a value rests on few."""
    count = f"{words.count(n)}{' few' if is_few else ''}"
    return f'{texts.label(texts.name_of(bucket), NAME)}  <span style="color:{colours.MUTED}">{count}</span>'


def values(said: list[str], places: list[float]) -> list[dict]:
    """The values at the right of their rows."""
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "yanchor": "middle", "font": INK}
    return [canvas.note(f"<b>{text}</b>", y=y, **place) for text, y in zip(said, places, strict=True)]


def across(overall: float) -> dict:
    """A thin dashed line down the chart at the figure of all groups together."""
    return canvas.line(dash="dash", x0=overall, x1=overall, y0=0, y1=1, yref="paper")


def across_label(overall: float, said: str, scale: scales.Scale) -> dict:
    """Its words on top, leaning to the side that has room."""
    share = (overall - scale.low) / (scale.high - scale.low)
    anchor = "left" if share < 0.2 else "right" if share > 0.8 else "center"
    place = {"x": overall, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor}
    return canvas.note(texts.escaped(said), **place)
