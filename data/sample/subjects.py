"""What do tickets of each category say in their first line?"""

from dataclasses import dataclass

import numpy as np

from data.sample.company import CATEGORIES, COMPANY
from data.sample.drawing import Ints


def _sections(text: str) -> dict[str, tuple[str, ...]]:
    """Indented lines by the heading above them."""
    sections: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in text.strip().splitlines():
        if line.startswith(" "):
            sections[heading] += (line.strip(),)
        else:
            heading = line
            sections[heading] = ()
    return sections


_WORDS = _sections("""
feature
    the planning board
    time tracking
    recurring invoices
    the client portal
    the mobile app
    calendar sync
    reports
    automations
    shift templates
    the approval workflow
    quotes
    the dashboard
    project budgets
    notifications
system
    Google Calendar
    Outlook
    DATEV
    Xero
    Slack
    HubSpot
    Zapier
    Power BI
    our ERP
    Stripe
number
    3
    5
    12
    20
    48
    150
    1,200
month
    January
    February
    March
    April
    May
    June
    July
    August
    September
    October
    November
    December
""")
_TEMPLATES = _sections("""
Getting started
    How do we set up {feature}?
    First steps with {feature}
    Help with setting up our team
    Training session for new users
    Kick-off: questions about {feature}
    Which order should we roll out {feature} in?
    Moving from spreadsheets to {company}
    Onboarding call, please reschedule
How-to
    Question about {feature}
    How can I change the default view in {feature}?
    Is it possible to hide columns in {feature}?
    Where do I find {feature} now?
    Can we copy settings of {feature} to another team?
    How to undo a change in {feature}
    Wie kann ich {feature} anpassen?
    Can I print from {feature}?
    Filters in {feature}: "and" or "or"?
Account & access
    Cannot log in
    Password reset mail does not arrive
    Please add {number} users
    User locked out after too many attempts
    Permissions for {feature}
    SSO login fails for one colleague
    Change of account owner
    Two-factor code is rejected
    Former employee still has access
    Invitation link expired
Billing & invoices
    Invoice for {month} is missing
    Wrong VAT number on the invoice
    Charged twice this month
    Change of billing address
    Card declined, how to pay?
    Please send invoices as PDF to accounting
    Credit note for {number} unused seats
    Switch from monthly to yearly billing
    Rechnung: falscher Betrag
Bug
    Error when saving {feature}
    Yesterday's data in {feature}
    App crash on Android: {feature}
    Totals do not add up in {feature}
    Blank page in {feature}
    Duplicate entries after update, {feature}
    Cannot delete an entry in {feature}
    Wrong time zone in {feature}
    Buttons overlap in {feature}
Integrations & API
    Sync with {system} stopped
    API returns 429 for {number} requests
    Webhook is sent twice
    OAuth token for {system} expires daily
    Mapping fields to {system}
    Missing customer id in the API answer
    {system} connection asks for admin rights
    Rate limits of the API
    Sandbox for {system}?
Data import & export
    CSV import fails at row {number}
    Export of {feature} is incomplete
    Umlauts broken after import
    Export to {system} takes hours
    Import created duplicates
    How to import {number} contacts at once?
    Date format in the export of {feature}
    Backup of all our data
Availability
    {company} is down
    Everything is very slow this morning
    Cannot load {feature}
    Timeouts in {feature}
    Error 503 on every page
    Our whole team cannot work
    Is there an outage?
    Cannot reach {feature}, urgent
    Status page says all good, but it is not
Feature request
    Idea: dark mode for {feature}
    Please add bulk edit to {feature}
    Wish: {feature} in Dutch
    Keyboard shortcuts in {feature}
    Would love an undo in {feature}
    Integration with {system}, planned?
    More roles for {feature}
    Custom fields in {feature}
Cancellation
    Cancellation of our subscription
    How do we cancel?
    Please confirm our cancellation
    Not renewing at the end of the term
    Closing our account and exporting our data
    Kündigung unseres Vertrags
    We are thinking about leaving {company}
    Downgrade or cancel?
Pre-sales
    Price for {number} users?
    Does {company} work with {system}?
    Demo of {feature}
    Extending our trial
    Where is our data hosted?
    Data processing agreement before we sign
    Is {feature} part of the Team plan?
    Discount for non-profits
Check-in
    Checking in: how is {feature} working for you?
    Three tips for {feature}
    Your first quarter with {company}
    You have not tried {feature} yet
    A quick review of your setup
New prices
    Question about the new price per seat
    Invoice higher than last month, why?
    New prices: do they apply to our running contract?
    Announcement of new prices, what does it mean for {number} seats?
    Please explain the new price list
    Old and new price on the same invoice
    Neue Preise: ab wann gelten sie?
Spam
    Boost your ranking today
    Unpaid parcel fee, act now
    Cheap toner and cartridges
    You have been selected
    Guest post on your blog?
    Your mailbox is almost full
    Re: Re: Partnership opportunity
    10,000 followers for 9 EUR
Test
    Test ticket, please ignore
    test
    Testing the web form
    Test from support training
""")


MORE_GROUPS = ("New prices", "Spam", "Test")  # numbered after the categories


@dataclass(frozen=True)
class Pool:
    """All first lines; those of one category lie together, from `starts[category]`, `sizes[category]` of them."""

    lines: tuple[str, ...]
    starts: Ints
    sizes: Ints


def _fill(template: str) -> list[str]:
    lines = [template.replace("{company}", COMPANY)]
    for field, values in _WORDS.items():
        lines = [line.replace(f"{{{field}}}", value) for line in lines for value in values]
    return [line[0].upper() + line[1:] for line in dict.fromkeys(lines)]


def pool() -> Pool:
    """The first lines of every category, then those of the further groups, all different."""
    names = [*(category.name for category in CATEGORIES), *MORE_GROUPS]
    groups = [[line for template in _TEMPLATES[name] for line in _fill(template)] for name in names]
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    lines = tuple(line for group in groups for line in group)
    return Pool(lines, np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)


def choose(generator: np.random.Generator, lines: Pool, groups: Ints) -> Ints:
    """The number of one first line for each entry of `groups` (a category, or a further group)."""
    return lines.starts[groups] + (generator.random(len(groups)) * lines.sizes[groups]).astype(np.int64)
