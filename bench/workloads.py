"""Writes the batches that every side of the benchmark trains on.

    python bench/workloads.py OUTPUT_FOLDER WORKLOAD [WORKLOAD ...] [--mrpc FOLDER]

`minilm-full`, `bert-base-full`: 16 x 128 real tokens, no padding, out of the embedded English texts.
`minilm-small`: 2 x 32 of them, for what is too slow for more.
`mrpc`: GLUE MRPC pairs in random order; `mrpc-bucketed`: the same pairs batched by transformers'
LengthGroupedSampler. Rows are unpadded: each side pads or packs within the measured step.
`tokenize`: the embedded texts, shuffled and cut into slices: a new one each step, because a word that was seen
before may come from a cache, and the same texts again would be nothing but cache.
`sentences`: texts to predict, 1 to 4 embedded sentences each, with their lengths in tokens.
"""

import argparse
import json
import random
from pathlib import Path

import torch
from tasks import load_task
from transformers import AutoTokenizer
from transformers.trainer_pt_utils import LengthGroupedSampler

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
BATCH_SIZE, LENGTH, SEED = 16, 128, 42
BATCHES = 60
SLICES = 20
TEXTS = 2000
MODELS = {"bert-base-full": "bert-base-uncased"}  # the others use the small one


def embedded_texts() -> list[tuple[str, ...]]:
    """Pairs and single sentences, as the embedded sets have them."""
    tasks = [load_task(name, str(RESOURCES / "datasets" / name)) for name in ("paraphrase", "reviews")]
    return [texts for task in tasks for texts, _ in task.train + task.evaluation]


def full_rows(tokenizer, count: int, length: int) -> list[dict]:
    """`count` rows of exactly `length` real tokens, cut from running text; starts over when the text ends."""
    texts = [text for row in embedded_texts() for text in row]
    stream = [i for ids in tokenizer(texts, add_special_tokens=False)["input_ids"] for i in ids]
    inside = length - 2
    rows = []
    for row in range(count):
        start = row * inside % (len(stream) - inside)
        ids = [tokenizer.cls_token_id, *stream[start : start + inside], tokenizer.sep_token_id]
        rows.append({"inputIds": ids, "tokenTypeIds": [0] * length, "label": row % 2})
    return rows


def mrpc_rows(tokenizer, folder: str) -> list[dict]:
    rows = []
    for texts, label in load_task("mrpc", folder).train:
        encoding = tokenizer(*texts, truncation=True, max_length=LENGTH)
        rows.append({"inputIds": encoding["input_ids"], "tokenTypeIds": encoding["token_type_ids"], "label": label})
    return rows


def sentence_texts(tokenizer) -> dict:
    """TEXTS texts, most of them one sentence."""
    generator = random.Random(SEED)
    sentences = [text for row in embedded_texts() for text in row]
    counts = generator.choices([1, 2, 4], weights=[8, 3, 1], k=TEXTS)
    texts = [" ".join(generator.sample(sentences, count)) for count in counts]
    return {"texts": texts, "lengths": [len(ids) for ids in tokenizer(texts)["input_ids"]]}


def batches(rows: list[dict], order, size: int = BATCH_SIZE) -> list[list[dict]]:
    """Full batches in the given order of rows, then a random BATCHES of them."""
    ordered = [rows[i] for i in order]
    whole = [ordered[i : i + size] for i in range(0, len(ordered) - size + 1, size)]
    chosen = torch.randperm(len(whole), generator=torch.Generator().manual_seed(SEED))[:BATCHES]
    return [whole[i] for i in chosen.tolist()]


def build(name: str, mrpc: str | None) -> dict:
    model = MODELS.get(name, "all-MiniLM-L6-v2")
    if name == "tokenize":
        texts = embedded_texts()
        random.Random(SEED).shuffle(texts)
        return {"name": name, "model": model, "slices": [texts[i::SLICES] for i in range(SLICES)]}
    tokenizer = AutoTokenizer.from_pretrained(RESOURCES / "models" / model)
    if name == "sentences":
        return {"name": name, "model": model, **sentence_texts(tokenizer)}
    generator = torch.Generator().manual_seed(SEED)
    if name == "minilm-small":
        rows = full_rows(tokenizer, 2 * BATCHES, 32)
        return {"name": name, "model": model, "labels": 2, "batches": batches(rows, range(len(rows)), 2)}
    if name.endswith("-full"):
        rows = full_rows(tokenizer, BATCH_SIZE * BATCHES, LENGTH)
        order = range(len(rows))
    else:
        rows = mrpc_rows(tokenizer, mrpc)
        order = torch.randperm(len(rows), generator=generator).tolist()
        if name == "mrpc-bucketed":
            lengths = [len(row["inputIds"]) for row in rows]
            order = list(LengthGroupedSampler(BATCH_SIZE, lengths=lengths, generator=generator))
    return {"name": name, "model": model, "labels": 2, "batches": batches(rows, order)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("workloads", nargs="+")
    parser.add_argument("--mrpc", help="folder with MRPC's train.tsv and dev.tsv")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    for workload in options.workloads:
        (options.output / f"{workload}.json").write_text(json.dumps(build(workload, options.mrpc)))
