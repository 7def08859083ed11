"""Numbers, money, dates, durations and codes in Korean, English and French: found, compared."""

from ingest.values.compare import contains, covers, same, uncovered, values_equal
from ingest.values.find import find_values
from ingest.values.types import Kind, Normal, Value

__all__ = [
    "Kind",
    "Normal",
    "Value",
    "contains",
    "covers",
    "find_values",
    "same",
    "uncovered",
    "values_equal",
]
