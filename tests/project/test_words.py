"""The words that planners read: those that were found wrong do not come back.

Each row is a phrase and what is wrong with it. The Chinese sentences, documents and tables of the benchmarks are
searched; a phrase may stand only where it is named as allowed, with the reason.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache

import pytest

from tests.project.source import PACKAGES, ROOT

WRONG = {
    "得分": "reads as if more were better; what a plan costs is 综合代价",
    "点数": "is no word for what a plan costs; 综合代价",
    "政策": "is what a government decides; the settings of a division are 划分规则",
    "策略": "is a third word for 划分规则",
    "到场平均": "says neither whose way nor from where; 车程 from the office, 出警用时 of a response",
    "平均到场": "says neither whose way nor from where; 平均车程 from the office, 平均出警用时 of a response",
    "九成到场": "is 90% 分位车程",
    "最远到场": "is 最远车程",
    "预期到场": "is 预期出警用时",
    "到场时间": "is 出警用时",
    "到场分钟": "is 出警用时",
    "只派本所": "is 本所自行处警",
    "各所自派": "is 本所自行处警",
    "统一派": "is 防区联动派警",
    "无空闲巡组": "is 无警可派",
    "没有空闲巡组": "is 无警可派",
    "巡组忙碌": "is 警组占用",
    "交警种": "reads as traffic police (交警); 移交责任警种",
    "多得不像偶然": "is nobody's way to say 明显偏多",
    "清闲": "blames the station; 警情较少",
    "超编": "is a finding of the personnel office; 高于最低配备",
    "最少的调整": "is 最小调整方案",
    "别无可选": "is 仅此一处",
    "无处可设": "is 防区内无符合条件的派出所",
    "怎样运转": "is 防区运行机制",
    "换防区": "is 调整防区, and 涉及调整的派出所",
    "重抽": "is 随机模拟",
    "偶然变化": "is 稳定性检验",
    "时分时合": "is 待研究",
    "以小为好": "is 数值越小越优",
    "没有别的（": "is 已穷尽，无遗漏",
    "向右：": "is 横轴",
    "向上：": "is 纵轴",
    "只移它": "is 仅调该所",
    "重新优化": "is 允许其他所随之调整",
    "可到概率": "is 有空闲警力可及的概率",
    "够得着": "is 可及",
    "应进室": "is 警务室民警应配数",
    "在室时间": "is 驻室时间",
    "人到齐": "is 集结用时",
    r"1\+2 齐全": "is “1+2”配齐",
    "千人警情": "is counted by 10,000 in the statistics of the police; 万人警情数",
    "km²": "is 平方公里",
    "起/人": "is a unit of nobody; 民警人均接警（起/年）",
    "占比之差": "is 个百分点",
    "所述不实": "accuses somebody; 与复核结果不一致",
    "核验不通过": "is 核验未通过",
    "须知": "is 注意事项",
    "一样不少": "is 内容完整",
    "县府(?!所在地)|县政府": "districts and cities have one, too; 县（区）政府，and 县府所在地 the column of tables",
    "政策依据|^(?:## )?依据": "a division is not decided by its reference; 参照",
    "(?<!及)声明：": "is 密级及声明",
    "就近派(?!警|人|出)": "is 全县就近派警",
    r"村社区(?!\.csv)": "is 行政村（社区）",
    "已可确定": "is 可先行确定",
    "完全持平": "is 拉平, with the share and number of officers who would move",
    "落在防区之间": "is the share within zones, 防区内部",
    "偏离（": "is 超出或不足村数",
    "（不可行的移动）": "a forbidden move is 不可行（✗）",
    "绑定": "is 捆绑, as in the source of the posts",
    "压力测试": "is 稳定性检验",
    "权衡曲线|权衡方案": "is 取舍",
    "办公点": "is 办公室",
    "样例": "is 示例县",
}
"""Phrases, as regular expressions, by what is wrong with them."""
ALLOWED = {
    "zoning.figure.score": ("得分", "the score of a place, of which more is better"),
    "workbench.page.do_swap": ("换防区", "two stations that swap their zones"),
    "docs/verifier/README.zh.md": ("点数", "floating-point numbers"),
    "workbench.count.villages": (r"村社区(?!\.csv)", "part of the name of a file"),
    "docs/documents.zh.md": ("得分", "the same figure in the list of all figures"),
}
"""Where one of them is right, and why."""
UNITS = re.compile(r"^\|.*\| [^|]*km² \|$")
"""Rows of documents with the units that files name."""


@cache
def sentences(language: str = "zh") -> dict[str, str]:
    return {
        f"{package}.{section}.{name}": text
        for package in PACKAGES
        if (path := ROOT / package / "texts" / f"{language}.toml").is_file()
        for section, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for name, text in texts.items()
    }


@cache
def documents() -> dict[str, list[str]]:
    paths = [
        ROOT / "README.zh.md",
        ROOT / "bundle" / "site" / "zh.yml",
        *sorted((ROOT / "docs").rglob("*.zh.md")),
        *sorted((ROOT / "benchmarks").glob("*.py")),
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").splitlines() for path in paths}


def places(phrase: str) -> Iterator[str]:
    for key, text in sentences().items():
        if re.search(phrase, text) and ALLOWED.get(key, ("",))[0] != phrase:
            yield key
    for name, lines in documents().items():
        for number, line in enumerate(lines, 1):
            if re.search(phrase, line) and not UNITS.match(line) and ALLOWED.get(name, ("",))[0] != phrase:
                yield f"{name}:{number}"


@pytest.mark.parametrize("phrase", WRONG)
def test_a_wrong_word_does_not_come_back(phrase: str) -> None:
    assert list(places(phrase)) == [], WRONG[phrase]


def test_what_is_allowed_is_there() -> None:
    for place, (phrase, _) in ALLOWED.items():
        text = sentences().get(place) or "\n".join(documents()[place])
        assert re.search(phrase, text), place


RULE_ID = re.compile(r"(?<![A-Za-z0-9{])[HCGNB]\d{1,2}(?![A-Za-z0-9])")
"""What only docs/rules.md and docs/systems.md call a rule by; reports list them in an appendix that the code makes."""
KEY = re.compile(r"(?<![-A-Za-z{])(?:zones|rules|weights|pins|measures)\.[a-z_]+")
"""Dotted keys of a policy."""
TYPED = {
    "workbench.option.set_": "the help of --set",
    "workbench.option.beats_set_": "the help of --set",
    "workbench.decision.no_value": "how --set is typed",
    "zoning.argument.Mapping": "an argument of the library",
    "zoning.policy.min_above_max": "names what a file holds",
    "systems.rooms.crossed": "what to type behind --set",
}
"""Sentences on what a person types or a file holds, which have to name keys."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sentences_name_no_rule_by_its_id_and_no_value_by_its_key(language: str) -> None:
    found = [key for key, text in sentences(language).items() if RULE_ID.search(text) or KEY.search(text)]
    assert sorted({*found} - {*TYPED}) == []


COUNTED = re.compile(
    r"\{\w+(?::[^}|]*)?\} (?:more )?(?:zones|stations|units|officers|groups|plans|decisions|mistakes|files|days|nights"
    r"|periods|counts|rows|calls|cells|counties|villages|incidents)\b"
)
"""A number with a word for several behind it, which reads as “1 zones”; ``{count:zone|zones}`` chooses."""
KINDS = {"zoning.limit.zones_alone": "names kinds of stations"}
"""Sentences in which what goes before is no number."""


def test_english_sentences_have_a_word_for_one_too() -> None:
    found = [key for key, text in sentences("en").items() if COUNTED.search(text)]
    assert sorted({*found} - {*KINDS}) == []
