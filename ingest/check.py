"""Is a corpus consistent: format, parallel languages, references, and equal values.

Each fault names file, line, what was found and what was expected.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest import values
from ingest.errors import BadBrief, IngestError
from ingest.glossary import Glossary
from ingest.readers.briefs import read_brief
from ingest.types import LANGUAGES, Block, Document
from ingest.values import Value

MAX_STATEMENT = 400
"""Characters; a longer statement makes more than one claim."""

_AUDIENCES = frozenset({"founder", "student"})
_AREAS = frozenset({"visas", "startups", "students", "governance", "announcements"})
_HANGUL = re.compile("[가-힣]")
_BRACKETED = re.compile(r"[(\[«“\"][^()\[\]«»“”\"]*[)\]»”\"]")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ÿ’' ,]{60,}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """All faults of a corpus, and what it holds."""

    faults: tuple[Fault, ...]
    briefs: int
    statements: Mapping[str, int]
    marks: Mapping[str, int]
    """Statements (of one language) with until, disputed, gap, unverified, condition."""

    def summary(self) -> str:
        """One line for the operator."""
        counts = ", ".join(f"{count} {code}" for code, count in sorted(self.statements.items()))
        marks = ", ".join(f"{count} {mark}" for mark, count in sorted(self.marks.items()))
        state = f"{len(self.faults)} faults" if self.faults else "no fault"
        return f"{self.briefs} briefs; statements: {counts}; {marks}; {state}"


def check_corpus(folder: Path) -> Report:
    """Check every brief below `folder/briefs` against the others and the glossary.

    Raises:
        IngestError: there are no briefs, or the glossary cannot be read.
    """
    paths = sorted((folder / "briefs").rglob("*.md"))
    if not paths:
        raise IngestError(f"{folder}: no briefs; expected {folder}/briefs/<area>/<id>.<lang>.md")
    glossary = Glossary.load(folder / "glossary.csv")
    faults: list[Fault] = []
    briefs: dict[str, dict[str, Document]] = defaultdict(dict)
    for path in paths:
        try:
            document = read_brief(path, path.read_text(encoding="utf-8"))
        except BadBrief as error:
            faults.append(_parsed(str(error), path))
        else:
            faults += _names(document, path)
            briefs[document.id][document.language] = document
    targets = {
        f"{brief}#{block.anchor}"
        for brief, versions in briefs.items()
        for document in versions.values()
        for block in document.blocks
    }
    for brief, versions in sorted(briefs.items()):
        for document in versions.values():
            faults += _front_matter(document, glossary)
            faults += _statements(document, targets, glossary)
        faults += _parallel(brief, versions)
    return _report(faults, briefs)


def _report(faults: list[Fault], briefs: Mapping[str, Mapping[str, Document]]) -> Report:
    statements: dict[str, int] = defaultdict(int)
    marks: dict[str, int] = dict.fromkeys(
        ("until", "disputed", "gap", "unverified", "condition"), 0
    )
    for versions in briefs.values():
        for code, document in versions.items():
            statements[code] += len(document.blocks)
        first = next(iter(versions.values()))
        for block in first.blocks:
            marks["until"] += block.validity.until is not None
            marks["condition"] += bool(block.conditions)
            for flag in block.flags:
                marks[flag] += 1
    faults = sorted(faults, key=lambda fault: (fault.path, fault.line, fault.message))
    return Report(tuple(faults), len(briefs), dict(statements), marks)


def _parsed(message: str, path: Path) -> Fault:
    match = re.match(r"(.+?):(\d+): (.*)", message, re.DOTALL)
    return Fault(match[1], int(match[2]), match[3]) if match else Fault(str(path), 1, message)


def _names(document: Document, path: Path) -> Iterator[Fault]:
    expected = f"{document.id}.{document.language}.md"
    if path.name != expected:
        yield Fault(str(path), 2, f"id and language say {expected}, the file is {path.name}")
    if document.area not in _AREAS:
        yield Fault(str(path), 1, f"area {document.area!r}; expected {', '.join(sorted(_AREAS))}")
    if document.language not in LANGUAGES:
        yield Fault(str(path), 2, f"language {document.language!r}; expected fr, en or ko")


def _front_matter(document: Document, glossary: Glossary) -> Iterator[Fault]:
    for audience in document.audience:
        if audience not in _AUDIENCES:
            yield Fault(
                document.path,
                _line_of(document, "audience:"),
                f"audience {audience!r}; expected founder or student",
            )
    for issuer in document.issuers:
        if issuer not in glossary.by_id:
            yield Fault(
                document.path,
                _line_of(document, "issuers:"),
                f"issuer {issuer!r} is no id of glossary.csv",
            )
    seen: set[str] = set()
    for source in document.sources:
        line = _line_of(document, f"id: {source.id},")
        if source.id in seen:
            yield Fault(document.path, line, f"source {source.id!r} stands twice")
        seen.add(source.id)
        if not re.match(r"https?://\S+$", source.url):
            yield Fault(
                document.path, line, f"source {source.id!r}: url {source.url!r} is no address"
            )
    used = {name for block in document.blocks for name in block.source_ids}
    for name in sorted(seen - used):
        line = _line_of(document, f"id: {name},")
        yield Fault(document.path, line, f"source {name!r} is used by no statement")


def _line_of(document: Document, words: str) -> int:
    """The line of the front matter on which words stand first; 2 where none has them."""
    text = Path(document.path).read_text(encoding="utf-8")
    matter = text.split("\n---\n")[0].split("\n")
    return next((number for number, line in enumerate(matter, 1) if words in line), 2)


def _statements(document: Document, targets: set[str], glossary: Glossary) -> Iterator[Fault]:
    known = {source.id for source in document.sources}
    for block in document.blocks:
        place = (document.path, block.line)
        text = document.text[block.start : block.end]
        if len(text) > MAX_STATEMENT:
            yield Fault(*place, f"{len(text)} characters; expected at most {MAX_STATEMENT}")
        for name in block.source_ids:
            if name not in known:
                yield Fault(*place, f"source {name!r} is not in the front matter")
        if not block.source_ids and not block.flags & {"gap", "unverified"}:
            yield Fault(*place, "no sources; expected some, or the mark gap")
        target = block.validity.replaced_by
        if target and target not in targets:
            yield Fault(*place, f"replaced-by {target!r} is no statement of the corpus")
        if target and block.validity.until is None:
            yield Fault(*place, "replaced-by without until: until when did it hold?")
        since, until = block.validity.since, block.validity.until
        if since and until and since > until:
            yield Fault(*place, f"from={since} is after until={until}")
        if remnant := _remnant(_without_names(text, glossary), document.language):
            yield Fault(*place, f"not {document.language}: {remnant!r}")


def _without_names(text: str, glossary: Glossary) -> str:
    """A statement without the official names, which keep their own script."""
    for mention in reversed(glossary.find(text)):
        text = text[: mention.start] + text[mention.end :]
    return text


def _remnant(text: str, language: str) -> str:
    """Words left in another script: Hangul outside brackets, or a long run of Latin in Korean."""
    if language == "ko":
        if not _HANGUL.search(text):
            return text[:40]
        match = _LATIN_RUN.search(_BRACKETED.sub("", text))
        return match.group()[:60] if match else ""
    match = re.search("[가-힣]{2,}", _BRACKETED.sub("", _BRACKETED.sub("", text)))
    return match.group() if match else ""


def _parallel(brief: str, versions: Mapping[str, Document]) -> Iterator[Fault]:
    first = next(iter(versions.values()))
    missing = [code for code in LANGUAGES if code not in versions]
    for code in missing:
        yield Fault(first.path, 1, f"{brief} has no version in {code}")
    reference = versions.get("en", first)
    for document in versions.values():
        if document is not reference:
            yield from _same_front_matter(reference, document)
            yield from _same_statements(reference, document)


def _same_front_matter(reference: Document, document: Document) -> Iterator[Fault]:
    for name in ("audience", "issuers", "date", "area"):
        found, expected = getattr(document, name), getattr(reference, name)
        if found != expected:
            label = "as_of" if name == "date" else name
            yield Fault(
                document.path,
                _line_of(document, f"{label}:"),
                f"{label} {found!r}; {reference.language} has {expected!r}",
            )
    found_sources = {(s.id, s.date, s.url, s.kind) for s in document.sources}
    expected_sources = {(s.id, s.date, s.url, s.kind) for s in reference.sources}
    for identity, *_ in sorted(found_sources ^ expected_sources):
        yield Fault(
            document.path,
            _line_of(document, f"id: {identity},"),
            f"source {identity!r} differs from {reference.language}, or is missing",
        )


def _same_statements(reference: Document, document: Document) -> Iterator[Fault]:
    found = {block.anchor: block for block in document.blocks}
    expected = {block.anchor: block for block in reference.blocks}
    code = reference.language
    for anchor in expected.keys() - found.keys():
        yield Fault(document.path, 1, f"#{anchor} is missing; {code} has it")
    for anchor in found.keys() - expected.keys():
        yield Fault(document.path, found[anchor].line, f"#{anchor} is not in {code}")
    shared = [block.anchor for block in document.blocks if block.anchor in expected]
    if shared != [block.anchor for block in reference.blocks if block.anchor in found]:
        yield Fault(document.path, 1, f"statements stand in another order than in {code}")
    for anchor in shared:
        yield from _same_statement(reference, expected[anchor], document, found[anchor])


def _same_statement(
    reference: Document, expected: Block, document: Document, found: Block
) -> Iterator[Fault]:
    place = (document.path, found.line)
    code = reference.language
    for name in ("validity", "flags", "source_ids", "conditions"):
        if getattr(found, name) != getattr(expected, name):
            yield Fault(
                *place,
                f"#{found.anchor}: {name} {_shown(getattr(found, name))}; "
                f"{code} has {_shown(getattr(expected, name))}",
            )
    only_expected, only_found = values.values_equal(
        reference.text[expected.start : expected.end],
        document.text[found.start : found.end],
        reference.language,
        document.language,
    )
    if only_expected or only_found:
        yield Fault(
            *place,
            f"#{found.anchor}: says {_texts(only_found)}; {code} says {_texts(only_expected)}",
        )


def _shown(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value))) or "none"
    return str(value)


def _texts(found: tuple[Value, ...]) -> str:
    return ", ".join(repr(value.text) for value in found) or "nothing of the kind"
