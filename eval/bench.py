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
    search and answer on the `report` questions, and matching on its profiles, in this one, after a few to
    warm up.
    """
    found = {"机器": f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}"}
    held = load_set().of("report")
    questions = [question.question for question in held.questions]
    profiles = [profile.description for profile in held.profiles]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"CEYIN_HOME": home}
        found["建索引（含启动）"] = f"{_timed([_CEYIN, 'index'], environment):.1f} 秒"
        asking = [_CEYIN, "ask", "--json", questions[0]]
        found["进程启动到第一个回答"] = f"{median(_timed(asking, environment) for _ in range(3)):.1f} 秒"
    answerer, matcher = wire.service_of(settings)
    asked: tuple[tuple[str, Callable[[str], object], list[str]], ...] = (
        ("检索", answerer.search, questions),
        ("回答", answerer.answer, questions),
        ("匹配", matcher.match, profiles),
    )
    for name, call, texts in asked:
        for text in texts[:10]:
            call(text)
        times = [_milliseconds(call, text) for text in texts]
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


def _milliseconds(call: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    call(text)
    return (time.perf_counter() - began) * 1e3
