"""Install the real servers that the tests talk to: Debian packages and npm trees.

    python tests/servers/install.py [all | NAME ...]

Needs nothing but Python's standard library, may be stopped and run again, and does nothing (within
a second) once everything is there. The npm trees lie outside the clone, in the folder named by
SKUPNOST_TEST_CACHE, or else in the home folder under `.cache/skupnost-tests`.
"""

import argparse
import fcntl
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from running.npm_trees import (
    BLUESKY_TREE,
    GHOST_TREE,
    TWITTER_TEXT_TREE,
    NpmTree,
    cache_folder,
    fingerprint,
    is_npm_done,
    lock_file,
    marker,
    npm_folder,
)

BACKPORTS_FILE = "backports.sources"
APT_LOCK_PATIENCE_SECONDS = 900
"""Another installation on the same machine may hold Debian's lock for as long as this."""


class InstallError(Exception):
    """A step failed; the message says which, and where its log lies."""


@dataclass(frozen=True)
class Component:
    """One thing to install: Debian packages, packages of Debian's backports, and an npm tree."""

    name: str
    debian: tuple[str, ...] = ()
    backports: tuple[str, ...] = ()
    npm: NpmTree | None = None


WORDPRESS_PACKAGES = (
    "wordpress",
    "mariadb-server",
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-curl",
    "php-xml",
    "php-mbstring",
)
COMPONENTS = (
    Component("gettext", debian=("gettext",)),
    Component("unicode-data", debian=("unicode-data",)),
    Component("chromium", debian=("chromium", "fonts-noto-color-emoji", "fonts-dejavu-core")),
    Component("snac", backports=("snac2",)),
    Component("wordpress", debian=WORDPRESS_PACKAGES),
    Component("bluesky", debian=("postgresql", "redis-server"), npm=BLUESKY_TREE),
    Component("ghost", debian=("g++", "make"), npm=GHOST_TREE),
    Component("twitter-text", npm=TWITTER_TEXT_TREE),
)


def missing_debian(packages: tuple[str, ...]) -> list[str]:
    """Those of the packages that Debian's database does not list as installed."""
    if not packages:
        return []
    command = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages]
    known = subprocess.run(command, capture_output=True, text=True, check=False)
    installed = {
        line.split()[0] for line in known.stdout.splitlines() if line.endswith(" installed")
    }
    return [package for package in packages if package not in installed]


def is_installed(component: Component) -> bool:
    """Whether nothing is left to do for this component."""
    if missing_debian(component.debian + component.backports):
        return False
    return component.npm is None or is_npm_done(component.npm)


