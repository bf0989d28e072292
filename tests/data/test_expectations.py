"""Is a comment sorted to the expectations it speaks of: whole words in any script, any ending where a list says so?"""

import json
import random
from typing import Any

import duckdb
import pytest

from data import modelling, versions
from data.expectation_words import BY_LANGUAGE, DEFAULT_WORDS
from data.expectations import EXPECTATIONS, MOST_ENTRIES, MOST_LETTERS, MOST_WORDS, parse_expectations, pattern_of, tidy
from data.loading.load import change_settings
from data.sample.comments import LINES
from data.settings import SettingError, parse
from tests.data.trial_store import TrialStore

ENGINE = duckdb.connect()
EMPTY: dict[str, list[str]] = {name: [] for name in EXPECTATIONS}


def lists(**more: Any) -> dict[str, Any]:
    return {"expectations": EMPTY | more}


def found(entries: list[str], text: str) -> bool:
    """Whether a list finds a text that is made ready as the model does it."""
    asked = {"text": tidy(text), "pattern": pattern_of(entries)}
    return bool(ENGINE.execute("select regexp_matches($text, $pattern)", asked).fetchall()[0][0])


@pytest.mark.parametrize(
    ("entry", "text", "is_found"),
    [
        ("slow", "So SLOW!", True),
        ("slow", "slowly", False),
        ("slow", "_slow_", True),
        ("slow", "yellowslow", False),
        ("slow", "slow2", False),
        ("slow", "…slow…", True),
        ("wait*", "still WAITING", True),
        ("wait*", "wait", True),
        ("wait*", "await", False),
        ("attente*", "deux jours d’attente", True),
        ("no answer", "there was no  answer.", True),
        ("no answer", "no\nanswer", True),
        ("no answer", "no-answer policy", True),
        ("no answer", "no. answer", False),
        ("no answer", "no answers", False),
        ("follow-up", "no follow up", True),
        ("take* seriously", "was TAKEN seriously", True),
        ("take* seriously", "nobody takes us seriously", False),
        ("take* seriously", "he takes seriously what we say", True),
        ("doesn't work", "it doesn’t work", True),
        ("freundlich*", "unfreundlich", False),
        ("zügig*", "ZÜGIG", True),
        ("zügig*", "zu\u0308gig", True),  # the same letter in two characters
        ("lent", "lenté", False),
        ("мед*", "очень МЕДЛЕННО", True),
        ("γρήγορ*", "ΓΡΉΓΟΡΑ", True),
        ("بطيء", "الدعم بطيء جدا", True),
        ("بطيء", "الدعم بطيءجدا", False),
        ("धीमा", "बहुत धीमा था", True),
        ("धीम", "बहुत धीमा था", False),  # a vowel sign belongs to its word
        ("等", "我们等了三天", True),
        ("ช้า", "ตอบช้ามาก", True),
        ("遅い", "対応が遅いです", True),
        ("slow", "太slow了", True),
        ("👍", "super👍!", True),
        ("c++", "c++", True),
        (".*", "anything", False),
        ("a|b", "a", False),
        ("(", "no bracket", False),
        ("(", "a bracket (", True),
    ],
)
def test_entries_find_whole_words_in_any_script(entry: str, text: str, is_found: bool) -> None:
    assert found([tidy(entry)], text) is is_found


def test_a_list_finds_what_any_of_its_entries_finds() -> None:
    draw = random.Random(5)
    entries = ["slow", "wait*", "no answer", "等", "👍", "too long"]
    pieces = ["slow", "slowly", "wait", "waits", "no", "answer", "等", "等等", "👍", "too", "long", ".", "-", "x"]
    for _ in range(150):
        text = draw.choice(["", " "]).join(draw.choices(pieces, k=draw.randint(1, 5)))
        assert found(entries, text) == any(found([entry], text) for entry in entries), text


def test_an_empty_list_finds_nothing() -> None:
    assert not found([], "slow") and not found([], "")


