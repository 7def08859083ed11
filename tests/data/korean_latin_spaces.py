"""Makes korean_latin_spaces.pdf: Korean text whose spaces are set in a Latin font.

Run it where LibreOffice (`soffice`), Liberation Sans and Noto Sans CJK are installed. The style
names a font without Hangul, so the office program takes the letters from another one and leaves
the spaces behind, as it does with many real announcements.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).with_suffix(".pdf")
FONT = "Liberation Sans"
TEXT = (
    "한빛 시범 장학금 안내",
    "배포일시: 2026. 3. 2.",
    "한빛 시범 장학금은 국내 대학원에서 인공지능을 공부하는 외국인 유학생에게 "
    "매달 생활비 백이십만 원을 지급하는 제도입니다. 신청하려는 학생은 지도교수의 추천서를 받아 "
    "2월 말까지 학교에 제출해야 하며, 학교는 서류를 검토한 뒤 3월 10일까지 결과를 알려 줍니다.",
    "선발된 학생은 한 해에 두 번 연구 보고서를 내야 하고, 보고서를 내지 않으면 "
    "다음 학기 지원이 중단됩니다. 졸업한 뒤 2년 안에 국내에 창업하면 "
    "초기 사업비를 따로 신청할 수 있습니다.",
)


def main() -> int:
    """Write the PDF beside this file."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    for paragraph in TEXT:
        document.add_paragraph(paragraph)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{TARGET.stem}.docx"
        document.save(str(source))
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(TARGET.parent)]
        subprocess.run([*command, str(source)], check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
