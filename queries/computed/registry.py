"""Which answers are computed, by their own name, and in which computed shapes can a metric be asked?"""

from collections.abc import Mapping

from queries.computed.beliefs import TESTED
from queries.computed.comments import COMMENTS
from queries.computed.computed import Computed, ComputedShape
from queries.computed.contacts import CONTACTS
from queries.computed.doses import DOSES
from queries.computed.journey_comparisons import JOURNEY_COMPARISONS
from queries.computed.journey_helping import JOURNEY_HELPING
from queries.computed.journey_needs import JOURNEY_NEEDS
from queries.computed.journey_steps import JOURNEY_STEPS
from queries.computed.one_poor import ONE_POOR
from queries.computed.orders import ORDERS
from queries.computed.retention import RETENTION
from queries.computed.risk import RISK
from queries.computed.satisfaction import SATISFACTION
from queries.computed.shapes import SHAPES
from queries.computed.support import SUPPORT
from queries.computed.technical import TECHNICAL
from queries.computed.value import VALUE
from queries.computed.worth import WORTH

OF_SUPPORT = (SATISFACTION, DOSES, COMMENTS)
OF_JOURNEYS = (JOURNEY_STEPS, JOURNEY_COMPARISONS, JOURNEY_NEEDS, JOURNEY_HELPING)
OF_CUSTOMERS = (*OF_JOURNEYS, RETENTION, SUPPORT, ONE_POOR, TECHNICAL, VALUE, WORTH, ORDERS, TESTED, RISK, CONTACTS)
COMPUTED: Mapping[str, Computed] = {one.name: one for family in (*OF_SUPPORT, *OF_CUSTOMERS) for one in family}
COMPUTED_SHAPES: Mapping[str, ComputedShape] = {shape.name: shape for shape in SHAPES}
