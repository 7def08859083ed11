"""Files made to break a reader: empty, cut, bit-flipped, bombs, loops. None is committed."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

from document_builders import make_docx, make_hwp, make_hwpx, make_zip, rezipped
from support import make_pdf

WORDS = [f"Paragraph {n} of a file that was whole once, 문단 {n}." for n in range(60)]
GOOD: dict[str, bytes] = {
    "pdf": make_pdf(
        [[f"Page {n} of a file that was whole once." for _ in range(30)] for n in "abc"]
    ),
    "hwp": make_hwp(WORDS),
    "hwpx": make_hwpx(WORDS),
    "docx": make_docx(WORDS),
}
_CATALOG, _FONT = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
)
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> >> >>"
)
_MEGABYTE = b"A" * (1 << 20)


def spoiled(kind: str) -> dict[str, bytes]:
    """A good file emptied, cut at four places, with bits flipped six times, and with a tail."""
    good, chance = GOOD[kind], random.Random(1)
    found = {
        "empty": b"",
        "random": chance.randbytes(60_000),
        "tail": good + chance.randbytes(4096),
        **{f"cut{n}": good[: len(good) * n // 100] for n in (10, 50, 90, 99)},
    }
    for number in range(6):
        flipped = bytearray(good)
        for _ in range(max(4, len(good) // 2000)):
            flipped[chance.randrange(len(flipped))] = chance.randrange(256)
        found[f"flip{number}"] = bytes(flipped)
    return found


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Numbered objects with a right table and trailer."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n" % size + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    )  # fmt: skip


def _stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return b"<< /Length %d /Filter %s >>\nstream\n" % (len(data), filters) + data + b"\nendstream"


def _deflated(piece: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def flate_bomb() -> bytes:
    """One page whose stream unpacks to 128 MB."""
    return pdf_of([_CATALOG, _ONE_PAGE, _PAGE, _stream(_deflated(_MEGABYTE, 128)), _FONT])


def double_bomb() -> bytes:
    """The same packed twice: a file of a few kilobytes."""
    packed = _deflated(_deflated(b" " * (1 << 20), 256), 1)
    filters = b"[/FlateDecode /FlateDecode]"
    return pdf_of([_CATALOG, _ONE_PAGE, _PAGE, _stream(packed, filters), _FONT])


def endless_text() -> bytes:
    """64 MB of real text operators in one page."""
    piece = b"BT /F1 12 Tf (AAAAAAAAAAAAAAAAAAAA) Tj ET\n" * 24_000
    return pdf_of([_CATALOG, _ONE_PAGE, _PAGE, _stream(_deflated(piece, 64)), _FONT])


def many_pages(count: int = 100_000) -> bytes:
    """One page named so many times."""
    kids = b" ".join([b"3 0 R"] * count)
    pages = b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % count
    text = b"BT /F1 12 Tf 72 700 Td (hello) Tj ET"
    return pdf_of(
        [_CATALOG, pages, _PAGE, b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream",
         _FONT]
    )  # fmt: skip


def exponential_forms() -> bytes:
    """Each of 24 forms shows the next one twice."""
    page = _PAGE.replace(b"/Font << /F1 5 0 R >>", b"/XObject << /X 5 0 R >>")
    form = (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d%s >>\nstream\n%s\nendstream"
    )
    resources = b" /Resources << /XObject << /X %d 0 R >> >>"
    forms = [form % (11, resources % (6 + n), b"/X Do /X Do") for n in range(24)]
    call = b"<< /Length 5 >>\nstream\n/X Do\nendstream"
    return pdf_of([_CATALOG, _ONE_PAGE, page, call, *forms, form % (1, b"", b" ")])


def _in_docx(edit: Callable[[bytes], bytes]) -> bytes:
    return rezipped(
        GOOD["docx"], lambda name, data: edit(data) if name == "word/document.xml" else data
    )


def _in_hwpx(edit: Callable[[bytes], bytes]) -> bytes:
    return rezipped(GOOD["hwpx"], lambda name, data: edit(data) if "section0" in name else data)


def _entities(declared: bytes, used: bytes, first: bytes) -> Callable[[bytes], bytes]:
    """Entities declared before the root, one of them used in the first `<...:t>`."""

    def edit(data: bytes) -> bytes:
        body = data[data.index(b"?>") + 2 :]
        tag = body.index(first) + len(first)
        return b'<?xml version="1.0"?>' + declared + body[:tag] + used + body[tag:]

    return edit


_LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)


def _secret(path: str) -> bytes:
    return b'<!DOCTYPE l [<!ENTITY e SYSTEM "file://%s">]>' % path.encode()


def lying(data: bytes) -> bytes:
    """The same zip file, whose largest member says that it is small."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = max(member.file_size for member in archive.infolist())
    return data.replace(struct.pack("<I", size), struct.pack("<I", 4000))


def hostile(secret: str) -> dict[str, Callable[[], bytes]]:
    """Name -> how to make it; `secret` is a file whose content must never come out."""
    docx, hwpx = b"<w:t>", b"<hp:t>"
    deep = b"<w:sdt><w:sdtContent>" * 20_000 + b"</w:sdtContent></w:sdt>" * 20_000
    return {
        "flate.pdf": flate_bomb,
        "double.pdf": double_bomb,
        "many-pages.pdf": many_pages,
        "forms.pdf": exponential_forms,
        "loop.pdf": lambda: pdf_of([_CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        "lying-count.pdf": lambda: pdf_of([_CATALOG, b"<< /Type /Pages /Kids [] /Count 999999 >>"]),
        "deep.pdf": lambda: pdf_of(
            [_CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /X " + b"[" * 50_000 + b"]" * 50_000
             + b" >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"]
        ),
        "bomb.docx": lambda: _in_docx(lambda data: data + _MEGABYTE * 256),
        "lying.docx": lambda: lying(_in_docx(lambda data: data + _MEGABYTE * 256)),
        "picture.hwpx": lambda: rezipped(GOOD["hwpx"], extra={"BinData/a.bmp": _MEGABYTE * 256}),
        "members.hwpx": lambda: rezipped(
            GOOD["hwpx"], extra={f"BinData/{n}.txt": b"x" for n in range(20_000)}
        ),
        "no-section.hwpx": lambda: make_zip({"mimetype": b"application/hwp+zip", "a.txt": b"x"}),
        "laughs.docx": lambda: _in_docx(_entities(_LAUGHS, b"&a9;", docx)),
        "laughs.hwpx": lambda: _in_hwpx(_entities(_LAUGHS, b"&a9;", hwpx)),
        "entity.docx": lambda: _in_docx(_entities(_secret(secret), b"&e;", docx)),
        "entity.hwpx": lambda: _in_hwpx(_entities(_secret(secret), b"&e;", hwpx)),
        "deep.docx": lambda: _in_docx(lambda data: data.replace(b"<w:body>", b"<w:body>" + deep)),
        "deep.hwpx": lambda: _in_hwpx(
            lambda data: data.replace(b"<hp:t>", b"<hp:t>" + b"<hp:t>" * 100_000
                                      + b"</hp:t>" * 100_000, 1)
        ),
        "slip.hwpx": lambda: rezipped(
            GOOD["hwpx"], extra={"../../slip.txt": b"slip", "/slip.txt": b"slip"}
        ),
        "long.hwp": lambda: make_hwp(["A" * (64 << 20)]),
    }  # fmt: skip
