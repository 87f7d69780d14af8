"""What the actions say instead of doing; pages and commands turn the codes into sentences.

Declined                 nothing was changed
├── ChangedMeanwhile     somebody else saved first: show both texts
├── HasErrors            preflight found what the network would refuse
├── NotApproved          the text, as it stands, was not approved
└── (code only)          in_the_past, no_channels, no_text, is_live, is_on_its_way, …
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skupnost.editorial.checking import Checked
    from skupnost.editorial.models import Post


class Declined(Exception):
    """The action did not happen; `code` is stable, `params` fill its sentence."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


class ChangedMeanwhile(Declined):
    """The post has a later version than the one that was edited; `post` is what is stored now."""

    def __init__(self, post: Post) -> None:
        super().__init__("changed_meanwhile", {"version": post.version})
        self.post = post


class HasErrors(Declined):
    """At least one channel would get what its network refuses; `checked` has the findings."""

    def __init__(self, checked: tuple[Checked, ...]) -> None:
        super().__init__("has_errors", {"n": sum(row.n_errors for row in checked)})
        self.checked = checked


class NotApproved(Declined):
    """The person may not approve, and the text as it stands was not approved by another."""

    def __init__(self) -> None:
        super().__init__("not_approved")
