"""`skupnost cadence …`: how often and when to publish, from a table of posts."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer, note
from skupnost.cli.cadence_experiments import refit
from skupnost.cli.cadence_feed import feed
from skupnost.cli.options import AsJson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skupnost.cli.histories import Histories
    from skupnost.domain.cadence import (
        Advice,
        ExperimentPlan,
        Limits,
        Loss,
        Notice,
        PastPost,
        Prediction,
        Reading,
    )

app = typer.Typer(help="How often and when to publish.", no_args_is_help=True)
experiment = typer.Typer(help="Weeks of two paces that settle it.", no_args_is_help=True)
app.add_typer(experiment, name="experiment")
app.command()(refit)
app.command("feed")(feed)

RECENT = timedelta(days=60)
ODD_AHEAD = {"columns_not_used", "marks_unreadable", "day_only", "encoding", "title_lines",
             "part_taken", "parts_left", "zone_assumed"}  # fmt: skip
FARTHEST = date(9000, 1, 1)
History = Annotated[
    Path, typer.Option("--history", help="CSV with time and response; - is piped in.")
]
Network = Annotated[str, typer.Option("--network", help="Such as mastodon.")]
Zone = Annotated[str, typer.Option("--zone", help="Zone of times that have none.")]
Account = Annotated[str, typer.Option("--account", help="Which account of the file.")]
JudgeBy = Annotated[
    str, typer.Option("--judge-by", help="Column that says what came back, such as reach.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="For which pace comes first.")]
Unfollows = Annotated[
    Path | None,
    typer.Option(
        "--unfollows", help="Table of who left: of a network, or time, unfollows, followers."
    ),
]
Followers = Annotated[
    int | None,
    typer.Option("--followers", min=1, help="How many follow at the end of --unfollows."),
]
Cost = Annotated[
    float, typer.Option("--cost", help="What one more post must earn, 0 to 1 of one of today.")
]
LeaveOut = Annotated[
    list[str] | None,
    typer.Option("--leave-out", help="FROM..TO: posts of these days are no evidence. Repeatable."),
]
Start = Annotated[str, typer.Option("--start", help="First day of the experiment.")]


@app.command()
def advise(
    *,
    history: History,
    judge_by: JudgeBy = "response",
    network: Network = "",
    cost: Cost = 0.0,
    unfollows: Unfollows = None,
    followers: Followers = None,
    leave_out: LeaveOut = None,
    seed: Seed = 0,
    account: Account = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> None:
    """Say how many posts a week, when, and how sure that is."""
    from skupnost.cli.cadence_words import sentence

    if not 0.0 <= cost <= 1.0:
        raise Problem("bad_cost", "--cost is a share from 0 to 1 of what a post earns today.")
    found, readings, losses = _read(
        history, judge_by=judge_by, network=network, zone=zone, unfollows=unfollows,
        followers=followers, leave_out=leave_out or (),
    )  # fmt: skip
    advices = {name: _advice(reading, losses, cost, seed) for name, reading in readings.items()}
    name = _chosen(found, readings, account)
    chosen = advices[name]
    judged = found.judged(name)
    said = [*found.notices, *found.said_of(name, chosen.notices)]
    value = _value(chosen, readings[name].log.zone, said) | {"judged_by": asdict(judged)}
    if len(advices) > 1:
        value["accounts"] = [
            {
                "account": name,
                **_value(advice, readings[name].log.zone, found.said_of(name, advice.notices)),
                "judged_by": asdict(found.judged(name)),
            }
            for name, advice in advices.items()
        ]
    lines = [sentence(chosen), *judged.words(), *[row["message"] for row in value["notices"]]]
    answer(value, as_json=as_json, lines=lines)


def _read(
    history: Path,
    *,
    judge_by: str,
    network: str,
    zone: str,
    unfollows: Path | None = None,
    followers: int | None = None,
    leave_out: Sequence[str] = (),
) -> tuple[Histories, dict[str, Reading], list[Loss]]:
    from skupnost.cli.histories import days_of, losses_of, read_histories, zone_of
    from skupnost.domain.cadence import known_networks, prior_for, read_all

    if network and network not in known_networks():
        note(f"No network is called {network} here: what is usual on most was taken.")
    known, now = zone_of(zone), datetime.now(UTC)
    days = [days_of(text) for text in leave_out]
    by = judge_by.strip().lower()
    found = read_histories(history, zone=known, judge_by=by, leave_out=days, now=now)
    losses = losses_of(unfollows, found, zone=known, now=now, total=followers) if unfollows else []
    accounts = {name: found.accounts[name] for name in sorted(found.accounts)} or {"": []}
    readings = read_all(accounts, prior=prior_for(network), limits=_limits(), now=now)
    return found, readings, losses


def _limits() -> Limits:
    """The usual limits; posts marked as boosted are no evidence."""
    from skupnost.domain.cadence import Limits

    return Limits(exclude_boosted=True)


def _chosen(found: Histories, readings: dict[str, Reading], account: str) -> str:
    """The account asked for, else that of the newest post."""
    if account and account not in readings:
        names = ", ".join(sorted(filter(None, readings))) or "none"
        raise Problem("no_such_account", f"The file has no account {account}; it has: {names}.")
    if account or not found.accounts:
        return account
    newest = {name: max(post.at for post in posts) for name, posts in found.accounts.items()}
    return max(sorted(newest), key=newest.__getitem__)


def _advice(reading: Reading, losses: list[Loss], cost: float, seed: int) -> Advice:
    from skupnost.domain.cadence import advise_from, with_experiment

    found = advise_from(reading, losses=losses, cost=cost)
    return with_experiment(reading, found, starts_on=_next_day(reading), seed=seed)


def _next_day(reading: Reading) -> date:
    """The day after the newest post, or after today where that post is recent."""
    now = datetime.now(reading.log.zone).replace(tzinfo=None)
    if not reading.log.n:
        return now.date() + timedelta(days=1)
    last = reading.log.origin + timedelta(hours=float(reading.log.hours[-1]))
    if last.date() > FARTHEST:
        last = now
    after = max(now, last) if abs(now - last) <= RECENT else last
    return after.date() + timedelta(days=1)


def _value(advice: Advice, zone: tzinfo, notices: Sequence[Notice]) -> dict[str, Any]:
    from skupnost.cli.cadence_words import notice_value, sentence

    return {
        "n_posts": advice.n_posts,
        "today_per_week": advice.today_per_week,
        "advice_per_week": advice.advice_per_week,
        "first_step": advice.first_step,
        "range95": [advice.range95.low, advice.range95.high],
        "range80": [advice.range80.low, advice.range80.high],
        "range50": [advice.range50.low, advice.range50.high],
        "p_better": round(advice.p_better, 4),
        "gain": {
            "mean": round(advice.gain.mean, 4),
            "range80": [round(advice.gain.range80.low, 4), round(advice.gain.range80.high, 4)],
        },
        "regret_at_stake": round(advice.regret_at_stake, 4),
        "verdict": advice.verdict.value,
        "evidence": advice.evidence.value,
        "experiment": _plan_value(advice.experiment, zone) if advice.experiment else None,
        "slots": [{"weekday": slot.weekday, "hour": slot.hour} for slot in advice.slots],
        "sentence": sentence(advice),
        "notices": [notice_value(notice) for notice in notices],
        "prior": {"network": advice.prior_network, "hash": advice.prior_hash},
        "simulated80": [alike.low, alike.high] if (alike := advice.simulated80) else None,
    }


def _plan_value(plan: ExperimentPlan, zone: tzinfo) -> dict[str, Any]:
    return {
        "weeks": len(plan.order),
        "starts_on": plan.starts_on.isoformat(),
        "levels": list(plan.levels),
        "order": list(plan.order),
        "slots": [
            {"week": slot.week, "at": slot.at.replace(tzinfo=zone).isoformat()}
            for slot in plan.slots
        ],
    }


@app.command()
def predict(
    *,
    history: History,
    future: Annotated[Path, typer.Option("--future", help="CSV with the times to come.")],
    judge_by: JudgeBy = "response",
    network: Network = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> None:
    """Predict log(1 + response) of posts to come; their whole calendar may be used."""
    from skupnost.cli.histories import read_histories, zone_of
    from skupnost.domain.cadence import prior_for
    from skupnost.domain.cadence import read as read_posts

    found, readings, _losses = _read(history, judge_by=judge_by, network=network, zone=zone)
    ahead = read_histories(future, zone=zone_of(zone), judge_by=None)
    nothing = read_posts((), prior=prior_for(network), now=None)
    meant = {name: _meant(found, name) for name in ahead.accounts}
    _say_of(found, meant)
    _say_ahead(future, ahead)
    told = {
        name: iter(_foretold(readings.get(meant[name], nothing), posts))
        for name, posts in ahead.accounts.items()
    }
    times = {name: iter(posts) for name, posts in ahead.accounts.items()}
    value = []
    for name in ahead.order:
        post, row = next(times[name]), next(told[name])
        time = post.at.isoformat()
        value.append({"time": time, "mean": round(row.mean, 6), "sd": round(row.sd, 6)})
    lines = [f"{row['time']}  {row['mean']:.3f} ± {row['sd']:.3f}" for row in value]
    answer(value, as_json=as_json, lines=lines)


def _foretold(reading: Reading, posts: Sequence[PastPost]) -> list[Prediction]:
    """A prediction for each, whatever the order in which those of one moment stand: they are told
    by type, and what is alike in all gets the same."""
    from skupnost.domain.cadence import predict as predict_posts

    keys = [(post.at, post.type, post.followers or 0.0, post.is_randomised) for post in posts]
    order = sorted(range(len(posts)), key=keys.__getitem__)
    alike: dict[object, list[Prediction]] = {}
    for i, told in zip(order, predict_posts(reading, [posts[i] for i in order]), strict=True):
        alike.setdefault(keys[i], []).append(told)
    return [_middle(alike[key]) for key in keys]


def _middle(alike: Sequence[Prediction]) -> Prediction:
    if len(alike) == 1:
        return alike[0]
    n = len(alike)
    return replace(
        alike[0], mean=sum(told.mean for told in alike) / n, sd=sum(told.sd for told in alike) / n
    )


def _meant(found: Histories, name: str) -> str:
    """The account of the history that rows to come are of: where one of the two tables names none,
    the one that posted last."""
    if name in found.accounts or not found.accounts:
        return name
    return _chosen(found, {}, "") if not name or set(found.accounts) == {""} else name


def _say_of(found: Histories, meant: dict[str, str]) -> None:
    """What was odd, kept out of the table that is answered."""
    from skupnost.cli.cadence_words import notice_value

    for notice in found.notices:
        note(str(notice_value(notice)["message"]))
    if len(found.accounts) > 1 and "" in meant and meant[""]:
        note(f"Rows to come that name no account were taken for {meant['']}.")
    for name in sorted(set(meant.values()) - set(found.accounts)):
        note(f"The history has no posts of {name or 'any account'}: the network's usual was taken.")


def _say_ahead(path: Path, ahead: Histories) -> None:
    """What was odd about the rows to come; what came back to them is not looked at."""
    from skupnost.cli.cadence_words import notice_value

    for notice in ahead.notices:
        if notice.code in ODD_AHEAD:
            note(f"{path}: {notice_value(notice)['message']}")


@experiment.command("plan")
def plan(
    *,
    history: History,
    judge_by: JudgeBy = "response",
    network: Network = "",
    weeks: Annotated[int, typer.Option("--weeks", help="How many weeks; 8 or 16.")] = 8,
    start: Start = "",
    unfollows: Unfollows = None,
    followers: Followers = None,
    seed: Seed = 0,
    account: Account = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> None:
    """Plan weeks of two paces, spread over the whole time: how many posts in each, and when."""
    from skupnost.cli.cadence_words import notice_value
    from skupnost.domain.cadence import advise_from, why_none
    from skupnost.domain.cadence import plan as plan_weeks

    if not 2 <= weeks <= 52:
        raise Problem("bad_weeks", "An experiment lasts 2 to 52 weeks.")
    found, readings, losses = _read(
        history, judge_by=judge_by, network=network, zone=zone, unfollows=unfollows,
        followers=followers,
    )  # fmt: skip
    name = _chosen(found, readings, account)
    reading = readings[name]
    day = _day(start) if start else _next_day(reading)
    advice = advise_from(reading, losses=losses)
    if day > FARTHEST:
        raise Problem("bad_date", f"--start {day} is too far ahead.")
    if (why := why_none(reading, advice)) is not None:
        raise Problem(why.code, str(notice_value(why)["message"]))
    planned = plan_weeks(reading, advice, starts_on=day, weeks=weeks, seed=seed)
    said = [*found.notices, *found.said_of(name, advice.notices)]
    value = _plan_value(planned, reading.log.zone) | {
        "ends_on": (planned.starts_on + timedelta(weeks=len(planned.order), days=-1)).isoformat(),
        "advice": _value(advice, reading.log.zone, said)
        | {"judged_by": asdict(found.judged(name))},
    }
    paces = ", ".join(map(str, planned.order))
    lines = [f"From {planned.starts_on}, posts a week: {paces}."]
    lines += [f"week {slot.week + 1}  {slot.at:%Y-%m-%d %H:%M}" for slot in planned.slots]
    answer(value, as_json=as_json, lines=lines)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem("bad_date", f"{text} is no day such as 2026-11-30.") from error


@experiment.command("read")
def read(
    *,
    history: History,
    judge_by: JudgeBy = "response",
    network: Network = "",
    unfollows: Unfollows = None,
    followers: Followers = None,
    account: Account = "",
    zone: Zone = "",
    as_json: AsJson = False,
) -> None:
    """Say what the weeks marked as randomised showed."""
    from skupnost.cli.cadence_experiments import experiment_sentence, shown_value
    from skupnost.domain.cadence import prior_for, read_experiment

    found, readings, losses = _read(
        history, judge_by=judge_by, network=network, zone=zone, unfollows=unfollows,
        followers=followers,
    )  # fmt: skip
    name = _chosen(found, readings, account)
    posts, zone_ = found.accounts.get(name, []), readings[name].log.zone
    result = read_experiment(
        posts, prior=prior_for(network), limits=_limits(), losses=losses, now=datetime.now(UTC)
    )
    judged = found.judged(name)
    value = {
        **shown_value(result),
        "judged_by": asdict(judged),
        "before": _value(result.before, zone_, found.said_of(name, result.before.notices)),
        "after": _value(
            result.after, zone_, [*found.notices, *found.said_of(name, result.after.notices)]
        ),
        "sentence": experiment_sentence(result),
    }
    answer(value, as_json=as_json, lines=[str(value["sentence"]), *judged.words()])
