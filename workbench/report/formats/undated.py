"""Office packages without the time of their making, so that equal reports give equal files."""

import io
import re
import zipfile

WRITTEN, PACKED = b"2000-01-01T00:00:00Z", (2000, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def undated(content: bytes) -> bytes:
    """The same package with one time for all of its parts; so are the workbooks in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = undated(part)
            elif name == "docProps/core.xml":
                part = STAMP.sub(rb"\g<1>" + WRITTEN, part)
            new.writestr(zipfile.ZipInfo(name, PACKED), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
