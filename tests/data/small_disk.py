"""What does a load do on a disk with little room, and on one with a little more, until there is enough?

python -m tests.data.small_disk BASE FOLDER    prints a line of JSON for each amount of room

FOLDER becomes a disk of its own in memory; this needs the right to mount one, which `command` gets where it can be had.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from data import versions
from data.loading.requests import LoadError
from tests.data.killing import ACTIONS, contents
from tests.data.trial_store import TrialStore

SIZE = 64 << 20
STEP = 256 << 10


def command() -> list[str]:
    """What to put before a command that may mount disks, which nobody else sees."""
    return ["unshare", "--user", "--map-root-user", "--mount"]


def can_mount() -> bool:
    """Does this system let such a command mount a disk?"""
    if not shutil.which("unshare"):
        return False
    tried = subprocess.run([*command(), "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return tried.returncode == 0


def main(base: Path, folder: Path) -> None:
    """Load with no room, and with a step more each time, until the load passes."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", folder], check=True)
    shutil.copytree(base, folder, dirs_exist_ok=True)
    store = TrialStore(folder)
    before = contents(store.path)
    error, room = "none yet", 0
    while error:
        error = _load(store, room)
        is_as_before = contents(store.path) == before
        print(json.dumps({"room": room, "error": error, "is_as_before": is_as_before, "left_over": store.left_over}))
        room += STEP


def _load(store: TrialStore, room: int) -> str:
    """Load while so many bytes are free. Returns how it failed."""
    filler = store.folder / "filler"
    free = os.statvfs(store.folder).f_bavail * os.statvfs(store.folder).f_bsize
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - room))
    try:
        ACTIONS["load"](store.path, lambda step, share: None)
    except (versions.StoreError, LoadError) as error:
        return str(error)
    finally:
        filler.unlink()
    return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
