"""Small HWP, HWPX and DOCX files of our own words, made byte by byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

Table = Sequence[Sequence[str]]
"""Rows of cells; the first row names the columns."""

_SECTION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
    '<hs:sec xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" '
    'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph">{}</hs:sec>'
)
_PARAGRAPH = (
    '<hp:p id="0" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">{}</hp:run></hp:p>'
)
_PACKAGE = (
    '<?xml version="1.0" encoding="UTF-8"?><opf:package xmlns:opf="http://www.idpf.org/2007/opf/">'
    '<opf:manifest><opf:item id="section0" href="Contents/section0.xml" '
    'media-type="application/xml"/></opf:manifest>'
    '<opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>'
)


def make_hwpx(content: Iterable[str | Table], table_element: str = "tbl") -> bytes:
    """Paragraphs and tables in one section; another `table_element` is one that nobody knows."""
    body = "".join(
        _PARAGRAPH.format(f"<hp:t>{escape(item)}</hp:t>")
        if isinstance(item, str)
        else _PARAGRAPH.format(_hwpx_table(item, table_element))
        for item in content
    )
    return make_zip(
        {
            "mimetype": b"application/hwp+zip",
            "Contents/content.hpf": _PACKAGE.encode(),
            "Contents/section0.xml": _SECTION.format(body).encode(),
        }
    )


def _hwpx_table(rows: Table, element: str) -> str:
    cells = [
        "<hp:tr>"
        + "".join(
            f"<hp:tc><hp:subList>{_PARAGRAPH.format(f'<hp:t>{escape(cell)}</hp:t>')}</hp:subList>"
            f'<hp:cellAddr colAddr="{column}" rowAddr="{number}"/>'
            '<hp:cellSpan colSpan="1" rowSpan="1"/></hp:tc>'
            for column, cell in enumerate(row)
        )
        + "</hp:tr>"
        for number, row in enumerate(rows)
    ]
    size = f'rowCnt="{len(rows)}" colCnt="{len(rows[0])}"'
    return f"<hp:{element} {size}>{''.join(cells)}</hp:{element}>"


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip file; the first member is stored as it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, (name, data) in enumerate(members.items()):
            kind = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return made.getvalue()


def rezipped(
    data: bytes,
    edit: Callable[[str, bytes], bytes] = lambda _, content: content,
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """The same zip file with its members edited, and more of them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: edit(name, archive.read(name)) for name in archive.namelist()}
    return make_zip({**members, **(extra or {})})


def make_docx(content: Iterable[str | Table], title: str = "") -> bytes:
    """Paragraphs, headings (`# ...`) and tables."""
    import docx

    document = docx.Document()
    document.core_properties.title = title
    for item in content:
        if isinstance(item, str) and item.startswith("# "):
            document.add_heading(item[2:], level=1)
        elif isinstance(item, str):
            document.add_paragraph(item)
        else:
            table = document.add_table(len(item), len(item[0]))
            for row, cells in zip(table.rows, item, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_hwp(paragraphs: Iterable[str], flags: int = 1) -> bytes:
    """An HWP 5 file of paragraphs; `flags` as in its header (1 packed, 2 password)."""
    header = struct.pack("<32sII", b"HWP Document File", 0x05000300, flags).ljust(256, b"\0")
    properties = _record(16, 0, struct.pack("<H", 1) + bytes(24))
    section = b"".join(
        _record(66, 0, struct.pack("<I", len(text) + 1) + bytes(18))
        + _record(67, 1, (text + "\r").encode("utf-16-le"))
        for text in paragraphs
    )
    return make_ole(
        {
            "FileHeader": header,
            "DocInfo": _packed(properties),
            "BodyText/Section0": _packed(section),
        }
    )


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _record(tag: int, level: int, payload: bytes) -> bytes:
    if len(payload) < 0xFFF:
        return struct.pack("<I", tag | level << 10 | len(payload) << 20) + payload
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(payload)) + payload


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


def make_ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: streams in at most one folder deep, small ones in the small sectors."""
    tree: dict[str, list[str]] = {"": []}
    for name in streams:
        folder, _, _ = name.rpartition("/")
        if folder and folder not in tree:
            tree[folder] = []
            tree[""].append(folder)
        tree[folder].append(name)
    names = ["", *(n for folder in tree if folder for n in [folder]), *streams]
    small, small_fat = b"", []
    starts: dict[str, int] = {}
    for name, data in streams.items():
        if len(data) < _CUTOFF:
            starts[name] = len(small_fat)
            count = max(-(-len(data) // _MINI), 1)
            small_fat += [*range(len(small_fat) + 1, len(small_fat) + count), _END]
            small += data.ljust(count * _MINI, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[i : i + _SECTOR] for i in range(0, len(data), _SECTOR)] or [b""]
        sectors.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    for name, data in streams.items():
        if len(data) >= _CUTOFF:
            starts[name] = put(data)
    small_start = put(small)
    small_fat_start = put(_numbers(small_fat))
    entries = [_entry(n, names, tree, streams, starts, small_start, len(small)) for n in names]
    folder_start = put(b"".join(entries))
    fat_sectors = -(-(len(sectors) + 4) // (_SECTOR // 4))
    places = [len(sectors) + n for n in range(fat_sectors)]
    table = _numbers([*fat, *[_FAT] * fat_sectors])
    sectors += [
        table[i : i + _SECTOR].ljust(_SECTOR, b"\xff") for i in range(0, len(table), _SECTOR)
    ]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, fat_sectors, folder_start, 0, _CUTOFF, small_fat_start,
        -(-len(small_fat) * 4 // _SECTOR), _END, 0, places[0],
    )  # fmt: skip
    header += _numbers(places[1:])
    return header.ljust(_SECTOR, b"\xff") + b"".join(sectors)


def _numbers(values: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _entry(
    name: str,
    names: Sequence[str],
    tree: Mapping[str, list[str]],
    streams: Mapping[str, bytes],
    starts: Mapping[str, int],
    small_start: int,
    small_size: int,
) -> bytes:
    """A directory entry; brothers hang on one another as right neighbours."""
    shown = name.rpartition("/")[2] or "Root Entry"
    raw = (shown + "\0").encode("utf-16-le")
    parent = name.rpartition("/")[0]
    brothers = tree[parent] if name else []
    after = brothers[brothers.index(name) + 1 :] if name else []
    right = names.index(after[0]) if after else _FREE
    child = names.index(tree[name][0]) if tree.get(name) else _FREE
    kind = 5 if not name else 1 if name in tree else 2
    start = small_start if not name else starts.get(name, 0)
    size = small_size if not name else len(streams.get(name, b""))
    return struct.pack(
        "<64sHBBIII16xI16xIQ", raw, len(raw), kind, 1, _FREE, right, child, 0, start, size
    )
