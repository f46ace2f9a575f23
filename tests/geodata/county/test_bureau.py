"""The bureau's tables read in every form, written without loss, and wrong in every way at once."""

from pathlib import Path

import pytest

import geodata
from geodata.tables.cells import hour, listed
from geodata.workbook.template import render_template
from tests.geodata.drawn import draw, put
from zoning.model.bureau import Branch, Bureau, Check, Experience, Forces, Leader, Place, Post, Unit, Video, Village
from zoning.model.errors import InputError
from zoning.texts import Message

HELD = {
    "leaders.csv": "职务,一把手,特长\n局领导B,,纠纷、交通\n局领导A,是,\n",
    "branches.csv": "警种,民警,特长\n刑侦大队,,criminal\n",
    "places.csv": "地名,类型,经度,纬度,重点权重（警时/年）\n龙山,山,107.1,30.1,\n大桥,桥,107.1,30.2,120\n",
    "villages.csv": (
        "代码,名称,所属派出所,类型,经度,纬度,警情（起）,警务室,见警户数（户）,满意户数\n"
        "10101,甲村,101,社区,107.01,30.02,12.5,是,31,0\n"
    ),
    "posts.csv": "代码,名称,经度,纬度,捆绑派出所数,民警\n1,东门,107.05,30.05,3,0\n",
    "units.csv": "代码,名称,类型,驻地,每班人数,上班时间,下班时间\nU1,一组,冲锋车,102,4,20:30,8\nU2,二组,,1,,,\n",
    "experience.csv": "曾任派出所,民警（人）\n102,3\n",
    "video.csv": "代码,名称,级别,摄像头,席位,每天小时数\nV1,县局视频室,县局,400,4,24\nV2,东门视频室,警务站,,,\n",
    "forces.csv": "派出所,村警,保安（人）,民兵\n102,3,,0\n",
    "checks.csv": "清单,项目,单位,达标\n六统一,统一标识,东门,是\n六统一,统一着装,东门,\n",
}
BUREAU = Bureau(
    officers=300,
    leaders=(
        Leader(post="局领导A", is_head=True),
        Leader(post="局领导B", specialities=("纠纷", "交通")),
    ),
    branches=(Branch(name="刑侦大队", specialities=("criminal",)),),
    places=(
        Place(name="大桥", kind="桥", lon=107.1, lat=30.2, weight=120),
        Place(name="龙山", kind="山", lon=107.1, lat=30.1),
    ),
    villages=(
        Village(
            code="10101",
            name="甲村",
            station="101",
            kind="community",
            lon=107.01,
            lat=30.02,
            incidents=12.5,
            is_room=True,
            visited=31,
            satisfied=0,
        ),
    ),
    posts=(Post(code="1", name="东门", lon=107.05, lat=30.05, stations=3, officers=0),),
    units=(
        Unit(code="U1", name="一组", kind="response_car", base="102", crew=4, start_hour=20.5, end_hour=8),
        Unit(code="U2", name="二组", base="1"),
    ),
    experience=(Experience(station="102", officers=3),),
    forces=(Forces(station="102", village_police=3, militia=0),),
    video=(
        Video(code="V1", name="县局视频室", level="bureau", cameras=400, seats=4, hours=24),
        Video(code="V2", name="东门视频室", level="post"),
    ),
    checks=(
        Check(checklist="六统一", item="统一标识", at="东门", done=True),
        Check(checklist="六统一", item="统一着装", at="东门"),
    ),
)


def county(at: Path) -> Path:
    draw(at)
    for name, text in HELD.items():
        put(at, name, text)
    toml = at / "county.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[bureau]\nofficers = 300\n", encoding="utf-8")
    return at


def test_chinese_headings_and_words_become_the_records(tmp_path: Path) -> None:
    assert geodata.read_county(county(tmp_path)).bureau == BUREAU


@pytest.mark.parametrize("target", ["folder", "county.xlsx", "county.gpkg", "filled.xlsx"])
def test_nothing_is_lost_in_any_form(target: str, tmp_path: Path) -> None:
    source = geodata.read(county(tmp_path / "given"))
    if target == "filled.xlsx":
        (tmp_path / target).write_bytes(render_template(geodata.read_source(tmp_path / "given")))
    else:
        geodata.write_county(source.county, tmp_path / target)
    assert geodata.read_county(tmp_path / target).bureau == BUREAU


