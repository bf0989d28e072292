"""Which agents work in which team, from when to when, and how good are they?"""

from dataclasses import dataclass

import numpy as np

from data.sample import company
from data.sample.drawing import Floats, Ints, pick, stream
from data.sample.timeline import Timeline

PERMANENT = 0.55  # share of each team that is there all the time
STINT_DAYS = 30  # rosters are drawn up for so many days


@dataclass(frozen=True)
class Roster:
    """One entry per agent; days are numbers since 1970-01-01."""

    team: Ints
    joined: Ints
    left: Ints
    reply_factor: Floats  # on the time to the first reply
    work_factor: Floats  # on the time from there to the solution
    kindness: Floats  # added to satisfaction
    reopen_factor: Floats


def draw_roster(seed: int, line: Timeline) -> Roster:
    """The agents of all teams: most stay, some join and some leave while the timeline runs."""
    generator = stream(seed, "roster")
    team = np.repeat(np.arange(len(company.TEAMS)), company.TEAM_SIZES)
    size = len(team)
    place = np.concatenate([np.arange(members) / members for members in company.TEAM_SIZES])
    last = line.first_number + line.days
    joins = (place >= PERMANENT) & (generator.random(size) < 0.6)
    leaves = (place >= PERMANENT) & ~joins
    moment = line.first_number + (line.days * (0.15 + 0.7 * generator.random(size))).astype(np.int64)
    factors = [np.exp(generator.normal(0.0, sigma, size)) for sigma in (0.24, 0.2, 0.35)]
    return Roster(
        team,
        np.where(joins, moment, line.first_number),
        np.where(leaves, moment, last),
        factors[0],
        factors[1],
        generator.normal(0.0, 0.22, size),
        factors[2],
    )


def assign(seed: int, batch: str, roster: Roster, team: Ints, day: Ints) -> Ints:
    """An agent of the ticket's team who works there in the days around `day`; some take more tickets than others."""
    generator = stream(seed, f"assign {batch}")
    appetite = np.exp(stream(seed, "appetite").normal(0.0, 0.3, len(roster.team)))
    first = int(roster.joined.min())
    stints = (day - first) // STINT_DAYS
    begins = first + STINT_DAYS * np.arange(int(stints.max(initial=0)) + 1)
    works = (roster.joined <= begins[:, None]) & (roster.left > begins[:, None] + STINT_DAYS)
    chosen = np.zeros(len(team), dtype=np.int64)
    for number in range(len(company.TEAMS)):
        members = np.flatnonzero(roster.team == number)
        here = np.flatnonzero(team == number)
        weights = np.where(works[:, members], appetite[members], 0.0)
        weights[:, 0] += 1e-9  # somebody is always there
        chosen[here] = members[pick(generator, weights, stints[here])]
    return chosen
