"""Mends of words: what a finding's mend code does to a payload, without reading a file.

`mended` applies one and looks again: the finding is gone and no other came, or nothing is changed.
Pictures and films are mended in `library.mends`, by the same rule.
"""

from skupnost.domain.mending.words import MENDS, Mend, is_better, mended

__all__ = ["MENDS", "Mend", "is_better", "mended"]
