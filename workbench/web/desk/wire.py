"""Events on their way from a process: JSON and the bytes of files, so that nothing that is read there can run here."""

import json
import struct

from workbench.web.desk.task import Event

HEAD = struct.Struct("<I")


def packed(job: str, event: Event) -> bytes:
    """An event as bytes: the length of its JSON, the JSON, the files one after the other."""
    files: dict[str, bytes] = event.get("files", {})
    content = {key: value for key, value in event.items() if key != "files"}
    sizes = [[name, len(data)] for name, data in files.items()] if "files" in event else None
    head = json.dumps([job, content, sizes]).encode()
    return b"".join([HEAD.pack(len(head)), head, *files.values()])


def unpacked(data: bytes) -> tuple[str, Event]:
    """The job and the event of these bytes.

    Raises
    ------
    ValueError
        When they are none.
    """
    try:
        (length,) = HEAD.unpack_from(data)
        at = HEAD.size + length
        job, event, sizes = json.loads(data[HEAD.size : at])
    except (struct.error, ValueError) as error:
        raise ValueError(f"no event: {error}") from error
    if sizes is None:
        return job, event
    files = {}
    for name, size in sizes:
        files[name] = data[at : at + size]
        at += size
    return job, event | {"files": files}
