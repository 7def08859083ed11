"""`injae-ingest`: documents -> index. Speaks English, as operators' commands do."""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import InjaeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; expected errors are one line on stderr and exit code 2."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except InjaeError as error:
        print(f"injae-ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("injae-ingest: stopped; the published index is unchanged", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="injae-ingest",
        description="Read documents and build the index that Injae answers from.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> Any:
        sub = verbs.add_parser(name, help=text, description=text)
        sub.set_defaults(verb=run)
        sub.add_argument("--home", type=Path, help="index folder (default: INJAE_HOME or ./.injae)")
        return sub

    build = verb("build", _build, "Read files and folders, embed them, publish a new index.")
    build.add_argument("path", nargs="*", type=Path, help="default: what was indexed before")
    build.add_argument("--only", action="store_true", help="index these paths and nothing else")
    build.add_argument("--force", action="store_true", help="build even if nothing has changed")
    build.add_argument("--json", action="store_true", help="print the summary as JSON")
    verb("setup", _setup, "Prepare the encoder, and the index unless it is up to date.")
    reading = verb("read", _read, "Show what a reader sees in one file.")
    reading.add_argument("file", type=Path)
    reading.add_argument("--json", action="store_true")
    check = verb("check", _check, "Check that a corpus is consistent in its three languages.")
    check.add_argument("folder", type=Path, nargs="?")
    return parser


def home_of(options: argparse.Namespace) -> Path:
    """The index folder that the options or the environment name."""
    return options.home or Path(os.environ.get("INJAE_HOME") or ".injae")


def _build(options: argparse.Namespace) -> int:
    from ingest.pipeline import build_index

    with _progress(options.json) as progress:
        build = build_index(
            options.path,
            home=home_of(options),
            only=options.only,
            force=options.force,
            progress=progress,
            **_environment(),
        )
    if options.json:
        print(json.dumps(dataclasses.asdict(build), default=str, ensure_ascii=False))
    else:
        _summary(build)
    return 1 if build.failures else 0


def _setup(options: argparse.Namespace) -> int:
    from ingest.pipeline import build_index, is_fresh

    environment = _environment()
    if is_fresh(home_of(options), environment["encoder_name"]):
        return 0
    with _progress(False) as progress:
        build = build_index(home=home_of(options), progress=progress, **environment)
    _summary(build)
    return 0


def _read(options: argparse.Namespace) -> int:
    from ingest.worker import Workshop

    with Workshop() as workshop:
        document = workshop.read(options.file)
    if options.json:
        print(json.dumps(_as_seen(document), ensure_ascii=False))
        return 0
    for key in ("title", "publisher", "date", "language", "parser"):
        print(f"{key}: {getattr(document, key) or 'unknown'}")
    print(f"warnings: {'; '.join(document.warnings) or 'none'}")
    print(f"\n{document.text}")
    return 0


def _as_seen(document: Any) -> dict[str, Any]:
    """All that a reader made of a file; an empty string is what it does not state."""
    text = document.text
    blocks = [
        {
            "kind": block.kind,
            "heading": list(block.heading),
            "start": block.start,
            "end": block.end,
            "text": text[block.start : block.end],
        }
        for block in document.blocks
    ]
    return {
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "language": document.language,
        "parser": document.parser,
        "warnings": list(document.warnings),
        "content_hash": document.content_hash,
        "url": next((source.url for source in document.sources if source.url), ""),
        "pages": [dataclasses.asdict(page) for page in document.pages],
        "blocks": blocks,
        "tables": [block["text"] for block in blocks if block["kind"] == "table"],
        "text": text,
    }


def _check(options: argparse.Namespace) -> int:
    from ingest.check import check_corpus
    from ingest.sources import corpus_folder

    report = check_corpus(options.folder or corpus_folder())
    for fault in report.faults:
        print(fault)
    print(report.summary())
    return 1 if report.faults else 0


def _environment() -> dict[str, Any]:
    from ingest.encoders import PACKAGED

    return {
        "encoder_name": os.environ.get("INJAE_ENCODER") or PACKAGED,
        "chroma_url": os.environ.get("INJAE_CHROMA_URL", ""),
    }


@contextmanager
def _progress(quiet: bool) -> Any:
    """A bar a stage, with the time left."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}
    units = {"read": "file", "encode": "text", "write": "index"}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars:
            bars[what] = tqdm(
                total=total, desc=f"{what:>6}", unit=units[what], disable=quiet, file=sys.stderr
            )
        bars[what].update(done - bars[what].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


def _summary(build: Any) -> None:
    state = "up to date" if build.unchanged else "published"
    print(
        f"index {build.build} {state}: {build.documents} documents, {build.chunks} chunks "
        f"({build.encoded} texts encoded, {build.reused} reused)"
    )
    for reason in build.failures.values():
        print(f"  not read: {reason}")


if __name__ == "__main__":
    sys.exit(main())
