"""Events there and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.web.desk.wire import packed, unpacked

RESULTS = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.lists(st.integers()))
FILES = st.none() | st.dictionaries(st.text(), st.binary())


@settings(max_examples=40)
@given(st.text(), RESULTS, FILES)
def test_an_event_comes_back_as_it_was(job: str, result: dict[str, object], files: dict[str, bytes] | None) -> None:
    event = {"event": "done", "result": result} | ({} if files is None else {"files": files})
    assert unpacked(packed(job, event)) == (job, event)


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x05\0\0\0ab", b"\x02\0\0\0[]", b"\x01\0\0\0\x80"])
def test_what_is_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no event"):
        unpacked(data)
