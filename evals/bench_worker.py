"""One part of the bench, in a process of its own: an order on standard input, figures out."""

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest import Index

SAMPLE = 256
"""Texts that throughput is measured on."""


def main() -> int:
    """Read the order, do it, print its figures as one line of JSON."""
    order = json.load(sys.stdin)
    from ingest import InjaeError

    try:
        figures = PARTS[order["part"]](order)
    except InjaeError as error:
        print(error, file=sys.stderr)
        return 2
    unit = 1024**2 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    figures["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
    print(json.dumps(figures))
    return 0


def encode(order: dict[str, Any]) -> dict[str, Any]:
    """Documents, characters and tokens a second of the encoder that builds indexes."""
    import ingest

    home = Path(order["home"])
    index = ingest.open_index(home)
    texts = _sample(index)
    encoder = ingest.open_encoder(index.manifest.encoder, home)
    encoder.encode_documents(texts[:1])
    seconds = _timed(lambda: encoder.encode_documents(texts))
    tokens = ingest.plain_reference(index.manifest.encoder, home).count_tokens(texts)
    return _throughput(texts, tokens, seconds)


def plain_encode(order: dict[str, Any]) -> dict[str, Any]:
    """The same of `SentenceTransformer.encode`, as a plain pipeline does; fills its collection."""
    import ingest

    home = Path(order["home"])
    index = ingest.open_index(home)
    texts = _sample(index)
    plain = ingest.plain_reference(index.manifest.encoder, home, Path(order["folder"]))
    plain.encode(texts[:1])
    vectors: list[Any] = []
    seconds = _timed(lambda: vectors.extend(plain.encode(texts)))
    rows = [number % len(texts) for number in range(len(index.chunks))]
    # as many as Injae searches; copies will do, as only the time is looked at
    plain.add([texts[row] for row in rows], [vectors[row] for row in rows])
    return _throughput(texts, plain.count_tokens(texts), seconds)


def ask(order: dict[str, Any]) -> dict[str, Any]:
    """Time to open, to the first answer, and by stage for each question."""
    began = time.perf_counter()
    from assistant import Assistant, Settings

    home = Path(order["home"])
    assistant = Assistant.open(Settings.from_env(home=home, mode="quote"))
    opened = time.perf_counter() - began
    first, *others = order["questions"]
    _answer_timings(assistant, first)
    answered = time.perf_counter() - began
    timings = []
    for question in others or [first]:
        asked = time.perf_counter()
        stages = _answer_timings(assistant, question)
        timings.append({**stages, "total": time.perf_counter() - asked})
    assistant.close()
    return {
        "open_seconds": round(opened, 4),
        "first_answer_seconds": round(answered, 4),
        "chunks": _chunks(home),
        "timings": timings,
    }


def plain_ask(order: dict[str, Any]) -> dict[str, Any]:
    """The same of a plain pipeline: encode the question, five nearest of one collection."""
    began = time.perf_counter()
    import ingest

    home = Path(order["home"])
    name = ingest.open_index(home).manifest.encoder
    plain = ingest.plain_reference(name, home, Path(order["folder"]))
    opened = time.perf_counter() - began
    first, *others = order["questions"]
    plain.search(first, 5)
    answered = time.perf_counter() - began
    timings = [{"total": _timed(partial(plain.search, q, 5))} for q in others or [first]]
    return {
        "open_seconds": round(opened, 4),
        "first_answer_seconds": round(answered, 4),
        "timings": timings,
    }


def inflate(order: dict[str, Any]) -> dict[str, Any]:
    """An index of a given size out of jittered copies: good for latency, for nothing else."""
    import ingest

    ingest.inflate_index(Path(order["home"]), Path(order["folder"]), order["size"])
    return {}


PARTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "encode": encode,
    "plain-encode": plain_encode,
    "ask": ask,
    "plain-ask": plain_ask,
    "inflate": inflate,
}


def _sample(index: "Index") -> list[str]:
    """Texts evenly spread over an index."""
    step = max(1, len(index.chunks) // SAMPLE)
    return [chunk.embedded_text() for chunk in index.chunks[::step]][:SAMPLE]


def _answer_timings(assistant: Any, question: str) -> dict[str, float]:
    return dict(assistant.ask(question).answer.timings)


def _chunks(home: Path) -> int:
    import ingest

    return len(ingest.open_index(home).chunks)


def _throughput(texts: list[str], tokens: int, seconds: float) -> dict[str, Any]:
    return {
        "documents": len(texts),
        "seconds": round(seconds, 4),
        "documents_per_second": round(len(texts) / seconds, 3),
        "characters_per_second": round(sum(map(len, texts)) / seconds, 1),
        "tokens_per_second": round(tokens / seconds, 1),
    }


def _timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
