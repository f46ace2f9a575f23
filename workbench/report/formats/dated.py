"""Office packages with the date of the report, not of their making, so that equal reports give equal files."""

import io
import re
import zipfile
from datetime import datetime

PACKED = (2000, 1, 1, 0, 0, 0)
"""The time of every part of the package; a reader of the document never sees it."""
STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def dated(content: bytes, time: datetime) -> bytes:
    """The same package, written at this time by its properties; so are the workbooks in it."""
    written = time.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith(".xlsx"):
                part = dated(part, time)
            elif name == "docProps/core.xml":
                part = STAMP.sub(rb"\g<1>" + written, part)
            new.writestr(zipfile.ZipInfo(name, PACKED), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
