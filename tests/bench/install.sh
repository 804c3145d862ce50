#!/usr/bin/env bash
# Installing a pack of 1 GiB against copying, syncing and hashing the same file, in the same run.
# Prints seconds, the ratio of the medians, and the peak memory of the install.
#
#   tests/bench/install.sh [path of muster, default target/release/muster] [MiB, default 1024]
set -euo pipefail
muster=$(realpath "${1:-target/release/muster}")
mib=${2:-1024}
work=$(mktemp -d "${TMPDIR:-/tmp}/muster-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p pack/media
python3 - "$mib" <<'PY'
import json, os, struct, sys
size = int(sys.argv[1]) << 20
# A WAV of noise: valid sound that no compression makes smaller. 48 kHz, 16 bits, stereo.
with open("pack/media/noise.wav", "wb") as wav:
    wav.write(b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, 48000, 192000, 4, 16))
    wav.write(b"data" + struct.pack("<I", size))
    for _ in range(size >> 20):
        wav.write(os.urandom(1 << 20))
module = {
    "id": "noise", "variant": None, "audience": ["all"], "title": "Noise", "summary": "", "objectives": [],
    "minutes": 1, "credit_minutes": None, "prompts": [], "job_aids": [], "references": [],
    "media": [{"id": "noise", "kind": "audio", "path": "media/noise.wav", "title": "Noise",
               "duration_ms": size * 1000 // 192000, "captions": [], "transcript": None, "chapters": []}],
    "steps": [{"play": "noise"}],
}
json.dump({
    "format": 1, "id": "example.bench", "version": 1, "title": "Bench", "publisher": "Bench", "language": "en-US",
    "created": "2026-01-01T00:00:00Z", "as_of": "2026-01-01", "review_by": None, "not_after": None,
    "min_app": "0.1.0", "series": None, "modules": [module]}, open("pack/manifest.json", "w"))
PY
"$muster" key new --out key --no-password >/dev/null
"$muster" pack build pack --key key.sec --out bench.muster >/dev/null
rm -r pack
cat bench.muster >/dev/null # both sides read from the page cache

seconds() { # command: wall-clock seconds, nothing else
    local begin end
    begin=$(date +%s.%N)
    "$@" >/dev/null
    end=$(date +%s.%N)
    python3 -c "print(f'{$end - $begin:.3f}')"
}
peer() { cp bench.muster copy.muster && sync copy.muster && sha256sum copy.muster; }
for run in 1 2 3 4 5; do
    rm -rf copy.muster data
    sync
    "$muster" --data-dir data trust add key.pub --name Bench >/dev/null
    ours=$(seconds /usr/bin/time -f '%M' -o memory "$muster" --data-dir data install bench.muster)
    sync
    theirs=$(seconds peer)
    echo "$ours $theirs $(cat memory)" >>results
    echo "run $run: install $ours s, cp + sync + sha256sum $theirs s, peak $(($(cat memory) / 1024)) MiB"
done
python3 - <<'PY'
from statistics import median
rows = [[float(x) for x in line.split()] for line in open("results")]
ours, theirs = median(r[0] for r in rows), median(r[1] for r in rows)
print(f"ratio {ours / theirs:.2f} (target at most 1.00); peak memory {max(r[2] for r in rows) / 1024:.0f} MiB (target at most 64)")
PY
