"""In which stage of the journey was a customer, how was an answer meant, and what was said on each expectation?"""

from data.loading.load import change_settings
from tests.data.trial_store import TrialStore, counts, tickets

STAGES = """customer_id,stage,entered_at
A,Discover,2024-01-01 00:00:00
A,Purchase,2024-01-01 02:00:00
A,Onboard,2024-01-01 02:00:00
A,Adopt,2024-01-01 04:00:00
A,Evaluate,2024-01-01 06:00:00
"""
CUSTOMERS = "customer_id,email,referred_by\nA,ann@example.com,\nB,ben@example.com,A\n"


def test_a_ticket_belongs_to_the_stage_its_customer_was_in_when_it_was_opened(store: TrialStore) -> None:
    store.load(CUSTOMERS, name="customers.csv")
    store.load(STAGES, name="stages.csv")
    store.load([*tickets(8, customer_id="A"), *tickets(1, start=8, customer_id="B"), *tickets(1, start=9)])
    stages = [store.fact(f"T{hour}")["stage"] for hour in range(10)]
    # entered at once with Onboard, Purchase is passed; going back to Evaluate is where the customer is then
    told = ["Discover"] * 2 + ["Onboard"] * 2 + ["Adopt"] * 2 + ["Evaluate"] * 2
    assert stages == [*told, None, None]


def test_before_the_first_stage_there_is_none_and_one_row_a_ticket_stays_one(store: TrialStore) -> None:
    store.load(CUSTOMERS, name="customers.csv")
    store.load("customer_id,stage,entered_at\nann@example.com,Adopt,2024-01-01 05:00:00\n", name="stages.csv")
    store.load(tickets(9, customer_id="A"))
    found = store.rows("select ticket_id, stage from ticket_facts order by created_at")
    assert found == [(f"T{hour}", None if hour < 5 else "Adopt") for hour in range(9)]  # linked by the address


def test_an_answer_counts_in_the_stage_in_which_the_customer_was_asked(store: TrialStore) -> None:
    store.load(CUSTOMERS, name="customers.csv")
    store.load(STAGES, name="stages.csv")
    surveys = (
        "survey_id,kind,customer_id,score,sent_at,responded_at\n"
        "answered,nps,A,9,2024-01-01 01:00:00,2024-01-01 03:00:00\n"
        "silent,nps,A,,2024-01-01 05:00:00,\n"
        "unasked,nps,A,9,,2024-01-01 07:00:00\n"
    )
    store.load(surveys, name="surveys.csv")
    found = dict(store.rows("select survey_id, stage from survey_facts"))
    # those who answer and those who do not are placed alike, or answering would move a survey to a later stage
    assert found == {"answered": "Discover", "silent": "Adopt", "unasked": "Evaluate"}


def test_an_answer_is_poor_neutral_or_good_by_the_cuts_of_its_scale(store: TrialStore) -> None:
    rows = [("csat", score, "1-5") for score in (1, 2, 3, 4)] + [("csat", 2, "1-3"), ("csat", 1, "good-bad")]
    rows += [("ces", 3, "1-7"), ("ces", 4, "1-7"), ("nps", 6, "0-10"), ("nps", 8, "0-10"), ("nps", 9, "0-10")]
    rows += [("csat", 7, "unheard of")]
    lines = "".join(f"S{n:02},{kind},{score},{scale},2024-01-02\n" for n, (kind, score, scale) in enumerate(rows))
    store.load(tickets(1))
    store.load("survey_id,kind,score,scale,responded_at\n" + lines, name="surveys.csv")
    found = [band for (band,) in store.rows("select rating_band from survey_facts order by survey_id")]
    assert found == [
        *("poor", "poor", "neutral", "good", "neutral", "good"),
        *("poor", "neutral", "poor", "neutral", "good", None),
    ]


def test_the_speed_of_the_reply_and_reopening_come_from_the_ticket(store: TrialStore) -> None:
    # default target: 480 business minutes, Monday to Friday 9 to 17; T0 in a day, T1 in a day and a half, T2 in three
    rows = [
        {"ticket_id": f"T{n}", "created_at": "2024-01-01 09:00", "first_reply_at": replied, "solved_at": "2024-01-09 12:00",
         "status": "solved", "reopens": n, "csat_score": "4"}
        for n, replied in enumerate(("2024-01-01 17:00", "2024-01-02 13:00", "2024-01-03 17:00"))
    ]  # fmt: skip
    store.load(rows)
    found = store.rows("select reply_speed, is_reopened from survey_facts order by ticket_id")
    assert found == [("in time", False), ("late", True), ("very late", True)]


def test_how_late_is_very_late_is_the_same_setting_as_for_poor_interactions(store: TrialStore) -> None:
    # promised within 480 business minutes; T0 took 480, T1 481, T2 960, T3 961, and T4 still waits after 240
    times = ("2024-01-01 17:00", "2024-01-02 09:01", "2024-01-02 17:00", "2024-01-03 09:01")
    rows = [
        {"ticket_id": f"T{n}", "created_at": "2024-01-01 09:00", "first_reply_at": replied, "solved_at": "2024-01-03 10:00",
         "csat_score": "3"}
        for n, replied in enumerate(times)
    ]  # fmt: skip
    store.load([*rows, {"ticket_id": "T4", "created_at": "2024-01-03 09:00"}, {"ticket_id": "T5", "created_at": "2024-01-03 13:00"}])  # fmt: skip
    speeds = "select coalesce(reply_speed, 'unknown') from {} where ticket_id < 'T5' order by ticket_id"

    def told() -> list[list[str]]:
        return [[one for (one,) in store.rows(speeds.format(table))] for table in ("ticket_facts", "survey_facts")]

    usual = ["in time", "late", "late", "very late"]
    assert told() == [[*usual, "unknown"], usual]
    change_settings({"late_factor": 3}, store=store.path)
    assert told() == [["in time", "late", "late", "late", "unknown"], ["in time", "late", "late", "late"]]
    change_settings({"late_factor": 0.25}, store=store.path)  # nobody is very late before being late
    assert told() == [["in time", *["very late"] * 3, "unknown"], ["in time", *["very late"] * 3]]


def test_questions_on_each_expectation_are_read_on_their_scale(store: TrialStore) -> None:
    header = "survey_id,kind,score,scale,timeliness_score,empathy_score,solution_score,aspect_scale,responded_at\n"
    lines = (
        "own,csat,5,1-5,2,5,,,2024-01-02\n"  # the scale of the rating
        "beside,nps,9,0-10,1,,4,,2024-01-02\n"  # not that of the recommendation
        "said,csat,4,1-5,,9,,0-10,2024-01-02\n"
        "wrong,csat,4,1-5,6,,,,2024-01-02\n"
    )
    store.load(tickets(1))
    report = store.load(header + lines, name="surveys.csv")
    assert counts(report) == (3, 0, 0, 0, 1)
    found = store.rows("select survey_id, expectation, scale, share, is_satisfied from aspect_facts order by 1, 2")
    assert found == [
        ("beside", "solution-oriented", "1-5", 0.75, True),
        ("beside", "timely", "1-5", 0.0, False),
        ("own", "empathetic", "1-5", 1.0, True),
        ("own", "timely", "1-5", 0.25, False),
        ("said", "empathetic", "0-10", 0.9, True),
    ]


def test_who_referred_a_customer_is_known(store: TrialStore) -> None:
    store.load(CUSTOMERS, name="customers.csv")
    assert dict(store.rows("select customer_id, referred_by from customer_facts")) == {"A": None, "B": "A"}
