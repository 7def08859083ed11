"""`injae-eval`: run | compare | retrieval | answerability | bench | new | draft."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en", "ko")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; 1 is a result below what was asked for, 2 an error in what was given."""
    options = _parser().parse_args(arguments)
    from evals import commands
    from ingest import InjaeError

    try:
        return int(getattr(commands, options.verb)(options))
    except InjaeError as error:
        print(f"injae-eval: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("injae-eval: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="injae-eval", description="Injae's bench for evaluators.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for add in (_run, _compare, _retrieval, _answerability, _bench, _new, _draft):
        add(verbs)
    return parser


_Verbs = Any


def _run(verbs: _Verbs) -> None:
    parser = verbs.add_parser("run", help="ask every question of suites, judge the answers")
    parser.add_argument(
        "suites", nargs="+", type=Path, metavar="SUITE", help="YAML, CSV, or a folder"
    )
    _index(parser)
    parser.add_argument("--mode", choices=("auto", "quote", "check", "write"))
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="cases at a time")
    _json(parser)
    parser.add_argument("--html", metavar="FILE", help="a report to read in a browser")
    parser.add_argument("--junit", metavar="FILE", help="a report for CI services")
    parser.add_argument(
        "--fail-under", type=_share, metavar="RATE", help="exit 1 below this pass rate"
    )
    parser.add_argument(
        "--fail-under-lang",
        type=_language_share,
        action="append",
        default=[],
        metavar="LANG=RATE",
        help="the same for one language; may be repeated",
    )


def _compare(verbs: _Verbs) -> None:
    parser = verbs.add_parser("compare", help="two reports: what changed, and is it noise")
    parser.add_argument("before", type=Path, metavar="A.json")
    parser.add_argument("after", type=Path, metavar="B.json")
    _json(parser)


def _retrieval(verbs: _Verbs) -> None:
    parser = verbs.add_parser("retrieval", help="recall, MRR and nDCG over BEIR-format folders")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    _cache(parser)
    _json(parser)


def _answerability(verbs: _Verbs) -> None:
    parser = verbs.add_parser("answerability", help="answer or refuse, over given passages")
    parser.add_argument("folder", type=Path, metavar="DIR")
    _index(parser)
    _json(parser)


def _bench(verbs: _Verbs) -> None:
    parser = verbs.add_parser("bench", help="throughput, latency by stage, start-up, memory")
    _index(parser)
    parser.add_argument(
        "--chunks",
        type=_positive,
        nargs="+",
        default=[1000, 10_000],
        metavar="N",
        help="sizes of index to measure latency at (default: 1000 10000)",
    )
    parser.add_argument(
        "--questions", type=_positive, default=60, metavar="N", help="asked at each"
    )
    _json(parser)


def _new(verbs: _Verbs) -> None:
    parser = verbs.add_parser("new", help="write a commented example suite, as YAML and as CSV")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("."), metavar="DIR")


def _draft(verbs: _Verbs) -> None:
    parser = verbs.add_parser("draft", help="feedback of readers -> draft cases")
    parser.add_argument("feedback", type=Path, metavar="FEEDBACK.jsonl")
    parser.add_argument("--out", default="-", metavar="FILE", help="default: standard output")


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="default: INJAE_HOME or ./.injae")


def _cache(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        help="where indexes are kept (default: retrieval in the home)",
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="FILE", help="'-' is standard output")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a rate between 0 and 1")
    return share


def _language_share(text: str) -> tuple[str, float]:
    language, _, rate = text.partition("=")
    if language not in LANGUAGES:
        raise argparse.ArgumentTypeError(f"'{text}' is not like ko=0.9 ({', '.join(LANGUAGES)})")
    return language, _share(rate)


if __name__ == "__main__":
    sys.exit(main())
