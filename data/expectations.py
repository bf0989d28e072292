"""Which comments speak of an expectation? Lists of words and phrases become one pattern each.

A `*` at the end of a word stands for any ending, and a space or hyphen in a phrase for any run of spaces and hyphens.
Words are whole words in any script, upper or lower case; those of scripts without spaces are found anywhere. The
patterns are for the engine of DuckDB (RE2) and for text that `35_comment_expectations.sql` has made ready: composed
characters (NFC), and one kind of apostrophe.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from data.schedules import SettingError

EXPECTATIONS = ("timely", "empathetic", "solution-oriented")
KEY = "expectations"
MOST_ENTRIES, MOST_LETTERS, MOST_WORDS = 500, 80, 6  # as much as the engine takes in one pattern
APOSTROPHES = "’‘ʼ`´"

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_UNSPACED_NAMES = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "KATAKANA-HIRAGANA ")
_LETTER = r"\p{L}\p{M}\p{N}\x{200C}\x{200D}"  # the last two join letters of Persian and of Indian scripts
_EDGE = rf"[^{_LETTER}]|[{_UNSPACED}]"
_GAP = r"[\s\p{Z}\-‐‑]+"
_ENDING = r"[^\s\-.,;:!?]*"  # within a phrase; letters by their Unicode class would make too large a pattern
_NEVER = r"[^\s\S]"


def parse_expectations(value: object) -> dict[str, tuple[str, ...]]:
    """The checked lists of the setting, each entry once and tidied. Raises SettingError."""
    return parse_lists(KEY, EXPECTATIONS, value)


def parse_lists(key: str, names: Sequence[str], value: object) -> dict[str, tuple[str, ...]]:
    """The checked word lists of a setting, by name, each entry once and tidied. Raises SettingError."""
    if not isinstance(value, Mapping) or set(value) != set(names):
        raise SettingError(f"{key}: needs exactly {', '.join(names)}, each with its words and phrases.")
    return {name: _entries(f"{key}, {name}", value[name]) for name in names}


def tidy(entry: str) -> str:
    """The entry with composed characters, plain apostrophes and single spaces."""
    composed = unicodedata.normalize("NFC", entry).translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))
    return " ".join(composed.split())


def pattern_of(entries: Iterable[str]) -> str:
    """One RE2 pattern that finds any of the entries in prepared text; without entries it finds nothing."""
    grouped: dict[tuple[bool, bool], list[str]] = {}
    for entry in entries:
        words = _words(entry)
        edges = _needs_edge(words[0][0]), not words[-1].endswith("*") and _needs_edge(words[-1][-1])
        grouped.setdefault(edges, []).append(_body(words))
    parts = [
        (f"(?:^|{_EDGE})" if before else "") + f"(?:{'|'.join(bodies)})" + (f"(?:$|{_EDGE})" if after else "")
        for (before, after), bodies in grouped.items()
    ]
    return f"(?i)(?:{'|'.join(parts)})" if parts else _NEVER


def _entries(place: str, listed: object) -> tuple[str, ...]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise SettingError(f"{place}: a list of words and phrases is needed, not {listed!r}.")
    if len(listed) > MOST_ENTRIES:
        raise SettingError(f"{place}: {len(listed)} words and phrases; at most {MOST_ENTRIES} are allowed.")
    return tuple(dict.fromkeys(_entry(place, entry) for entry in listed))


def _entry(place: str, entry: object) -> str:
    if not isinstance(entry, str):
        raise SettingError(f"{place}: {entry!r} is not a word or phrase.")
    shown = entry if len(entry) <= MOST_LETTERS else f"{entry[:20]}…"
    if any(unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace() for letter in entry):
        raise SettingError(f"{place}: {shown!r} holds a character that cannot be written.")
    text = tidy(entry)
    if len(text) > MOST_LETTERS:
        raise SettingError(f"{place}: {shown!r} has {len(text)} letters; at most {MOST_LETTERS} are allowed.")
    words = _words(text)
    if not words:
        raise SettingError(f"{place}: {shown!r} is no word; write a word or phrase, or leave it out.")
    if len(words) > MOST_WORDS:
        raise SettingError(f"{place}: {shown!r} has {len(words)} words; a phrase has at most {MOST_WORDS}.")
    if any("*" in word[:-1] or word == "*" for word in words):
        raise SettingError(f"{place}: {shown!r} is not allowed; a * may only stand at the end of a word, like wait*.")
    return text


def _words(entry: str) -> list[str]:
    return [word for word in re.split(r"[\s\-‐‑]+", entry) if word]


def _body(words: Sequence[str]) -> str:
    inner = [re.escape(word.removesuffix("*")) + _ENDING * word.endswith("*") for word in words[:-1]]
    return _GAP.join([*inner, re.escape(words[-1].removesuffix("*"))])


def _needs_edge(letter: str) -> bool:
    """Whether a word ends where other letters begin: not in a script without spaces, and not for signs and pictures."""
    is_letter = unicodedata.category(letter)[0] in "LMN"
    return is_letter and not unicodedata.name(letter, "").startswith(_UNSPACED_NAMES)
