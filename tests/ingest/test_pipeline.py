"""From files to a published index: what is redone, what is kept, what a crash leaves."""

import fcntl
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from support import make_pdf, make_tiny_encoder

from ingest import (
    Block,
    Build,
    Document,
    EncoderUnavailable,
    IngestError,
    build_index,
    open_encoder,
    open_index,
)
from ingest.errors import IngestBusy
from ingest.pipeline import is_fresh

Builder = Callable[..., Build]
BRIEF = "briefs/students/demo.fr.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def build(home: Path, tiny_encoder: Path) -> Builder:
    def run(*paths: Path, **options: Any) -> Build:
        return build_index(paths, home=home, encoder_name=str(tiny_encoder), **options)

    return run


def texts(home: Path) -> list[str]:
    index = open_index(home)
    return [chunk.text for chunk in index.chunks]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_was_built_can_be_found(
    build: Builder, corpus: Path, home: Path, tiny_encoder: Path
) -> None:
    made = build(corpus)
    assert (made.documents, made.chunks, made.failures) == (3, 15, {})
    index, encoder = open_index(home), open_encoder(str(tiny_encoder), home)
    query = index.centred(encoder.encode_query("moins de 40 ans"), "query", "fr")
    (row, _), *_ = index.nearest(query, "fr", 1)
    assert index.chunks[row].parallel_id == "demo#age"
    assert is_fresh(home, str(tiny_encoder))


def test_nothing_is_done_where_nothing_changed(build: Builder, corpus: Path) -> None:
    first = build(corpus)
    again = build(corpus)
    assert again.unchanged and again.build == first.build
    assert (again.documents, again.chunks, again.encoded) == (3, 15, 0)
    assert build().build == first.build


def test_force_builds_from_kept_vectors(build: Builder, corpus: Path) -> None:
    first = build(corpus)
    again = build(corpus, force=True)
    assert again.build != first.build and not again.unchanged
    assert (again.encoded, again.reused) == (0, first.encoded)


def test_only_what_changed_is_encoded(
    build: Builder, corpus: Path, home: Path, tiny_encoder: Path
) -> None:
    build(corpus)
    change(corpus / BRIEF, "il faut avoir moins de 40 ans", "on a moins de 40 ans")
    assert not is_fresh(home, str(tiny_encoder))
    again = build()
    # the statement under its title, and its one sentence
    assert again.encoded == 2
    assert "Pour la bourse Demo, on a moins de 40 ans." in texts(home)
    assert not any("il faut avoir" in text for text in texts(home))


def test_a_removed_file_is_gone(build: Builder, corpus: Path, home: Path) -> None:
    note = write(corpus / "note.txt", "A note that will be removed.")
    build(corpus)
    assert any("removed" in text for text in texts(home))
    note.unlink()
    assert build().documents == 3
    assert not any("removed" in text for text in texts(home))


def test_a_path_is_added_to_what_was_there(build: Builder, corpus: Path, home: Path) -> None:
    note = write(home.parent / "other" / "note.txt", "Another note.")
    build(corpus)
    assert build(note.parent).documents == 4
    assert build(note.parent, only=True).documents == 1
    assert texts(home) == ["Another note."]


def test_roots_are_judged_one_by_one(build: Builder, corpus: Path, home: Path) -> None:
    folder = home.parent / "other"
    write(folder / "note.txt", "Another note.")
    write(folder / "data.bin", "not looked at")
    write(folder / ".hidden" / "a.txt", "not looked at")
    write(folder / "README.md", "not looked at")
    (folder / "link.txt").symlink_to(corpus / BRIEF)
    assert build(corpus, folder).documents == 4
    assert set(open_index(home).manifest.roots) == {str(corpus), str(folder)}
    write(folder / "data.bin", "changed")
    assert build().unchanged


def test_one_unreadable_file_does_not_stop_the_others(
    build: Builder, corpus: Path, home: Path
) -> None:
    bad = write(corpus / "bad.pdf", "no PDF at all")
    made = build(corpus)
    assert made.documents == 3
    assert list(made.failures) == [str(bad)] and "not a PDF" in made.failures[str(bad)]
    assert open_index(home).manifest.failures == made.failures


def test_a_broken_brief_is_named(build: Builder, corpus: Path) -> None:
    change(corpus / BRIEF, "disputed", "doubtful")
    made = build(corpus)
    (reason,) = made.failures.values()
    assert f"{BRIEF}:" in reason and made.documents == 2


