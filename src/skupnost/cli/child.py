"""The processes that `skupnost up` starts. They load nothing of the command line, since they stay.

python -m skupnost.cli.child web HOST PORT      the pages, until standard input closes
python -m skupnost.cli.child worker             publishes, until standard input closes
python -m skupnost.cli.child prepare [SAMPLE]   brings all up to date; prints a login path and ends
"""

from __future__ import annotations

import sys

from skupnost.cli.answers import Problem, fail


def main() -> None:
    """Be the process that the first word names."""
    word, *rest = sys.argv[1:]
    try:
        _be(word, rest)
    except Problem as problem:
        fail(problem, as_json=False)
    except KeyboardInterrupt:
        sys.exit(130)


def _be(word: str, rest: list[str]) -> None:
    if word == "web":
        from skupnost.cli.web import serve

        host, port = rest
        serve(host, int(port))
    elif word == "worker":
        from skupnost.cli.working import work_until_parent_ends

        work_until_parent_ends()
    else:
        from skupnost.cli.preparing import prepare

        print(prepare(with_sample="sample" in rest), flush=True)


if __name__ == "__main__":
    main()
