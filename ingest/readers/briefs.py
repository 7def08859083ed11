"""A brief: front matter, headings and one claim a bullet with attributes -> Document.

The format is described in `corpus/README.md`; every error starts with file and line.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from ingest.cleaning import clean
from ingest.errors import BadBrief
from ingest.types import Block, Contact, Document, Flag, SourceRef, Validity
from ingest.yaml_files import YamlError, parse_yaml_nodes

FLAGS = frozenset({"disputed", "gap", "unverified"})
CONDITION_KEYS = frozenset(
    "degree age nationality experience income university field company-age job-offer"
    " language-test grade".split()
)
"""The closed vocabulary of the `condition` attribute."""

_FENCE = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_HEADING = re.compile(r"^## (?P<text>.+?) \{#(?P<anchor>[a-z0-9-]+)\}$")
_BULLET = re.compile(r"^- (?P<text>.+?) \{#(?P<anchor>[a-z0-9-]+)(?P<rest>(?: [^{}]*)?)\}$")
_ATTRIBUTE = re.compile(r'([a-z-]+)=("[^"]*"|[^\s"]+)|([a-z-]+)|(\S+)')
_CONDITION = re.compile(r"^[a-z-]+(?::|>=|<=|>|<|=)[\w.-]+$")
_REQUIRED = ("id", "language", "title", "audience", "issuers", "as_of", "contact", "sources")


def is_brief(text: str) -> bool:
    """Does the text open with the front matter of a brief?"""
    match = _FENCE.match(text.lstrip("\ufeff").replace("\r\n", "\n"))
    return bool(match and re.search(r"^id:", match.group(1), re.MULTILINE))


def read_brief(path: Path, text: str, content_hash: str = "") -> Document:
    """Parse a brief.

    Raises:
        BadBrief: with `file:line: what was found, what was expected`.
    """
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    match = _FENCE.match(text)
    if not match:
        raise BadBrief(f"{path}:1: no front matter between two lines '---'")
    matter, sources = _front_matter(path, match.group(1))
    body = _Body(path, text, match.end())
    title = clean(str(matter["title"]))
    written, blocks = body.read(title)
    contact = matter["contact"]
    return Document(
        id=str(matter["id"]),
        language=str(matter["language"]),
        title=title,
        text=written,
        blocks=tuple(blocks),
        kind="statement",
        path=str(path),
        content_hash=content_hash,
        sources=sources,
        date=str(matter["as_of"]),
        area=path.parent.name,
        audience=tuple(matter["audience"]),
        issuers=tuple(matter["issuers"]),
        contact=Contact(
            str(contact.get("name", "")),
            str(contact.get("phone", "")),
            str(contact.get("url", "")),
        ),
        parser="brief",
    )


def _front_matter(path: Path, text: str) -> tuple[dict[str, Any], tuple[SourceRef, ...]]:
    try:
        # the opening --- is line 1
        root = parse_yaml_nodes("\n" + text)
    except YamlError as error:
        raise BadBrief(f"{path}:{error.line}: front matter is not YAML: {error}") from error
    matter = root.plain() if root else None
    if root is None or not isinstance(matter, dict):
        raise BadBrief(f"{path}:2: front matter must be `key: value` lines")
    for key in _REQUIRED:
        if matter.get(key) in (None, "", []):
            raise BadBrief(f"{path}:2: front matter lacks `{key}`")
    kinds = {"audience": list, "issuers": list, "sources": list, "contact": dict}
    for key, kind in kinds.items():
        if not isinstance(matter[key], kind):
            raise BadBrief(f"{path}:{root.key_lines[key]}: `{key}` must be a {kind.__name__}")
    _as_date(path, root.key_lines["as_of"], str(matter["as_of"]), "as_of")
    sources = root.value["sources"].value
    return matter, tuple(_source(path, item.line, item.plain()) for item in sources)


def _source(path: Path, line: int, item: object) -> SourceRef:
    if not isinstance(item, dict) or not {"id", "title", "publisher", "kind"} <= item.keys():
        raise BadBrief(
            f"{path}:{line}: a source needs id, title, publisher and kind; found {item!r}"
        )
    if item["kind"] not in ("gov", "press", "firm", "blog"):
        raise BadBrief(
            f"{path}:{line}: source kind {item['kind']!r} is not gov, press, firm or blog"
        )
    when = str(item.get("date") or "")
    if when and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", when):
        raise BadBrief(f"{path}:{line}: source date {when!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    return SourceRef(
        str(item["id"]),
        clean(str(item["title"])),
        str(item["publisher"]),
        when,
        str(item.get("url") or ""),
        item["kind"],
    )


@dataclass(slots=True)
class _Body:
    path: Path
    text: str
    offset: int

    def read(self, title: str) -> tuple[str, list[Block]]:
        """The text as shown (no attributes) and its statements with offsets into it."""
        first = self.text[: self.offset].count("\n") + 1
        written, blocks = title, []
        heading: tuple[str, ...] = ()
        seen: dict[str, int] = {}
        for number, raw in enumerate(self.text[self.offset :].split("\n"), first):
            line = raw.rstrip()
            if not line:
                continue
            if match := _HEADING.match(line):
                heading = (clean(match["text"]),)
                written += f"\n\n{heading[0]}"
            elif match := _BULLET.match(line):
                written += "\n" if written.endswith("\n") else "\n\n"
                statement = clean(match["text"])
                blocks.append(
                    self._block(number, match, heading, len(written), len(written) + len(statement))
                )
                written += statement
            else:
                self._fail(number, f"neither '## heading {{#anchor}}' nor a bullet: {line[:60]!r}")
            anchor = match["anchor"] if match else ""
            if anchor in seen:
                self._fail(number, f"anchor #{anchor} stands already on line {seen[anchor]}")
            seen[anchor] = number
        return written, blocks

    def _block(
        self, line: int, match: re.Match[str], heading: tuple[str, ...], start: int, end: int
    ) -> Block:
        values, flags = self._attributes(line, match["rest"])
        brief = self.path.name.split(".")[0]
        replaced_by = values.pop("replaced-by", None)
        if replaced_by and replaced_by.startswith("#"):
            replaced_by = brief + replaced_by
        confidence = values.pop("confidence", None)
        if confidence not in (None, "unverified"):
            self._fail(line, f"confidence={confidence}; expected confidence=unverified")
        if confidence:
            flags.add("unverified")
        conditions = tuple(values.pop("condition", "").split())
        for condition in conditions:
            key = re.split(r"[:<>=]", condition)[0]
            if key not in CONDITION_KEYS or not _CONDITION.match(condition):
                known = ", ".join(sorted(CONDITION_KEYS))
                self._fail(line, f"condition {condition!r}; expected key:value with key in {known}")
        return Block(
            start=start,
            end=end,
            heading=heading,
            kind="statement",
            anchor=match["anchor"],
            validity=Validity(
                self._day(line, values.pop("from", None), "from"),
                self._day(line, values.pop("until", None), "until"),
                replaced_by,
            ),
            flags=cast("frozenset[Flag]", frozenset(flags)),
            source_ids=tuple(s for s in values.pop("sources", "").split(",") if s),
            conditions=conditions,
            line=line,
        )

    def _attributes(self, line: int, rest: str) -> tuple[dict[str, str], set[str]]:
        known = {"sources", "from", "until", "replaced-by", "confidence", "condition"}
        values: dict[str, str] = {}
        flags: set[str] = set()
        for key, value, flag, other in _ATTRIBUTE.findall(rest):
            if key in known and key not in values:
                values[key] = value.strip('"')
            elif flag in FLAGS:
                flags.add(flag)
            else:
                found = other or flag or f"{key}={value}"
                self._fail(line, f"attribute {found!r}; expected one of {', '.join(sorted(known))}")
        return values, flags

    def _day(self, line: int, text: str | None, name: str) -> date | None:
        return None if text is None else _as_date(self.path, line, text, name)

    def _fail(self, line: int, message: str) -> None:
        raise BadBrief(f"{self.path}:{line}: {message}")


def _as_date(path: Path, line: int, text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadBrief(
            f"{path}:{line}: {name}={text!r} is not a day; expected YYYY-MM-DD"
        ) from error
