"""What web and worker hold while nothing is to be done: python -m tests.benchmarks.memory

Starts `skupnost up --headless` over an empty data folder, opens its first page, lets it rest, and
adds up the resident memory of web and worker (shared pages are counted in each of them). The
launcher that watches both is told beside them; the process that makes the font once is left out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

import psutil

GOAL_MB = 300
REST_SECONDS = 10


def processes(parent: int) -> list[psutil.Process]:
    """The process and all below it."""
    top = psutil.Process(parent)
    return [top, *top.children(recursive=True)]


def measure(folder: str) -> list[tuple[str, float]]:
    """Each process by its words, with its resident memory in MB (10**6 bytes)."""
    command = [sys.executable, "-m", "skupnost.cli.main", "up", "--headless"]
    environment = {**os.environ, "SKUPNOST_DATA": folder}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    try:
        link = running.stdout.readline().strip()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(link, timeout=60) as answer:
            answer.read()
        time.sleep(REST_SECONDS)
        found = [p for p in processes(running.pid) if "skupnost.ui.fonts" not in p.cmdline()]
        return [(" ".join(p.cmdline()[2:5]), p.memory_info().rss / 1e6) for p in found]
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)
        running.stdout.close()


def main() -> int:
    """0 where web and worker together stay within the goal."""
    with tempfile.TemporaryDirectory(prefix="skupnost-bench-") as folder:
        rows = measure(folder)
    for words, megabytes in rows:
        print(f"{words:44}{megabytes:>8.0f} MB")
    total = sum(megabytes for words, megabytes in rows if "skupnost.cli.child" in words)
    print(f"{'web and worker':44}{total:>8.0f} MB (at most {GOAL_MB})")
    return 0 if total <= GOAL_MB else 1


if __name__ == "__main__":
    sys.exit(main())
