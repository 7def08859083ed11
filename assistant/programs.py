"""How the conditions of a program hang together, each by the statement that says so.

Names are anchors of the program's brief; a test holds each of them against the corpus.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Program:
    """What the attributes of single statements cannot say."""

    id: str
    instead: tuple[tuple[str, str], ...] = ()
    """(a, b): b says that it is accepted instead of a."""
    waivers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A statement that waives others."""
    unclear: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(statement, conditions): the sources disagree on whether these are needed together."""
    rests_on: dict[str, str] = field(default_factory=dict)
    """A condition's amount -> the statement of the base that it was reckoned on."""
    only_in: dict[str, int] = field(default_factory=dict)
    """A condition -> the one year that its statement speaks of."""
    besides: tuple[str, ...] = ()
    """What is asked besides, and no fact of the form decides."""


PROGRAMS = {
    program.id: program
    for program in (
        Program(
            "startup-korea-special-visa",
            besides=("mss-recommends", "criteria", "before-incorporation", "no-oasis-score"),
        ),
        Program(
            "top-tier-visa",
            instead=(("experience", "research"),),
            waivers={"income-waiver": ("degree", "experience", "research")},
            unclear=(("degree-and-or-experience", ("degree", "experience", "research")),),
            rests_on={"income": "gni-base", "income-waiver": "gni-base"},
            besides=("rankings", "income-2026", "fields-2026-list"),
        ),
        Program("k-star", besides=("bachelor-not-named", "designated-32", "added-universities")),
        Program(
            "gks", besides=("degree-date", "embassy-choices", "university-choice", "france-birth")
        ),
        Program(
            "tips",
            only_in={"global-age-2024": 2024},
            besides=(
                "operator-route",
                "foreign-founders",
                "preinvestment-2026",
                "preinvestment-regional-2026",
                "deep-tech-2026",
                "global-threshold-2026",
            ),
        ),
    )
}
