"""Which canonical word do tools mean? Usual words for states and answers, understood where a preset says nothing else."""

from collections.abc import Mapping

_STATUS = {
    "new": ("new", "unassigned", "created", "to do", "todo", "submitted", "registered"),
    "open": ("open", "opened", "reopened", "re-opened", "re-open", "active", "in progress", "in process", "working",
             "work in progress", "assigned", "escalated", "acknowledged", "customer responded", "replied by customer",
             "waiting for support", "waiting on support", "waiting on us", "awaiting agent", "wip", "started"),
    "pending": ("pending", "waiting", "waiting on customer", "waiting for customer", "waiting on contact",
                "awaiting your reply", "awaiting reply", "awaiting customer", "awaiting user info", "awaiting customer reply",
                "waiting for reply", "replied", "pending reminder", "snoozed", "responded", "info requested"),
    "hold": ("hold", "on hold", "on-hold", "onhold", "waiting on third party", "waiting for third party", "awaiting vendor",
             "awaiting problem", "awaiting evidence", "paused", "blocked", "deferred", "waiting for approval"),
    "solved": ("solved", "resolved", "fixed", "done", "completed", "complete", "answered", "pending close"),
    "closed": ("closed", "canceled", "cancelled", "rejected", "declined", "archived", "duplicate", "merged", "deleted",
               "spam", "trash", "won't do", "wont do"),
}  # fmt: skip
_EXCLUSION = {"merged": ("merged", "duplicate"), "deleted": ("deleted", "trash"), "spam": ("spam",), "test": ("test",)}

_ANSWERS = {
    "csat": {"5": ("very satisfied", "extremely satisfied", "completely satisfied", "strongly agree"),
             "4": ("satisfied", "somewhat satisfied", "agree"),
             "3": ("neither satisfied nor dissatisfied", "neither agree nor disagree", "neutral"),
             "2": ("dissatisfied", "somewhat dissatisfied", "unsatisfied", "disagree"),
             "1": ("very dissatisfied", "extremely dissatisfied", "completely dissatisfied", "very unsatisfied",
                   "strongly disagree")},
    "ces": {"7": ("strongly agree", "very easy", "extremely easy"), "6": ("agree", "easy"),
            "5": ("somewhat agree", "slightly agree", "somewhat easy", "slightly easy"),
            "4": ("neither agree nor disagree", "neither easy nor difficult", "neutral"),
            "3": ("somewhat disagree", "slightly disagree", "somewhat difficult", "slightly difficult"),
            "2": ("disagree", "difficult"), "1": ("strongly disagree", "very difficult", "extremely difficult")},
}  # fmt: skip


def _words(groups: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: new for new, words in groups.items() for word in words}


def _answers() -> dict[str, str]:
    """Answers in words, on 1-5 or 1-7: with the kind of their question, and alone where no other kind has that word."""
    csat, ces = _words(_ANSWERS["csat"]), _words(_ANSWERS["ces"])
    alone = {word: score for word, score in (csat | ces).items() if word not in csat or word not in ces}
    return (
        alone
        | {f"{word} csat": score for word, score in csat.items()}
        | {f"{word} ces": score for word, score in ces.items()}
    )


# table -> canonical column -> word of a file -> canonical word
COMMON_WORDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "tickets": {"status": _words(_STATUS), "exclusion": {**_words(_EXCLUSION), "*": ""}},
    "surveys": {"score": _answers()},
}
