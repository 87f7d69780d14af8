"""What a network's accounts are like before an account's own posts are read.

The files in `priors/` are written by the script `tests/benchmarks/cadence_priors.py`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any

from skupnost.domain.cadence import lessons as lessons_module
from skupnost.domain.cadence import timing
from skupnost.domain.cadence.lessons import Lessons
from skupnost.domain.cadence.shapes import POWERS, felt_weights

CROWDING_HOURS = (1.0, 6.0, 18.0, 48.0)
GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Prior:
    """The prior of one network.

    `pace_log_mean/sd`: log of the best posts a week; `usual_pace`: what its accounts do;
    `habit_weight`: how far the account's own pace pulls the mean; `temper`: the share of the
    log evidence that is believed (below 1: posts depend on one another in ways we do not model);
    `structure_log_sd`: how far the best pace lies from what the family of shapes says even with
    endless data; `lessons`: what simulated histories teach (not in the prior's file)."""

    network: str = GENERAL
    made_from: str = "by hand"
    usual_pace: float = 6.0
    pace_log_mean: float = 2.05
    pace_log_sd: float = 0.65
    habit_weight: float = 0.2
    power_weights: tuple[float, ...] = (0.08, 0.2, 0.32, 0.25, 0.15)
    felt_weights: tuple[float, ...] = felt_weights()
    timing_mean: tuple[float, ...] = (0.0,) * timing.N_TIMING
    timing_sd: tuple[float, ...] = tuple(timing.default_sd().tolist())
    crowding_hours_weights: tuple[float, ...] = (0.2, 0.25, 0.3, 0.25)
    crowding_mean: tuple[float, ...] = (0.05, 0.05)
    crowding_sd: tuple[float, ...] = (0.08, 0.08)
    bias_mean: float = 0.15
    bias_sd: float = 0.25
    level_step: float = 0.17
    week_sd: float = 0.22
    post_sd: float = 0.7
    loss_mean: tuple[float, ...] = (-7.5, 0.6)
    loss_sd: tuple[float, ...] = (1.5, 0.4)
    temper: float = 0.8
    structure_log_sd: float = 0.22
    cannot_tell_above: float = 0.08
    lessons: Lessons | None = None

    def __post_init__(self) -> None:
        assert len(self.power_weights) == len(POWERS)
        assert len(self.timing_mean) == timing.N_TIMING == len(self.timing_sd)

    @property
    def hash(self) -> str:
        """Ten characters that change with any number of the prior or of its lessons."""
        text = json.dumps(_numbers(self), sort_keys=True)
        if self.lessons is not None:
            text += self.lessons.hash
        return hashlib.sha256(text.encode()).hexdigest()[:10]


def _numbers(prior: Prior) -> dict[str, Any]:
    value = asdict(replace(prior, lessons=None))
    del value["lessons"]
    return value


def to_json(prior: Prior) -> str:
    """The file of a prior."""
    return json.dumps(_numbers(prior), indent=1) + "\n"


def from_json(text: str) -> Prior:
    """A prior from its file; raises `ValueError` where a field is missing or unknown."""
    value: dict[str, Any] = json.loads(text)
    names = {field.name for field in fields(Prior)} - {"lessons"}
    if set(value) != names:
        raise ValueError(f"fields of a prior: {sorted(set(value) ^ names)}")
    lists = {key: tuple(item) for key, item in value.items() if isinstance(item, list)}
    return Prior(**(value | lists))


def known_networks() -> tuple[str, ...]:
    """The networks that have a prior of their own, and `general`."""
    folder = files(__package__) / "priors"
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".json")]
    return tuple(sorted(name.removesuffix(".json") for name in names))


@cache
def prior_for(network: str = "") -> Prior:
    """The prior shipped for a network, with the lessons; of an unknown one the general prior."""
    name = network if network in known_networks() else GENERAL
    text = (files(__package__) / "priors" / f"{name}.json").read_text(encoding="utf-8")
    return replace(from_json(text), network=name, lessons=lessons_module.shipped())
