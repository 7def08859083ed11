"""`injae-ingest`: documents -> index. Speaks English, as operators' commands do."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ingest import commands
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

    build = verb(
        "build", commands.build, "Read files and folders, embed them, publish a new index."
    )
    build.add_argument(
        "path",
        nargs="*",
        type=Path,
        help="file, folder or pattern; default: what was indexed before",
    )
    build.add_argument("--only", action="store_true", help="index these paths and nothing else")
    build.add_argument("--force", action="store_true", help="read everything again")
    build.add_argument("--json", action="store_true", help="print the summary as JSON")
    gone = verb("forget", commands.forget, "Take files, folders or documents out of the index.")
    gone.add_argument("name", nargs="+", metavar="PATH|ID")
    gone.add_argument("--json", action="store_true", help="print the summary as JSON")
    fetching = verb("fetch", _fetch, "Download the pages of the catalogue into a folder.")
    fetching.add_argument("folder", type=Path)
    fetching.add_argument("--catalogue", type=Path, help="default: the corpus's own")
    fetching.add_argument("--delay", type=float, default=2.0, help="seconds between two requests")
    verb("setup", commands.setup, "Prepare the encoder, and the index unless it is up to date.")
    reading = verb("read", _read, "Show what a reader sees in one file.")
    reading.add_argument("file", type=Path)
    reading.add_argument("--json", action="store_true")
    check = verb("check", _check, "Check that a corpus is consistent in its three languages.")
    check.add_argument("folder", type=Path, nargs="?")
    return parser


def _fetch(options: argparse.Namespace) -> int:
    from ingest.fetch import fetch
    from ingest.sources import corpus_folder

    catalogue = options.catalogue or corpus_folder() / "catalogue.toml"
    failed = 0
    for name, outcome, kept in fetch(catalogue, options.folder, delay=options.delay):
        print(f"{name}: {outcome}", flush=True)
        failed += not kept
    if not failed:
        print(f"now run: injae-ingest build {options.folder}")
    return 1 if failed else 0


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


if __name__ == "__main__":
    sys.exit(main())
