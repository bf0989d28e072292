"""What a process can get into while it writes: no room for any call, a limit on the size of files, an end at any call."""

import errno
import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import Any

CREATES = {"os.rename", "os.mkdir", "os.link", "shutil.copyfile", "tempfile.mkdtemp", "tempfile.mkstemp", "os.fsync"}
REMOVES = {"os.remove", "os.rmdir", "shutil.rmtree"}


@dataclass
class Trouble:
    """The trouble of one process, from `begin` on. calls: how many calls it made that change something on the disk."""

    calls: int = 0

    def begin(self) -> None:
        """Count every call by which Python changes anything on the disk; what DuckDB does itself is not seen."""
        sync = os.fsync

        def counted_sync(handle: int) -> None:
            sys.audit("os.fsync", handle)
            sync(handle)

        os.fsync = counted_sync
        sys.addaudithook(self._hook)  # for good: only for a process that ends soon

    def meet(self, event: str) -> None:
        """One such call is about to be made."""

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            mode, flags = arguments[1:]
            is_writing = any(one in str(mode or "") for one in "wax+") or (mode is None and flags & os.O_CREAT)
        else:
            is_writing = event in CREATES or event in REMOVES
        if is_writing:
            self.calls += 1
            self.meet(event)


@dataclass
class NoRoom(Trouble):
    """From the call of this number on the disk has no room; what is there can still be removed."""

    first: int = 1
    error: int = errno.ENOSPC

    def meet(self, event: str) -> None:
        if self.calls >= self.first and event not in REMOVES:
            raise OSError(self.error, os.strerror(self.error))


@dataclass
class End(Trouble):
    """The process is killed before the call of this number."""

    first: int = 1

    def meet(self, event: str) -> None:
        if self.calls == self.first:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class SmallFiles(Trouble):
    """No file can grow beyond so many bytes: also those that DuckDB writes."""

    most: int = 0

    def begin(self) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.most, self.most))
