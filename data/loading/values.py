"""How does the text of a file become a typed value, and what makes a row unusable?

Every function returns a SQL expression over text expressions; nothing from a file is ever put into SQL unquoted.
"""

from collections.abc import Mapping, Sequence

from data import schema
from data.loading.numbers import Style, number_sql
from data.sql import quoted

Scales = Mapping[str, Mapping[str, float]]  # name -> lowest, highest and more, as in the settings

MISSING = ("", "-", "–", "?", "n/a", "N/A", "null", "NULL", "None", "(none)", "#N/A")
MISSING_VALUES = ("NA", "na", "nan", "NaN")  # of dates, numbers and flags; as a text, NA is also a region

# Text that a spreadsheet would run as a formula, and the same text with the apostrophe that makes it harmless.
DANGEROUS = "^'*[=+\\-@\\t\\r]"
ESCAPED = "^'('*[=+\\-@\\t\\r])"

REASONS = {
    "missing": "a value is needed here and there is none",
    "time": "this is not a date or time that can be read",
    "range": "this date is not between 1990 and 2100",
    "number": "this is not a number",
    "whole": "this is not a whole number",
    "negative": "this cannot be negative",
    "boolean": "this is neither true nor false",
    "choice": "this is none of the allowed words",
    "id": "a spreadsheet has destroyed this id; export it again as text",
    "reply": "the first reply is before the creation of the ticket",
    "solved": "the solution is before the creation of the ticket",
    "ended": "the end is before the start",
    "nps": "an nps answer is a whole number from 0 to 10",
    "nps scale": "an nps answer is on the scale 0-10",
    "score": "the score is outside its scale (1-5 where none is given; nps 0-10, ces 1-7)",
}


def translated(text: str, words: Mapping[str, str]) -> str:
    """The text with the file's words replaced by canonical ones; `*` stands for every other word."""
    if not words:
        return text
    other = f"case when {text} is not null then {quoted(words['*'])} end" if "*" in words else f"trim({text})"
    named = {word: new for word, new in words.items() if word != "*"}
    if named:  # a map names the text once, where a case would name it for every word
        both = (", ".join(map(quoted, part)) for part in (named.keys(), named.values()))
        other = "coalesce(map([{}], [{}])[lower(trim({}))], {})".format(*both, text, other)
    return f"nullif({other}, '')"


def without_missing(text: str, more: Sequence[str] = ()) -> str:
    """The text, null where it is a word for missing. more: words of this export alone."""
    words = tuple(dict.fromkeys((*MISSING, *more)))
    longest = max(len(word.encode()) for word in words)  # longer text need not be looked at
    listed = ", ".join(map(quoted, words))
    return f"case when strlen({text}) <= {longest} and {text} in ({listed}) then null else {text} end"


def is_given(text: str) -> str:
    """A test: is there a date, number or flag at all? Words for missing may have spaces around them."""
    listed = ", ".join(map(quoted, (*MISSING, *MISSING_VALUES)))
    return f"({text} is not null and trim({text}) not in ({listed}))"


def unescaped(text: str) -> str:
    """Without the apostrophe that exports put before text that a spreadsheet would run as a formula."""
    bare = f"regexp_replace({text}, {quoted(ESCAPED)}, '\\1')"
    return f"case when starts_with({text}, {quoted(chr(39))}) then {bare} else {text} end"


def _trimmed(text: str) -> str:
    """The text without spaces around it, null when nothing is left; trimming costs, so only where there are any."""
    return f"case when {text} = '' or starts_with({text}, ' ') or ends_with({text}, ' ') then nullif(trim({text}), '') else {text} end"


def typed(column: schema.Column, text: str, style: Style = "either") -> str:
    """The typed value of a text expression; null where the text is no such value. Not for timestamps.

    style: how the column's numbers are written.
    """
    if column.type in ("id", "text"):
        return f"upper({_trimmed(text)})" if column.is_code else _trimmed(text)
    if column.type == "choice":
        return f"lower({_trimmed(text)})"
    if column.type == "boolean":
        return (
            f"case when lower(trim({text})) in ('true', 't', 'yes', 'y', '1') then true "
            f"when lower(trim({text})) in ('false', 'f', 'no', 'n', '0') then false end"
        )
    return typed_number(column, number_sql(text, style))


def typed_number(column: schema.Column, number: str) -> str:
    """The value of a number column from a double; null where it is no such number."""
    if column.type == "integer":  # through the number: a cast of the text would round 3.7 to 4
        return f"case when {number} = round({number}) then try_cast({number} as integer) end"
    return number


