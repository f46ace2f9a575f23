"""What a batch is asked for: sources, policies and scenarios of counties, and every mistake of a list at once."""

from pathlib import Path

import pytest

import geodata
from benchmarks.many import FIRST, made, write
from geodata.county.describe import tables_of
from scenarios.batch.keys import digest_of, digests_of
from scenarios.batch.records import Task
from scenarios.batch.spec import Asked, gathered
from scenarios.batch.spec import named as called_together
from scenarios.batch.splitting import parted
from scenarios.batch.worker import work
from scenarios.spread.records import Place
from zoning.model.errors import InputError
from zoning.model.policy import read_policy
from zoning.texts import Language


def keys(told: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [one.says.key.removeprefix("scenarios.batch.") for one in told.value.mistakes]


def test_all_mistakes_of_a_list_are_told_before_any_work(tmp_path: Path) -> None:
    write(tmp_path, [6, 6])
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / f"{FIRST}.gpkg").write_bytes((tmp_path / f"{FIRST}.gpkg").read_bytes())
    (tmp_path / "based.toml").write_text(
        '[base]\ncounty = "sample:xunhua"\n[scenarios.a]\nwhy = "x"\n', encoding="utf-8"
    )
    sources = [f"{FIRST}.gpkg", "nowhere", f"copy/{FIRST}.gpkg"]
    lines = "".join(f'[[county]]\nsource = "{one}"\n' for one in sources)
    (tmp_path / "batch.toml").write_text(
        '[defaults]\npolicy = "haidon"\nset = { "zones.max" = "five" }\n'
        'scenarios = ["based.toml", "no-such"]\n' + lines,
        encoding="utf-8",
    )
    policy = {"zoning.policy.no_file", "zoning.value.wrong_type"}
    every = {"missing", "scenarios.spec.no_file", "base", *policy}
    with pytest.raises(InputError) as told:
        gathered(str(tmp_path), Asked(only=("123",)))
    assert set(keys(told)) == every | {"no_county", "twice", "called_twice"}
    with pytest.raises(InputError) as told:
        gathered(str(tmp_path), Asked())
    assert set(keys(told)) == every | {"twice", "called_twice"}
    assert "500100、500100" in next(one.text("zh") for one in told.value.mistakes if one.says.key.endswith(".twice"))
    with (tmp_path / "batch.toml").open("a", encoding="utf-8") as file:
        file.write('polcy = "haidong"\nset = { "zones.max" = "six" }\n[[county]]\npolicy = 3\n')
    with pytest.raises(InputError) as told:
        gathered(str(tmp_path), Asked())
    assert set(keys(told)) == every | {"twice", "called_twice"} | {
        f"zoning.value.{k}" for k in ("unknown_key", "missing")
    }
    places = {(one.table, one.column, one.value) for one in told.value.mistakes}
    assert places >= {
        ("batch.toml", "defaults.policy", "haidon"), ("batch.toml", "defaults.scenarios", "no-such"),
        ("batch.toml", "defaults.set.zones.max", "five"), ("batch.toml", "county[2].source", "nowhere"),
        ("batch.toml", "county[3].polcy", "haidong"), ("batch.toml", "county[3].set.zones.max", "six"),
        ("batch.toml", "county[4].source", None), ("batch.toml", "county[4].policy", "3"),
    }  # fmt: skip
    assert "did you mean policy" in str(told.value)


