"""What the Evaluate tab needs of a bench; whoever installs one is found by its entry point."""

import threading
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.conversation import Assistant

GROUP = "injae.evaluate"
SUFFIXES = (".yaml", ".yml", ".csv")
MAX_BYTES = 5 * 1024 * 1024
MAX_CASES = 1000
"""Cases of one run: some ten minutes in quote mode."""


class SuiteChoice(Protocol):
    """A suite that can be run."""

    @property
    def name(self) -> str:
        """As its file calls it."""
        ...

    @property
    def cases(self) -> int:
        """How many conversations it holds."""
        ...

    @property
    def path(self) -> Path:
        """Its file."""
        ...


class Run(Protocol):
    """A finished or stopped run."""

    @property
    def cases(self) -> int:
        """How many were finished."""
        ...

    @property
    def passed(self) -> int:
        """How many of them met every expectation."""
        ...

    @property
    def html(self) -> str:
        """The report: one page that points to nothing outside itself."""
        ...

    @property
    def json(self) -> str:
        """The same as data, for comparing."""
        ...


class Bench(Protocol):
    """Lists suites and runs one; raises InjaeError for a suite that breaks the format."""

    def suites(self) -> Sequence[SuiteChoice]:
        """The suites that come with the bench."""
        ...

    def suite(self, path: Path) -> SuiteChoice:
        """A suite of somebody's own.

        Raises:
            InjaeError: it breaks the format; the message starts with file and line.
        """
        ...

    def run(
        self,
        path: Path,
        assistant: "Assistant",
        progress: Callable[[int, int], None],
        stop: threading.Event,
    ) -> Run | None:
        """Run a suite; `progress(done, total)` after each case. None: stopped before the first.

        Raises:
            InjaeError: it breaks the format, or there is no index.
        """
        ...


def find_bench() -> Bench | None:
    """The bench that is installed; None when there is none."""
    for point in entry_points(group=GROUP):
        bench: Bench = point.load()()
        return bench
    return None
