"""Letters: told by e-mail that a post is due on a network where a person posts."""

from __future__ import annotations
