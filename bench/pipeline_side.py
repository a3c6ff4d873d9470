"""PyTorch in the prediction rows: transformers' text-classification pipeline in float32, in padded batches.

Protocol as in torch_side.py. `pipeline-sorted` gets the texts by length, which the pipeline does not do by itself.
"""

import json
import time

import torch
from json_lines import Channel
from machine import describe_python, peak_rss_bytes, rss_bytes
from transformers import pipeline

BATCH_SIZE = 32
WARM_UP = 64


def padded(lengths: list[int]) -> int:
    batches = [lengths[i : i + BATCH_SIZE] for i in range(0, len(lengths), BATCH_SIZE)]
    return sum(len(batch) * max(batch) for batch in batches)


class Steps:
    """One step at a time: all texts, or the next one of them."""

    def __init__(self, setup: dict):
        with open(setup["workload"]) as file:
            workload = json.load(file)
        self.texts, self.lengths = workload["texts"], workload["lengths"]
        if setup["kind"] == "pipeline-sorted":
            order = sorted(range(len(self.texts)), key=self.lengths.__getitem__)
            self.texts = [self.texts[i] for i in order]
            self.lengths = [self.lengths[i] for i in order]
        self.asks_all = setup["asks"] == "all"
        self.classify = pipeline("text-classification", setup["model"], device="cpu", dtype=torch.float32)
        self.classify(self.texts[:WARM_UP], batch_size=BATCH_SIZE)
        self.done = 0

    def step(self) -> dict:
        started = time.perf_counter()
        if self.asks_all:
            self.classify(self.texts, batch_size=BATCH_SIZE)
            tokens = {"realTokens": sum(self.lengths), "computedTokens": padded(self.lengths)}
        else:
            at = self.done % len(self.texts)
            self.classify(self.texts[at])
            tokens = {"realTokens": self.lengths[at], "computedTokens": self.lengths[at]}
        self.done += 1
        return {"seconds": time.perf_counter() - started, **tokens}


def main() -> None:
    import_bytes = rss_bytes()
    channel = Channel()
    setup = channel.receive()
    torch.set_num_threads(setup["threads"])
    steps = Steps(setup)
    channel.send({"ready": True, **describe_python()})
    while (request := channel.receive()) and request["cmd"] != "quit":
        if request["cmd"] == "memory":
            channel.send({"peakBytes": peak_rss_bytes(), "importBytes": import_bytes})
        else:
            channel.send({"steps": [steps.step() for _ in range(request["n"])]})


if __name__ == "__main__":
    main()
