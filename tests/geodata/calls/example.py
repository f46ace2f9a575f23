"""What counting a list of calls says, with something in every field."""

from geodata.calls.result import CallCount, Counted, LeftOut
from geodata.calls.shown import Word

CALL_COUNTS = (
    CallCount(
        "县（1）",
        "a.csv",
        {"time": "报警时间"},
        ("1月", "2月"),
        ("汇总",),
        1,
        9,
        3,
        {"test": 1, "kind": 5},
        "2023-01-02",
        "2023-02-03",
        1 / 6,
        ("2023-01",),
        ("2023-01", "2023-02"),
        (Counted("dispute", "纠纷", 3, (Word("家庭纠纷", 3),)),),
        (Word("飞碟", 4),),
        1,
        (Word("某所", 3),),
        0,
        (LeftOut("test", (Word("演练", 3),)),),
        1,
        0,
        0,
        {"incidents": 2, "hours": 0},
    ),
    CallCount(
        "县（1）", "a.csv", {}, (), (), 0, 1, 0, {}, None, None, 0.0, (), ("",), (), (), 1, (), 0, (), 0, 0, 0, {}
    ),
)
