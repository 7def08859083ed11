"""`injae`: ask from the command line, chat in the terminal, serve the page, see what is there."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, BadQuestion, SettingsError
from assistant.settings import LANGUAGE_CHOICES, MODES, Settings
from ingest.errors import InjaeError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; expected errors are one line on stderr and exit code 2."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.verb(options))
    except InjaeError as error:
        print(f"injae: {_in_words(error, options)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # a reader such as `head` has seen enough; the interpreter must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="injae",
        description="Cited answers on Korea's AI talent programs, in French, English and Korean.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], int], text: str) -> Any:
        sub = verbs.add_parser(name, help=text, description=text)
        sub.set_defaults(verb=run)
        sub.add_argument("--home", type=Path, help="index folder (default: INJAE_HOME or ./.injae)")
        return sub

    ask = verb("ask", _ask, "Answer one question.")
    ask.add_argument("question")
    _asking(ask)
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--explain", action="store_true", help="print how it was found, as JSON")
    _asking(verb("chat", _chat, "Talk in the terminal; an empty line ends."))
    serve = verb("serve", _serve, "Serve the page.")
    serve.add_argument("--host", help="default: 127.0.0.1")
    serve.add_argument("--port", type=int, help="default: 7860")
    sources = verb("sources", _sources, "List the documents that answers come from.")
    sources.add_argument("--json", action="store_true")
    models = verb("models", _models, "The models that run on this machine.")
    models.add_argument("action", choices=("list", "pull", "remove", "path"))
    models.add_argument("name", nargs="?", default="", help="default: the smallest")
    verb("doctor", _doctor, "What is installed, what is missing, and what mends it.")
    return parser


def _asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mode", choices=MODES, help="quote, or a model's part (default: auto)")
    parser.add_argument("--lang", choices=LANGUAGE_CHOICES, help="reply language (default: auto)")
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="answer as on this day (YYYY-MM-DD)"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; expected YYYY-MM-DD") from None


def _settings(options: argparse.Namespace) -> Settings:
    given = {name: getattr(options, name, None) for name in ("home", "host", "port", "mode")}
    return Settings.from_env(language=getattr(options, "lang", None), **given)


def _ask(options: argparse.Namespace) -> int:
    from assistant.conversation import Assistant, explain

    assistant = Assistant.open(_settings(options))
    try:
        reply = assistant.ask(options.question, as_of=options.as_of)
        answer = reply.answer
    finally:
        assistant.close()
    if options.explain:
        print(json.dumps(explain(reply), ensure_ascii=False, indent=1))
    elif options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=1))
    else:
        from assistant.terminal import rendered

        print(rendered(answer))
    return 0


def _chat(options: argparse.Namespace) -> int:
    from assistant.conversation import Assistant
    from assistant.terminal import chat

    assistant = Assistant.open(_settings(options))
    try:
        return chat(assistant, options.as_of)
    finally:
        assistant.close()


def _serve(options: argparse.Namespace) -> int:
    from assistant.web import serve

    return serve(_settings(options))


def _sources(options: argparse.Namespace) -> int:
    from assistant.terminal import sources
    from ingest import open_index

    index = open_index(_settings(options).home)
    rows = [
        {
            "id": document.id,
            "language": document.language,
            "title": document.title,
            "date": document.date,
            "statements": sum(c.document_key == document.key for c in index.chunks),
            "publishers": sorted({s.publisher for s in document.sources}),
        }
        for document in index.documents.values()
    ]
    print(json.dumps(rows, ensure_ascii=False, indent=1) if options.json else sources(rows))
    return 0


def _models(options: argparse.Namespace) -> int:
    from assistant.models_command import run

    return run(options.action, options.name, _settings(options))


def _doctor(options: argparse.Namespace) -> int:
    from assistant.doctor import examine

    return examine(_settings(options))


def _in_words(error: InjaeError, options: argparse.Namespace) -> str:
    """The one line in the language of whoever asks; verbs for operators speak English."""
    if not hasattr(options, "lang"):
        return str(error)
    from assistant.words import words

    speech = words(_language(options))
    if isinstance(error, BadQuestion):
        return speech(f"errors.{error.reason}", limit=Settings.from_env().max_characters)
    if isinstance(error, SettingsError):
        return speech("errors.settings", detail=error)
    if isinstance(error, AssistantError):
        return str(error)
    known = {"no_index": "no_index", "encoder": "encoder", "encoder_mismatch": "encoder"}
    words_for_it = speech(f"errors.{known.get(error.code, 'damaged_index')}")
    return f"{words_for_it} ({error})"


def _language(options: argparse.Namespace) -> str:
    """The language asked for, or else that of the question."""
    from assistant.understanding import spoken_language

    wanted = options.lang or os.environ.get("INJAE_LANGUAGE", "auto")
    if wanted in LANGUAGE_CHOICES and wanted != "auto":
        return str(wanted)
    return spoken_language(getattr(options, "question", ""))


if __name__ == "__main__":
    sys.exit(main())
