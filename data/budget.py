"""How much memory and how many threads may a load take?"""

import os
import re

from data.pointer import StoreError

MEMORY = "3GB"
LEAST = 200_000_000
PER_THREAD = 125_000_000  # bytes that one thread needs to read a file
_UNITS = {
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "KIB": 1 << 10,
    "MIB": 1 << 20,
    "GIB": 1 << 30,
    "TIB": 1 << 40,
}


def memory() -> int:
    """Bytes that DuckDB may take for a load: what `SUPPORT_MEMORY` says (500MB, 8 GB), else 3 GB.

    What does not fit goes to disk. Raises StoreError when it says no amount, or too little.
    """
    said = os.environ.get("SUPPORT_MEMORY", "").strip() or MEMORY
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?([KMGT]i?B)", said, re.IGNORECASE)
    amount = int(float(found.group(1)) * _UNITS[found.group(2).upper()]) if found else 0
    if amount < LEAST:
        raise StoreError(
            f"SUPPORT_MEMORY is {said!r}; write an amount of at least {LEAST // 10**6}MB, such as 500MB or 8GB."
        )
    return amount


def threads() -> int:
    """So many threads that each has memory enough, at most one for each processor. Raises StoreError."""
    return max(1, min(os.cpu_count() or 1, memory() // PER_THREAD))
