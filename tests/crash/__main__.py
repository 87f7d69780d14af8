"""python -m tests.crash [--tenth] [--only NAME]…: see README.md in this folder."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time


def main() -> int:
    """0 where nothing was lost or doubled and every broken build was caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--tenth", action="store_true", help="a tenth of the runs")
    parser.add_argument("--only", action="append", default=[], help="these networks")
    parser.add_argument("--stride", type=int, default=0, help="every n-th point")
    parser.add_argument("--no-broken", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="skupnost-crash-") as folder:
        os.environ["SKUPNOST_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "skupnost.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from .report import run_simulated

        began = time.monotonic()
        is_sound = run_simulated(
            stride=arguments.stride or (10 if arguments.tenth else 1),
            only=arguments.only,
            with_broken=not arguments.no_broken,
        )
        print(f"{time.monotonic() - began:.0f} s")
    return 0 if is_sound else 1


if __name__ == "__main__":
    sys.exit(main())
