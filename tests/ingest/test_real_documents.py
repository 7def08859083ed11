"""Real announcements and forms, where a folder of them lies beside the checkout.

INJAE_DOCUMENTS names the folder; its `manifest.csv` gives, for each file, how many characters that
are not blank its body has.
"""

import csv
import os
from pathlib import Path

import pytest
from support import ROOT

from ingest.errors import UnreadableDocument
from ingest.worker import Workshop

FOLDER = Path(os.environ.get("INJAE_DOCUMENTS") or ROOT.parent / "shared" / "documents")
MARKUP_COUNTED = {
    "docx-tables.docx",
    "tables-with-incomplete-rows.docx",
    "fake-html-cp1252.html",
    "example-steelJIS-datasheet-utf-16.html",
}
"""Their check values count tags or zero bytes: more characters than a reader is shown."""

pytestmark = pytest.mark.skipif(
    not (FOLDER / "manifest.csv").exists(), reason="no folder of real documents here"
)


def inked(text: str) -> int:
    return len("".join(text.split()))


def test_real_documents_are_read_whole_or_refused_in_one_line() -> None:
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shares: dict[str, float] = {}
    refused: dict[str, str] = {}
    with Workshop() as workshop:
        for row in rows:
            wanted = int(row["body_chars"] or 0)
            try:
                document = workshop.read(FOLDER / row["file"], FOLDER)
            except UnreadableDocument as error:
                refused[row["file"]] = str(error)
                found = 0
            else:
                assert document.blocks and document.parser
                found = inked(document.text)
            if wanted >= 200 and Path(row["file"]).name not in MARKUP_COUNTED:
                shares[row["file"]] = found / wanted
    assert all("\n" not in reason for reason in refused.values())
    wrong = {name: share for name, share in shares.items() if not 0.95 <= share <= 1.6}
    assert len(wrong) <= 0.05 * len(shares), wrong
