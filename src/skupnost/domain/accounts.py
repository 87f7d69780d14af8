"""What can be wrong with an account before a post is due: its kind, its rights, its access.

Pure rules over what is known: the kind chosen, what the network told when it was asked, what the
person said, and dates. Words and steps are in `channels.account_words`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from skupnost.domain.facts import Facts

ENDS_SOON = timedelta(days=14)

# Kinds of account that belong to a person, and what a company loses with them (`KINDS` in words).
PERSONAL: Mapping[tuple[str, str], str] = {
    ("facebook", "profile"): "profile_for_company",
    ("linkedin", "member"): "member_for_company",
    ("instagram", "personal"): "personal_needs_business",
    ("pinterest", "personal"): "personal_for_company",
    ("telegram", "person"): "person_for_company",
    ("discord", "person"): "person_for_company",
}
# Kinds on which a person needs a role that somebody else has to give.
ROLE_NEEDED: frozenset[tuple[str, str]] = frozenset(
    {
        ("facebook", "page"),
        ("linkedin", "organization"),
        ("youtube", "channel"),
        ("youtube", "community_posts"),
        ("telegram", "channel"),
        ("reddit", "moderator"),
        ("google_business_profile", "location"),
        ("google_business_profile", "location_group"),
        ("medium", "publication"),
        ("dev", "organization"),
    }
)
# Rights beside publishing that posts with pictures need, where the network tells rights.
RIGHTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("wordpress", "self_hosted"): ("upload_files",)
}


@dataclass(frozen=True, slots=True)
class AccountState:
    """What is known of one account. `told_kind` and `scopes` are empty where the network told
    none; `may_post` is what a person said: yes, no or nothing; `access_given_at` is when the
    credentials came; `access_ends_at` is an end that the network told."""

    network: str
    kind: str
    is_company: bool = True
    is_by_hand: bool = False
    told_kind: str = ""
    scopes: tuple[str, ...] = ()
    may_post: str = ""
    refused: str = ""
    access_given_at: datetime | None = None
    access_ends_at: datetime | None = None

    @property
    def place(self) -> tuple[str, str]:
        return self.network, self.kind


@dataclass(frozen=True, slots=True)
class AccountFinding:
    """One thing to see to. `level` is error (nothing will go out), warning or hint; `ends_at` is
    when it becomes an error by itself."""

    level: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    ends_at: datetime | None = None


def account_findings(
    state: AccountState, facts: Facts, now: datetime
) -> tuple[AccountFinding, ...]:
    """Everything to see to, the worst first."""
    found = [*_of_kind(state), *_of_rights(state, facts), *_of_access(state, facts, now)]
    return tuple(sorted(found, key=lambda one: ("error", "warning", "hint").index(one.level)))


def _of_kind(state: AccountState) -> Iterator[AccountFinding]:
    code = PERSONAL.get(state.place)
    if code == "personal_needs_business":
        yield AccountFinding("warning" if state.is_company else "hint", code)
    elif code and state.is_company:
        is_against_rules = code in ("profile_for_company", "member_for_company")
        yield AccountFinding("warning" if is_against_rules else "hint", code)
    if state.told_kind and state.told_kind != state.kind:
        yield AccountFinding("warning", "other_kind", {"told": state.told_kind})


def _of_rights(state: AccountState, facts: Facts) -> Iterator[AccountFinding]:
    if state.is_by_hand and state.place in ROLE_NEEDED and state.may_post != "yes":
        is_missing = state.may_post == "no"
        level, code = ("error", "role_missing") if is_missing else ("hint", "role_unknown")
        yield AccountFinding(level, code)
    if not state.scopes:
        return
    fact = facts.get("oauth.scopes_publish")
    wanted = fact.value if fact and isinstance(fact.value, tuple) else ()
    lacking = [str(scope) for scope in wanted if not _is_granted(str(scope), state.scopes)]
    if lacking:
        yield AccountFinding("error", "scope_missing", {"scopes": ", ".join(lacking)})
    rights = [right for right in RIGHTS.get(state.place, ()) if right not in state.scopes]
    if rights:
        yield AccountFinding("warning", "right_missing", {"rights": ", ".join(rights)})


def _is_granted(wanted: str, scopes: tuple[str, ...]) -> bool:
    """Whether a scope is among those given, itself or by a wider one: `write` holds
    `write:statuses` (Mastodon, docs.joinmastodon.org/api/oauth-scopes, 2026-11)."""
    return any(wanted == scope or wanted.startswith(f"{scope}:") for scope in scopes)


def _of_access(state: AccountState, facts: Facts, now: datetime) -> Iterator[AccountFinding]:
    if state.refused:
        yield AccountFinding("error", "access_refused", {"reason": state.refused})
    yield from _ending("access", access_ends_at(state, facts), now)
    yield from _ending("version", version_ends_at(facts), now)


def _ending(what: str, ends_at: datetime | None, now: datetime) -> Iterator[AccountFinding]:
    if ends_at is None or ends_at > now + ENDS_SOON:
        return
    is_over = ends_at <= now
    level, code = ("error", f"{what}_ended") if is_over else ("warning", f"{what}_ends_soon")
    yield AccountFinding(level, code, {"day": ends_at.date().isoformat()}, ends_at)


def access_ends_at(state: AccountState, facts: Facts) -> datetime | None:
    """When the access dies unless a person renews it: as the network told, else by the life that
    the manifest knows; None where it lives on, or renews itself."""
    if state.access_ends_at or state.access_given_at is None:
        return state.access_ends_at
    seconds = _life(facts)
    return state.access_given_at + timedelta(seconds=seconds) if seconds else None


def _life(facts: Facts) -> float | None:
    expires = facts.get("oauth.token_expires")
    if expires is not None and expires.value is False:
        return None
    if lasting := facts.get("oauth.refresh_token_seconds"):
        return lasting.number
    if "oauth.refresh" in facts:
        return None
    short = facts.get("oauth.user_token_seconds") or facts.get("oauth.access_token_seconds")
    return short.number if short else None


def version_ends_at(facts: Facts) -> datetime | None:
    """When the version of the network's interface that we speak is switched off, if announced."""
    fact = facts.get("oauth.version_ends_on")
    if fact is None or not isinstance(fact.value, date):
        return None
    return datetime(fact.value.year, fact.value.month, fact.value.day, tzinfo=UTC)
