"""The drawn county with every table a county may have, unknown columns, free tables, and text that is easily lost."""

import json
from pathlib import Path

from tests.geodata.drawn import CODES, adding, change, draw, get, put, square

ODD = [
    '他说 "好"',
    "a, b; c",
    "第一行\n第二行",
    "0012",
    "=1+1",
    "+3",
    "-4",
    "@sum",
    "🚓 ＡＢＣ１２",
]
"""One text for each of the nine stations, as cells of a column nobody knows."""
FREE = "名目,Floor,floor,,fid,geom,说明\n一,=A1,1,x,7,g,\n二,,,,,,'q'\n"
"""A free table: headings that differ in case alone, a blank one, and two that a GeoPackage has plans for."""


def everything(folder: Path) -> Path:
    """Write the county and return its folder."""
    draw(folder)
    rows = get(folder, "stations.csv").splitlines()
    quoted = [json.dumps(text, ensure_ascii=False).replace('\\"', '""').replace("\\n", "\n") for text in ODD]
    lines = [f"{row},{text},{i or ''}" for i, (row, text) in enumerate(zip(rows[1:], quoted, strict=True))]
    put(folder, "stations.csv", "\n".join([f"{rows[0]},楼层,Case", *lines]) + "\n")
    change(folder, "county.toml", "years = 1\n", 'years = 1.5\ncrs = "EPSG:4490"\nnotice = "虚构数据：=1+1 \\"甲\\""\n')
    adding("county.toml", "[borders]\nmin_m = 5.5")(folder)
    change(folder, "county.toml", 'mode = "straight"', 'mode = "matrix"\ndetour = 1.2')
    pairs = [f"{a},{b},{10 + i + j / 4}" for i, a in enumerate(CODES) for j, b in enumerate(CODES) if a != b]
    put(folder, "travel.csv", "\n".join(["from,to,minutes", *pairs]) + "\n")
    outlines = [f"{code},40,{i}.5,{i % 3},1234.5" for i, code in enumerate(CODES)]
    put(folder, "outlines.csv", "\n".join(["code,perimeter_km,x_km,y_km,polar_km4", *outlines]) + "\n")
    put(folder, "leaders.csv", "职务,一把手,特长\n局长,是,刑事\n副局长甲,否,\n")
    put(folder, "branches.csv", "名称,民警,特长\n刑侦大队,30,刑事\n交警大队,41,交通\n")
    put(folder, "places.csv", "name,kind,lon,lat\n长江,river,107.1,30.1\n龙河,river,107.2,30.2\n")
    put(folder, "villages.csv", FREE)
    put(folder, "posts.csv", "名称,所属派出所\n东门警务站,101\n")
    put(folder, "units.csv", "编号,人数\n001,4\n")
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": code,
                "names": f"{code} 号",
                "公里": i / 4,
                "count": i,
                "open": i % 2 == 0,
                "mixed": [None, 1, "1", True][i % 4],
                "blank": None if i else "",
                "nested": {"list": [i]},
                "fid": str(i),
                **({"some": i} if i % 3 else {}),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": [[square(i)]]}
            if i == 8
            else {"type": "Polygon", "coordinates": [square(i)]},
        }
        for i, code in enumerate(CODES)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    collection = {"type": "FeatureCollection", "crs": crs, "features": features}
    put(folder, "areas.geojson", json.dumps(collection, ensure_ascii=False))
    lines = [
        {
            "type": "Feature",
            "properties": {"名称": f"乡道{i}", "speed_kmh": [None, 30, 45.5][i], "lanes": i},
            "geometry": {"type": kind, "coordinates": at},
        }
        for i, (kind, at) in enumerate(
            [
                ("LineString", [[107.05, 30.05], [107.15, 30.05], [107.25, 30.05]]),
                ("LineString", [[107.05, 30.05], [107.05, 30.25]]),
                ("MultiLineString", [[[107.1, 30.1], [107.2, 30.2]], [[107.2, 30.1], [107.1, 30.2]]]),
            ]
        )
    ]
    put(folder, "roads.geojson", json.dumps({"type": "FeatureCollection", "features": lines}, ensure_ascii=False))
    return folder
