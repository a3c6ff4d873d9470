"""The Rust tokenizers on one thread: encodes one slice of the workload's texts a step. Protocol as in torch_side.py."""

import os

# Read by the library when it first runs in parallel, so before the import.
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"

import json
import time
from importlib.metadata import version

from json_lines import Channel
from machine import peak_rss_bytes, rss_bytes
from tokenizers import Tokenizer


def main() -> None:
    import_bytes = rss_bytes()
    channel = Channel()
    setup = channel.receive()
    with open(setup["workload"]) as file:
        slices = [
            [tuple(texts) if len(texts) == 2 else texts[0] for texts in rows] for rows in json.load(file)["slices"]
        ]
    done = 0
    tokenizer = Tokenizer.from_file(f"{setup['model']}/tokenizer.json")
    tokenizer.enable_truncation(128)
    channel.send({"ready": True, "versions": {"tokenizers": version("tokenizers")}, "threads": 1})
    while (request := channel.receive()) and request["cmd"] != "quit":
        if request["cmd"] == "memory":
            channel.send({"peakBytes": peak_rss_bytes(), "importBytes": import_bytes})
            continue
        steps = []
        for _ in range(request["n"]):
            started = time.perf_counter()
            encodings = tokenizer.encode_batch(slices[done % len(slices)])
            seconds = time.perf_counter() - started
            done += 1
            tokens = sum(len(encoding.ids) for encoding in encodings)
            steps.append({"seconds": seconds, "realTokens": tokens, "computedTokens": tokens})
        channel.send({"steps": steps})


if __name__ == "__main__":
    main()
