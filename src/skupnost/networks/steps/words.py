"""What a step is."""

from __future__ import annotations

from dataclasses import dataclass

from skupnost.ui.words import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do on the network; `when` is the condition under which it is to be done."""

    words: Words
    when: str = ""
