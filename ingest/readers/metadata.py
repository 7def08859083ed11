"""Title, publisher and date as a document states them, else as the file beside it says.

What neither states stays empty: a guess that looks like a fact is worse than "unknown".
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.cleaning import clean, looks_garbled
from ingest.readers.types import Reading
from ingest.types import LANGUAGES, SourceRef
from ingest.values.find import find_values

SIDECAR = ".meta.toml"
_KEYS = ("title", "publisher", "date", "language", "url")
_HEAD_LINES = 40
_TAIL_LINES = 12

_MINISTRY = (
    "(?:기획재정|재정경제|교육|과학기술정보통신|외교|통일|법무|국방|행정안전|국가보훈|문화체육관광|"
    "농림축산식품|산업통상자원|산업통상|보건복지|환경|기후에너지환경|고용노동|여성가족|성평등가족|"
    "국토교통|해양수산|중소벤처기업)부|(?:인사혁신|법제|식품의약품안전|기획예산|지식재산)처|"
    "(?:국세|관세|조달|통계|병무|방위사업|경찰|소방|농촌진흥|산림|특허|"
    "기상|질병관리|재외동포|우주항공)청"
)
_AGENCY = (
    "[가-힣]{2,14}(?:위원회|진흥원|평가원|교육원|연구원|개발원|정보원|재단|공단|공사|과학기술원|"
    "대학교|협회|특별시|광역시|도청)"
)
_KOREAN_BODY = f"(?:{_MINISTRY}|{_AGENCY})"
_BODY = re.compile(
    rf"{_KOREAN_BODY}|(?:Ministry|Embassy|Agency|Office|Institute|Foundation|University) of [A-Z].+"
    r"|(?:Ministère|Ambassade|Agence|Office|Institut|Fondation|Université) d.+",
)
_RELEASE = re.compile(
    r"보\s*도\s*(?:참\s*고\s*|설\s*명\s*)?자\s*료|press release|news release|communiqué de presse",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:untitled.*|microsoft (?:word|powerpoint|excel)\b.*|powerpoint presentation|word document|"
    r"제목\s*없음|무제|문서\s*\d*|document\s*\d*|slide 1|"
    r".*\.(?:hwpx?|docx?|pdf|pptx?|xlsx?|html?|indd)|"
    r"(?:home|index|main)|공\s*고|공지\s*사항|\W*|\d+)",
    re.IGNORECASE,
)
TITLE_LEVEL = 0
"""Of a heading that we made of a first line: above all headings that the document marks."""
_NO_TITLE_LINE = re.compile(r"\n|.{81}|^.{0,3}$|[.!?:;,。]$|:\s|^\W|\|")
_GAP = r"\s*[:：|]\s*|\s+"
_TITLE_LINE = re.compile(r"^\W*(?:제\s*목|title|titre|objet|subject)\s*[:：|]\s*(.+?)[\s|]*$", re.I)
_PUBLISHER_LINE = re.compile(
    r"(?:발행처|발행기관|발행인|제공기관|배포기관|배포처|작성기관|발신)(?:" + _GAP + r")(.+)"
    r"|^\W*(?:issued by|published by|released by|publisher|publié par|éditeur|émetteur)"
    r"\s*[:|]?\s*(.+)",
    re.IGNORECASE,
)
_DEPARTMENT_LINE = re.compile(rf"담당\s*부서(?:{_GAP})\W*({_KOREAN_BODY})")
_NOTICE = re.compile(rf"({_KOREAN_BODY})\s*(?:공고|고시|훈령|예규)\s*제\s*\d{{4}}")
_SIGNED = re.compile(rf"^({_KOREAN_BODY}|[가-힣]{{2,12}}원)\s*(?:장관|장)\W*$")
_DATE_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"배\s*포\s*(?:일\s*시|일\s*자|일)\W+(.+)",
        r"보\s*도\s*(?:시\s*점|일\s*시|일\s*자|일)\W+(.+)",
        r"(?:발표|등록|작성|게시|공고|발행)(?:일시|일자|일)\W+(.+)",
        r"^\W*(?:date de publication|publié(?:e)? le|date)\b\W+(.+)",
        r"^\W*(?:(?:date )?(?:published|posted|issued|released)(?: on)?|release date|date of issue)"
        r"\b\W+(.+)",
        r"^[A-ZÀ-Ý][\w'’ -]{1,30},\s+le\s+(\d.+)",
        r"^[A-Z][A-Za-z ]{1,30},\s+((?:[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+),? \d{4})",
    )
)
_SHORT_YEAR = re.compile(r"(?<!\d)['’]?(\d\d)\s*\.\s*(\d{1,2})\s*\.\s*(\d{1,2})(?!\d)")
_LONE_DATE = re.compile(r"^\W*(20\d\d)\s*[.년]\s*(\d{1,2})\s*[.월]\s*(\d{1,2})\s*[.일]?\W*$")


@dataclass(frozen=True, slots=True)
class Stated:
    """What is known of a document beside its text; an empty string is "unknown"."""

    title: str
    publisher: str
    date: str
    language: str
    sources: tuple[SourceRef, ...]
    warnings: tuple[str, ...]


def of(path: Path, reading: Reading, text: str) -> Stated:
    """What the document states; the sidecar fills what it does not."""
    beside, warnings = read_sidecar(path)
    title = _title(reading, text) or beside.get("title", "")
    if not title and (title := _first_heading(reading)):
        warnings.append("title taken from the first line")
    elif not title:
        title = path.stem
        warnings.append("title unknown; the name of the file is shown")
    publisher = clean(reading.publisher) or _publisher(text) or beside.get("publisher", "")
    day = _iso(reading.date) or _date(text) or beside.get("date", "")
    for key, found in (("title", title), ("publisher", publisher), ("date", day)):
        if beside.get(key, found) != found:
            warnings.append(f"the {key} in the {SIDECAR} file is not the one in the document")
    sources: tuple[SourceRef, ...] = ()
    if publisher or day or beside.get("url"):
        sources = (SourceRef("document", title, publisher, day, beside.get("url", ""), ""),)
    return Stated(title, publisher, day, beside.get("language", ""), sources, tuple(warnings))


def sidecar_of(path: Path) -> Path | None:
    """`notice.meta.toml` or `notice.pdf.meta.toml` beside `notice.pdf`, where there is one."""
    for name in (path.name + SIDECAR, path.stem + SIDECAR):
        if (beside := path.with_name(name)).is_file() and not beside.is_symlink():
            return beside
    return None


def read_sidecar(path: Path) -> tuple[dict[str, str], list[str]]:
    """What the file beside `path` says, and what in it could not be used."""
    beside = sidecar_of(path)
    if beside is None:
        return {}, []
    try:
        if beside.stat().st_size > 64 * 1024:
            raise ValueError("larger than 64 kB")
        content: dict[str, Any] = tomllib.loads(beside.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        return {}, [f"{beside.name} cannot be read: {str(error).splitlines()[0]}"]
    kept, warnings = {}, []
    for key, value in content.items():
        shown = clean(str(value)).replace("\n", " ")
        if key in _KEYS and _is_valid(key, shown):
            kept[key] = shown
        else:
            warnings.append(f"{beside.name}: `{key}` is not used ({_wanted(key)})")
    return kept, warnings


def _is_valid(key: str, value: str) -> bool:
    if key == "date":
        return bool(re.fullmatch(r"\d{4}(-\d{2}){0,2}", value)) and bool(
            _iso((value + "-01-01")[:10])
        )
    if key == "language":
        return value in LANGUAGES
    return bool(re.match(r"https?://\S+$", value)) if key == "url" else bool(value)


def _wanted(key: str) -> str:
    wanted = {"date": "YYYY-MM-DD", "language": ", ".join(LANGUAGES), "url": "http or https"}
    return wanted.get(key, "empty" if key in _KEYS else f"known: {', '.join(_KEYS)}")


def with_title_line(reading: Reading) -> Reading:
    """A document that opens with a line of its own, like a title, has it as its heading."""
    seen = "tesseract" in reading.parser  # a title with misread letters is worse than none
    if seen or not reading.parts or reading.parts[0].kind != "paragraph":
        return reading
    first, *rest = reading.parts
    line = clean(first.text)
    if not rest or _NO_TITLE_LINE.search(line) or not _is_title(line):
        return reading
    heading = replace(first, text=line, kind="heading", level=TITLE_LEVEL)
    return replace(reading, parts=(heading, *rest))


def _first_heading(reading: Reading) -> str:
    made = (x for x in reading.parts[:1] if x.kind == "heading" and x.level == TITLE_LEVEL)
    return next((clean(part.text) for part in made), "")


def _title(reading: Reading, text: str) -> str:
    heading = next((part.text for part in reading.parts if part.level > TITLE_LEVEL), "")
    labelled = (match[1] for line in _head(text) if (match := _TITLE_LINE.match(line)))
    for title in (reading.title, *labelled, heading):
        found = clean(title).replace("\n", " ")
        if _is_title(found):
            return found
    return ""


def _is_title(text: str) -> bool:
    return not (
        _NO_TITLE.fullmatch(text)
        or _RELEASE.fullmatch(text.strip(" []<>()"))
        or looks_garbled(text)
    )


def _publisher(text: str) -> str:
    head = _head(text)
    for line in head:
        if match := _PUBLISHER_LINE.search(line):
            value = (match[1] or match[2]).strip(" |:：")
            return value.split("|")[0].strip()[:100]
    for pattern in (_DEPARTMENT_LINE, _NOTICE):
        for line in head:
            if match := pattern.search(line):
                return match[1]
    if any(_RELEASE.search(line) for line in head[:12]):
        for line in head[:12]:
            alone = _RELEASE.sub("", line).strip(" |·[]<>()")
            if _BODY.fullmatch(alone) and len(alone) < 80:
                return alone
    return next((found for _, found in _signatures(text)), "")


def _date(text: str) -> str:
    head = _head(text)
    for pattern in _DATE_LINES:
        for line in head:
            if (match := pattern.search(line)) and (found := _first_date(match[1])):
                return found
    return next((day for day, _ in _signatures(text)), "")


def _signatures(text: str) -> Iterator[tuple[str, str]]:
    """Date and body of notices that close with `2026. 3. 2.` above `법무부장관`."""
    lines = [line for line in text[-4000:].split("\n") if line.strip()][-_TAIL_LINES:]
    for number, line in enumerate(lines):
        if match := _SIGNED.match(line.replace(" ", "")):
            above = [_LONE_DATE.match(x) for x in lines[max(0, number - 2) : number]]
            days = [_iso("-".join(m.groups())) for m in above if m]
            # a form names the same body without a date: it is whom the form is for
            if days and days[-1]:
                yield days[-1], match[1]


def _head(text: str) -> list[str]:
    return [line for line in text[:6000].split("\n") if line.strip()][:_HEAD_LINES]


def _first_date(text: str) -> str:
    for language in ("ko", "fr", "en"):
        for value in find_values(text[:60], language):
            if value.kind == "date" and isinstance(value.value, tuple) and all(value.value):
                year, month, day = value.value
                if found := _iso(f"{year}-{month}-{day}"):
                    return found
    if match := _SHORT_YEAR.search(text[:40]):
        return _iso(f"20{match[1]}-{match[2]}-{match[3]}")
    return ""


def _iso(text: str) -> str:
    """A day of the calendar as YYYY-MM-DD; empty when the text is none."""
    match = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""
