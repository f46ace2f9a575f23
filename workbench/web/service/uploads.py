"""Uploads: one file, read with limits, checked in a process of its own, and told with all its mistakes.

The name of an upload is never a path here: its suffix says what it is, and the store keeps the bare name. Several files
are the parts of one folder and are checked together.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from workbench.web.refusals import Refusal
from zoning.model.errors import mistake

if TYPE_CHECKING:
    from workbench.web.state import State

FILES, LONGEST = 50, 120
"""Files of an upload, and characters of a name."""
Upload = tuple[str, bytes]


async def one_file(request: Request) -> Upload:
    """The file of an upload; several become the zip of a folder.

    Raises
    ------
    Refusal
        When there is none, or the body is no form.
    """
    _, options = parse_options_header(request.headers.get("content-type"))
    if b"boundary" not in options:
        raise Refusal("no_form")
    try:
        form = await request.form(max_files=FILES, max_fields=FILES)
    except MultiPartException as error:
        raise Refusal("no_form") from error
    parts = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
    files = [(bare(part.filename or ""), await part.read()) for part in parts]
    await form.close()
    if not files:
        raise Refusal("invalid", {"count": 1}, mistakes=[mistake("workbench.refused.no_file", column="file")])
    return files[0] if len(files) == 1 else ("county.zip", zipped(files))


def bare(name: str) -> str:
    """The last part of a name that a browser sent, without what is no part of a name."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-LONGEST:]


def zipped(files: list[Upload]) -> bytes:
    """The files as a zip, for the readers take a folder so."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in dict(files).items():
            folder.writestr(name, content)
    return stream.getvalue()


def check_upload(state: "State", name: str, content: bytes, by: int) -> dict[str, Any]:
    """Check an upload and take its county into the store.

    Raises
    ------
    Refusal
        With every mistake, and where a copy of the workbook lies in which they are marked.
    """
    event, files = state.errands.run(state, "check", package=content, request={"name": name})
    result = event.get("result") or {}
    if event["event"] != "done" or result.get("mistakes") or "county.gpkg" not in files:
        raise _refused(state, event, result, files, by)
    return _taken(state, name, result, files["county.gpkg"], by)


def _refused(
    state: "State", event: Mapping[str, Any], result: Mapping[str, Any], files: Mapping[str, bytes], by: int
) -> Refusal:
    """Why an upload was not taken, with the marked copy where one was made."""
    mistakes = result.get("mistakes") or event.get("mistakes") or []
    beside: dict[str, Any] = {"mistakes": mistakes}
    for name, content in files.items():
        if name.startswith("marked."):
            sha = state.store.put(content, "application/octet-stream")
            state.marked[sha] = name
            beside["marked"] = f"api/files/{sha}"
    says = {key: event[key] for key in ("says", "says_en") if key in event}
    state.record("refused", "upload", {"mistakes": len(mistakes)}, by)
    return Refusal("invalid", {"count": len(mistakes)}, {**beside, **(says if not mistakes else {})})


def _taken(state: "State", name: str, result: Mapping[str, Any], package: bytes, by: int) -> dict[str, Any]:
    """Keep a county that was found right."""
    from geodata.reading import read

    county = read(package, name="county.gpkg").county
    row = state.store.add_county(package, county, name, list(result.get("notices", [])), by)
    state.record("upload", row.digest, {"name": name}, by)
    return {"digest": row.digest, "notices": row.notices}
