"""The known tables and their columns, with the headings people write for them in Chinese and English.

What it may get wrong: a heading that is somebody's word for something else ("面积" of the building) is taken for the
column.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Column:
    """A column: its key, other headings for it, the units its heading may carry."""

    key: str
    aliases: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """A known table: its key, its Chinese name, its columns; ``free`` tables may have any columns besides.

    ``names`` are further names of its sheet. Columns in ``spread`` may stand as headings instead: incidents with a
    column a class, minutes with a column a station. With ``corner`` the heading of the first column may be anything.
    """

    key: str
    name: str
    columns: tuple[Column, ...] = ()
    required: bool = False
    free: bool = False
    names: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()
    corner: bool = False


CODE = ("代码", "编码", "派出所代码", "派出所编码", "机构代码", "单位代码", "station code", "station")
PEOPLE = ("人", "名", "people", "persons")
NOTE = Column("note", ("备注", "说明", "remark", "remarks"))
"""For people; carried along and never used."""
LON, LAT = (
    Column("lon", ("经度", "longitude", "lng"), ("°", "度")),
    Column("lat", ("纬度", "latitude"), ("°", "度")),
)
LENGTH = ("km", "公里", "千米")
KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "stations",
            "派出所",
            (
                Column("code", CODE, required=True),
                Column("name", ("名称", "派出所", "派出所名称", "单位名称", "所名", "station name"), required=True),
                Column("kind", ("类型", "类别", "种类", "派出所类型", "type"), required=True),
                replace(LON, required=True),
                replace(LAT, required=True),
                Column("area_km2", ("面积", "辖区面积", "管辖面积", "area"), ("km2", "平方公里", "平方千米", "sqkm")),
                Column("population", ("人口", "人口数", "辖区人口", "常住人口", "residents"), PEOPLE),
                Column("officers", ("民警", "民警数", "民警人数", "警力", "police officers"), PEOPLE, required=True),
                Column("auxiliaries", ("辅警", "辅警数", "辅警人数", "auxiliary officers"), PEOPLE),
                Column("villages", ("行政村", "行政村数", "建制村", "村", "村数"), ("个",)),
                Column("communities", ("社区", "社区数", "居委会"), ("个",)),
                Column("has_case_area", ("办案区", "有办案区", "是否有办案区", "有无办案区", "case area")),
                Column("is_seat", ("县府所在地", "县政府所在地", "县府驻地", "县政府驻地", "是否县府所在地", "seat")),
                Column("current_zone", ("现防区", "现有防区", "当前防区", "所属防区", "防区", "zone")),
                Column("new_zone", ("新防区", "拟设防区", "拟划防区", "建议防区", "方案防区", "new zone")),
                NOTE,
            ),
            required=True,
            names=("派出所基本", "派出所名录", "各所", "station"),
        ),
        Kind(
            "incidents",
            "警情",
            (
                Column("station", (*CODE, "派出所", "code"), required=True),
                Column("class", ("类别", "警情类别", "类型", "警情类型"), required=True),
                Column(
                    "count",
                    ("数量", "警情数", "警情数量", "起数", "件数", "次数", "incidents"),
                    ("起", "件", "次"),
                    required=True,
                ),
                Column("period", ("时段", "期间", "时期", "年份", "年度", "月份", "year", "month")),
                NOTE,
            ),
            required=True,
            names=("警情数", "警情数量", "警情分类", "接处警", "接警", "incident"),
            spread=("class", "count"),
        ),
        Kind(
            "borders",
            "相邻",
            (
                Column("a", ("甲", "甲所", "派出所甲", "派出所a", "所a", "station a"), required=True),
                Column("b", ("乙", "乙所", "派出所乙", "派出所b", "所b", "station b"), required=True),
                Column("km", ("长度", "边界长度", "共界长度", "公里数", "公里", "length"), LENGTH),
                Column("kind", ("类型", "关系", "种类", "type")),
                NOTE,
            ),
            names=("相邻关系", "邻接", "邻接关系", "边界", "共界", "border"),
        ),
        Kind(
            "travel",
            "出行时间",
            (
                Column("from", ("起点", "出发", "出发所", "origin"), required=True),
                Column("to", ("终点", "到达", "到达所", "目的地", "destination"), required=True),
                Column(
                    "minutes",
                    ("分钟", "分钟数", "时间", "用时", "出行时间", "time"),
                    ("min", "minutes", "分钟", "分"),
                    required=True,
                ),
                NOTE,
            ),
            names=("出行", "行车时间", "车程", "路程时间", "时间矩阵"),
            spread=("to", "minutes"),
            corner=True,
        ),
        Kind(
            "outlines",
            "辖区轮廓",
            (
                Column("code", CODE, required=True),
                Column("perimeter_km", ("周长", "perimeter"), LENGTH, required=True),
                Column("x_km", ("形心横坐标",), LENGTH, required=True),
                Column("y_km", ("形心纵坐标",), LENGTH, required=True),
                Column("polar_km4", ("极惯性矩",), ("km4",), required=True),
            ),
            names=("轮廓",),
        ),
        Kind(
            "leaders",
            "局领导",
            (
                Column("post", ("职务", "岗位")),
                Column("is_head", ("一把手", "是否一把手")),
                Column("specialities", ("特长", "专长")),
                NOTE,
            ),
            names=("领导", "局领导岗位", "leader"),
        ),
        Kind(
            "branches",
            "警种",
            (
                Column("name", ("名称", "警种", "单位名称")),
                Column("officers", ("民警", "民警数", "警力"), PEOPLE),
                Column("specialities", ("特长", "专长")),
                NOTE,
            ),
            names=("责任警种", "警种部门", "branch"),
        ),
        Kind(
            "places",
            "地名",
            (
                Column("name", ("名称", "地名")),
                Column("kind", ("类型", "类别", "种类")),
                LON,
                LAT,
                Column("weight", ("权重", "重点权重"), ("警时", "警时/年")),
                NOTE,
            ),
            names=("地名表", "山川", "标志性建筑", "place"),
        ),
        Kind(
            "villages",
            "村",
            (
                Column("code", ("代码", "村代码", "编码")),
                Column("name", ("名称", "村名", "村名称")),
                Column("station", ("所属派出所", "派出所", "派出所代码")),
                Column("kind", ("类型", "类别")),
                LON,
                LAT,
                Column("population", ("人口", "人口数", "常住人口"), PEOPLE),
                Column("households", ("户数", "户"), ("户",)),
                Column("area_km2", ("面积", "area"), ("km2", "平方公里", "平方千米", "sqkm")),
                Column("incidents", ("警情", "警情数", "年警情数"), ("起", "件", "次")),
                Column("officers", ("民警", "民警数", "驻村民警"), PEOPLE),
                Column("roles", ("村干部", "村干部数", "村职", "村职干部"), PEOPLE),
                Column("others", ("其他力量", "其他力量数", "其他人员"), PEOPLE),
                Column("auxiliaries", ("辅警", "辅警数", "驻村辅警"), PEOPLE),
                Column("is_room", ("警务室", "有警务室", "设警务室")),
                Column("visited", ("见警", "见警户数", "走访户数"), ("户",)),
                Column("familiar", ("熟悉", "熟悉户数"), ("户",)),
                Column("collected", ("采集", "采集数", "采集条数"), ("条",)),
                Column("settled", ("实效", "化解数", "化解纠纷"), ("起", "件")),
                Column("asked", ("测评", "测评户数"), ("户",)),
                Column("satisfied", ("满意", "满意户数"), ("户",)),
                NOTE,
            ),
            free=True,
            names=("行政村", "村社区", "village"),
        ),
        Kind(
            "posts",
            "警务站",
            (
                Column("code", ("代码", "编码")),
                Column("name", ("名称", "警务站", "警务站名称")),
                LON,
                LAT,
                Column("stations", ("捆绑派出所数", "派出所数"), ("个",)),
                Column("officers", ("民警", "民警数"), PEOPLE),
                Column("auxiliaries", ("辅警", "辅警数"), PEOPLE),
                NOTE,
            ),
            free=True,
            names=("警务站点", "post"),
        ),
        Kind(
            "units",
            "巡组",
            (
                Column("code", ("代码", "编码")),
                Column("name", ("名称", "巡组", "巡组名称")),
                Column("kind", ("类型", "类别")),
                Column("base", ("驻地", "驻守派出所", "所属派出所")),
                Column("crew", ("每班人数", "人数"), PEOPLE),
                Column("start_hour", ("上班", "上班时间", "起始时间"), ("时", "点")),
                Column("end_hour", ("下班", "下班时间", "结束时间"), ("时", "点")),
                NOTE,
            ),
            free=True,
            names=("巡逻组", "巡逻", "巡逻力量", "unit"),
        ),
        Kind(
            "experience",
            "派出所经验",
            (
                Column("station", ("曾任派出所", "派出所", "派出所代码")),
                Column("officers", ("民警", "民警数"), PEOPLE),
                NOTE,
            ),
            free=True,
            names=("派出所工作经验", "工作经验"),
        ),
        Kind(
            "video",
            "视频巡逻",
            (
                Column("code", ("代码", "编码")),
                Column("name", ("名称", "视频巡逻室")),
                Column("level", ("级别", "层级")),
                Column("cameras", ("摄像头", "摄像头数", "探头数"), ("个", "路")),
                Column("seats", ("席位", "席位数", "坐席数"), ("个",)),
                Column("hours", ("每天小时数", "小时数"), ("小时", "时")),
                NOTE,
            ),
            free=True,
            names=("视频", "视频巡逻室"),
        ),
        Kind(
            "checks",
            "对照清单",
            (
                Column("checklist", ("清单", "清单名称")),
                Column("item", ("项目", "事项")),
                Column("at", ("单位", "地点")),
                Column("done", ("达标", "是否达标", "完成")),
                NOTE,
            ),
            free=True,
            names=("清单", "六统一", "检查表"),
        ),
        Kind(
            "forces",
            "力量",
            (
                Column("station", ("派出所", "所属派出所", "派出所代码")),
                Column("village_police", ("村警", "村警数"), PEOPLE),
                Column("guards", ("保安", "保安数", "保安员"), PEOPLE),
                Column("militia", ("民兵", "民兵数"), PEOPLE),
                NOTE,
            ),
            free=True,
            names=("应急力量", "社会力量", "力量表", "force"),
        ),
    )
}
AREA_CODE = Column("code", CODE)
