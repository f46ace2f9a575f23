"""What a person may call a station: its code, its name, or the stem that 虎威镇 and 丰都县公安局虎威派出所 share.

What it may get wrong: a name of which the first characters look like those of a county loses them, and so does one of
which the last look like a people.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from zoning.texts.signs import UNSEEN

ENDINGS = re.compile(r"(?:派出所|(?:人民)?政府|公安|辖区|警务区|街道办事处|街道办|街道|办事处|民族乡|镇|乡|所)$")
NOTE = re.compile(r"[（(](?:筹|筹建|在建|拟建|新建|试点|暂|原.{0,6}|更名.{0,6})[)）]")
"""What stands in brackets behind a name and is no part of it."""
TOWN = re.compile(r"(?:街道|镇|乡)$")
STATION = "派出所"
PEOPLES = (
    "柯尔克孜|乌孜别克|维吾尔|哈萨克|达斡尔|塔吉克|俄罗斯|鄂温克|塔塔尔|鄂伦春|蒙古|布依|朝鲜|土家|哈尼|傈僳|高山|拉祜|"
    "东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺|回|"
    "藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京"
)
"""The 55 minorities without 族, the longest first: ethnic townships (民族乡) and towns bear their names."""
OF_PEOPLES = re.compile(rf"(?<=..)(?:(?:{PEOPLES})族)+(?:民族)?(?=[乡镇]?$)")
"""The peoples in the name of an ethnic township, behind two characters or more."""
BUREAU = re.compile(r"^.*(?:公安局|公安分局|分局|县局|市局|区局)(?=..)")
PLACE = re.compile(r"^[^省市州盟县区旗]{1,8}(?:自治[区州县旗]|[省市州盟县区旗])(?=..)")
"""A province, city or county in front of a name of two characters or more."""


@lru_cache(maxsize=10_000)
def stem(name: str) -> str:
    """A name without its place and its ending; less than two characters are too little to go by."""
    short = NOTE.sub("", "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", name[:200])).split()))
    for part in (BUREAU, ENDINGS, OF_PEOPLES, PLACE):
        while len(cut := part.sub("", short)) >= 2 and cut != short:
            short = cut
    return short


def short_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names by code as people say them: without the word station, and without peoples: 道帏藏族乡派出所 is 道帏乡.

    Stations that would have the same name keep the longer ones.
    """
    plain = {code: name.removesuffix(STATION) or name for code, name in names.items()}
    short = {code: OF_PEOPLES.sub("", name) for code, name in plain.items()}
    uses = Counter(short.values())
    return {code: name if uses[name] == 1 else plain[code] for code, name in short.items()}


def bare(name: str) -> str:
    """A short name without town or township, where two characters are left."""
    cut = TOWN.sub("", name)
    return cut if len(cut) >= 2 else name


def called(names: Mapping[str, str], word: str) -> tuple[str, ...]:
    """Codes of the stations, named by code in ``names``, that a word may mean.

    That of this code, else all of this name, or of its stem. A code may have its name beside it, as in drop-downs.
    """
    if word in names:
        return (word,)
    short = word.removesuffix(STATION)
    named = tuple(code for code, name in names.items() if name.removesuffix(STATION) == short)
    if named:
        return named
    code, _, name = word.partition(" ")
    if code in names and stem(name) == stem(names[code]):
        return (code,)
    return tuple(code for code, name in names.items() if word and stem(name) == stem(word))
