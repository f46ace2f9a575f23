"""The benchmark of published instances, on made-up graphs of the same form and by brute force on small ones."""

import json
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from benchmarks import published
from benchmarks.suite import LANGUAGES, ROOT, Benchmark, quoted

WIDE, HIGH = 4, 3


def graph(seed: int, form: str) -> dict[str, Any]:
    """A grid of counties whose residents are drawn so that halves within the band are rare."""
    rng = np.random.default_rng(seed)
    rows = range(WIDE * HIGH)
    edges = [(i, i + 1) for i in rows if (i + 1) % WIDE] + [(i, i + WIDE) for i in rows if i + WIDE in rows]
    key = "TOTPOP" if form == "adjacency" else "POP10"
    nodes = [
        {"id": i, "GEOID10": f"23{i:03d}", "NAME10": f"county {i}", key: int(rng.integers(900, 1100))} for i in rows
    ]
    if form == "links":
        return {"nodes": nodes, "links": [{"source": a, "target": b} for a, b in edges]}
    beside = nx.Graph(edges)
    return {"nodes": nodes, "adjacency": [[{"id": j, "shared_perim": 0.5} for j in beside[i]] for i in rows]}


def fewest(made: dict[str, Any], districts: int) -> int | None:
    """By trying everything: the fewest cut edges of connected districts within the band."""
    county_of = {node["id"]: node.get("TOTPOP", node.get("POP10")) for node in made["nodes"]}
    pairs = {(a, near["id"]) for a, nears in enumerate(made.get("adjacency", ())) for near in nears}
    pairs |= {(link["source"], link["target"]) for link in made.get("links", ())}
    whole = nx.Graph(list(pairs))
    total, found = sum(county_of.values()), []
    for label in product(range(districts), repeat=len(county_of) - 1):
        zone = dict(enumerate((0, *label)))
        parts = [[i for i in zone if zone[i] == z] for z in range(districts)]
        even = all(995 * total <= 1000 * districts * sum(county_of[i] for i in part) <= 1005 * total for part in parts)
        if even and all(part and nx.is_connected(whole.subgraph(part)) for part in parts):
            found.append(sum(zone[a] != zone[b] for a, b in whole.edges))
    return min(found, default=None)


@pytest.mark.parametrize("seed", range(6))
def test_the_fewest_cut_borders_are_those_of_brute_force(seed: int, tmp_path: Path) -> None:
    made = graph(seed, ("adjacency", "links")[seed % 2])
    path = tmp_path / "County23.json"
    path.write_text(json.dumps(made), encoding="utf-8")
    run, expected = published.one(str(path), 2, 60.0), fewest(made, 2)
    assert (run["counties"], run["borders"], run["cut"]) == (12, 17, expected)
    assert run["status"] == ("infeasible" if expected is None else "optimal")
    assert run["bound"] == expected


def test_both_forms_of_a_graph_are_the_same_county(tmp_path: Path) -> None:
    counties = []
    for form in ("adjacency", "links"):
        (tmp_path / "County23.json").write_text(json.dumps(graph(1, form)), encoding="utf-8")
        counties.append(published.read(tmp_path / "County23.json"))
    assert counties[0] == counties[1]
    assert counties[0].workload.tolist() == counties[0].counts[:, 0].tolist()


def test_what_is_no_graph_is_named(tmp_path: Path) -> None:
    (tmp_path / "County23.json").write_text('{"nodes": [{"id": 0}], "links": []}', encoding="utf-8")
    with pytest.raises(ValueError, match=r"County23\.json is no dual graph of counties: KeyError\('GEOID10'\)"):
        published.read(tmp_path / "County23.json")


def test_the_command_prints_a_row_for_every_graph_in_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        published.run([str(tmp_path)])
    assert ending.value.code == 2
    made = graph(0, "adjacency")
    (tmp_path / "County23.json").write_text(json.dumps(made), encoding="utf-8")
    capsys.readouterr()
    assert published.run([str(tmp_path), "--seconds", "60", "--states", "ME", "NM"]) == 0
    said = capsys.readouterr().out
    assert f"| ME | 12 | 17 | 2 | 16 | {fewest(made, 2)} |" in said
    assert "| NM |" not in said
    assert "`python -m benchmarks published FOLDER --seconds 60 --states ME NM`" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_in_the_documents_is_the_published_one(language: str) -> None:
    table = Benchmark("published", lambda _: {}, published.written)
    text = (ROOT / f"{table.document}{LANGUAGES[language]}").read_text(encoding="utf-8")
    figures = json.loads(table.results.read_text(encoding="utf-8")) if table.results.exists() else None
    assert quoted(text, "published") == (table.text(figures, language) if figures else "")
