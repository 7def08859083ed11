"""Every fact of the research is carried by statements, or left out for a reason."""

import subprocess
import sys

import pytest
from coverage_table import Row, faults, read, table
from support import CORPUS, ROOT

from ingest import read_document


@pytest.fixture(scope="module")
def known() -> set[str]:
    briefs = [read_document(path) for path in (CORPUS / "briefs").rglob("*.en.md")]
    return {f"{brief.id}#{block.anchor}" for brief in briefs for block in brief.blocks}


def test_every_fact_leads_to_statements_or_a_reason(known: set[str]) -> None:
    rows = read()
    assert {row.area for row in rows} == {
        "announcements",
        "governance",
        "startups",
        "students",
        "visas",
    }
    assert faults(rows, known) == []
    assert len({row.fact for row in rows}) >= 200


@pytest.mark.parametrize(
    ("statements", "reason", "message"),
    [
        (("tips#gone",), "", "no statement tips#gone"),
        ((), "", "neither statement nor reason"),
        (("tips#what",), "", "stands twice"),
    ],
)
def test_a_fault_of_the_table_is_reported(
    statements: tuple[str, ...], reason: str, message: str
) -> None:
    rows = [Row("visas", 2, "V-01", statements, reason)]
    if "twice" in message:
        rows *= 2
    assert message in faults(rows, {"tips#what"})[0]
    assert faults([Row("visas", 2, "V-02", (), "why")], set()) == []


def test_the_table_names_fact_and_statements() -> None:
    rows = [Row("a", 2, "V-01", ("x#y",), ""), Row("b", 2, "V-01", ("z#w",), "")]
    assert table([*rows, Row("b", 3, "V-02", (), "why")]).splitlines() == [
        "V-01   x#y z#w",
        "V-02   (why)",
    ]


def test_the_script_prints_the_table() -> None:
    command = [sys.executable, "tests/coverage_table.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == ""
    assert "V-01 " in done.stdout and "carried by statements" in done.stdout
