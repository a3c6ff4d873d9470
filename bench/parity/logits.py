"""What transformers computes from a model folder, as JSON.

    python bench/parity/logits.py MODEL_FOLDER TEXTS.json [--round-to-float16]

TEXTS.json holds `[[text], ...]` or `[[text, pair], ...]`. Opens the class that config.json's `architectures` names, in
float32; with `--round-to-float16` its weights are rounded first. Prints `{"architecture", "labels", "output", "values"}`: `values[i]` is `[labels]`, or `[tokens, ...]` of the
real tokens; `output` says which tensor it is.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import torch
import transformers
from texts import encode, without_padding

folder, texts_file, *options = sys.argv[1:]
config = transformers.AutoConfig.from_pretrained(folder)
tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
architecture = config.architectures[0]
model, report = getattr(transformers, architecture).from_pretrained(
    folder, dtype=torch.float32, output_loading_info=True
)
model.eval()
if "--round-to-float16" in options:
    model.half().float()
batch = encode(tokenizer, texts_file, "pt")
with torch.no_grad():
    outputs = model(**batch)
name = "logits" if "logits" in outputs else "last_hidden_state"
print(
    json.dumps(
        {
            "architecture": architecture,
            "labels": [label for _, label in sorted(config.id2label.items())],
            "missing": sorted(report["missing_keys"]),
            "unexpected": sorted(report["unexpected_keys"]),
            "output": name,
            "values": without_padding(outputs[name].numpy(), batch["attention_mask"].numpy()),
        }
    )
)
