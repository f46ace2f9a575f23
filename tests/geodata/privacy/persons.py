"""Made-up persons, numbers and homes that no table may hold."""

from geodata.privacy.personal import is_identity

PEOPLE = ["张伟", "王秀英", "李 娜", "刘洋", "陈建国", "欧阳娜娜", "买买提·艾力", "马某某", "赵敏"]


def born(serial: int) -> str:
    """An identity number with the right check digit."""
    head = f"50023019800101{serial:03}"
    return next(head + last for last in "0123456789X" if is_identity(head + last))


IDENTITIES = [born(i) for i in range(9)]
PHONES = [f"1380972{i:04}" for i in range(9)]
HOMES = [f"解放路{i}号3单元{i}01室" for i in range(1, 10)]