def test_the_largest_lists_that_are_allowed_still_work() -> None:
    word = "é" * (MOST_LETTERS // MOST_WORDS - 2) + "*"
    phrase = " ".join([word] * MOST_WORDS)
    entries = [f"{number}{phrase}"[:MOST_LETTERS].rstrip() for number in range(MOST_ENTRIES)]
    checked = parse_expectations(EMPTY | {"timely": entries})["timely"]
    assert len(checked) == MOST_ENTRIES
    assert found(list(checked), checked[7].replace("*", "")) and not found(list(checked), "é")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (None, "expectations: needs exactly timely, empathetic, solution-oriented"),
        ([], "needs exactly"),
        ({"timely": []}, "needs exactly"),
        (EMPTY | {"cheap": []}, "needs exactly"),
        (EMPTY | {"timely": "slow"}, "expectations, timely: a list of words and phrases is needed, not 'slow'"),
        (EMPTY | {"timely": {"slow": 1}}, "a list of words and phrases is needed"),
        (EMPTY | {"timely": [5]}, "expectations, timely: 5 is not a word or phrase"),
        (EMPTY | {"empathetic": ["  "]}, "expectations, empathetic: '  ' is no word"),
        (EMPTY | {"empathetic": ["-"]}, "is no word"),
        (EMPTY | {"timely": ["*"]}, "a * may only stand at the end of a word, like wait*"),
        (EMPTY | {"timely": ["*wait"]}, "'*wait' is not allowed"),
        (EMPTY | {"timely": ["w*t"]}, "'w*t' is not allowed"),
        (EMPTY | {"timely": ["wait**"]}, "is not allowed"),
        (EMPTY | {"timely": ["too * long"]}, "is not allowed"),
        (EMPTY | {"timely": ["a" * 81]}, "has 81 letters; at most 80 are allowed"),
        (EMPTY | {"timely": ["a b c d e f g"]}, "has 7 words; a phrase has at most 6"),
        (EMPTY | {"timely": [str(number) for number in range(501)]}, "501 words and phrases; at most 500"),
        (EMPTY | {"timely": ["a\x00b"]}, "holds a character that cannot be written"),
        (EMPTY | {"timely": ["\ud800"]}, "holds a character that cannot be written"),
    ],
)
def test_mistakes_are_said(values: Any, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        parse({"expectations": values})
    assert message in str(caught.value)


def test_entries_are_tidied_and_kept_once() -> None:
    timely = parse(lists(timely=["  too   long ", "too long", "doesn’t wait", "zu\u0308gig"])).expectations["timely"]
    assert timely == ("too long", "doesn't wait", "zügig")


def test_the_lists_of_the_start_are_tidy_and_speak_seven_languages() -> None:
    assert parse({}).expectations == {name: tuple(entries) for name, entries in DEFAULT_WORDS.items()}
    assert list(DEFAULT_WORDS) == list(EXPECTATIONS)
    for languages in BY_LANGUAGE.values():
        assert set(languages) == {"English", "German", "French", "Spanish", "Italian", "Dutch", "Portuguese"}
        assert all(languages.values())


SPOKEN = {
    "Wir warten seit drei Tagen": {"timely"},
    "Das ging sehr schnell!": {"timely"},
    "Réponse trop lente, mais aimable": {"timely", "empathetic"},
    "Tardaron mucho": {"timely"},
    "Risposta veloce e gentile": {"timely", "empathetic"},
    "Niet vriendelijk en traag": {"timely", "empathetic"},
    "Muito atencioso, problema resolvido": {"empathetic", "solution-oriented"},
    "Nobody called back. The problem persists!": {"timely", "solution-oriented"},
    "It DOESN’T WORK": {"solution-oriented"},
    "Fixed. Explained well. So patient.": {"solution-oriented", "empathetic"},
    "Too expensive": set(),
    "Great 👍": set(),
    "": set(),
    "'; drop table surveys; --": set(),
    "<script>slow()</script>": {"timely"},
    "慢": set(),
}


def test_every_comment_is_sorted_to_what_it_speaks_of(store: TrialStore) -> None:
    surveys = [
        {"survey_id": f"S{place}", "kind": "csat", "score": 3, "responded_at": "2024-01-02 10:00:00", "comment": text}
        for place, text in enumerate(SPOKEN)
    ]
    store.load([*surveys, surveys[0] | {"survey_id": "again"}], name="surveys.csv")
    rows = store.rows("select survey_id, expectation from comment_expectations")
    assert len(rows) == len(set(rows))
    sorted_to = {f"S{place}": expected for place, expected in enumerate(SPOKEN.values())}
    sorted_to["again"] = sorted_to["S0"]
    got = {survey: {name for each, name in rows if each == survey} for survey in sorted_to}
    assert got == sorted_to


def test_other_lists_sort_anew(store: TrialStore) -> None:
    text = {
        "survey_id": "S",
        "kind": "nps",
        "score": 9,
        "responded_at": "2024-01-02 10:00:00",
        "comment": "太慢了 fast",
    }
    store.load([text], name="surveys.csv")
    assert store.rows("select expectation from comment_expectations") == [("timely",)]
    change_settings(lists(empathetic=["慢"]), store=store.path)
    assert store.rows("select expectation from comment_expectations") == [("empathetic",)]
    with pytest.raises(SettingError):
        change_settings({"expectations": {"timely": ["x"]}}, store=store.path)
    assert store.version == 2


def test_the_command_line_takes_lists_as_json(store: TrialStore) -> None:
    store.load([{"ticket_id": "T", "created_at": "2024-01-02 10:00:00"}])
    wanted = lists(timely=["langsam*", "zu lange"])["expectations"]
    done = store.run("settings", "--set", f"expectations={json.dumps(wanted)}", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["expectations"] == wanted
    wrong = store.run("settings", "--set", 'expectations={"timely": []}')
    assert wrong.returncode == 1 and "expectations: needs exactly" in wrong.stderr
    connection = versions.open_for_reading(store.path)
    assert modelling.stored_settings(connection)["expectations"] == wanted
    connection.close()


def test_most_comments_of_the_sample_company_speak_of_something() -> None:
    settings = parse({})
    spoken = {name: sum(found(list(words), line) for line in LINES) for name, words in settings.expectations.items()}
    assert all(n > len(LINES) / 6 for n in spoken.values()), spoken
    assert len(LINES) == len(set(LINES)) > 150
