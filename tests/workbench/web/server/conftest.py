"""A server for the tests of a module that change nothing but plans of their own."""

from collections.abc import Iterator

import pytest

from tests.workbench.web.served import Served, served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as one:
        yield one