def test_every_mistake_of_the_tables_is_told_with_its_place(tmp_path: Path) -> None:
    at = county(tmp_path)
    put(at, "leaders.csv", "职务,一把手\n局领导A,是\n局领导B,是\n局领导A,也许\n")
    put(
        at,
        "villages.csv",
        "代码,名称,所属派出所,类型,经度,纬度,民警\n1,甲,999,村,107,30,1\n1,乙,101,镇,30,107,x\n2,,101,,107,,\n",
    )
    put(at, "units.csv", "代码,名称,驻地,上班时间,每班人数\nU1,一组,A,25,0\nU2,二组,,夜里,2\n")
    put(at, "experience.csv", "派出所,民警\n101,2\n101,3\n999,x\n")
    put(at, "video.csv", "代码,名称,级别,小时数\nV1,一室,省厅,25\n")
    put(at, "checks.csv", "清单,项目,单位,达标\n六统一,统一标识,,差不多\n")
    with pytest.raises(InputError) as caught:
        geodata.read_county(at)
    told = {(m.table, m.row, m.column, m.says.key.removeprefix("geodata.")) for m in caught.value.mistakes}
    assert told == {
        ("leaders.csv", 3, "一把手", "bureau.heads"),
        ("leaders.csv", 4, "职务", "bureau.twice"),
        ("leaders.csv", 4, "一把手", "cell.boolean"),
        ("villages.csv", 2, "所属派出所", "code.unknown"),
        ("villages.csv", 3, "代码", "bureau.twice"),
        ("villages.csv", 3, "类型", "cell.village_kind"),
        ("villages.csv", 3, "纬度", "stations.swapped"),
        ("villages.csv", 3, "民警", "cell.whole"),
        ("villages.csv", 4, "名称", "field.blank"),
        ("villages.csv", 4, "纬度", "field.blank"),
        ("units.csv", 2, "上班时间", "zoning.value.out_of_range"),
        ("units.csv", 2, "每班人数", "zoning.value.out_of_range"),
        ("units.csv", 3, "驻地", "field.blank"),
        ("units.csv", 3, "上班时间", "cell.hour"),
        ("experience.csv", 3, "派出所", "bureau.twice"),
        ("experience.csv", 4, "派出所", "code.unknown"),
        ("experience.csv", 4, "民警", "cell.whole"),
        ("video.csv", 2, "级别", "cell.video_level"),
        ("video.csv", 2, "小时数", "zoning.value.out_of_range"),
        ("checks.csv", 2, "单位", "field.blank"),
        ("checks.csv", 2, "达标", "cell.boolean"),
    }


def test_a_table_that_lacks_what_it_needs_is_carried_along_and_named(tmp_path: Path) -> None:
    at = county(tmp_path)
    put(at, "villages.csv", "名称,干部\n甲村,2\n")
    built = geodata.read(at)
    assert built.county.bureau == BUREAU.model_copy(update={"villages": ()})
    (notice,) = (one for one in built.notices if one.key == "geodata.notice.table_unused")
    assert notice.values == {"table": "villages.csv", "columns": ["code", "station", "lon", "lat"]}


def test_a_speciality_that_is_no_class_is_named(tmp_path: Path) -> None:
    at = county(tmp_path)
    put(at, "branches.csv", "名称,特长\n法制大队,法制；纠纷\n")
    (notice,) = (one for one in geodata.read(at).notices if one.key == "geodata.notice.specialities")
    assert notice.values["words"] == ["法制"]


def test_places_of_the_bureau_are_moved_with_the_datum_of_the_county(tmp_path: Path) -> None:
    plain, moved = county(tmp_path / "a"), county(tmp_path / "b")
    toml = moved / "county.toml"
    toml.write_text('crs = "gcj02"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    (here,), (there,) = (geodata.read_county(at).bureau.posts for at in (plain, moved))
    assert 0.001 < abs(here.lon - there.lon) < 0.01


@pytest.mark.parametrize(("text", "value"), [("8", 8), ("8:30", 8.5), ("08:00:00", 8), ("18时", 18), ("８．５", 8.5)])
def test_an_hour_may_be_written_in_several_ways(text: str, value: float) -> None:
    assert hour(text) == value


def test_words_are_parted_in_several_ways_and_kept_once() -> None:
    assert listed("刑事、治安, 交通；刑事/ ") == ("刑事", "治安", "交通")
    assert isinstance(hour("noon"), Message)
