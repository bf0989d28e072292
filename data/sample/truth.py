"""Which effects are planted in the sample company, so that a method can be checked against them?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """The planted effects. All hazards are per tenure month of 365/12 days, all effects are added to the log hazard.

    Leaving of one's own accord in a tenure month has the hazard

        small_monthly_hazard x exp( size + plan + channel + young + billing
            + poor_interaction x (poor interactions so far, at most `interactions_cap`)
            + good_interaction x (good interactions so far, at most `interactions_cap`)
            + recent_poor if a poor interaction became known in the last `recent_months` tenure months
            + proactive if support got in touch by itself in the last `proactive_months` tenure months )

    * Interactions count when the ticket was created in the first `early_days` days of the relation and its outcome
      (last solution, or the rating) was known at the start of the tenure month. Poor and good are those of the
      default settings: rated 1-2 or 4-5 of 5; unrated: poor when reopened or later than twice a target, good when
      replied and resolved within target and never reopened. Excluded and proactive tickets do not count.
      So support that was poor in the first 90 days raises the monthly log hazard by `poor_interaction` for each poor
      interaction, and `good_ones_per_poor` good ones are needed to make up for a poor one.
    * Size is a confounder: large customers are served by the Enterprise desk, which replies in
      `large_reply_factor` and resolves in `large_resolution_factor` of the time that others need, and whose tickets
      come back `large_reopen_factor` as often; and `large_size` is added to their log hazard for reasons of their own.
      Mid-market customers lie between: replies and resolutions take `mid_speed_factor` of the time, and `mid_size` is
      added. Small customers have the factors 1 and nothing added. A comparison that ignores segments overstates
      what support does.
    * Leavers complain on the way out: a share `leavers_who_write` of those who leave of their own accord sends a
      cancellation ticket in the `notice_days` before. Those tickets are rated lower, and affect nothing.
    * Payment failures end relations with the hazard `payment_failure_monthly_hazard` (small customers), whatever
      support was like.
    * Nothing else about support, no mood and no rating scale, affects leaving: there is no hidden confounder.
    * Satisfaction is lowered by slow replies and resolutions, by reopening and by handoffs (`satisfaction_*`, in
      standard deviations of the noise; times per log unit of time over target).
    * Who answers a survey depends on the score: `answers_by_score`, chances for 1 to 5.
    * A customer who would give 9-10 refers `referral_weights[2]` as often as ... [1] (7-8) and [0] (0-6).
    * The new tool multiplies reply times by `tool_reply_factor`, resolution times by `tool_resolution_factor`.
      The pricing change multiplies the Billing team's reply times to email by `pricing_email_factors`, week by week.
    """

    small_monthly_hazard: float = 0.018
    mid_size: float = -1.2
    large_size: float = -2.4
    mid_speed_factor: float = 0.55
    large_reply_factor: float = 0.3
    large_resolution_factor: float = 0.35
    large_reopen_factor: float = 0.4
    poor_interaction: float = 0.48
    good_interaction: float = -0.12
    interactions_cap: int = 5
    early_days: int = 180
    recent_poor: float = 0.4
    recent_months: int = 3
    proactive: float = -0.25
    proactive_months: int = 6
    payment_failure_monthly_hazard: float = 0.0025
    leavers_who_write: float = 0.55
    notice_days: int = 20
    satisfaction_reply: float = -0.26
    satisfaction_resolution: float = -0.3
    satisfaction_reopened: float = -1.1
    satisfaction_handoff: float = -0.3
    answers_by_score: tuple[float, float, float, float, float] = (0.36, 0.31, 0.13, 0.14, 0.26)
    referral_weights: tuple[float, float, float] = (0.4, 1.0, 3.0)
    tool_reply_factor: float = 0.72
    tool_resolution_factor: float = 0.85
    pricing_email_factors: tuple[float, ...] = (1.6, 2.1, 2.6, 2.9, 3.1)

    @property
    def good_ones_per_poor(self) -> float:
        """How many good interactions offset one poor one, by counts alone."""
        return -self.poor_interaction / self.good_interaction


TRUTH = Truth()
