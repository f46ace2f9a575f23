"""The sources of the rules are called by their right Chinese names, wherever they are named."""

from tests.project.source import PACKAGES, ROOT
from zoning.model.policy import read_policy

SUFFIXES = {".md", ".toml", ".py", ".csv", ".ipynb"}
WRONG = "\u8861\u5c71"
"""A county in Hunan; the rules G are of 横山, a district of Yulin, which is spelt alike in pinyin."""


def test_the_rules_g_are_of_hengshan_in_yulin_and_no_file_writes_its_namesake() -> None:
    folders = (*PACKAGES, "docs", "tests", "benchmarks")
    held = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    texts = [*held, *ROOT.glob("*.md"), *ROOT.glob("*.toml")]
    assert len(texts) > 300
    assert [path for path in texts if WRONG in path.read_text(encoding="utf-8")] == []
    assert "榆林市公安局横山分局" in read_policy("hengshan").source
    assert "海东市公安局" in read_policy("haidong").source


def test_the_systems_name_their_sources_in_full() -> None:
    for name in ("docs/systems.md", "docs/systems.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for source in (
            "海东市公安局",
            "重庆市公安局",
            "榆林市公安局横山分局",
            "南宁市公安局高新分局",
            "安康市公安局汉滨分局",
        ):
            assert source in text, f"{name}: {source}"
