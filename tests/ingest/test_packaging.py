"""Injae as a wheel, away from its checkout, finds its corpus."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import CORPUS, ROOT


@pytest.mark.slow
def test_the_wheel_carries_the_corpus(tmp_path: Path) -> None:
    copy = tmp_path / "source"
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if names.returncode:
        pytest.skip("not a git checkout")
    for name in names.stdout.splitlines():
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    code = "from setuptools import build_meta; print(build_meta.build_wheel('..'))"
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, timeout=300
    )
    assert made.returncode == 0, made.stderr[-2000:]
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    code = "import ingest; print(ingest.corpus_folder())"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("INJAE_")}
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
        env={**environment, "PYTHONPATH": str(place)},
    )  # fmt: skip
    folder = Path(found.stdout.strip())
    assert folder.is_relative_to(place)
    held = {path.relative_to(CORPUS) for path in CORPUS.rglob("*") if path.is_file()}
    assert {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()} == held
