"""The pictures of the documents can be taken from the workbench as it is."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.workbench.web.pictures import ENDINGS, IMAGES, SIZE, taken

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.workbench.web.site import Site

pytestmark = pytest.mark.xdist_group("pages")


def test_the_pictures_of_the_documents_can_be_taken(chromium: "Browser", site: "Site", tmp_path: Path) -> None:
    files = taken(chromium, site, tmp_path, "zh")
    assert len(files) == 4
    for path in files:
        with Image.open(path) as picture, Image.open(IMAGES / path.name) as published:
            assert picture.size == published.size == (SIZE["width"], SIZE["height"])
            assert len(picture.getcolors(256) or ()) > 20, "something is drawn"


@pytest.mark.parametrize("ending", ENDINGS.values())
def test_every_picture_is_published_in_both_languages(ending: str) -> None:
    published = {path.name for path in IMAGES.glob("serve-*.png")}
    assert {f"serve-{what}{ending}" for what in ("edit", "plans", "history", "read")} <= published
