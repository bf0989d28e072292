"""Who is the sample company: what it sells, to whom, and how its support is organised?"""

from dataclasses import dataclass

COMPANY = "Lumenfold"  # an invented maker of planning and billing software for service firms
CURRENCY = "EUR"

SEGMENTS = ("Small business", "Mid-market", "Enterprise")
SMALL, MID, LARGE = range(3)
SEGMENT_SHARES = (0.58, 0.28, 0.14)
TICKET_RATES = (0.9, 1.12, 1.4)  # per month, relative

PLANS = ("Starter", "Team", "Business", "Enterprise")
PLAN_SHARES = ((0.50, 0.38, 0.12, 0.0), (0.08, 0.42, 0.45, 0.05), (0.0, 0.06, 0.40, 0.54))  # by segment
PLAN_LEAVING = (0.2, 0.0, -0.1, -0.15)  # added to the log hazard
MONTHLY_AMOUNTS = ((59, 170, 520, 1400), (95, 360, 1150, 3200), (150, 700, 2400, 6200))  # medians by segment and plan
YEARLY_SHARES = (0.28, 0.55, 0.85)  # billed by the year, by segment

REGIONS = ("DACH", "UK & Ireland", "Nordics", "France & Benelux", "Southern Europe", "North America")
REGION_SHARES = (0.34, 0.18, 0.13, 0.15, 0.08, 0.12)
INDUSTRIES = (
    "Professional services",
    "Construction & trades",
    "Logistics",
    "Healthcare",
    "Education",
    "Manufacturing",
    "Media & agencies",
    "Property management",
    "Non-profit",
)
INDUSTRY_SHARES = (0.22, 0.14, 0.1, 0.1, 0.07, 0.12, 0.13, 0.08, 0.04)

ACQUISITION_CHANNELS = ("Organic search", "Paid search", "Referral", "Partner", "Events", "Outbound sales")
REFERRAL = ACQUISITION_CHANNELS.index("Referral")
ACQUISITION_SHARES = (
    (0.34, 0.25, 0.16, 0.12, 0.06, 0.07),
    (0.24, 0.14, 0.15, 0.18, 0.11, 0.18),
    (0.08, 0.04, 0.13, 0.24, 0.16, 0.35),
)
ACQUISITION_LEAVING = (0.0, 0.2, -0.15, -0.05, 0.0, 0.1)
ACQUISITION_COSTS = (260.0, 620.0, 190.0, 540.0, 880.0, 1150.0)  # medians for small customers, by channel
ACQUISITION_COST_FACTORS = (1.0, 3.6, 13.0)  # by segment

PRIORITIES = ("low", "normal", "high", "urgent")
LOW, NORMAL, HIGH, URGENT = range(4)

CHANNELS = ("email", "chat", "phone", "web form")
EMAIL, CHAT, PHONE, WEB = range(4)
CHANNEL_SHARES = ((0.49, 0.20, 0.05, 0.26), (0.53, 0.15, 0.12, 0.20), (0.60, 0.07, 0.22, 0.11))  # by segment

TEAMS = ("Customer care", "Technical", "Billing", "Onboarding", "Enterprise desk")
CARE, TECHNICAL, BILLING, ONBOARDING, ENTERPRISE_DESK = range(5)
TEAM_SIZES = (11, 11, 6, 6, 7)
TEAM_REPLY_FACTORS = (0.95, 1.12, 1.0, 0.82, 1.0)  # the Enterprise desk's own factors are planted: see Truth
TEAM_RESOLUTION_FACTORS = (0.95, 1.12, 1.05, 0.85, 1.0)

REPLY_MINUTES = (560.0, 300.0, 140.0, 32.0)  # staff minutes to the first reply to an email, medians by priority
RESOLUTION_MINUTES = (2350.0, 1280.0, 710.0, 225.0)  # staff minutes from there to the solution