def test_a_list_without_counties_and_of_another_kind_says_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "batch.toml").write_text("name = 3\ncounty = 4\n[defaults]\nset = 5\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        gathered(str(tmp_path), Asked())
    assert [one.column for one in told.value.mistakes] == ["name", "county", "defaults.set"]
    (tmp_path / "batch.toml").write_text('name = "某市"\n', encoding="utf-8")
    with pytest.raises(InputError) as told:
        gathered(str(tmp_path), Asked())
    assert [one.column for one in told.value.mistakes] == ["county"]
    assert (called_together(str(tmp_path)), called_together(str(tmp_path / "no"))) == ("某市", "")


def told_of(folder: Path, content: str, language: Language = "zh") -> list[str]:
    """What is said of a list of counties."""
    (folder / "batch.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as told:
        gathered(str(folder), Asked())
    return [one.text(language) for one in told.value.mistakes]


def test_slips_of_a_list_are_told_with_what_to_write(tmp_path: Path) -> None:
    write(tmp_path, [6, 6])
    one = f'[[county]]\nsource = "{FIRST}.gpkg"\n'
    assert told_of(tmp_path, one + f'[[county]]\nsource = "./{FIRST}.gpkg"\n') == [
        f"batch.toml county[2].source：“./{FIRST}.gpkg”：与 county[1] 是同一份数据；请删去一个"
    ]
    twice = '[[county]]\nsource = "sample:xunhua"\n' * 2
    assert told_of(tmp_path, twice, "en") == [
        'batch.toml county[2].source: "sample:xunhua" is the same source as county[1]; delete one of them'
    ]
    for given, form in (('["zones.max=4"]', '"zones.max" = 4'), ('"zones.alone = none"', '"zones.alone" = "none"'),
                        ("5", '"zones.max" = 4')):  # fmt: skip
        (said,) = told_of(tmp_path, f"{one}set = {given}\n")
        assert said.startswith(f"batch.toml county[1].set：“{given.strip(chr(34))}”：")
        assert said.endswith(f"：set = {{ {form} }}")
    assert told_of(tmp_path, one.replace("county", "country")) == [
        "batch.toml country：没有这个设置项；是否想写 [[county]]？"
    ]


def test_a_county_is_placed_where_its_settings_stand(tmp_path: Path) -> None:
    """The last place that changes a setting: the county's own, else the command, else the defaults."""
    write(tmp_path, [6])
    (tmp_path / "batch.toml").write_text(
        '[defaults]\nset = { "zones.max" = 3, "zones.min" = 1, "pins.offices" = ["1"] }\n'
        f'[[county]]\nsource = "{FIRST}.gpkg"\nset = {{ "zones.max" = 4 }}\n',
        encoding="utf-8",
    )
    (one,) = gathered(str(tmp_path), Asked(values={"zones.max": 5, "zones.min": 2}))
    assert one.places == {
        "zones.max": ("batch.toml", "county[1].set"), "zones.min": ("--set", "set"),
        "pins.offices": ("batch.toml", "defaults.set"),
    }  # fmt: skip


def test_a_decision_on_no_station_of_the_county_is_told_where_it_is_given_in_words(tmp_path: Path) -> None:
    write(tmp_path, [6])
    (tmp_path / "batch.toml").write_text(
        f'[[county]]\nsource = "{FIRST}.gpkg"\nset = {{ "pins.apart" = [["{FIRST}100", "999"]] }}\n',
        encoding="utf-8",
    )
    (wanted,) = gathered(str(tmp_path), Asked())
    done = work(Task(wanted, "", ""), Place(1, lambda: False))
    assert done is not None
    assert done.result.state == "bad"
    assert [one.text("zh") for one in done.result.mistakes] == [
        "batch.toml county[1].set：“不同区：999”：不是本县的派出所；请使用派出所表中的代码"
    ]


def test_own_policy_goes_before_the_commands_and_that_before_the_defaults(tmp_path: Path) -> None:
    write(tmp_path, [6, 6])
    (tmp_path / "batch.toml").write_text(
        '[defaults]\npolicy = "hengshan"\nset = { "zones.max" = 3 }\n'
        f'[[county]]\nsource = "{FIRST}.gpkg"\npolicy = "haidong"\nset = {{ zones = {{ max = 4 }} }}\n'
        f'[[county]]\nsource = "{FIRST + 1}.gpkg"\n',
        encoding="utf-8",
    )
    own, other = gathered(str(tmp_path), Asked())
    assert (own.policy.zones.max, other.policy.zones.max) == (4, 3)
    assert (own.policy.weights, other.policy.weights) == tuple(read_policy(n).weights for n in ("haidong", "hengshan"))
    own, other = gathered(str(tmp_path), Asked(policy="haidong", values={"zones.max": 7}))
    assert (own.policy.zones.max, other.policy.zones.max) == (4, 7)
    assert (own.policy.name, other.policy.name) == ("haidong", "haidong")


def test_a_folder_gives_its_counties_by_name_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, [6, 6])
    for name in ("~$500100.xlsx", ".hidden.gpkg", "readme.txt"):
        (tmp_path / name).touch()
    (tmp_path / "empty").mkdir()
    assert [(one.called, one.code) for one in gathered(str(tmp_path), Asked())] == [
        (str(FIRST + k), str(FIRST + k)) for k in range(2)
    ]
    asked = gathered(str(tmp_path), Asked(only=(str(FIRST + 1),)))
    assert [one.called for one in asked if one.chosen] == [str(FIRST + 1)]


def test_one_file_of_many_counties_gives_each_as_if_it_stood_alone(tmp_path: Path) -> None:
    """Tables of two counties one below the other; a border between the counties is neither's."""
    single = [tables_of(made(FIRST + k, 6)) for k in range(2)]
    folder = tmp_path / "all"
    geodata.write_county(single[0], folder)
    other = tmp_path / "other"
    geodata.write_county(single[1], other)
    for file in ("stations.csv", "incidents.csv", "borders.csv", "travel.csv"):
        lines = (other / file).read_text(encoding="utf-8").splitlines()[1:]
        (folder / file).write_text(
            (folder / file).read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8"
        )
    with (folder / "borders.csv").open("a", encoding="utf-8") as borders:
        borders.write(f"{FIRST}100,{FIRST + 1}100,5,\n")
    parts = parted(folder)
    assert list(parts) == [str(FIRST), str(FIRST + 1)]
    for code, part in parts.items():
        county = geodata.build(part).county
        assert county.codes == made(int(code), 6).codes
        assert (county.counts == made(int(code), 6).counts).all()
        assert len(county.borders) == len(made(int(code), 6).borders)
    assert digests_of(parts) == {code: digest_of(part) for code, part in parts.items()}
    with pytest.raises(InputError) as told:
        parted(folder, "区县")
    assert keys(told) == ["no_column"]
