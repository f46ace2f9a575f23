"""What looks like data on persons: names, identity numbers, phone numbers, addresses, in a heading or in values.

A heading that can mean nothing else decides by itself, as soon as something fitting stands below it; else values do:
one identity number, or a share of a column. Names of places, stations and posts are none. What it may get wrong: place
names without ending (马鞍山、龙门阵) may pass for names of persons, and rare surnames are not known.

References: GB 11643-1999 (identity numbers and their check digit), GA/T 543 (abbreviated headings such as XM, GMSFHM).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from geodata.tables.columns import plain

SHARE = 0.3
"""From this share of its values on a column is personal where single ones may be something else."""
NAMED = 0.7
"""The same for names, which many words look like; of those at least half have to be longer than two characters."""
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛段郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪季骆樊庞殷施牛"
    "翟倪温俞章鲁葛伍申尤柯欧傅萧冉冼岑甘祝盛柳游耿鲍聂詹凌涂路岳齐梅庄辛管卞包左吉焦关柴蓝裴卓古苗毕阮候"
)
DOUBLE = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "端木")
NO_NAME = re.compile(
    "(?:[镇乡村街道路县市区所队站局办科室组沟湾坪坝坡岭岗关口庄屯寨堡桥塘溪港滩洲岛坳冲垭峡洞井店铺集营城门庙寺台沱场园厂矿院校"
    "社坎圩渡嘴线长员委记任家族教类级型期季天层色向段处侧岸边])$"
)
"""Last characters of places, bodies, posts and categories."""
TITLE = re.compile("副?(?:局长?|政委|主任|书记|所长|教导员|大?队长|指导员|科长|主席)")
HAN = "[\u3400-\u9fff]"
DOTTED = re.compile(rf"{HAN}+[·•・.]{HAN}{{2,}}")
LABEL = "姓名|填表人|制表人|审核人|联系人|负责人|经办人|报警人|报案人|当事人|嫌疑人|受害人|被害人|户主|统计员"
LABELLED = re.compile(rf"(?:{LABEL})\s*[:]\s*({HAN}\s?{HAN}{{1,2}})")
"""A name behind its label, as at the foot of a form."""
IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-9]{17}[0-9Xx])(?![0-9A-Za-z])")
OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-9]{15})(?![0-9A-Za-z])")
NUMBERED = ("代码", "编码", "编号", "序号", "code", "id")
"""Endings of headings of codes, below which long figures are no numbers of persons."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}(?![0-9A-Za-z.])")
LANDLINE = re.compile(r"(?<![0-9A-Za-z.])(?:\(0[0-9]{2,3}\)|0[0-9]{2,3}[- ]?)[2-9][0-9]{6,7}(?![0-9A-Za-z.])")
NUMERAL = "[0-9一二三四五六七八九十百]{1,8}"
"""Bounded, so that a search takes time in proportion to the cell, however many digits it holds."""
STREET = re.compile(
    rf"[路街巷道弄村组里]{HAN}{{0,6}}{NUMERAL}号(?![桥线井点矿坝洞路隧楼台机桩杆])|{NUMERAL}(?:栋|幢|单元|室)(?![外内])"
)
HOME = re.compile(rf"号.{{0,6}}?{NUMERAL}(?:栋|幢|单元|室)|{NUMERAL}[栋幢].{{0,4}}?{NUMERAL}(?:单元|室|号)")
NO_COUNT = "(?!人?[数次口均]|总|量|比|率|类)"
SURE: Mapping[str, re.Pattern[str]] = {
    "names": re.compile(
        "(?:姓名|人名字|(?:报警|报案|举报|投诉|求助|当事|联系|嫌疑|受害|被害|受伤|死亡|失踪|被告|原告|监护)人|受害者|户主|车主"
        f"|法定代表人){NO_COUNT}|^(?:xingming|bjrxm|bjr|lxr|fullname|personname|contactname|contactperson|caller|callername|suspect|victim)$"
    ),
    "identity": re.compile(
        "身份证|身份号码|证件号|护照号|^(?:sfzh|sfzhm|sfz|gmsfhm|zjhm|idcard|idcardno|idnumber|identitynumber|passport)$"
    ),
    "phones": re.compile(
        "(?:电话|手机)(?!诈骗|盗|失窃|报警|接警|数|量|费)|联系方式|传真|^(?:lxdh|sjh|sjhm|bjdh|bjrdh|dhhm|phone|phonenumber|mobile|mobilephone|tel|telephone|cellphone)$"
    ),
    "addresses": re.compile("(?<!ip)(?<!mac)(?:地址|住址|门牌|住所)|^(?:jtzz|hjdz|xxdz|address|homeaddress)$"),
}
"""Headings that can mean nothing else."""
LIKELY = re.compile(
    "负责人|责任人|支书|书记|所长|教导员|民警|警员|网格员|接警|处警|出警人|经办|填表|审核人|值班|人员|成员|驾驶|业主|法人|^xm$"
)
"""Headings under which names often stand."""
PLACES = re.compile("村|镇|乡|街|社区|地名|地点|区|派出所|单位|部门|机构|类|河|路|站|名称|道|桥|厂|校|方向|方位")
"""Headings under which names of places and bodies stand."""


@dataclass(frozen=True)
class Personal:
    """What a column holds: the kind (``names``, ``identity``, ``phones``, ``addresses``) and the rows, from 0."""

    kind: str
    rows: tuple[int, ...]


