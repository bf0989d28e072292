"""What in the folder of a store belongs to none of its versions, and can go?"""

import contextlib
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from data.pointer import POINTER, Pointer, Version

LAYERS = "layers"
A_DAY = 86400


def sweep(folder: Path, known: Pointer) -> None:
    """Remove what a load left behind that was killed, or that failed; called only by the holder of the lock.

    What others may be using just now (a preview, a sample being written) goes when it is older than a day.
    """
    kept = {version.file for version in known.versions}
    left = [*folder.glob("building-*"), *folder.glob(f"{POINTER}.*.new"), *folder.glob("version-*.duckdb")]
    for path in left:
        if path.name not in kept:
            remove(path)
    remove_layers(folder, known.versions)
    for path in (*folder.glob("spool/*"), *folder.glob("sample-*")):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - A_DAY:
                remove(path)


def remove_layers(folder: Path, versions: Iterable[Version]) -> None:
    """Remove the layers that none of these versions needs."""
    needed = {layer for version in versions for layer in version.layers}
    for path in (folder / LAYERS).glob("*"):
        if path.name not in needed:
            remove(path)


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    for one in (path, path.with_name(f"{path.name}.wal")):
        with contextlib.suppress(OSError):
            one.unlink(missing_ok=True)
