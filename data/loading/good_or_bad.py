"""Which words say good or bad, where a score is on the scale of just these two?"""

from collections.abc import Mapping

from data import schema
from data.sql import quoted

SCALE = "good-bad"
# Understood with the scale good-bad; without any scale only the words that mean no other scale.
_CLEAR = {"1": ("good", "thumbs up", "👍"), "0": ("bad", "thumbs down", "👎")}
_ON_SCALE = {
    "1": (*_CLEAR["1"], "satisfied", "happy", "positive", "yes", "up"),
    "0": (*_CLEAR["0"], "dissatisfied", "unsatisfied", "not satisfied", "unhappy", "negative", "no", "down"),
}
# table -> score -> the columns that name its scale, the first that is filled counts
_SCALES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "tickets": {"csat_score": ("csat_scale",)},
    "surveys": {"score": ("scale",)} | dict.fromkeys(schema.ASPECTS, ("aspect_scale", "scale")),
}


def in_numbers(table: schema.Table, texts: Mapping[str, str], raw: Mapping[str, str]) -> dict[str, str]:
    """The text expressions of a table's columns with good and bad as 1 and 0, on the scale of these two.

    texts: canonical column -> text expression, the words of its preset translated; raw: the same before that, which a
    word is looked up in first: satisfied is 4 of 5, and 1 of good and bad. A score in clear words without a scale gets
    this one, where the file has a column for the scale.
    """
    changed = dict(texts)
    for score, scales in _SCALES.get(table.name, {}).items():
        named = [texts[scale] for scale in scales if scale in texts]
        if score not in texts or not named:
            continue
        scale, word = f"lower(trim(coalesce({', '.join([*named, quoted('')])})))", raw.get(score, texts[score])
        on_scale, clear = (_looked_up(word, words) for words in (_ON_SCALE, _CLEAR))
        changed[score] = (
            f"case when {scale} = {quoted(SCALE)} then coalesce({on_scale}, {texts[score]}) "
            f"when {scale} = '' then coalesce({clear}, {texts[score]}) else {texts[score]} end"
        )
        if len(scales) == 1:
            is_clear = f"{scale} = '' and {clear} is not null"
            changed[scales[0]] = f"case when {is_clear} then {quoted(SCALE)} else {named[0]} end"
    return changed


def _looked_up(text: str, words: Mapping[str, tuple[str, ...]]) -> str:
    pairs = [(word, score) for score, several in words.items() for word in several]
    both = (", ".join(quoted(pair[place]) for pair in pairs) for place in (0, 1))
    return "map([{}], [{}])[lower(trim({}))]".format(*both, text)
