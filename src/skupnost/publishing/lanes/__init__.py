"""Lanes: one worker at a time serves a channel, from claiming to the settled outcome."""

from skupnost.publishing.lanes.database import ThreadDatabase
from skupnost.publishing.lanes.running import run_lane
from skupnost.publishing.lanes.tools import Terms, Tools

__all__ = ["Terms", "ThreadDatabase", "Tools", "run_lane"]
