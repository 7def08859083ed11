"""Documents of BEIR-format folders as indexes of their own, each text encoded once for all."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import ingest

_ALL = "all"
_RECORD = "documents.json"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a corpus or of queries."""

    id: str
    text: str
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One folder: what is asked, over what, and what is relevant to each question."""

    name: str
    corpus: tuple[Item, ...]
    queries: tuple[Item, ...]
    relevant: dict[str, dict[str, float]]

    @property
    def key(self) -> str:
        """Its name, and a hash of its documents: folders of one name do not meet."""
        return f"{self.name}-{_digest(item_lines(self.corpus))[:8]}"


def home_of(task: Task, cache: Path) -> Path:
    """Where the index of a task's documents is kept."""
    return cache / task.key


def prepare(tasks: Sequence[Task], cache: Path, encoders: Path, say: Callable[[str], None]) -> None:
    """Build the indexes that are missing, or were made by other code than today's.

    Folders share many documents: all are encoded together, then each index takes its vectors.
    `encoders` is the folder of an ordinary home, so that the encoder is not converted for each.
    """
    stale = [task for task in tasks if not _is_fresh(home_of(task, cache), task.corpus)]
    if not stale:
        return
    everything = cache / _ALL
    if len(stale) > 1:
        items = dict.fromkeys(item for task in tasks for item in task.corpus)
        say(f"encoding {len(items)} documents")
        unique = [Item(str(n), i.text, i.title, i.language) for n, i in enumerate(items)]
        _build(everything, unique, encoders)
    for task in stale:
        say(f"indexing {task.name}")
        home = home_of(task, cache)
        if everything.exists() and not home.exists():
            shutil.copytree(everything, home, symlinks=True)
        _build(home, task.corpus, encoders)


def item_lines(items: Iterable[Item]) -> Iterable[str]:
    """One line of JSON for each."""
    return (json.dumps(asdict(item), ensure_ascii=False) for item in items)


def document(item: Item) -> "ingest.Document":
    """A line of a corpus as a document of one paragraph; its language is detected if not given."""
    language = item.language or ingest.language.detect(item.text)
    block = ingest.Block(0, len(item.text))
    return ingest.Document(item.id, language, item.title, item.text, (block,), path=item.id)


def _build(home: Path, items: Sequence[Item], encoders: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    encoders.mkdir(parents=True, exist_ok=True)
    if not (home / "encoders").exists():
        (home / "encoders").symlink_to(encoders.resolve(), target_is_directory=True)
    ingest.build_index(documents=[document(item) for item in items], home=home, only=True)
    (home / _RECORD).write_text(json.dumps(_made_from(items)), encoding="utf-8")


def _is_fresh(home: Path, items: Sequence[Item]) -> bool:
    try:
        recorded = json.loads((home / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(recorded == _made_from(items))


def _made_from(items: Sequence[Item]) -> dict[str, str]:
    """The documents, and the code that reads, cuts and encodes them."""
    folder = Path(ingest.__file__).parent
    sources = sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".toml"))
    return {
        "documents": _digest(item_lines(items)),
        "ingest": _digest(path.read_text(encoding="utf-8") for path in sources),
    }


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
