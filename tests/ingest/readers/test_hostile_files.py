"""Whatever bytes come: a document, or one line that says why not; and the next file is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_files import GOOD, endless_text, hostile, spoiled

from ingest.errors import UnreadableDocument
from ingest.worker import Workshop

NAMES = {
    "flate.pdf": "unpacks to more",
    "double.pdf": "unpacks to more",
    "many-pages.pdf": "more than 2,000 pages",
    "forms.pdf": "no text layer",
    "loop.pdf": "not a readable PDF",
    "lying-count.pdf": "no pages",
    "deep.pdf": "not a readable PDF",
    "bomb.docx": "unpacks to more than 200 MB",
    "lying.docx": "damaged",
    "picture.hwpx": "unpacks to more than 200 MB",
    "members.hwpx": "more than 10000 files",
    "no-section.hwpx": "damaged",
    "laughs.docx": "damaged",
    "laughs.hwpx": "damaged",
    "deep.docx": "damaged",
    "deep.hwpx": "damaged",
}
READ = ("entity.docx", "entity.hwpx", "slip.hwpx")
SECRET = "the content of a file of this machine"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    with Workshop() as opened:
        yield opened


def read(workshop: Workshop, path: Path, data: bytes) -> str:
    """The text, or the one line with the reason."""
    path.write_bytes(data)
    try:
        document = workshop.read(path)
    except UnreadableDocument as error:
        assert str(error).startswith(f"{path.name}: ")
        assert "\n" not in str(error) and len(str(error)) < 250
        return ""
    assert document.text.strip()
    document.text.encode("utf-8")
    return document.text


@pytest.mark.parametrize("kind", GOOD)
def test_spoiled_files_are_read_or_refused(tmp_path: Path, workshop: Workshop, kind: str) -> None:
    assert read(workshop, tmp_path / f"good.{kind}", GOOD[kind])
    for name, data in spoiled(kind).items():
        text = read(workshop, tmp_path / f"{name}.{kind}", data)
        assert not text or name.startswith(("flip", "tail", "cut"))
    assert read(workshop, tmp_path / f"good.{kind}", GOOD[kind])


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_file_is_refused_in_one_line(
    tmp_path: Path, workshop: Workshop, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(hostile("/nowhere")[name]())
    with pytest.raises(UnreadableDocument) as caught:
        workshop.read(path)
    assert str(caught.value).startswith(f"{name}: ") and NAMES[name] in str(caught.value)
    assert "recursion" not in str(caught.value).lower()


@pytest.mark.parametrize("name", READ)
def test_nothing_of_this_machine_comes_in_and_nothing_goes_out(
    tmp_path: Path, workshop: Workshop, name: str
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    before = {path.name for path in tmp_path.rglob("*")}
    text = read(workshop, folder / name, hostile(str(secret))[name]())
    assert "Paragraph 1 of a file" in text and SECRET not in text
    assert {path.name for path in tmp_path.rglob("*")} - before == {name}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["endless.pdf", "long.hwp"])
def test_endless_text_ends_within_the_limits(tmp_path: Path, name: str) -> None:
    data = endless_text() if name == "endless.pdf" else hostile("")[name]()
    with Workshop() as workshop:
        assert read(workshop, tmp_path / name, data) == ""
        assert read(workshop, tmp_path / "good.hwp", GOOD["hwp"])
