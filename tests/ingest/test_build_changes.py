"""What changed between two builds, from the builds themselves."""

from pathlib import Path

import pytest
from support import make_corpus

from ingest import DamagedIndex, NoIndex, build_index, last_changes


@pytest.fixture
def home(tmp_path: Path, tiny_encoder: Path) -> Path:
    build_index(
        [make_corpus(tmp_path / "corpus")], home=tmp_path / "h", encoder_name=str(tiny_encoder)
    )
    return tmp_path / "h"


def rebuild(home: Path, encoder: Path) -> None:
    build_index([], home=home, encoder_name=str(encoder))


def test_one_build_has_nothing_before_it(home: Path) -> None:
    assert last_changes(home) is None


def test_no_build_at_all(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        last_changes(tmp_path)


def test_words_attributes_and_documents_that_changed(
    home: Path, tiny_encoder: Path, tmp_path: Path
) -> None:
    brief = tmp_path / "corpus" / "briefs" / "students" / "demo.en.md"
    text = brief.read_text(encoding="utf-8").replace("KRW 5 million", "KRW 6 million")
    text = text.replace(' condition="age<40"', ' condition="age<41"')
    text += "- The Demo grant is paid monthly. {#monthly sources=paper}\n"
    lines = [line for line in text.split("\n") if "#count" not in line]
    brief.write_text("\n".join(lines), encoding="utf-8")
    (brief.parent / "demo.ko.md").unlink()
    (tmp_path / "corpus" / "note.txt").write_text("A note on the Demo grant.", encoding="utf-8")
    rebuild(home, tiny_encoder)
    changes = last_changes(home)
    assert changes is not None and not changes.nothing
    assert changes.documents_removed == ("데모 장학금 (ko)",)
    assert changes.documents_added == ("A note on the Demo grant. (en)",)
    assert [s.id for s in changes.added if s.language == "en"][0] == "demo#monthly"
    assert {s.id for s in changes.removed if s.language == "en"} == {"demo#count"}
    reworded = {change.after.id: change for change in changes.changed}
    assert set(reworded) == {"demo#grant", "demo#age"}
    assert "5 million" in reworded["demo#grant"].before.text
    assert "6 million" in reworded["demo#grant"].after.text


def test_a_forced_build_changes_nothing(home: Path, tiny_encoder: Path) -> None:
    build_index([], home=home, encoder_name=str(tiny_encoder), force=True)
    changes = last_changes(home)
    assert changes is not None and changes.nothing


def test_a_build_that_cannot_be_read_is_said(home: Path, tiny_encoder: Path) -> None:
    build_index([], home=home, encoder_name=str(tiny_encoder), force=True)
    for path in (home / "builds").glob("*/chunks.jsonl"):
        path.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedIndex, match="cannot be compared"):
        last_changes(home)
