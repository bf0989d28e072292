"""How fast is it, against the plainest thing that could do the same work? One command, one run, ratios.

    python -m tests.benchmarks [--tickets N] [--only load|questions|pages]

Loads: medians of three, files in the page cache, each into a fresh DuckDB file that is checkpointed and closed.
Questions: warm (asked once before), median of five, without the app's caches. Pages: median of ten reruns of a warm
session, against a bare script that draws as many elements of the same kinds from figures made beforehand.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PARTS = ("load", "questions", "pages")


def main() -> int:
    """Run the parts that were asked for. Returns 1 when a part measured nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=1_000_000, help="about how many tickets (default 1,000,000)")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; may be repeated")
    options = parser.parse_args()
    parts = options.only or list(PARTS)

    from data.sample import write_exports
    from tests.benchmarks import loading, pages, questions

    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    measured = 0
    try:
        print(f"Making about {options.tickets:,} tickets …", file=sys.stderr)
        files = write_exports(folder / "exports", customers=max(20, round(options.tickets / 7.5)))
        store = folder / "store"
        os.environ["SUPPORT_STORE"] = str(store)
        if "load" in parts:
            measured += loading.run(files, folder)
        if "questions" in parts or "pages" in parts:
            loading.fill(files, store)
        if "questions" in parts:
            measured += questions.run(store)
        if "pages" in parts:
            measured += pages.run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if measured < len(parts):
        print("A part measured nothing.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
