"""What `injae-ingest` does that is more than one line: build, forget, and their summaries."""

import argparse
import dataclasses
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.reports import Build, FileReport

_UNITS = {"read": "file", "encode": "text", "write": "chunk"}
_NAMED = 3
"""Files that are named where many are passed over for one reason."""


def home_of(options: argparse.Namespace) -> Path:
    """The index folder that the options or the environment name."""
    return options.home or Path(os.environ.get("INJAE_HOME") or ".injae")


def build(options: argparse.Namespace) -> int:
    """Build from paths; 1 when a file could not be read."""
    return _show(options, _build(options, paths=options.path, only=options.only))


def forget(options: argparse.Namespace) -> int:
    """Build without some paths or documents."""
    return _show(options, _build(options, forget=options.name))


def setup(options: argparse.Namespace) -> int:
    """Build unless the index is up to date; silent when it is."""
    from ingest.pipeline import is_fresh

    if is_fresh(home_of(options), environment()["encoder_name"]):
        return 0
    for line in _totals(_build(options)):
        print(line)
    return 0


def environment() -> dict[str, Any]:
    """What the environment says of how to build."""
    from ingest.encoders import PACKAGED

    return {
        "encoder_name": os.environ.get("INJAE_ENCODER") or PACKAGED,
        "chroma_url": os.environ.get("INJAE_CHROMA_URL", ""),
    }


def _build(options: argparse.Namespace, **how: Any) -> "Build":
    from ingest.pipeline import build_index

    quiet = getattr(options, "json", False)
    force = getattr(options, "force", False)
    with _progress(quiet) as progress:
        return build_index(
            home=home_of(options), force=force, progress=progress, **how, **environment()
        )


def _show(options: argparse.Namespace, build: "Build") -> int:
    if options.json:
        print(json.dumps(dataclasses.asdict(build), default=str, ensure_ascii=False))
    else:
        for report in build.files:
            if report.state != "unchanged" or report.warnings:
                print(_line(report))
        for line in _totals(build):
            print(line)
    return 1 if build.failures else 0


def _line(report: "FileReport") -> str:
    name = _plain(report.path)
    if report.state == "failed":
        return f"  not read: {_plain(report.reason)} ({name})"
    if report.state == "copy":
        return f"  {name}: a copy of {_plain(report.reason)}"
    pages = [f"{report.pages} pages"] if report.pages else []
    told = [*pages, f"{report.chunks} chunks", report.language, report.parser]
    warnings = [f"warning: {_plain(warning)}" for warning in report.warnings]
    return f"  {name}: " + "; ".join([", ".join(filter(None, told)), *warnings])


def _totals(build: "Build") -> Iterator[str]:
    if build.repaired:
        yield f"index damaged ({build.repaired}): its vectors were made again"
    skipped: dict[str, list[str]] = defaultdict(list)
    for path, reason in build.skipped.items():
        skipped[reason].append(_plain(Path(path).name))
    for reason, names in skipped.items():
        more = ", ..." if len(names) > _NAMED else ""
        yield f"  passed over: {len(names)}, {reason} ({', '.join(names[:_NAMED])}{more})"
    for path in build.removed:
        yield f"  no longer indexed: {_plain(path)}"
    states = [report.state for report in build.files]
    counts = {state: states.count(state) for state in ("read", "unchanged", "copy", "failed")}
    told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    yield (
        f"index {build.build} {'up to date' if build.unchanged else 'published'}: "
        f"{build.documents} documents, {build.chunks} chunks "
        f"({build.encoded} texts encoded, {build.reused} reused)"
    )
    if told:
        yield f"files: {told}"


def _plain(text: str) -> str:
    """A file's name may hold anything; a terminal is shown none of it."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return shown if len(shown) <= 300 else f"{shown[:140]}...{shown[-140:]}"


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A bar a stage, with the rate and the time left; the file at hand is named."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def show(what: str, done: int, total: int, file: str) -> None:
        if what not in bars:
            bars[what] = tqdm(
                total=total, desc=f"{what:>6}", unit=_UNITS[what], disable=quiet, file=sys.stderr
            )
        bars[what].update(done - bars[what].n)
        if file or done == total:
            bars[what].set_postfix_str(_plain(file)[:40], refresh=False)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