def half(text: str) -> str:
    """The text in half width, so that one pattern fits all."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a region, a date of birth, and the check digit of ISO 7064."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number[:17], strict=True))
    return _born(number, number[6:14]) and CHECK_DIGITS[total % 11] == number[17].upper()


def _born(number: str, day: str) -> bool:
    """Whether a number begins with a region and states a date of birth, ``YYYYMMDD``."""
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return 11 <= int(number[:2]) <= 82 and 1850 <= born.year <= 2035


def is_name(text: str) -> bool:
    """Whether a word looks like the name of a person and not like that of a place, a body or a post."""
    word = "".join(half(text).split())
    if DOTTED.fullmatch(word):
        return True
    if not re.fullmatch(f"{HAN}{{2,4}}", word) or NO_NAME.search(word) or word[1] == "家":
        return False
    if word[1:].strip("某") == "" or word.startswith(DOUBLE):
        return word[0] in SURNAMES or word.startswith(DOUBLE)
    return word[0] in SURNAMES and len(word) < 4


def is_holder(text: str) -> bool:
    """Whether a post is no post but somebody: a name, or a surname before a title."""
    word = "".join(half(text).split())
    return (is_name(word) and not TITLE.search(word)) or (word[:1] in SURNAMES and bool(TITLE.fullmatch(word[1:])))


def _all_names(text: str) -> bool:
    parts = [part for part in re.split(r"[、,;/|]", half(text)) if part.strip()]
    return bool(parts) and all(is_name(part) for part in parts)


def _sure_identity(text: str) -> bool:
    return any(is_identity(number) for number in IDENTITY.findall(text))


def _maybe_identity(text: str) -> bool:
    return any(_born(n, n[6:14]) for n in IDENTITY.findall(text)) or any(
        _born(n, f"19{n[6:12]}") for n in OLD_IDENTITY.findall(text)
    )


def _sure_phone(text: str) -> bool:
    """A mobile number written as one, or among other words."""
    found = MOBILE.search(text)
    return found is not None and (len(found[0]) < len(text.strip()) or not found[0].isdecimal())


def _maybe_phone(text: str) -> bool:
    return bool(MOBILE.search(text) or LANDLINE.search(text))


def _labelled(text: str) -> bool:
    return any(is_name(word) or is_name("".join(word.split())[:2]) for word in LABELLED.findall(text))


Test = Callable[[str], bool]
VALUES: Mapping[str, tuple[Test, Test]] = {
    "identity": (_sure_identity, _maybe_identity),
    "phones": (_sure_phone, _maybe_phone),
    "addresses": (lambda text: bool(HOME.search(text)), lambda text: bool(STREET.search(text))),
    "names": (_labelled, _all_names),
}
"""Of each kind, what decides by itself and what does in a share of the values."""
FITTING: Mapping[str, Test] = {
    "identity": lambda text: len(re.findall("[0-9*]", text)) >= 12,
    "phones": lambda text: len(re.findall("[0-9*]", text)) >= 7,
    "addresses": lambda text: len(re.findall(HAN, text)) >= 3,
    "names": lambda text: bool(re.search(f"{HAN}|[A-Za-z]", text)),
}
"""What a value below a heading has to look like for the heading to decide."""


def personal(heading: str, values: Sequence[str]) -> Personal | None:
    """What personal data a column holds, ``None`` when it holds none; blank values count for nothing."""
    counted = Counter(value for value in values if value.strip())
    texts = {value: half(value) for value in counted}
    simple = plain(heading)
    for kind, pattern in SURE.items():
        fits = FITTING[kind]
        if pattern.search(simple) and (fitting := {value for value, text in texts.items() if fits(text)}):
            return _found(kind, fitting, values)
    if simple.endswith(NUMBERED):
        return certain(values)
    for kind, (sure, maybe) in VALUES.items():
        proven = {value for value, text in texts.items() if sure(text)}
        likely = {value for value, text in texts.items() if maybe(text)}
        if proven or (likely and _outweighs(kind, likely, counted, simple)):
            return _found(kind, proven | likely, values)
    return None


def certain(values: Sequence[str]) -> Personal | None:
    """What is personal beyond doubt in a column that holds something else: numbers, codes, names of places."""
    distinct = set(values)
    together = half("\n".join(distinct))  # searched at once: a matrix has millions of cells
    if not any(pattern.search(together) for pattern in (IDENTITY, MOBILE, HOME, LABELLED)):
        return None
    texts = {value: half(value) for value in distinct}
    for kind, (sure, _) in VALUES.items():
        if found := {value for value, text in texts.items() if sure(text)}:
            return _found(kind, found, values)
    return None


def is_datum(heading: str) -> bool:
    """Whether a heading is itself a number of a person, as where a table has no header."""
    text = half(heading)
    return _sure_identity(text) or MOBILE.search(text) is not None


def _found(kind: str, found: set[str], values: Sequence[str]) -> Personal:
    return Personal(kind, tuple(row for row, value in enumerate(values) if value in found))


def _outweighs(kind: str, likely: set[str], counted: Counter[str], heading: str) -> bool:
    """Whether values that may be personal are so many that the column is."""
    share = sum(counted[value] for value in likely) / counted.total()
    if kind != "names" or LIKELY.search(heading):
        return share >= SHARE
    long = sum(len(value) > 2 for value in likely) / len(likely)
    enough = len(likely) >= 3 or (len(likely) == 2 and share == long == 1)
    return share >= NAMED and long >= 0.5 and enough and not PLACES.search(heading)
