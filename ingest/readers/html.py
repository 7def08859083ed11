"""HTML pages without their menus; the only file that imports trafilatura."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.cleaning import clean
from ingest.errors import UnreadableDocument
from ingest.readers.tables import table_parts
from ingest.readers.text import markdown_parts
from ingest.readers.types import Part, Reading

MIN_SHARED = 0.8
"""Share of words that the extraction and the page without its menus must have in common."""
_MENU_LINKS = 0.6
"""A list or box with more of its letters in links than this is a menu."""

_UNSEEN = frozenset(
    "head script style noscript template nav header footer aside iframe select button svg".split()
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd section article main blockquote pre h1 h2 h3 h4 h5 h6 br hr body "
    "td th form fieldset figure figcaption caption center address details summary tr table".split()
)
_DATE_META = (
    "//meta[@property='article:published_time' or @name='dc.date' or @name='DC.date' or "
    "@name='DC.date.issued' or @name='date' or @itemprop='datePublished' or @name='pubdate' or "
    "@name='citation_publication_date']/@content|//time[@pubdate or @itemprop='datePublished']"
    "/@datetime"
)
_PUBLISHER_META = (
    "//meta[@name='dc.publisher' or @name='DC.publisher' or @name='publisher' or "
    "@name='citation_publisher']/@content|//meta[@property='og:site_name']/@content"
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


def read_html(path: Path, data: bytes) -> Reading:
    """The main text of a page, its tables as Markdown rows; bytes in, so that any charset is read.

    Raises:
        UnreadableDocument: the page has no text.
    """
    import trafilatura

    tree = trafilatura.load_html(data)
    if tree is None:
        raise UnreadableDocument(f"{path.name}: not an HTML page")
    title, day, publisher = _title(tree), _date(tree), _first(tree, _PUBLISHER_META)
    # the extraction takes the tree apart, so what the page shows is read first
    shown = list(_visible(tree))
    text = trafilatura.extract(
        tree, output_format="markdown", include_tables=True, include_comments=False
    )
    parts, parser = markdown_parts(text or ""), "trafilatura"
    if not _agree(parts, shown):
        parts, parser = shown, "html"
    if title and not any(title in clean(part.text) for part in parts[:3]):
        # a lone <h1> is dropped by the extraction
        parts = [Part(title, "heading", level=1), *parts]
    return Reading(tuple(parts), parser, title=title, publisher=publisher, date=day)


def _title(tree: Any) -> str:
    for name in ("title", "h1"):
        for element in tree.iter(name):
            if found := " ".join(element.text_content().split()):
                return clean(found)
    return ""


def _date(tree: Any) -> str:
    if found := _first(tree, _DATE_META):
        return found
    for script in tree.xpath("//script[@type='application/ld+json']"):
        if match := _JSON_DATE.search(script.text or ""):
            return match[1]
    return ""


def _first(tree: Any, path: str) -> str:
    return next((str(found).strip() for found in tree.xpath(path) if str(found).strip()), "")


def _agree(extracted: list[Part], shown: list[Part]) -> bool:
    """Did the extraction keep the page's words and tables, and leave its menus?"""
    if any(part.kind == "table" for part in shown) > any(x.kind == "table" for x in extracted):
        return False
    found, wanted = _words(extracted), _words(shown)
    shared = (found & wanted).total()
    return shared >= MIN_SHARED * max(found.total(), wanted.total())


def _words(parts: list[Part]) -> Counter[str]:
    return Counter(word for part in parts for word in re.findall(r"\w+", part.text))


def _visible(tree: Any) -> Iterator[Part]:
    """What a page shows outside of its menus, block by block."""
    line: list[str] = []

    def told() -> Iterator[Part]:
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield Part(text)

    def walk(element: Any) -> Iterator[Part]:
        name = element.tag if isinstance(element.tag, str) else ""
        if name and name not in _UNSEEN and not _is_menu(element, name):
            if name in _BLOCKS:
                yield from told()
            if name == "table" and not element.xpath(".//table"):
                yield from table_parts(_rows(element))
            else:
                line.append(element.text or "")
                for child in element:
                    yield from walk(child)
                    line.append(child.tail or "")
            if name in _BLOCKS:
                found = list(told())
                if re.fullmatch("h[1-6]", name):
                    found = [Part(part.text, "heading", int(name[1])) for part in found]
                yield from found

    yield from walk(tree)
    yield from told()


def _rows(table: Any) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row if cell.tag in ("td", "th")]
        for row in table.iter("tr")
    ]


def _is_menu(element: Any, name: str) -> bool:
    if name not in ("ul", "ol", "div", "table", "td", "dl"):
        return False
    links = element.findall(".//a")
    if len(links) < 3:
        return False
    text = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return linked > _MENU_LINKS * text
