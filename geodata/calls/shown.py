"""Words of a list of calls that may be shown: those of several calls that tell of nobody.

Besides what :mod:`geodata.privacy.personal` knows, number plates and names of Hui, Salar and Tibetan people are hidden.
What it may get wrong: rare names of other peoples are not known, and a kind such as 马路积水 is hidden for its first
character; the number of calls of what is hidden is told.
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
MUSLIM = re.compile(f"(?:[韩马何冶喇敏妥绽拜撒哈沈米丁]{HAN}{{3,4}}|[冶喇敏妥绽拜撒哈]{HAN}{{1,2}})")
"""Hui and Salar surnames with what often stands behind: 韩乙卜拉, 马哈力麦, 冶某."""
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


def shown(words: Counter[str]) -> tuple[tuple[Word, ...], int]:
    """Words to show, the most frequent first, and how many calls have others."""
    texts = [word for word, count in words.items() if count >= SMALL and len(word) <= LONGEST and not _told(word)]
    told = personal("", texts) or certain(texts)
    hidden = set() if told is None else {texts[row] for row in told.rows}
    ordered = sorted((word for word in texts if word not in hidden), key=lambda word: (-words[word], word))
    return tuple(Word(word, words[word]) for word in ordered), words.total() - sum(words[word] for word in ordered)


def _told(word: str) -> bool:
    """Whether a word may tell of somebody."""
    text = "".join(half(word).split())
    if is_name(text) or PLATE.search(text.upper()) or CODED.match(text):
        return True
    if not re.fullmatch(f"{HAN}{{2,7}}", text) or NO_NAME.search(text):
        return False
    return bool(MUSLIM.fullmatch(text) or SYLLABLES.search(text))