LEAVING_REASONS = (
    "Poor support",
    "Price",
    "Missing features",
    "Switched to competitor",
    "No longer needed",
    "Business closed",
)
LEAVING_REASON_SHARES = (
    (0.06, 0.27, 0.2, 0.2, 0.17, 0.1),
    (0.34, 0.18, 0.13, 0.2, 0.1, 0.05),
)  # last: after poor support
PAYMENT_FAILED = "Payment failed"

EXCLUSIONS = ("spam", "deleted", "merged", "test")
SPAM, DELETED, MERGED, TEST = range(4)

# How a ticket came about; what decides its category, and what it may affect.
REGULAR, PRE_SALES, OUTAGE, PRICING, PROACTIVE, CANCELLATION, JUNK = range(7)


@dataclass(frozen=True)
class Category:
    """One category: its share among young and older customers, its priorities, its team and what work it makes."""

    name: str
    young: float
    older: float
    priorities: tuple[float, float, float, float]
    team: int
    effort: float
    handoffs: float
    one_touch: float
    tags: tuple[str, ...]


CATEGORIES = (
    Category("Getting started", 0.27, 0.03, (0.15, 0.70, 0.14, 0.01), ONBOARDING, 0.9, 0.10, 0.42, ("setup", "setup training")),
    Category("How-to", 0.22, 0.22, (0.30, 0.62, 0.08, 0.0), CARE, 0.6, 0.10, 0.55, ("how-to", "how-to docs")),
    Category("Account & access", 0.12, 0.12, (0.08, 0.56, 0.30, 0.06), CARE, 0.5, 0.08, 0.52, ("login", "permissions", "sso")),
    Category("Billing & invoices", 0.10, 0.17, (0.18, 0.64, 0.17, 0.01), BILLING, 0.8, 0.14, 0.40, ("invoice", "payment", "vat")),
    Category("Bug", 0.08, 0.17, (0.12, 0.48, 0.32, 0.08), TECHNICAL, 1.35, 0.42, 0.14, ("bug", "bug mobile", "bug web")),
    Category("Integrations & API", 0.08, 0.10, (0.16, 0.56, 0.24, 0.04), TECHNICAL, 1.2, 0.34, 0.22, ("api", "webhooks", "sync")),
    Category("Data import & export", 0.09, 0.07, (0.16, 0.62, 0.20, 0.02), TECHNICAL, 1.0, 0.22, 0.30, ("import", "export")),
    Category("Availability", 0.01, 0.025, (0.0, 0.18, 0.44, 0.38), TECHNICAL, 0.7, 0.26, 0.30, ("availability", "performance")),
    Category("Feature request", 0.03, 0.08, (0.66, 0.32, 0.02, 0.0), CARE, 0.8, 0.12, 0.58, ("idea", "idea roadmap")),
    Category("Cancellation", 0.003, 0.007, (0.04, 0.50, 0.42, 0.04), BILLING, 0.9, 0.20, 0.30, ("cancellation", "retention")),
    Category("Pre-sales", 0.0, 0.0, (0.20, 0.66, 0.14, 0.0), CARE, 0.5, 0.14, 0.50, ("pre-sales", "pre-sales demo")),
    Category("Check-in", 0.0, 0.0, (0.60, 0.40, 0.0, 0.0), ONBOARDING, 0.8, 0.03, 0.60, ("check-in", "tips")),
)  # fmt: skip
CATEGORY_NAMES = tuple(category.name for category in CATEGORIES)
AVAILABILITY = CATEGORY_NAMES.index("Availability")
GETTING_STARTED = CATEGORY_NAMES.index("Getting started")
HOW_TO = CATEGORY_NAMES.index("How-to")
BILLING_CATEGORY = CATEGORY_NAMES.index("Billing & invoices")
CATEGORY_OF_KIND = {
    PRE_SALES: CATEGORY_NAMES.index("Pre-sales"),
    OUTAGE: AVAILABILITY,
    PRICING: BILLING_CATEGORY,
    PROACTIVE: CATEGORY_NAMES.index("Check-in"),
    CANCELLATION: CATEGORY_NAMES.index("Cancellation"),
    JUNK: -1,
}
