#!/usr/bin/env python3
"""Verifying a large store beside SQLite's own check of the same file.

    tests/bench/verify.py [--muster target/release/muster] [--work DIR] [--sessions 100000] [--runs 3]

Makes a store of so many briefings with 14 officers each, always the same, with nothing of Muster but
an empty store of its making; then, in turns, `muster records verify` and `PRAGMA integrity_check` by
the sqlite3 of the PATH. Prints both, and the ratio of the medians (target at most 4). The store is
kept in DIR and used again.
"""

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from statistics import median

OFFICERS = 14
BRIEFING = Path(__file__).parent / "../../src/records/tests/briefing.json"
SHIFTS = ["day", "evening", "night"]
MODULES = [f"module-{number}" for number in range(12)]
NAMES = ["Alvarez", "Brown", "Carter", "Davis", "Evans", "Flores", "Garcia", "Hill", "Ito", "Jones"]


def canonical(value) -> str:
    """RFC 8785, for plain ASCII keys and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def briefing(template: str, number: int) -> dict:
    """Briefing `number`, from 1."""
    day = date(2000, 1, 1) + timedelta(days=number // 6)
    session_id = f"00000000-0000-4000-8000-{number:012x}"
    session = json.loads(template.replace("SESSION", session_id).replace("DAY", str(day)))
    shift = SHIFTS[number % 3]
    session |= {"shift": shift, "shift_name": shift.title(), "module_id": MODULES[number % 12],
                "pack_sha256": hashlib.sha256(b"pack").hexdigest(), "notes": f"Briefing {number}."}  # fmt: skip
    model = session["officers"][0]
    session["officers"] = [officer(model, number, place) for place in range(OFFICERS)]
    return session


def officer(model: dict, number: int, place: int) -> dict:
    badge = (number % 3) * OFFICERS + place
    absent = (number + place) % 9 == 0
    return model | {
        "id": f"{1000 + badge}", "name": f"{NAMES[badge % 10]}, {chr(65 + badge % 26)}.", "rank": "Officer",
        "squad": f"{badge % 4}", "mark": "absent" if absent else "present",
    }  # fmt: skip


def projected(session: dict) -> tuple:
    """The columns of `sessions` after `seq` (RECORDS 3.2)."""
    own = [o for o in session["officers"] if not o["visiting"]]
    present = sum(o["mark"] in ("present", "late", "left_early") for o in own)
    leader = session["facilitator"]
    words = [session["module_title"], session["module_id"], session["pack_id"], session["variant"],
             session["station"], session["shift"], session["shift_name"], leader["name"], leader["id"],
             session["signed_by"], session["notes"], session["course"]["code"]]  # fmt: skip
    words += [word for o in session["officers"] for word in (o["id"], o["name"])]
    search = "\n".join(words).lower() + "\n" + session["shift_date"]
    started = int(datetime.fromisoformat(session["started_at"]).astimezone(timezone.utc).timestamp())
    return (session["session_id"], session["station"], session["pack_id"], session["module_id"],
            session["pack_version"], session["shift"], session["shift_date"], started, session["delivery"],
            session["outcome"], present, len(own), search, session["station_id"])  # fmt: skip


def make(store: Path, empty: Path, count: int):
    """Fills a copy of the empty store, as Muster would have."""
    template = BRIEFING.read_text()
    shutil.copy(empty, store)
    db = sqlite3.connect(store, isolation_level=None)
    db.executescript("PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; BEGIN")
    prev = bytes(32)
    latest = {}
    for seq in range(1, count + 1):
        session = briefing(template, seq)
        content = {"kind": "session", "format": 2, "recorded_at": session["ended_at"],
                   "salt": hashlib.sha256(b"salt %d" % seq).hexdigest(), "session": session}  # fmt: skip
        if seq > count // 2:  # as a station that was updated
            content |= {"format": 3, "brought_in": None}
        text = canonical(content)
        sha = hashlib.sha256(text.encode()).digest()
        own = hashlib.sha256(prev + sha).digest()
        db.execute("INSERT INTO contents VALUES (?, ?)", (sha.hex(), text))
        db.execute("INSERT INTO entries VALUES (?, 'session', ?, ?, ?)", (seq, sha.hex(), prev.hex(), own.hex()))
        prev = own
        row = projected(session)
        db.execute(f"INSERT INTO sessions VALUES (?{', ?' * len(row)})", (seq, *row))
        there = [(seq, place, o["id"], o["mark"] != "absent") for place, o in enumerate(session["officers"])]
        db.executemany("INSERT INTO attendance VALUES (?, ?, ?, ?)", there)
        key = (row[1], row[2], row[3], row[5])
        latest[key] = max(latest.get(key, ()), (row[6], row[7], seq))
    db.executemany("INSERT INTO latest VALUES (?, ?, ?, ?, ?)", [(*key, when[2]) for key, when in latest.items()])
    db.execute("COMMIT")
    db.close()


def seconds(*command) -> float:
    begin = time.monotonic()
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    took = time.monotonic() - begin
    if done.returncode or not ("ok" in done.stdout):
        sys.exit(f"{command} failed: {done.stdout}")
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--muster", default="target/release/muster")
    parser.add_argument("--work", type=Path)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    muster = os.path.abspath(options.muster)
    work = options.work or Path(tempfile.mkdtemp(prefix="muster-bench-"))
    try:
        work.mkdir(parents=True, exist_ok=True)
        store = work / f"records of {options.sessions}.db"
        if not store.exists():
            empty, part = work / "empty", work / "part.db"
            # Opened to write, so that there is a store, of which nothing is recorded.
            subprocess.run([muster, "--data-dir", empty, "records", "rebuild"], check=True, stdout=subprocess.DEVNULL)
            make(part, empty / "records.db", options.sessions)
            part.rename(store)
        size = store.stat().st_size
        print(f"{options.sessions} sessions, {options.sessions * OFFICERS} attendance rows, "
              f"{size / (1 << 20):.0f} MiB", flush=True)  # fmt: skip
        with open(store, "rb") as file:  # both read from the page cache
            while file.read(1 << 20):
                pass
        rows = []
        for number in range(1, options.runs + 1):
            ours = seconds(muster, "--json", "records", "verify", "--store", store)
            theirs = seconds("sqlite3", store, "PRAGMA integrity_check")
            rows.append((ours, theirs))
            print(f"run {number}: records verify {ours:.2f} s, integrity_check {theirs:.2f} s", flush=True)
        ours, theirs = (median(times) for times in zip(*rows))
        print(f"ratio {ours / theirs:.2f} (target at most 4.00)")
    finally:
        if not options.work:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
