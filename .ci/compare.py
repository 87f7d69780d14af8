"""Fail where a folder ran fewer tests than `.ci/minimum.json` asks.

python3 .ci/compare.py COUNTS.json             compare
python3 .ci/compare.py COUNTS.json --raise     raise the minimum to nine tenths of what ran
"""

import json
import sys
from pathlib import Path

MINIMUM = Path(__file__).with_name("minimum.json")


def below(counts: dict[str, int], minimum: dict[str, int]) -> list[str]:
    """One line for each folder that ran too few."""
    return [
        f"{folder}: {counts.get(folder, 0)} ran, at least {number} must"
        for folder, number in sorted(minimum.items())
        if counts.get(folder, 0) < number
    ]


def main(path: str, *options: str) -> int:
    counts: dict[str, int] = json.loads(Path(path).read_text(encoding="utf-8"))
    minimum: dict[str, int] = json.loads(MINIMUM.read_text(encoding="utf-8"))
    if "--raise" in options:
        raised = {name: max(n * 9 // 10, minimum.get(name, 0), 1) for name, n in counts.items()}
        MINIMUM.write_text(json.dumps(raised, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    for folder, number in sorted(counts.items()):
        print(f"{number:6}  {folder}  (minimum {minimum.get(folder, 0)})")
    wrong = below(counts, minimum)
    print("\n".join(wrong) if wrong else f"{sum(counts.values())} tests, none missing")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
