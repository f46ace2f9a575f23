"""Today's zones by one label each: ``3``, ``3.0``, ``３``, ``03``, ``防区3`` and ``第三防区`` are the same zone.

What it may get wrong: two zones whose labels differ in leading zeros alone are taken for one, which a notice says.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from geodata.tables.findings import Findings
from geodata.tables.numerals import numeral

NUMBER = re.compile(r"([0-9]{1,9})(?:\.0+)?")
ZONE = r"(?:(?:防|片|分|警|辖)?区|片|zone|district)?"
NAMED = re.compile(rf"(?:第)?{ZONE}(?:第|no\.?|#)?(.+?)(?:号|#)?{ZONE}")
COUNTED = re.compile(r"[a-z]{1,2}|[ivx]+|[甲乙丙丁戊己庚辛壬癸]")
"""What counts zones without a number: letters, Roman numerals, the ten stems."""
ROMAN = {0x2160 + k: str(k + 1) for k in range(12)}
"""Ⅰ to Ⅻ, single signs."""


def key_of(label: str) -> str:
    """What two spellings of one label have in common: its number, else the label in one width and case."""
    simple, core = _parts(label)
    figure = NUMBER.fullmatch(core)
    if figure is not None:
        return str(int(figure[1]))
    counted = numeral(core)
    return str(int(counted)) if counted is not None and counted.is_integer() else simple


def _parts(label: str) -> tuple[str, str]:
    """The label in one width and case, and what of it is no word for a zone."""
    simple = "".join(unicodedata.normalize("NFKC", label.translate(ROMAN)).casefold().split())
    match = NAMED.fullmatch(simple)
    return simple, match[1] if match else simple


def is_name(label: str) -> bool:
    """Whether a label is a name: no mere number, letter or sign of a series, such as ``3``, ``一区`` or ``甲``."""
    return not key_of(label).isdecimal() and COUNTED.fullmatch(_parts(label)[1]) is None


def one_label(labels: Iterable[str]) -> dict[str, str]:
    """The label that each spelling stands for: the plain number where a zone is numbered, else the commonest."""
    groups: dict[str, Counter[str]] = {}
    for label in labels:
        groups.setdefault(key_of(label), Counter())[label] += 1
    chosen: dict[str, str] = {}
    for key, spelled in groups.items():
        numbered = any(NUMBER.fullmatch(unicodedata.normalize("NFKC", label)) for label in spelled)
        common = spelled.most_common(1)[0][0]
        chosen |= dict.fromkeys(spelled, key if numbered and key.isdecimal() else common)
    return chosen


def note_labels(chosen: dict[str, str], table: str, found: Findings) -> None:
    """Say which spellings were taken for one label."""
    spelled: dict[str, list[str]] = {}
    for label, one in chosen.items():
        spelled.setdefault(one, []).append(label)
    told = [f"{' = '.join(labels)} → {one}" for one, labels in spelled.items() if len(labels) > 1]
    if told:
        found.note("geodata.notice.labels", table=table, labels=told, count=len(told))
