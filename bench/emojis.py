"""The emojis of the composer with their names and words, made anew as static/emojis/ar.json and en.json.

    python -m bench.emojis

Order, groups and `:shortcodes:` are from emojibase-data (MIT), the Arabic words from Unicode's CLDR (Unicode
licence), both fetched by npm. A file is a list of groups, each a list of [emoji, name, words to find it by].
"""

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TO = Path(__file__).parent.parent / "static/emojis"
PACKAGES = ("emojibase-data@17.0.0", "cldr-annotations-full@48.2.0", "cldr-annotations-derived-full@48.2.0")
COMPONENTS = 2
"""The group of skin tones and hair, which are no emojis by themselves."""
NEWEST = 15.1
"""What phones of the last years can draw."""
MOST_WORDS = 6

Annotations = dict[str, dict[str, list[str]]]


def main() -> None:
    TO.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        emojibase, *cldr = (fetched(package, Path(directory)) for package in PACKAGES)
        emojis = read(emojibase / "en/data.json")
        codes = read(emojibase / "en/shortcodes/github.json")
        arabic = annotations(cldr)
        write("en", grouped((row, row["label"], row.get("tags", []), codes) for row in emojis))
        write("ar", grouped((row, *in_arabic(row, arabic), codes) for row in emojis))
        licences = [(directory / "LICENSE").read_text().strip() for directory in (emojibase, cldr[0])]
    (TO / "LICENSE.txt").write_text("\n\n\n".join(licences) + "\n")


def fetched(package: str, directory: Path) -> Path:
    """Where it lies unpacked."""
    said = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=directory, check=True, capture_output=True
    )
    archive = directory / said.stdout.decode().strip()
    with tarfile.open(archive) as packed:
        packed.extractall(directory / archive.stem, filter="data")
    return directory / archive.stem / "package"


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def annotations(packages: Iterable[Path]) -> Annotations:
    found: Annotations = {}
    for package in packages:
        for path in package.glob("annotations*/ar/annotations.json"):
            found |= next(iter(read(path).values()))["annotations"]
    return found


def in_arabic(row: dict[str, Any], arabic: Annotations) -> tuple[str, list[str]]:
    """Name and words. CLDR leaves out the sign that says "draw it in colour"."""
    bare = row["emoji"].replace("\ufe0f", "")
    about = arabic.get(row["emoji"]) or arabic.get(bare) or {}
    name = about.get("tts") or [row["label"]]
    return name[0], about.get("default", [])


def grouped(rows: Iterable[tuple[dict[str, Any], str, list[str], Any]]) -> list[list[list[str]]]:
    groups: dict[int, list[tuple[int, list[str]]]] = {}
    for row, name, words, codes in rows:
        if row.get("group", COMPONENTS) == COMPONENTS or row["version"] > NEWEST:
            continue
        code = codes.get(row["hexcode"], [])
        shortcodes = [code] if isinstance(code, str) else code
        single = dict.fromkeys(" ".join(words).split())
        further = [word for word in single if word not in name.split()]
        entry = [row["emoji"], name, " ".join([*shortcodes, *further[:MOST_WORDS]])]
        groups.setdefault(row["group"], []).append((row["order"], entry))
    return [[entry for _, entry in sorted(groups[group])] for group in sorted(groups)]


def write(language: str, groups: list[list[list[str]]]) -> None:
    path = TO / f"{language}.json"
    path.write_text(json.dumps(groups, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{path}: {sum(map(len, groups))} emojis")


if __name__ == "__main__":
    main()
