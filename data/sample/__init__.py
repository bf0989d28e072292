"""What would a whole company's support data look like? A believable one, made from a seed, with known effects in it."""

from data.sample.company import COMPANY
from data.sample.truth import TRUTH, Truth
from data.sample.writing import sample_settings, write_exports

__all__ = ["COMPANY", "TRUTH", "Truth", "sample_settings", "write_exports"]
