"""What is taken from npm, and where `install.py` puts it: outside the clone.

Needs nothing but the standard library, for the installer runs before anything else is there.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOCK_FILES = Path(__file__).resolve().parent.parent / "npm"


@dataclass(frozen=True)
class NpmTree:
    """A folder in the cache that npm fills; `version` pins what is asked for."""

    folder: str
    package: str
    version: str
    unpacks: bool = False
    """Unpack the package itself and install its dependencies, instead of depending on it."""


BLUESKY_TREE = NpmTree(folder="bluesky", package="@atproto/dev-env", version="0.3.215")
GHOST_TREE = NpmTree(folder="ghost", package="ghost", version="5.130.6", unpacks=True)

TWITTER_TEXT_TREE = NpmTree(folder="twitter-text", package="twitter-text", version="3.1.0")


def lock_file(tree: NpmTree) -> Path:
    """Where the exact versions of the tree are kept, if they are."""
    return LOCK_FILES / tree.folder / "package-lock.json"


def cache_folder() -> Path:
    """Where the npm trees and the logs of their installation lie."""
    named = os.environ.get("SKUPNOST_TEST_CACHE")
    return Path(named) if named else Path.home() / ".cache" / "skupnost-tests"


def npm_folder(tree: NpmTree) -> Path:
    """Where the finished tree lies."""
    return cache_folder() / tree.folder


def fingerprint(tree: NpmTree) -> str:
    """Changes with whatever makes an old tree useless: the pins, or the machine's node."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    lock = lock_file(tree)
    recipe = [tree.package, tree.version, node.stdout.strip(), platform.machine()]
    recipe.append(lock.read_text() if lock.exists() else "")
    return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()


def marker(tree: NpmTree) -> Path:
    """A file that says, by its fingerprint, which recipe was finished."""
    return cache_folder() / f"{tree.folder}.done"


def is_npm_done(tree: NpmTree) -> bool:
    """Whether the tree of exactly this recipe stands."""
    if shutil.which("node") is None or not npm_folder(tree).is_dir():
        return False
    mark = marker(tree)
    return mark.exists() and mark.read_text() == fingerprint(tree)
