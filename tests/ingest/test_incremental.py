"""Whole folders: what is read again and what is not, what is passed over, what is forgotten."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import make_pdf

from ingest import Build, IngestError, build_index, open_index, reading
from ingest.pipeline import is_fresh
from ingest.reports import FileReport

Builder = Callable[..., Build]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three notices."""
    for name in ("one", "two", "three"):
        write(tmp_path / "notices" / f"{name}.en.txt", f"The notice {name} pays 5 million won.")
    return tmp_path / "notices"


@pytest.fixture
def build(home: Path, tiny_encoder: Path) -> Builder:
    def run(*paths: Path, **options: Any) -> Build:
        return build_index(paths, home=home, encoder_name=str(tiny_encoder), **options)

    return run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a reader opens."""
    names: list[str] = []
    read = reading.Workshop.read

    def watched(self: reading.Workshop, path: Path, root: Path) -> Any:
        names.append(path.name)
        return read(self, path, root)

    monkeypatch.setattr(reading.Workshop, "read", watched)
    return names


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def texts(home: Path) -> list[str]:
    return sorted(chunk.text for chunk in open_index(home).chunks)


def states(made: Build) -> dict[str, str]:
    return {Path(report.path).name: report.state for report in made.files}


def report(made: Build, name: str) -> FileReport:
    (found,) = [report for report in made.files if Path(report.path).name == name]
    return found


def test_only_a_changed_file_is_read_again(
    build: Builder, folder: Path, home: Path, opened: list[str]
) -> None:
    build(folder)
    opened.clear()
    write(folder / "two.en.txt", "The notice two pays 7 million won.")
    made = build()
    assert opened == ["two.en.txt"] and made.encoded == 2
    assert states(made) == {
        "one.en.txt": "unchanged", "three.en.txt": "unchanged", "two.en.txt": "read"
    }  # fmt: skip
    assert "The notice two pays 7 million won." in texts(home) and len(texts(home)) == 3


def test_nothing_is_read_where_nothing_changed(
    build: Builder, folder: Path, opened: list[str]
) -> None:
    build(folder)
    opened.clear()
    for path in folder.iterdir():
        os.utime(path, ns=(0, 0))
    made = build(folder)
    assert made.unchanged and opened == [] and set(states(made).values()) == {"unchanged"}


def test_old_files_are_not_even_opened(
    build: Builder, folder: Path, home: Path, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.iterdir():
        os.utime(path, ns=(0, 10**18))
    build(folder)

    def refuse(*arguments: Any) -> None:
        raise AssertionError("a file was hashed")

    monkeypatch.setattr("hashlib.file_digest", refuse)
    assert is_fresh(home, str(tiny_encoder))


def test_a_change_that_keeps_size_and_name_is_seen(build: Builder, folder: Path) -> None:
    build(folder)
    write(folder / "one.en.txt", "The notice one pays 6 million won.")
    assert states(build())["one.en.txt"] == "read"


def test_a_sidecar_is_part_of_its_file(build: Builder, folder: Path, opened: list[str]) -> None:
    build(folder)
    opened.clear()
    write(folder / "one.en.txt.meta.toml", 'publisher = "Ministry"\n')
    assert not build().unchanged and opened == ["one.en.txt"]
    assert build().unchanged


def test_force_reads_everything_again(build: Builder, folder: Path, opened: list[str]) -> None:
    build(folder)
    opened.clear()
    assert build(force=True).encoded == 0
    assert len(opened) == 3


def test_a_copy_is_named_and_counted_once(build: Builder, folder: Path, home: Path) -> None:
    write(folder / "zz.txt", (folder / "one.en.txt").read_text())
    made = build(folder)
    assert made.documents == 3 and report(made, "zz.txt").state == "copy"
    assert report(made, "zz.txt").reason.endswith("one.en.txt")
    (folder / "one.en.txt").unlink()
    assert build().documents == 3
    assert sum("notice one" in text for text in texts(home)) == 1


def test_a_removed_file_is_named(build: Builder, folder: Path) -> None:
    build(folder)
    (folder / "two.en.txt").unlink()
    made = build()
    assert [Path(path).name for path in made.removed] == ["two.en.txt"]


def test_a_root_that_is_gone_is_said(build: Builder, folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other" / "four.txt", "The notice four.")
    build(folder, other)
    other.unlink()
    made = build()
    assert made.documents == 3 and "it is gone" in made.skipped[str(other)]


def test_a_file_that_can_no_longer_be_read_is_dropped_and_said(
    build: Builder, folder: Path, home: Path, opened: list[str]
) -> None:
    path = folder / "four.pdf"
    path.write_bytes(make_pdf([["The notice four stands here."]]))
    build(folder)
    path.write_bytes(b"this is no PDF any more")
    made = build()
    assert "readable before" in made.failures[str(path)] and made.documents == 3
    assert not any("four" in text for text in texts(home))
    opened.clear()
    assert build().unchanged
    write(folder / "five.txt", "The notice five.")
    made = build()
    assert opened == ["five.txt"] and "readable before" not in made.failures[str(path)]


def test_one_line_a_document(build: Builder, folder: Path) -> None:
    (folder / "four.pdf").write_bytes(make_pdf([["One page of English text."], ["Another page."]]))
    made = report(build(folder), "four.pdf")
    assert (made.state, made.pages, made.language, made.parser) == ("read", 2, "en", "pypdf")
    assert made.chunks > 0 and made.document == "four.en"


def test_what_is_passed_over_is_said(build: Builder, folder: Path, tmp_path: Path) -> None:
    (folder / "link.txt").symlink_to(tmp_path / "nowhere")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    write(folder / "table.xlsx", "x")
    write(folder / "one.en.txt.meta.toml", "")
    os.mkdir(os.fsencode(folder) + b"/sub")
    with open(os.fsencode(folder) + b"/sub/\xff.txt", "w") as file:
        file.write("x")
    made = build(folder)
    reasons = {Path(path).name: reason for path, reason in made.skipped.items()}
    assert reasons.pop("link.txt") == reasons.pop("zero.txt") == reasons.pop("linked")
    assert reasons.pop("pipe.txt") == "not a regular file"
    assert reasons.pop("table.xlsx") == ".xlsx: not a format that is read"
    assert list(reasons.values()) == ["its name is not UTF-8"]
    assert made.documents == 3


@pytest.mark.parametrize("name", ["a\nb.txt", "<script>.txt", "인재🙂.txt", "x" * 240 + ".txt"])
def test_odd_names_are_read(build: Builder, folder: Path, home: Path, name: str) -> None:
    write(folder / name, "A notice with an odd name.")
    assert build(folder).documents == 4
    assert "A notice with an odd name." in texts(home)


def test_a_pattern_that_no_shell_expanded(build: Builder, folder: Path) -> None:
    assert build(folder / "t*.txt").documents == 2
    with pytest.raises(IngestError, match="no such file"):
        build(folder / "q*.txt")


def test_a_path_that_is_forgotten(build: Builder, folder: Path, home: Path) -> None:
    build(folder)
    made = build(forget=[str(folder / "two.en.txt")])
    assert made.documents == 2 and not any("two" in text for text in texts(home))
    assert build().unchanged
    assert build(folder / "two.en.txt").documents == 3


def test_a_document_that_is_forgotten_by_its_id(build: Builder, folder: Path, home: Path) -> None:
    build(folder)
    assert build(forget=["one"]).documents == 2
    assert build(forget=["two.en"]).documents == 1
    assert texts(home) == ["The notice three pays 5 million won."]
    assert build(folder).documents == 3


def test_a_root_that_is_forgotten(build: Builder, folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other" / "four.txt", "The notice four.")
    build(folder, other.parent)
    assert build(forget=[str(folder)]).documents == 1
    with pytest.raises(IngestError, match="nothing would remain"):
        build(forget=[str(other.parent)])
    with pytest.raises(IngestError, match="no such document"):
        build(forget=["nothing-of-that-name"])


def test_a_damaged_manifest_does_not_forget_the_roots(
    build: Builder, folder: Path, home: Path
) -> None:
    made = build(folder)
    build(forget=["one"])
    for name, content in (("manifest.json", "{"), ("manifest.json", None)):
        path = home / "builds" / (home / "current").read_text() / name
        path.write_text(content) if content else path.unlink()
        assert build().documents == 2, name
    (home / "current").write_text("")
    assert build().documents == 2
    assert made.documents == 3


def test_originals_are_kept_as_they_were(build: Builder, folder: Path, home: Path) -> None:
    build(folder)
    index = open_index(home)
    document = index.documents["one.en"]
    before = (folder / "one.en.txt").read_bytes()
    with (folder / "one.en.txt").open("r+b") as file:
        file.write(b"OVERWRITTEN IN PLACE")
    kept = index.original(document)
    assert kept is not None and kept.read_bytes() == before
    for text in ("Second words.", "Third words."):
        write(folder / "one.en.txt", text)
        build()
    assert index.original(document) is None
    assert len(list((home / "originals").iterdir())) == 4
    now = open_index(home)
    assert now.original(now.documents["one.en"]).read_bytes() == b"Third words."
