"""The corpus check: passes what is sound, and finds each deliberate fault on its line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support import CORPUS, FIRST_STATEMENT

from ingest import IngestError, check_corpus
from ingest.check import Report

BRIEFS = "briefs/students/demo"
GRANT, OLD, AGE, MARK, COUNT = range(FIRST_STATEMENT, FIRST_STATEMENT + 5)
LONG = "a" * 420


@pytest.fixture(scope="module")
def real() -> Report:
    return check_corpus(CORPUS)


def edit(corpus: Path, old: str, new: str, languages: str = "fr") -> None:
    """Replace once in the named versions, which must have it."""
    for language in languages.split():
        path = corpus / f"{BRIEFS}.{language}.md"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(corpus: Path) -> list[str]:
    """Faults as `demo.fr.md:12: message`."""
    return [str(fault).rsplit("/", 1)[-1] for fault in check_corpus(corpus).faults]


def test_a_sound_corpus_passes(corpus: Path) -> None:
    report = check_corpus(corpus)
    assert report.faults == ()
    assert report.statements == {"en": 5, "fr": 5, "ko": 5}
    assert report.marks == {"until": 1, "disputed": 1, "gap": 1, "unverified": 0, "condition": 1}
    assert "no fault" in report.summary()


FAULTS: dict[str, tuple[str, str, str, int, str]] = {
    "number changed": ("fr", "60 ou 70", "60 ou 80", MARK, "'80'"),
    "money changed": ("fr", "5 millions", "6 millions", GRANT, "6 millions"),
    "date changed": ("fr", "31 décembre 2025,", "30 décembre 2025,", OLD, "30 décembre"),
    "code changed": ("fr", "visa D-10", "visa D-8", GRANT, "D-8"),
    "age left out": ("ko", "40세 미만", "청년", AGE, "nothing of the kind"),
    "unknown source": ("fr en ko", "#age sources=paper", "#age sources=letter", AGE, "'letter'"),
    "no source": ("fr en ko", "#age sources=paper", "#age", AGE, "no sources"),
    "replaced by nothing": ("fr en ko", "by=#grant", "by=#gone", OLD, "'demo#gone' is no"),
    "too long": ("fr", "Aucune source", f"Aucune {LONG} source", COUNT, "expected at most 400"),
    "Korean left in French": ("fr", "moins de 40 ans", "moins de 40 ans 미만", AGE, "'미만'"),
    "no Korean in Korean": (
        "ko",
        "데모 장학금은 40세 미만이어야 합니다.",
        "One must be under 40.",
        AGE,
        "not ko",
    ),
    "bad date": ("fr", "until=2025-12-31", "until=2025-13-31", OLD, "not a day"),
    "unknown attribute": ("fr", "disputed}", "doubtful}", MARK, "attribute 'doubtful'"),
    "unknown confidence": ("fr", " gap}", " confidence=low}", COUNT, "confidence=unverified"),
    "unknown condition": ("fr", "age<40", "height<40", AGE, "condition 'height<40'"),
    "unknown issuer": ("fr en ko", "[mss]", "[mars]", 6, "issuer 'mars'"),
    "unknown audience": ("fr en ko", "[student]", "[martian]", 5, "audience 'martian'"),
    "front matter key missing": ("fr", "as_of: 2026-01-15\n", "", 2, "lacks `as_of`"),
    "condition differs": ("fr", "age<40", "age<41", AGE, "#age: conditions age<41"),
    "flag differs": ("fr", " disputed}", "}", MARK, "#pass-mark: flags none; en has disputed"),
    "validity differs": ("fr", "from=2026-01-01", "from=2026-02-01", GRANT, "#grant: validity"),
    "as_of differs": ("fr", "as_of: 2026-01-15", "as_of: 2026-01-16", 7, "as_of '2026-01-16'"),
    "ends before it starts": (
        "fr en ko",
        "until=2025-12-31",
        "until=2025-12-31 from=2026-12-31",
        OLD,
        "is after until",
    ),
    "source differs": ("fr", "kind: press", "kind: firm", 10, "source 'paper' differs from en"),
    "no address": ("fr en ko", "https://e.kr/a", "e.kr", 10, "is no address"),
    "anchor twice": ("fr", "{#old-grant", "{#grant", OLD, "stands already on line"),
    "not a bullet": ("fr", "- Aucune", "Aucune", COUNT, "nor a bullet"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_on_its_line(corpus: Path, name: str) -> None:
    languages, old, new, line, message = FAULTS[name]
    edit(corpus, old, new, languages)
    first = languages.split()[0]
    hits = [fault for fault in found(corpus) if fault.startswith(f"demo.{first}.md:{line}: ")]
    assert any(message in hit for hit in hits), found(corpus)


def test_a_missing_language_is_found(corpus: Path) -> None:
    (corpus / f"{BRIEFS}.ko.md").unlink()
    assert [fault for fault in found(corpus) if "demo has no version in ko" in fault]


def test_an_anchor_missing_in_one_language_is_found(corpus: Path) -> None:
    path = corpus / f"{BRIEFS}.fr.md"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "#count" not in line), encoding="utf-8")
    assert found(corpus) == ["demo.fr.md:1: #count is missing; en has it"]


def test_an_anchor_only_in_one_language_is_found_on_its_line(corpus: Path) -> None:
    edit(corpus, "{#count", "{#total")
    assert f"demo.fr.md:{COUNT}: #total is not in en" in found(corpus)


def test_a_file_named_otherwise_is_found(corpus: Path) -> None:
    path = corpus / f"{BRIEFS}.fr.md"
    path.rename(path.with_name("other.fr.md"))
    assert [fault for fault in found(corpus) if "the file is other.fr.md" in fault]


def _without_briefs(corpus: Path) -> None:
    for path in corpus.rglob("*.md"):
        path.unlink()


def _bad_header(corpus: Path) -> None:
    (corpus / "glossary.csv").write_text("id,name\nmss,MSS\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"), [(_without_briefs, "no briefs"), (_bad_header, "glossary.csv:1: header")]
)
def test_what_cannot_be_checked_is_one_line(
    corpus: Path, spoil: Callable[[Path], None], message: str
) -> None:
    spoil(corpus)
    with pytest.raises(IngestError, match=message) as caught:
        check_corpus(corpus)
    assert "\n" not in str(caught.value)


def test_the_real_corpus_is_consistent(real: Report) -> None:
    assert [str(fault) for fault in real.faults] == []
    assert real.briefs == 36
    assert set(real.statements) == {"en", "fr", "ko"}


def test_the_real_corpus_is_as_large_as_it_has_to_be(real: Report) -> None:
    assert min(real.statements.values()) >= 400
    assert len(set(real.statements.values())) == 1
    assert real.marks["until"] >= 25
    assert real.marks["disputed"] >= 15
    assert real.marks["gap"] >= 10


def test_the_real_corpus_has_the_ids_of_the_plan() -> None:
    expected = {
        "visas": "d-8-4 startup-korea-special-visa d-10 e-7 top-tier-visa k-tech-pass f-2-7 k-star "
        "study-visas foreign-engineer-tax",
        "startups": "tips super-gap-startups k-startup-grand-challenge global-startup-center "
        "ai-voucher startup-korea-fund stock-options ai-startup-plans-and-budgets",
        "students": "ai-graduate-schools generative-ai-talent ai-star-fellowship innocore "
        "ai-research-labs gks bk21 study-korea-300k 42-seoul sw-maestro k-digital-training "
        "research-personnel researcher-attraction",
        "governance": "national-ai-bodies ai-basic-act who-does-what",
        "announcements": "mss-ai-talent-meeting-2025-03-20 msit-generative-ai-talent-2024-04-28",
    }
    wanted = {
        f"{area}/{name}.{language}.md"
        for area, names in expected.items()
        for name in names.split()
        for language in ("fr", "en", "ko")
    }
    folder = CORPUS / "briefs"
    assert {str(path.relative_to(folder)) for path in folder.rglob("*.md")} == wanted
