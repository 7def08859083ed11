"""Which statement holds on a day: what replaced it, and what it replaced."""

from collections import defaultdict
from datetime import date

from ingest import Chunk, Index


class Timeline:
    """The chains of replaced statements of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._earlier: dict[tuple[str, str], list[Chunk]] = defaultdict(list)
        for chunk in index.chunks:
            if chunk.validity.replaced_by:
                self._earlier[chunk.validity.replaced_by, chunk.language].append(chunk)

    def on(self, chunk: Chunk, day: date) -> Chunk | None:
        """The statement of the chain that holds on `day`; None when there is none."""
        seen = {chunk.id}
        while not chunk.validity.holds_on(day):
            step = (
                self._later(chunk)
                if chunk.validity.ended_before(day)
                else self._holding(self.before(chunk), day)
            )
            if step is None or step.id in seen:
                return None
            seen.add(step.id)
            chunk = step
        return chunk

    def before(self, chunk: Chunk) -> list[Chunk]:
        """The statements that this one replaced, the latest first."""
        found = self._earlier.get((chunk.parallel_id, chunk.language), [])
        return sorted(found, key=lambda c: c.validity.until or date.max, reverse=True)

    def _later(self, chunk: Chunk) -> Chunk | None:
        target = chunk.validity.replaced_by
        return self._index.parallel(target, chunk.language) if target else None

    @staticmethod
    def _holding(chunks: list[Chunk], day: date) -> Chunk | None:
        holding = [chunk for chunk in chunks if chunk.validity.holds_on(day)]
        return holding[0] if holding else (chunks[0] if chunks else None)
