"""Turns a model folder with 8-bit group-wise weights into an ordinary float32 Hugging Face folder.

    python bench/dequantize.py resources/models/bert-base-uncased OUTPUT_FOLDER

`w[o, i] = q[o, i] * scale[o, i // group_size]`, as the model's README says. A folder without quantized
tensors is only widened to float32. Prints the output folder as JSON; an up-to-date output is left alone.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

TOKENIZER_FILES = ("vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


def dequantize(tensors: dict[str, np.ndarray], group_size: int) -> dict[str, np.ndarray]:
    """Float32 tensors under their own names; the `.scale` tensors are used up."""
    plain = {}
    for name, value in tensors.items():
        if name.endswith(".scale"):
            continue
        value_float = value.astype(np.float32)
        if f"{name}.scale" in tensors:
            scale = tensors[f"{name}.scale"].astype(np.float32)
            value_float *= np.repeat(scale, group_size, axis=1)[:, : value.shape[1]]
        plain[name] = value_float
    return plain


def convert(source: Path, target: Path) -> None:
    config = json.loads((source / "config.json").read_text())
    group_size = config.pop("quantization_config", {}).get("group_size", 1)
    config["dtype"] = "float32"
    config.pop("torch_dtype", None)
    tensors: dict[str, np.ndarray] = {}
    for shard in sorted(source.glob("*.safetensors")):
        tensors.update(load_file(shard))
    target.mkdir(parents=True, exist_ok=True)
    for name in TOKENIZER_FILES:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)
    save_file(dequantize(tensors, group_size), target / "model.safetensors", metadata={"format": "pt"})
    # Last, so that its presence says the folder is complete.
    (target / "config.json").write_text(json.dumps(config, indent=2))


if __name__ == "__main__":
    source_folder, target_folder = Path(sys.argv[1]), Path(sys.argv[2])
    newest = max(file.stat().st_mtime for file in source_folder.iterdir())
    done = target_folder / "config.json"
    if not done.exists() or done.stat().st_mtime < newest:
        convert(source_folder, target_folder)
    print(json.dumps({"model": str(target_folder)}))
