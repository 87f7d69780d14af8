"""Everything that changes posts: each action is one transaction, with the time handed in."""

from skupnost.editorial.actions.approving import approve
from skupnost.editorial.actions.ending import (
    Cancelled,
    bin_post,
    cancel,
    duplicate,
    remove_live,
    restore_post,
)
from skupnost.editorial.actions.moving import Moved, mend_delivery, move_post, undo_move
from skupnost.editorial.actions.scheduling import Scheduled, publish_now, schedule
from skupnost.editorial.actions.writing import Draft, Own, change_post, save_sheet, write_post

__all__ = [
    "Cancelled",
    "Draft",
    "Moved",
    "Own",
    "Scheduled",
    "approve",
    "bin_post",
    "cancel",
    "change_post",
    "duplicate",
    "mend_delivery",
    "move_post",
    "publish_now",
    "remove_live",
    "restore_post",
    "save_sheet",
    "schedule",
    "undo_move",
    "write_post",
]
