"""Writes what the fuzzer begins with: a folder of seeds for each target, and dictionaries.

    python3 tests/fuzz/seeds.py FOLDER LUSHAN

Experiments are those of the presets and the fingerprints; their dictionary is every name of the
engine's manifest. Weights are the golden files.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(sys.argv[1])
LUSHAN = sys.argv[2]


def experiments():
    presets = json.loads((ROOT / "web/src/app/presets.json").read_text())
    runs = json.loads((ROOT / "tests/golden/fingerprints.json").read_text())["runs"]
    return [entry["experiment"] for entry in (*presets, *runs)]


def write(target, seeds):
    folder = FOLDER / f"{target}-seeds"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (FOLDER / target).mkdir(exist_ok=True)
    for k, seed in enumerate(seeds):
        (folder / f"{k:03}").write_bytes(seed)


def names(manifest):
    """Every key and every text of the manifest: whatever an experiment can be made of."""
    if isinstance(manifest, dict):
        return set(manifest).union(*(names(value) for value in manifest.values()))
    if isinstance(manifest, list):
        return set().union(*(names(value) for value in manifest))
    return {manifest} if isinstance(manifest, str) and manifest else set()


def texts():
    """Data of one's own: of the experiments, and what the tests of tables are about."""
    yield from (e["task"]["text"] for e in experiments() if "text" in e["task"])
    yield from ('a,b\n1,"2"\n3,4\n5,6\n', "a;b\r\n1,5;x\r\n2,5;y\r\n3;x\r\n", "date\tprice\n1\t£2\n3\t4%\n",
                "sep=|\na|b\n1|2\n3|4\n",
                "one -> 1\ntwo -> 2\nthree -> 3\n", "春眠不觉晓\n处处闻啼鸟\n")


def main():
    documents = [json.dumps(e).encode() for e in experiments()]
    write("experiment", documents)
    write("blueprint", documents)
    manifest = json.loads(subprocess.check_output([LUSHAN, "describe"]))
    dictionary = "".join(f'"\\"{name}\\""\n' for name in sorted(names(manifest)))
    for target in ("experiment", "blueprint"):
        (FOLDER / f"{target}.dict").write_text(dictionary)
    golden = sorted((ROOT / "tests/golden").glob("*.safetensors"), key=lambda p: p.stat().st_size)
    write("safetensors", [p.read_bytes() for p in golden if p.stat().st_size < 20000])
    digits = (ROOT / "tests/core/task_digits.bin").read_bytes()
    data = [text.encode() for text in texts()] + [digits[:20000]]
    write("data", [bytes([task]) + text for text in data for task in range(12)])
    write("snapshot", [b"", bytes([0, 8, 0])])  # changes to a saved run of the target's own
    write("tokens", [bytes([k]) + text.encode() for k, text in enumerate(texts())])


if __name__ == "__main__":
    main()
