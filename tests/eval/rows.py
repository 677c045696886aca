"""Rows of an evaluation that the tests of its page and of the commands share, made by hand."""

from dataclasses import replace

from eval.results import Outcome, Results, Row, Seen, Setup, Timings

FOUND = {"R@1": 1.0, "R@3": 1.0, "R@5": 1.0, "R@10": 1.0, "MRR@10": 1.0, "nDCG@10": 1.0}
MISSED = dict.fromkeys(FOUND, 0.0)
ANSWERED = {"false refusals": 0.0, "key facts": 1.0, "false alarms": 0.0}
SAID = Outcome("answered", 0.9, True, "由公园统一喂养。")
FINE = Row(
    id="q-fine",
    question="鸽子由谁来喂？",
    type="unit",
    persona="resident",
    difficulty="easy",
    gold=("由公园统一喂养",),
    scores={"full": FOUND | ANSWERED, "new-document": FOUND | ANSWERED, "dense": MISSED},
    found=(Seen("甲#1", ("一、鸽子",), "广场上的鸽子由公园统一喂养。"),),
    outcome=SAID,
)
FAILED = replace(
    FINE,
    id="q-missed",
    question="<script>alert(1)</script>校车司机要什么驾照 & 几年？",
    type="eligibility",
    gold=("必须持有A1驾照",),
    scores=FINE.scores | {"full": MISSED | ANSWERED | {"key facts": 0.0}},
    found=(Seen("乙#2", ("二、车辆", "（一）校车"), "校车漆成黄色<b>。"),),
    outcome=replace(SAID, right=False, confidence=0.6, text="漆成黄色。"),
)
UNANSWERABLE = replace(
    FINE,
    id="q-moon",
    question="月球上几点收摊？",
    type="unanswerable",
    gold=(),
    scores={"full": {"true refusals": 0.0}, "new-document": {"true refusals": 1.0}, "dense": {}},
    outcome=replace(SAID, right=False, confidence=0.4, text="上午九点前收摊。"),
)
PROFILE = Row(
    id="p-1",
    question="我开早市摊位，还遛狗。",
    type="matching",
    persona="enterprise",
    difficulty="easy",
    gold=("早市摊位上午九点前收摊",),
    scores={"full": {"matching recall": 0.5, "matching precision": 0.1, "matching lures": 0.0}},
    found=(),
)
RESULTS = Results(
    Setup("report", "0123456789abcdef", {"编码器": "bundled <1>"}),
    (FINE, FAILED, UNANSWERABLE, PROFILE),
    Timings([3.0, 4.0, 5.0], [30.0, 40.0, 50.0], 512.0),
)
