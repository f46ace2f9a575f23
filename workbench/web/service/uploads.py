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

from workbench.web.refusals import Refusal, invalid
from zoning.model.errors import Mistake, mistake
from zoning.texts import Language, Message

if TYPE_CHECKING:
    from workbench.web.state import State

FILES, LONGEST = 50, 120
"""Files of an upload, and characters of a name."""
Files = dict[str, bytes]


async def files_of(request: Request) -> Files:
    """The files of an upload by name.

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
    files = {bare(part.filename or ""): await part.read() for part in parts}
    await form.close()
    if not files:
        raise invalid([mistake("workbench.refused.no_file", column="file")])
    return files


def bare(name: str) -> str:
    """The last part of a name that a browser sent, without what is no part of a name."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-LONGEST:]


def check_upload(state: "State", files: Files, by: int, language: Language) -> dict[str, Any]:
    """Check an upload and take its county into the store.

    Raises
    ------
    Refusal
        With every mistake, and where a copy of the workbook lies in which they are marked.
    """
    name, content = next(iter(files.items()))
    single = len(files) == 1
    asked: dict[str, Any] = {"language": language, **({"name": name} if single else {"parts": files})}
    event, made = state.errands.run(state, "check", package=content if single else b"", request=asked)
    result = event.get("result") or {}
    if event["event"] != "done" or result.get("mistakes") or "county.gpkg" not in made:
        raise _refused(state, event, result, made, by)
    return _taken(state, name if single else "", result, made["county.gpkg"], by)


def _refused(
    state: "State", event: Mapping[str, Any], result: Mapping[str, Any], files: Mapping[str, bytes], by: int
) -> Refusal:
    """Why an upload was not taken, with the marked copy where one was made."""
    mistakes = [_mistake(one) for one in result.get("mistakes", [])]
    state.record("refused", "upload", {"mistakes": len(mistakes)}, by)
    if not mistakes:
        return Refusal("invalid", {"count": 1}, says=Message.of(event.get("says", ""), event.get("says_en", "")))
    beside = {}
    for name, content in files.items():
        sha = state.store.put(content, "application/octet-stream")
        state.marked[sha] = f"marked.{name.rpartition('.')[2]}"
        beside["marked"] = f"api/files/{sha}"
    return invalid(mistakes, fields=False, **beside)


def _mistake(told: Mapping[str, Any]) -> Mistake:
    """A mistake as the desk tells it."""
    says = Message.of(told["says_zh"], told["says_en"])
    return Mistake(says, told.get("table"), told.get("row"), told.get("column"), told.get("value"), told.get("cell"))


def _taken(state: "State", name: str, result: Mapping[str, Any], package: bytes, by: int) -> dict[str, Any]:
    """Keep a county that was found right."""
    from geodata.reading import read

    county = read(package, name="county.gpkg").county
    row = state.store.add_county(package, county, name, list(result.get("notices", [])), by)
    state.record("upload", row.digest, {"name": name}, by)
    return {"digest": row.digest, "notices": row.notices}
