"""Zip files (HWPX, DOCX) looked at before they are unpacked."""

import io
import zipfile
from pathlib import Path

from ingest.errors import UnreadableDocument

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 10_000
_RATIO_MATTERS = 10 * 1024 * 1024
"""Below this many bytes unpacked, a high ratio is a small file with much white space."""


def member_names(path: Path, data: bytes) -> list[str]:
    """The names in a zip file, with `/` between folders, after a check of its stated sizes.

    Python reads no member beyond its stated size, so a lying size ends as a damaged file.

    Raises:
        UnreadableDocument: damaged, password protected, or it would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocument(f"{path.name}: damaged, the zip file cannot be read") from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise UnreadableDocument(
            f"{path.name}: unpacks to more than {MAX_UNPACKED >> 20} MB, skipped"
        )
    if unpacked > _RATIO_MATTERS and unpacked > MAX_RATIO * max(packed, 1):
        raise UnreadableDocument(
            f"{path.name}: unpacks to more than {MAX_RATIO} times its size, skipped"
        )
    if len(members) > MAX_MEMBERS:
        raise UnreadableDocument(f"{path.name}: holds more than {MAX_MEMBERS} files, skipped")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableDocument(f"{path.name}: password protected, skipped")
    return [member.filename.replace("\\", "/") for member in members]


def member(data: bytes, name: str, limit: int = 1024) -> bytes:
    """The first `limit` bytes of a member; empty when there is none or it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as file:
            return file.read(limit)
    except (KeyError, zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return b""


def with_plain_names(path: Path, data: bytes) -> bytes:
    """The same archive with `/` between folders: some programs write `Contents\\section0.xml`.

    Raises:
        UnreadableDocument: a member is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any("\\" in name for name in archive.namelist()):
            return data
        made = io.BytesIO()
        try:
            with zipfile.ZipFile(made, "w") as copy:
                for info in archive.infolist():
                    copy.writestr(info.filename.replace("\\", "/"), archive.read(info))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableDocument(f"{path.name}: damaged, it unpacks to nothing") from error
    return made.getvalue()
