"""Every claim of a draft checked against its evidence, by value, across the three languages."""

from assistant.claims.checking import faults
from assistant.claims.ground import Ground, ground, ground_of_text
from assistant.claims.reading import Reading, read
from assistant.claims.screening import screen
from assistant.claims.types import Claim, Dropped, Screened

__all__ = [
    "Claim",
    "Dropped",
    "Ground",
    "Reading",
    "Screened",
    "faults",
    "ground",
    "ground_of_text",
    "read",
    "screen",
]
