"""Which statement of a chain holds on a day, and what it replaced."""

from datetime import date

import pytest

from assistant.timeline import Timeline
from ingest import Chunk, Validity


class Statements:
    """What a timeline needs of an index."""

    def __init__(self, *chunks: Chunk) -> None:
        self.chunks = chunks

    def parallel(self, parallel_id: str, language: str) -> Chunk | None:
        found = [c for c in self.chunks if (c.parallel_id, c.language) == (parallel_id, language)]
        return found[0] if found else None


def statement(
    name: str, since: int | None, until: int | None, later: str = "", language: str = "en"
) -> Chunk:
    """A statement that holds from a year's first day to a year's last."""
    validity = Validity(
        date(since, 1, 1) if since else None,
        date(until, 12, 31) if until else None,
        f"d#{later}" if later else "",
    )
    text = f"{name} {language}"
    return Chunk(
        id=text,
        document_id="d",
        language=language,
        title="D",
        heading=(),
        page=None,
        start=0,
        end=len(text),
        text=text,
        kind="statement",
        validity=validity,
        parallel_id=f"d#{name}",
    )


FIRST = statement("first", None, 2022, "second")
SECOND = statement("second", 2023, 2024, "third")
THIRD = statement("third", 2025, None)
FRENCH = statement("second", 2023, 2024, "third", "fr")
ALONE = statement("alone", None, 2024)
INDEX = Statements(FIRST, SECOND, THIRD, FRENCH, ALONE)


@pytest.fixture
def timeline() -> Timeline:
    return Timeline(INDEX)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [FIRST, SECOND, THIRD])
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 6, 1), FIRST),
        (date(2022, 12, 31), FIRST),
        (date(2023, 1, 1), SECOND),
        (date(2024, 12, 31), SECOND),
        (date(2025, 1, 1), THIRD),
        (date(2030, 1, 1), THIRD),
    ],
)
def test_any_of_a_chain_leads_to_the_one_that_holds(
    timeline: Timeline, start: Chunk, day: date, expected: Chunk
) -> None:
    assert timeline.on(start, day) == expected


def test_what_ended_without_a_successor_is_nothing_now(timeline: Timeline) -> None:
    assert timeline.on(ALONE, date(2025, 1, 1)) is None
    assert timeline.on(ALONE, date(2024, 12, 31)) == ALONE


def test_what_had_not_begun_is_nothing_then() -> None:
    young = statement("young", 2026, None)
    timeline = Timeline(Statements(young))  # type: ignore[arg-type]
    assert timeline.on(young, date(2025, 12, 31)) is None


def test_what_it_replaced_is_told_in_its_own_language(timeline: Timeline) -> None:
    assert timeline.before(THIRD) == [SECOND]
    assert timeline.before(SECOND) == [FIRST] and timeline.before(FIRST) == []
    assert timeline.before(FRENCH) == []


def test_the_latest_of_several_comes_first() -> None:
    old, older = statement("old", None, 2024, "new"), statement("older", None, 2020, "new")
    new = statement("new", 2025, None)
    timeline = Timeline(Statements(older, old, new))  # type: ignore[arg-type]
    assert timeline.before(new) == [old, older]


def test_a_successor_that_is_missing_or_turns_in_a_circle_is_nothing() -> None:
    lost = statement("lost", None, 2020, "nowhere")
    one, two = statement("one", None, 2020, "two"), statement("two", None, 2020, "one")
    timeline = Timeline(Statements(lost, one, two))  # type: ignore[arg-type]
    for chunk in (lost, one, two):
        assert timeline.on(chunk, date(2026, 1, 1)) is None