def test_a_copy_of_a_file_is_indexed_once(build: Builder, corpus: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(corpus / name, "The very same words.")
    assert build(corpus).documents == 4


def test_documents_of_one_name_in_two_folders(build: Builder, corpus: Path, home: Path) -> None:
    """They begin alike, as pages of one publisher do."""
    head = "The same opening words of the publisher. " * 8
    for place in ("one", "two"):
        write(corpus / place / "notice.en.txt", f"{head}\n\n# {place}\n\nOnly in {place}.")
    made = build(corpus)
    assert (made.documents, made.failures) == (5, {})
    index = open_index(home)
    assert len({chunk.id for chunk in index.chunks}) == len(index.chunks)
    for chunk in index.chunks:
        assert index.documents[chunk.document_key].text[chunk.start : chunk.end] == chunk.text


def test_a_pdf_is_cited_by_page(build: Builder, home: Path, tmp_path: Path) -> None:
    pages = [["Alpha stands on the first page."], ["Beta stands on the second one."]]
    path = tmp_path / "two.pdf"
    path.write_bytes(make_pdf(pages))
    build(path)
    found = {chunk.page: chunk.text for chunk in open_index(home).chunks}
    assert "Alpha" in found[1] and "Beta" in found[2]


def test_documents_made_in_memory(build: Builder, home: Path) -> None:
    text = "Words that are in no file."
    document = Document("memory", "en", "Memory", text, (Block(0, len(text)),))
    assert build(documents=[document]).chunks == 1
    assert texts(home) == [text]


def test_progress_is_told_to_its_end(build: Builder, corpus: Path) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    build(
        corpus,
        progress=lambda what, done, total, file: told.setdefault(what, []).append((done, total)),
    )
    assert set(told) == {"read", "encode", "write"}
    for what, steps in told.items():
        assert steps[-1][0] == steps[-1][1], what
        assert steps == sorted(steps)


class Died(BaseException):
    """Stands for a killed process: nothing of ours may catch it."""


@pytest.mark.parametrize("stage", ["read", "encode", "write"])
def test_a_build_that_dies_leaves_the_old_one_serving(
    build: Builder, corpus: Path, home: Path, stage: str
) -> None:
    def die(what: str, done: int, total: int, file: str) -> None:
        if what == stage:
            raise Died

    first = build(corpus)
    change(corpus / BRIEF, "40 ans", "41 ans")
    with pytest.raises(Died):
        build(progress=die)
    assert open_index(home).build == first.build
    assert not any("41 ans" in text for text in texts(home))
    assert build().build != first.build
    assert any("41 ans" in text for text in texts(home))


def test_a_pointer_that_cannot_be_written_leaves_the_old_one(
    build: Builder, corpus: Path, home: Path
) -> None:
    first = build(corpus)
    (home / f"current.{os.getpid()}").mkdir()
    with pytest.raises(IngestError, match="the published index is unchanged"):
        build(force=True)
    assert open_index(home).build == first.build


def test_an_opened_index_outlives_the_next_build(
    build: Builder, corpus: Path, home: Path, tiny_encoder: Path
) -> None:
    build(corpus)
    old = open_index(home)
    build(force=True)
    query = open_encoder(str(tiny_encoder), home).encode_query("moins de 40 ans")
    assert old.nearest(old.centred(query, "query", "fr"), "fr", 1)
    assert open_index(home).build != old.build


def test_two_builds_are_kept(build: Builder, corpus: Path, home: Path) -> None:
    made = [build(corpus, force=True).build for _ in range(4)]
    kept = sorted(path.name for path in (home / "builds").iterdir())
    assert len(kept) == 2 and made[-1] in kept
    assert (home / "current").read_text(encoding="utf-8") == made[-1]


def test_one_ingest_at_a_time(build: Builder, corpus: Path, home: Path) -> None:
    home.mkdir()
    with (home / "ingest.lock").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IngestBusy, match=r"another ingest is running \(pid 4711\)"):
            build(corpus)
    assert build(corpus).documents == 3


def test_a_damaged_index_is_built_again(build: Builder, corpus: Path, home: Path) -> None:
    first = build(corpus)
    (first.folder / "manifest.json").write_text("{", encoding="utf-8")
    assert build(corpus).build != first.build
    assert len(texts(home)) == 15


def _empty(folder: Path) -> Sequence[Path]:
    folder.mkdir()
    return [folder]


def _only_bad(folder: Path) -> Sequence[Path]:
    return [write(folder / "bad.pdf", "no PDF").parent]


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (lambda folder: [folder / "nowhere"], "no such file or folder"),
        (_empty, "nothing to index: no document in"),
        (_only_bad, "nothing to index: bad.pdf: not a PDF"),
    ],
)
def test_nothing_to_index_is_one_line(
    build: Builder, tmp_path: Path, paths: Callable[[Path], Sequence[Path]], message: str
) -> None:
    with pytest.raises(IngestError, match=message) as caught:
        build(*paths(tmp_path / "folder"))
    assert "\n" not in str(caught.value)


def test_a_missing_encoder_publishes_nothing(corpus: Path, home: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        build_index([corpus], home=home, encoder_name="injae/no-such-model")
    assert not (home / "current").exists()


def test_another_encoder_builds_everything_anew(
    build: Builder, corpus: Path, home: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    first = build(corpus)
    other = make_tiny_encoder(tmp_path / "other", dimensions=32)
    assert not is_fresh(home, str(other))
    made = build_index(home=home, encoder_name=str(other))
    assert made.encoded == first.encoded
    assert open_index(home).manifest.dimension == 32