def problem_cases(
    table: schema.Table, texts: Mapping[str, str], values: Mapping[str, str], *, scales: Scales
) -> list[str]:
    """`when … then 'column:code'` cases that name the first problem of a row.

    texts: canonical column -> text expression, null where the file has nothing. values: -> typed expression.
    scales: the rating scales of the settings.
    """
    cases = []
    for column in table.columns:
        if column.name not in values:
            continue
        text, value = texts[column.name], values[column.name]
        if column.required:
            missing = f"{value} is null" if column.type in ("id", "text") else f"not {is_given(text)}"
            cases.append(f"when {missing} then {quoted(f'{column.name}:missing')}")
        cases += [f"when {test} then {quoted(f'{column.name}:{code}')}" for test, code in _tests(column, text, value)]
    return cases + _row_cases(table, values) + _nps_cases(table, values) + _scale_cases(table, values, scales)


def _tests(column: schema.Column, text: str, value: str) -> list[tuple[str, str]]:
    if column.type == "id":
        broken = f"regexp_matches({text}, '(^|\\s)\\d+([.,]\\d+)?[eE]\\+\\d+(\\s|$)')"
        return [(f"contains({text}, '+') and {broken}", "id")]
    if column.type == "timestamp":
        span = f"{value} not between timestamp '1990-01-01' and timestamp '2100-01-01'"
        return [(f"{value} is null and {is_given(text)}", "time"), (span, "range")]
    if column.type == "choice" and column.required:
        listed = ", ".join(quoted(choice) for choice in column.choices)
        return [(f"{value} not in ({listed})", "choice")]
    codes = {"integer": "whole", "number": "number", "boolean": "boolean"}
    if column.type in codes:
        below = [(f"{value} < 0", "negative")] if column.is_never_negative else []
        return [(f"{value} is null and {is_given(text)}", codes[column.type]), *below]
    return []


def _row_cases(table: schema.Table, values: Mapping[str, str]) -> list[str]:
    rules = {
        "tickets": [
            ("first_reply_at", "created_at", "first_reply_at:reply"),
            ("first_solved_at", "created_at", "first_solved_at:solved"),
            ("solved_at", "created_at", "solved_at:solved"),
            ("closed_at", "created_at", "closed_at:solved"),
        ],
        "subscriptions": [("ended_at", "started_at", "ended_at:ended")],
        "customers": [("churned_at", "acquired_at", "churned_at:ended")],
        "surveys": [("responded_at", "sent_at", "responded_at:ended")],
    }
    return [
        f"when {values[later]} < {values[earlier]} then {quoted(code)}"
        for later, earlier, code in rules.get(table.name, [])
        if later in values and earlier in values
    ]


def _nps_cases(table: schema.Table, values: Mapping[str, str]) -> list[str]:
    if table.name != "surveys" or "kind" not in values:
        return []
    is_nps, cases = f"{values['kind']} = 'nps'", []
    if "scale" in values:
        cases.append(f"when {is_nps} and {values['scale']} <> '0-10' then 'scale:nps scale'")
    if "score" in values:
        score = values["score"]
        cases.append(f"when {is_nps} and ({score} not between 0 and 10 or {score} <> round({score})) then 'score:nps'")
    return cases


def _scale_cases(table: schema.Table, values: Mapping[str, str], scales: Scales) -> list[str]:
    """A score outside its scale is a bad row. A score without a scale is on the usual one of its kind of survey.

    A score on a scale that the settings do not have is not judged, here and later.
    """
    usual_of_survey = f"case {values.get('kind')} when 'nps' then '0-10' when 'ces' then '1-7' else '1-5' end"
    of_aspects = f"case {values.get('kind')} when 'ces' then '1-7' else '1-5' end"
    if "scale" in values:
        of_aspects = f"coalesce(case when {values.get('kind')} <> 'nps' then {values['scale']} end, {of_aspects})"
    rules = {
        "tickets": [("csat_score", "csat_scale", quoted("1-5"))],
        "surveys": [
            ("score", "scale", usual_of_survey),
            *((aspect, "aspect_scale", of_aspects) for aspect in schema.ASPECTS),
        ],
    }
    cases = []
    for score, scale, usual in rules.get(table.name, []):
        if score in values:
            outside = _outside(values[score], f"coalesce({values.get(scale, 'null')}, {usual})", scales)
            cases.append(f"when {outside} then {quoted(f'{score}:score')}")
    return cases


def _outside(score: str, scale: str, scales: Scales) -> str:
    ends = " ".join(
        f"when {quoted(name.lower())} then {score} not between {body['lowest']} and {body['highest']}"
        for name, body in scales.items()
    )
    return f"case when {score} is not null then case {scale} {ends} end end"
