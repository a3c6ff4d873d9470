"""Opens an exported folder with transformers and fails on anything but a clean load.

    python bench/parity/check_export.py FOLDER

Prints JSON: the class that config.json names, its label names, the type of its weights, and every missing, unexpected
or mismatched weight. Exit code 1 where there is one, or where the tokenizer does not fit the embeddings.
"""

import json
import sys

import transformers


def main() -> int:
    folder = sys.argv[1]
    config = transformers.AutoConfig.from_pretrained(folder)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    architecture = config.architectures[0]
    auto = {
        "BertForSequenceClassification": transformers.AutoModelForSequenceClassification,
        "BertForTokenClassification": transformers.AutoModelForTokenClassification,
        "BertForMaskedLM": transformers.AutoModelForMaskedLM,
    }[architecture]
    model, loading = auto.from_pretrained(folder, output_loading_info=True)
    rows = model.get_input_embeddings().num_embeddings
    faults = {name: sorted(map(str, loading[name])) for name in ("missing_keys", "unexpected_keys", "mismatched_keys")}
    faults["label_order"] = [] if all(config.label2id[name] == i for i, name in config.id2label.items()) else ["label2id"]
    faults["vocabulary"] = [] if len(tokenizer) <= rows else [f"{len(tokenizer)} tokens, {rows} embeddings"]
    report = {
        "architecture": type(model).__name__,
        "labels": [name for _, name in sorted(config.id2label.items())],
        "problem_type": config.problem_type,
        "dtype": str(model.dtype),
        **faults,
    }
    print(json.dumps(report, indent=1))
    return 1 if any(faults.values()) or type(model).__name__ != architecture else 0


if __name__ == "__main__":
    sys.exit(main())
