"""Words of a list of calls that may be shown: those of several calls that tell of nobody.

Besides what :mod:`geodata.privacy.personal` knows, number plates and names of Hui, Salar and Tibetan people are hidden.
A Hui or Salar name of four characters or five is a surname before sounds (韩乙卜拉), so 马路不平 is none. A word of
two or three characters that begins as a name does is hidden (高昂); words that no name holds are taken away before, so
马蜂窝 is shown and 马小明打架 is not. What it may get wrong: rare names of other peoples are not known; the number of
calls of what is hidden is told.
"""

import re
from collections import Counter
from dataclasses import dataclass

from geodata.privacy.personal import HAN, NO_NAME, certain, half, is_name, personal
from geodata.privacy.screening import SMALL

LONGEST = 24
"""Characters of a word that is shown."""
PLATE = re.compile("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•. -]?[A-Z0-9]{4,6}")
CODED = re.compile("(?=.*[A-Za-z])(?:.*[0-9]){3}", re.DOTALL)
"""Letters among three figures or more: plates, accounts, numbers of documents."""
SOUNDS = (
    "阿艾爱安奥巴拜白板比毕卜布才沓达大丹旦得德迪蒂丁东都多额娥尔而二法凡非菲飞夫伏福该尕盖格给贡古哈海亥罕合赫黑乎胡"
    "吉加嘉杰洁卡开克库快拉喇来莱兰勒力立里理丽利黎礼林龙录鲁伦罗洛玛麦毛买曼美梅米密默木穆姆娜乃内尼奴努诺欧帕泊普其奇恰切"
    "热仁日茹如洒萨赛撒三桑色沙善舍什什斯丝四素苏索他塔泰坦提铁图土吐吞托瓦万完维卫吾伍五午西希玺细夏谢辛雅亚牙娅叶一伊依以义乙"
    "因银英尤优由有友于玉月云则扎者哲珍支只主卓孜兹祖旺木"
)
"""Characters that Arabic, Persian and Turkish names are written with."""
MUSLIM = re.compile(f"(?:[韩马何冶喇敏妥绽拜撒哈沈米丁][{SOUNDS}]{{3,4}}|[冶喇敏妥绽拜撒哈]{HAN}{{1,2}})")
"""Hui and Salar surnames with what often stands behind: 韩乙卜拉, 马哈力麦, 冶某."""
NO_PERSON = re.compile(
    "蜂窝|蜂巢|积水|走失|失踪|被困|伤人|咬人|扰民|开锁|翻译|堵塞|被盗|丢失|损坏|破损|故障|泄漏|泄露|滑坡|塌方|坠落|坠楼|溺水|落水|跌倒|着火"
    "|起火|冒烟|爆炸|噪音|噪声|停电|漏电|漏水|漏气|断电|死亡|受伤|猝死|打架|斗殴|吵架|求救|求助|咨询|举报|投诉|纠纷|事故|盗窃|诈骗|赌博|吸毒"
    "|违停|拥堵|刮擦|追尾|逃逸|酒驾|醉驾|超速|超载|讨薪|上访|信访|闹事|自杀|轻生|火警|火情|警情|案件|事件|报警|马匹|马路|牛羊|牲畜|车辆|汽车|电动车"
    "|道路|路面|水管|管道|水患|高空|高坠|高压|高速|金属|石块|山石|温泉|广告|广场|施工|汉语|韩语|外语|树木|白蚁|毒蛇|流浪"
)
"""Words of the trade that no name of a person holds."""
SYLLABLES = re.compile(
    "扎西|卓玛|才让|多杰|索南|尼玛|达哇|达瓦|桑杰|仁青|仁增|周措|拉毛|加措|嘉措|旦增|丹增|次仁|格桑|平措|洛桑|罗桑|央金|白玛|贡布|尕藏|项欠"
    "|完么|华旦|夏吾|角巴|切羊|娘毛|南杰|班玛|更藏|尕玛|昂毛|万玛|更登|公保|才旦|杨毛|彭毛|旺姆|顿珠|次旺|强巴|土登|晋美|阿旺|卜拉|麦麦提"
    "|买买提|乙四|尤素|优素|哈三|海麦|阿卜|阿布都|麦日|法图麦|法土麦|哈力|木海|阿乙|索菲|萨力|艾力|古丽"
)
"""Parts of Tibetan, Salar and Uyghur names."""


@dataclass(frozen=True)
class Word:
    """A word of the list, and how many calls have it."""

    word: str
    count: int


def shown(words: Counter[str], least: int = SMALL) -> tuple[tuple[Word, ...], int]:
    """Words of so many calls to show, the most frequent first, and how many calls have others."""
    enough = max(least, SMALL)
    texts = [word for word, count in words.items() if count >= enough and len(word) <= LONGEST and not tells(word)]
    others = [word for word in texts if not NO_PERSON.search(half(word))]
    told = personal("", others) or certain(others)
    hidden = set() if told is None else {others[row] for row in told.rows}
    ordered = sorted((word for word in texts if word not in hidden), key=lambda word: (-words[word], word))
    return tuple(Word(word, words[word]) for word in ordered), words.total() - sum(words[word] for word in ordered)


def tells(word: str) -> bool:
    """Whether a word may tell of somebody."""
    text = "".join(half(word).split())
    rest = NO_PERSON.sub("", text)
    if rest != text:
        return len(rest) > 1 and tells(rest)
    if is_name(text) or PLATE.search(text.upper()) or CODED.match(text):
        return True
    if not re.fullmatch(f"{HAN}{{2,7}}", text) or NO_NAME.search(text):
        return False
    return bool(MUSLIM.fullmatch(text) or SYLLABLES.search(text))
