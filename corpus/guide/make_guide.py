"""Render each where-to-start.<language>.html beside this file to PDF with headless Chromium.

    python corpus/guide/make_guide.py          (or: make guide)

The HTML is the text to edit; the PDF is what the corpus indexes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# D-8-4(S), Top-Tier, OASIS-1: a line that broke inside one would break it in the extracted text too.
CODE = re.compile(r"\b[A-Z]\w*-\w+(?:-\w+)*(?:\(S\))?(?![^<]*>)")


def render(chromium: str, page: Path) -> None:
    """Print one page to PDF; CalledProcessError when Chromium does not."""
    head, body = page.read_text(encoding="utf-8").split("</head>", 1)
    body = CODE.sub(r'<span class="whole">\g<0></span>', body)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, page.name)
        copy.write_text(f"{head}</head>{body}", encoding="utf-8")
        shutil.copy(HERE / "guide.css", scratch)
        subprocess.run([chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/profile",
                        "--no-pdf-header-footer", f"--print-to-pdf={page.with_suffix('.pdf')}", copy.as_uri()],
                       check=True, capture_output=True, text=True, timeout=120)


def main() -> int:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("make_guide: Chromium is not installed (or set CHROMIUM to its path)", file=sys.stderr)
        return 1
    for page in sorted(HERE.glob("where-to-start.*.html")):
        try:
            render(chromium, page)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            print(f"make_guide: {page.name} could not be rendered\n{error.stderr}", file=sys.stderr)
            return 1
        print(page.with_suffix(".pdf").name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
