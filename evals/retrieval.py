"""A BEIR-format folder through the real chunking, encoder and retrieval -> recall, MRR, nDCG."""

import csv
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.corpora import Item, Task, home_of
from evals.errors import BadFolder
from evals.folders import json_lines, text_field
from evals.metrics import SEED
from ingest import LANGUAGES

if TYPE_CHECKING:
    from assistant import Assistant

DEPTH = 10
ASKED = 3 * DEPTH
"""Chunks asked for, so that ten documents remain when one gives several."""
RESAMPLES = 2000
LEVEL = 0.95
QRELS = ("qrels.tsv", "qrels/test.tsv", "qrels/dev.tsv")

Metric = Callable[[Sequence[str], dict[str, float]], float]


def read_folder(folder: Path) -> Task:
    """Read a folder; questions to which nothing is relevant are left out.

    Raises:
        BadFolder: a file is missing or a line cannot be read.
    """
    corpus = tuple(_items(folder / "corpus.jsonl"))
    relevant = _qrels(folder, {item.id for item in corpus})
    queries = tuple(item for item in _items(folder / "queries.jsonl") if item.id in relevant)
    if not queries:
        raise BadFolder(f"{folder}: no question of queries.jsonl is in the qrels")
    return Task(folder.resolve().name, corpus, queries, relevant)


def measure(
    task: Task, cache: Path, progress: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """Ask every question of the index of the task's documents under `cache`, judge the ranks."""
    from assistant import Assistant, Settings

    home = home_of(task, cache)
    assistant = Assistant.open(Settings.from_env(home=home, mode="quote"))
    try:
        ranked = []
        for query in task.queries:
            ranked.append(_ranked(query, assistant))
            progress()
    finally:
        assistant.close()
    return judged(task, ranked)


def judged(task: Task, ranked: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Every metric over the ranked document ids of each question, with its interval."""
    pairs = list(zip(task.queries, ranked, strict=True))
    scores = {
        name: [metric(ids, task.relevant[query.id]) for query, ids in pairs]
        for name, metric in METRICS.items()
    }
    return {
        "name": task.name,
        "queries": len(task.queries),
        "documents": len(task.corpus),
        "metrics": {name: interval(values) for name, values in scores.items()},
    }


def recall_at(depth: int) -> Metric:
    """1 when any relevant document is among the first `depth`."""
    return lambda ranked, relevant: float(any(name in relevant for name in ranked[:depth]))


def reciprocal_rank(ranked: Sequence[str], relevant: dict[str, float]) -> float:
    """One over the rank of the first relevant document, 0 beyond the tenth."""
    for rank, name in enumerate(ranked[:DEPTH], start=1):
        if name in relevant:
            return 1 / rank
    return 0.0


def discounted_gain(ranked: Sequence[str], relevant: dict[str, float]) -> float:
    """nDCG over the first ten: gain by relevance, discounted by the logarithm of the rank."""
    gains = [relevant.get(name, 0.0) for name in ranked[:DEPTH]]
    ideal = sorted(relevant.values(), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(ideal)


METRICS: dict[str, Metric] = {
    "recall@1": recall_at(1),
    "recall@5": recall_at(5),
    "recall@10": recall_at(10),
    "mrr@10": reciprocal_rank,
    "ndcg@10": discounted_gain,
}


def interval(scores: Sequence[float]) -> dict[str, Any]:
    """The mean and its 95 % interval by bootstrap over the questions."""
    if not scores:
        return {"value": None, "low": None, "high": None}
    data = np.asarray(scores, float)
    picks = np.random.default_rng(SEED).integers(0, len(data), (RESAMPLES, len(data)))
    low, high = np.quantile(data[picks].mean(axis=1), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return {"value": round(data.mean(), 6), "low": round(low, 6), "high": round(high, 6)}


def _ranked(query: Item, assistant: "Assistant") -> list[str]:
    """Ids of the documents found, best first; a question that is not taken finds none."""
    from assistant import BadQuestion

    language = query.language if query.language in LANGUAGES else "auto"
    try:
        found = assistant.retrieve(query.text, language=language, limit=ASKED, collapse=False)
    except BadQuestion:
        return []
    return list(dict.fromkeys(evidence.chunk.document_id for evidence in found))[:DEPTH]


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _items(path: Path) -> Iterator[Item]:
    for number, fields in json_lines(path):
        metadata = fields.get("metadata")
        known = metadata.get("language") if isinstance(metadata, dict) else None
        yield Item(
            text_field(fields, "_id", path, number),
            text_field(fields, "text", path, number),
            str(fields.get("title") or ""),
            known if isinstance(known, str) else "",
        )


def _qrels(folder: Path, known: set[str]) -> dict[str, dict[str, float]]:
    path = next((folder / name for name in QRELS if (folder / name).exists()), None)
    if path is None:
        raise BadFolder(f"{folder}: no {' or '.join(QRELS)}")
    relevant: dict[str, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            if number == 1 and row[-1:] == ["score"]:
                continue
            query, document, score = _qrel(row, path, number)
            if document not in known:
                raise BadFolder(f"{path}:{number}: no document '{document}' in corpus.jsonl")
            if score > 0:
                relevant.setdefault(query, {})[document] = score
    return relevant


def _qrel(row: list[str], path: Path, number: int) -> tuple[str, str, float]:
    try:
        query, document, score = row
        return query, document, float(score)
    except ValueError:
        raise BadFolder(f"{path}:{number}: expected query-id, corpus-id and score") from None
