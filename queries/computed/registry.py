"""Which answers are computed, by their own name, and in which computed shapes can a metric be asked?"""

from collections.abc import Mapping

from queries.computed.comments import COMMENTS
from queries.computed.computed import Computed, ComputedShape
from queries.computed.doses import DOSES
from queries.computed.one_poor import ONE_POOR
from queries.computed.retention import RETENTION
from queries.computed.satisfaction import SATISFACTION
from queries.computed.shapes import SHAPES
from queries.computed.support import SUPPORT
from queries.computed.technical import TECHNICAL

FAMILIES = (SATISFACTION, DOSES, COMMENTS, RETENTION, SUPPORT, ONE_POOR, TECHNICAL)
COMPUTED: Mapping[str, Computed] = {one.name: one for family in FAMILIES for one in family}
COMPUTED_SHAPES: Mapping[str, ComputedShape] = {shape.name: shape for shape in SHAPES}
