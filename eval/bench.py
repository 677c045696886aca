"""Times and memory, measured in processes of their own, as a user would meet them."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles

from eval.memory import peak_megabytes
from eval.questions import load_set
from service import wire
from service.settings import Settings

_CLIENTS = 20
_CEYIN = str(Path(sys.executable).with_name("ceyin"))


def bench(settings: Settings) -> dict[str, str]:
    """Measure on this machine; times are wall clock, memory is the peak resident size.

    Building the index and asking from a cold process start are measured on fresh processes;
    search and answer on the `report` questions in this one, after one round to warm up.
    """
    found = {"机器": f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"}
    questions = [question.question for question in load_set().of("report").questions]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"CEYIN_HOME": home}
        found["建索引（含启动）"] = f"{_timed([_CEYIN, 'index'], environment):.1f} 秒"
        asking = [_CEYIN, "ask", "--json", questions[0]]
        found["进程启动到第一个回答"] = f"{median(_timed(asking, environment) for _ in range(3)):.1f} 秒"
    answerer = wire.answerer_of(settings)
    for name, call in (("检索", answerer.search), ("回答", answerer.answer)):
        for question in questions[:10]:
            call(question)
        times = [_milliseconds(call, question) for question in questions]
        found[f"{name} p50 / p95"] = f"{median(times):.1f} / {quantiles(times, n=20)[18]:.1f} 毫秒"
    found[f"检索每秒，1 / {_CLIENTS} 个同时问"] = " / ".join(
        f"{_throughput(answerer.search, questions, clients):.0f} 次" for clients in (1, _CLIENTS)
    )
    found["常驻内存峰值"] = f"{peak_megabytes():.0f} MB"
    return found


def _throughput(call: Callable[[str], object], questions: list[str], clients: int) -> float:
    """Questions a second when so many threads ask at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(call, questions))
    return len(questions) / (time.perf_counter() - began)


def _timed(command: list[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def _milliseconds(call: object, question: str) -> float:
    began = time.perf_counter()
    call(question)  # type: ignore[operator]
    return (time.perf_counter() - began) * 1e3