def run(command: list[str], *, log: Path, folder: Path | None = None, env: dict[str, str]) -> None:
    """Run to the end with all output in `log`; InstallError tells its last lines."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, **env}, stdout=sink, stderr=sink, check=False
        )
    if done.returncode != 0:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        raise InstallError(f"{' '.join(command[:3])} … failed, see {log}\n{tail}")


def apt_get(*arguments: str) -> None:
    """Call apt-get without questions, waiting for whoever holds its lock."""
    settings = [f"DPkg::Lock::Timeout={APT_LOCK_PATIENCE_SECONDS}", "Acquire::Retries=3"]
    command = ["apt-get", "--quiet", "--yes", "--no-install-recommends"]
    for setting in settings:
        command += ["-o", setting]
    if os.geteuid() != 0:
        command = ["sudo", "--preserve-env=DEBIAN_FRONTEND", *command]
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    run([*command, *arguments], log=cache_folder() / "logs" / "apt.log", env=env)


def debian_codename() -> str:
    """The release this machine runs, such as `bookworm`."""
    found = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.M)
    if found is None:
        raise InstallError("This needs Debian: /etc/os-release names no release.")
    return found[1]


def backports_entry(codename: str) -> str:
    """The machine's own package source, asked for backports; so no address is written here."""
    for file in sorted(Path("/etc/apt/sources.list.d").glob("*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            suites = re.search(r"^Suites:(.*)$", stanza, re.M)
            if suites and codename in suites[1].split():
                return re.sub(r"(?m)^Suites:.*$", f"Suites: {codename}-backports", stanza) + "\n"
    raise InstallError(f"No entry for {codename} in apt's sources (deb822 form) to copy.")


@functools.cache
def refresh_package_lists() -> None:
    """Ask once a run what Debian has: the lists of a fresh machine are empty."""
    apt_get("update")


def install_debian(packages: list[str]) -> None:
    """Install from the sources the machine already has."""
    refresh_package_lists()
    apt_get("install", *packages)


def install_backports(packages: list[str]) -> None:
    """Install from backports for this once, without adding a source to the machine for good."""
    codename = debian_codename()
    entry = cache_folder() / BACKPORTS_FILE
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.write_text(backports_entry(codename))
    with_entry = ("-o", f"Dir::Etc::sourcelist={entry}")
    apt_get(*with_entry, "update")
    apt_get(*with_entry, "install", *(f"{name}/{codename}-backports" for name in packages))


def node_headers() -> dict[str, str]:
    """Lets node-gyp use the headers beside node, where there are any, instead of fetching some."""
    node = shutil.which("node")
    if node is None:
        raise InstallError("node and npm are needed: install Node 20 first.")
    prefix = Path(node).resolve().parent.parent
    has_headers = (prefix / "include" / "node" / "node.h").exists()
    return {"npm_config_nodedir": str(prefix)} if has_headers else {}


def npm(folder: Path, *arguments: str, log: Path) -> None:
    """Call npm quietly; lock files it writes carry no addresses."""
    env = {
        **node_headers(),
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
        "npm_config_omit_lockfile_registry_resolved": "true",
    }
    run(["npm", *arguments], folder=folder, log=log, env=env)


def prepare_dependent(tree: NpmTree, folder: Path) -> None:
    """Write a package file that depends on the one pinned package."""
    manifest = {"name": tree.folder, "private": True, "dependencies": {tree.package: tree.version}}
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")


def prepare_unpacked(tree: NpmTree, folder: Path, log: Path) -> None:
    """Unpack the package itself, less its development parts: npm asks for those even if omitted."""
    npm(folder, "pack", f"{tree.package}@{tree.version}", "--silent", log=log)
    archive = next(folder.glob("*.tgz"))
    shutil.unpack_archive(archive, folder, filter="data")
    archive.unlink()
    for item in list((folder / "package").iterdir()):
        item.rename(folder / item.name)
    (folder / "package").rmdir()
    file = folder / "package.json"
    manifest = json.loads(file.read_text())
    manifest.pop("devDependencies", None)
    file.write_text(json.dumps(manifest, indent=2))


def install_npm(tree: NpmTree) -> None:
    """Fill a fresh folder beside the final one and rename it when npm is done."""
    cache = cache_folder()
    building = cache / f"{tree.folder}.building"
    log = cache / "logs" / f"{tree.folder}.log"
    marker(tree).unlink(missing_ok=True)
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    if tree.unpacks:
        prepare_unpacked(tree, building, log)
    else:
        prepare_dependent(tree, building)
    lock = lock_file(tree)
    if lock.exists():
        shutil.copy(lock, building)
    npm(building, "install", "--omit=dev", "--legacy-peer-deps", log=log)
    shutil.rmtree(npm_folder(tree), ignore_errors=True)
    building.rename(npm_folder(tree))
    marker(tree).write_text(fingerprint(tree))


@contextmanager
def alone(component: Component) -> Iterator[None]:
    """Wait until no other run of this program works at the component."""
    locks = cache_folder() / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with (locks / component.name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(component: Component) -> None:
    """Bring in whatever this component still lacks."""
    if packages := missing_debian(component.debian):
        install_debian(packages)
    if packages := missing_debian(component.backports):
        install_backports(packages)
    if component.npm is not None and not is_npm_done(component.npm):
        install_npm(component.npm)


def chosen(names: list[str]) -> list[Component]:
    """The components named, in the order of the table; `all` means every one."""
    if "all" in names:
        return list(COMPONENTS)
    return [component for component in COMPONENTS if component.name in names]


def main(arguments: list[str]) -> int:
    """Install what is named and print each with its duration; 1 when something failed."""
    known = ["all", *(component.name for component in COMPONENTS)]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=["all"], metavar="NAME", help=", ".join(known))
    names = parser.parse_args(arguments).names
    if unknown := [name for name in names if name not in known]:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
    n_failed = 0
    for component in chosen(names):
        if is_installed(component):
            print(f"{component.name:<10} already there", flush=True)
            continue
        print(f"{component.name:<10} installing …", flush=True)
        started = time.monotonic()
        try:
            with alone(component):
                install(component)
        except InstallError as error:
            n_failed += 1
            print(f"{component.name:<10} FAILED: {error}", file=sys.stderr, flush=True)
        else:
            print(
                f"{component.name:<10} installed in {time.monotonic() - started:.1f} s", flush=True
            )
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
