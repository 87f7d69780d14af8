"""Checks of short posts for X a second: ours beside the packages `twitter-text` of npm and
`twitter-text-parser` of PyPI, in one run on one core.
python -m tests.benchmarks.text [--tenth]

Every program gets the same posts, all different, in five languages, with links, mentions, tags and
emoji. A check is length and validity (`parseTweet`); entities are measured apart, then both. Rates
are by processor time, the best of several rounds. Both packages are installed into the cache of
tests outside the clone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

from skupnost.domain.text.x.entities import find_entities, read_post
from skupnost.domain.text.x.weights import weigh

ROOT = Path(__file__).parents[2]
PARSER = ("twitter-text-parser==3.0.0", "setuptools<81")
"""It asks for `pkg_resources`, which newer releases of setuptools lack."""
ROUNDS = 5
LEAST_OF_NODE = 0.5
WORDS = {
    "en": "fresh rye bread warm from the oven come early before it is gone tomorrow at seven",
    "sl": "svež rženi kruh še topel iz peči pridite zgodaj čaka vas ob sedmih žemlje in štruklji",
    "es": "pan recién hecho mañana abrimos a las siete ven temprano que se acaba rápido señoras",
    "ru": "свежий ржаной хлеб прямо из печи приходите пораньше пока не закончился завтра в семь",
    "ja": "焼きたて の ライ麦パン 朝七時 から です 早め に お越し ください 今日 も 開店",
}
LANGUAGES = ("en", "en", "en", "sl", "es", "ru", "ja")
EXTRAS: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
    (
        0.4,
        lambda dice: f"https://bakery{dice.randrange(999)}.example.com/news/{dice.randrange(999)}",
    ),
    (0.1, lambda dice: f"www.bread{dice.randrange(999)}.si/open?day={dice.randrange(7)}"),
    (0.3, lambda dice: f"@baker_{dice.randrange(999)}"),
    (0.5, lambda dice: f"#bread{dice.randrange(99)}"),
    (0.3, lambda dice: f"#žemlja{dice.randrange(99)}"),
    (0.1, lambda dice: "$RYE"),
    (0.3, lambda dice: dice.choice("🥖🍞🎉☕🔥")),
    (0.1, lambda dice: dice.choice(("👩‍🍳", "👨‍👩‍👧‍👦", "👍🏽", "🇸🇮"))),
)
NODE = """
const tt = require('twitter-text'), fs = require('fs');
const [posts, rounds] = JSON.parse(fs.readFileSync(0));
const work = {check: tt.parseTweet, entities: t => tt.extractEntitiesWithIndices(t),
  both: t => { tt.parseTweet(t); tt.extractEntitiesWithIndices(t); }};
const best = {};
for (let round = 0; round < rounds; round++) for (const name in work) {
  const start = process.cpuUsage();
  for (const post of posts) work[name](post);
  const used = process.cpuUsage(start);
  best[name] = Math.max(best[name] || 0, posts.length / ((used.user + used.system) / 1e6));
}
console.log(JSON.stringify(best));
"""
PARSE = """
import json, sys, time
from twitter_text import parse_tweet
posts, rounds = json.load(sys.stdin)
best = 0.0
for _ in range(rounds):
    start = time.process_time()
    for post in posts:
        parse_tweet(post)
    best = max(best, len(posts) / (time.process_time() - start))
print(json.dumps({"check": best}))
"""


def posts(number: int) -> list[str]:
    """That many short posts, the same in every run."""
    dice = random.Random(20261123)
    return [post for post, _seen in zip(_endless(dice), range(number), strict=False)]


def _endless(dice: random.Random) -> Iterator[str]:
    while True:
        words = WORDS[dice.choice(LANGUAGES)].split()
        parts = dice.choices(words, k=dice.randrange(6, 18))
        parts[-1] += dice.choice((".", "!", "?", ""))
        parts += [make(dice) for share, make in EXTRAS if dice.random() < share]
        yield " ".join(parts)


def ours(texts: list[str], rounds: int) -> dict[str, float]:
    """Our rates: `check`, `entities`, and `both` at once, as preflight asks for them."""
    best: dict[str, float] = {}
    for _round in range(rounds):
        for name, work in (("check", weigh), ("entities", find_entities), ("both", read_post)):
            start = time.process_time()
            for text in texts:
                work(text)
            rate = len(texts) / (time.process_time() - start)
            best[name] = max(best.get(name, 0.0), rate)
    return best


def asked(command: list[str], texts: list[str], rounds: int, **env: str) -> dict[str, float]:
    """The rates that another program reports."""
    handed = json.dumps([texts, rounds])
    done = subprocess.run(
        command, input=handed, capture_output=True, text=True, check=True, env={**os.environ, **env}
    )
    rates: dict[str, float] = json.loads(done.stdout)
    return rates


def cache_folder() -> Path:
    named = os.environ.get("SKUPNOST_TEST_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "skupnost-tests"


def npm_modules() -> Path:
    """The npm package, installed by the installer of the test servers."""
    installer = ROOT / "tests" / "servers" / "install.py"
    subprocess.run([sys.executable, installer, "twitter-text"], check=True, stdout=sys.stderr)
    return cache_folder() / "twitter-text" / "node_modules"


def parser_python() -> Path:
    """An interpreter that has the package of PyPI, made on the first run."""
    folder = cache_folder() / "twitter-text-parser"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "installed"
    if done.exists():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", folder], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", str(python), *PARSER]
    else:
        venv.create(folder, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *PARSER]
    subprocess.run(install, check=True)
    done.touch()
    return python


def keep_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def measured(number: int) -> dict[str, dict[str, float]]:
    """The rates of all three, taken one after the other."""
    texts = posts(number)
    modules, python = npm_modules(), parser_python()
    keep_to_one_core()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "parse.py"
        script.write_text(PARSE, "utf-8")
        return {
            "Skupnost": ours(texts, ROUNDS),
            "npm twitter-text": asked(["node", "-e", NODE], texts, ROUNDS, NODE_PATH=str(modules)),
            "PyPI twitter-text-parser": asked([str(python), str(script)], texts[: number // 20], 2),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tenth", action="store_true", help="a tenth of the posts")
    number = 2_000 if parser.parse_args().tenth else 20_000
    rates = measured(number)
    for name, found in rates.items():
        print(f"{name:<26}" + "  ".join(f"{what} {rate:>9,.0f}/s" for what, rate in found.items()))
    mine, node, other = rates.values()
    shares = {what: mine[what] / node[what] for what in mine}
    print("of npm's: " + ", ".join(f"{what} {share:.2f}" for what, share in shares.items()))
    print(f"of PyPI's: {mine['check'] / other['check']:.1f}")
    return 0 if shares["check"] >= LEAST_OF_NODE and mine["check"] > other["check"] else 1


if __name__ == "__main__":
    sys.exit(main())
