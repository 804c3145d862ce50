#!/usr/bin/env python3
"""`muster pack check` of the shipped packs, beside that of an older build.

    tests/bench/check.py OLD [--muster target/release/muster] [--runs 3] [--content content-packs]

OLD is the muster of the commit that is compared with, built in the same profile. Both check the same
folders by turns. What counts is processor time, of Muster and all processes that it starts, so that
another load on the PC changes little; the target is a ratio of at most 1.5.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent


def cpu_seconds(muster: str, folder: Path) -> float:
    before = os.times()
    done = subprocess.run([muster, "pack", "check", "--json", folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    after = os.times()
    if done.returncode not in (0, 1, 4):
        sys.exit(f"{muster} pack check {folder} failed: {done.stdout.decode(errors='replace')[:300]}")
    return after.children_user + after.children_system - before.children_user - before.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("--muster", default="target/release/muster")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--content", type=Path, default=HERE / "../../content-packs")
    options = parser.parse_args()
    old, new = map(os.path.abspath, (options.old, options.muster))
    sums = [0.0, 0.0]
    for folder in sorted(manifest.parent for manifest in options.content.glob("*/manifest.json")):
        turns = [(cpu_seconds(old, folder), cpu_seconds(new, folder)) for _ in range(options.runs)]
        before, now = (median(column) for column in zip(*turns))
        sums[0] += before
        sums[1] += now
        print(f"{folder.name:32} {before:7.2f} s {now:7.2f} s  {now / before:.2f}", flush=True)
    print(f"{'all':32} {sums[0]:7.2f} s {sums[1]:7.2f} s  {sums[1] / sums[0]:.2f} (target at most 1.50)")


if __name__ == "__main__":
    main()
