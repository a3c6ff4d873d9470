"""What Python's onnxruntime computes from an exported model, as JSON.

    python bench/parity/onnx_logits.py MODEL.onnx TOKENIZER_FOLDER TEXTS.json

Texts and `values` as in logits.py; also prints the model's inputs and the types of its outputs.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import onnxruntime
from texts import encode, without_padding
from transformers import AutoTokenizer

model_file, tokenizer_folder, texts_file = sys.argv[1:4]
session = onnxruntime.InferenceSession(model_file, providers=["CPUExecutionProvider"])
batch = encode(AutoTokenizer.from_pretrained(tokenizer_folder), texts_file, "np")
inputs = [value.name for value in session.get_inputs()]
values = session.run(["logits"], {name: batch[name].astype(np.int64) for name in inputs})[0]
print(
    json.dumps(
        {
            "inputs": inputs,
            "outputs": {value.name: value.type for value in session.get_outputs()},
            "output": "logits",
            "values": without_padding(values, batch["attention_mask"]),
        }
    )
)
