"""The drawn county with Chinese headings and words, and the notices of a county by key."""

from pathlib import Path

import geodata
from tests.geodata.drawn import get, put

CHINESE = {
    "stations.csv": {
        "code": "代码",
        "name": "名称",
        "kind": "类型",
        "lon": "经度",
        "lat": "纬度",
        "area_km2": "辖区面积（平方公里）",
        "population": "人口 (人)",
        "officers": "民警",
        "auxiliaries": "辅警",
        "villages": "行政村",
        "communities": "社区",
        "has_case_area": "办案区",
        "is_seat": "县政府驻地",
        "current_zone": "现防区",
    },
    "incidents.csv": {"station": "派出所代码", "class": "警情类别", "count": "数量"},
    "borders.csv": {"a": "甲", "b": "乙", "km": "长度", "kind": "类型"},
}


def translate(at: Path) -> None:
    """Chinese headings and words throughout."""
    words = {"county_seat": "城关", "town": "镇", "dispute": "纠纷", "traffic": "交通", "shared": "相邻"}
    for name, headings in CHINESE.items():
        header, rest = get(at, name).split("\n", 1)
        for old, new in words.items():
            rest = rest.replace(f",{old}", f",{new}")
        put(at, name, ",".join(headings[key] for key in header.split(",")) + "\n" + rest)


def told(at: Path) -> list[str]:
    return [notice.key.removeprefix("geodata.notice.") for notice in geodata.read(at).notices]
