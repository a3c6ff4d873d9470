"""PyTorch's side of the benchmark: Hugging Face's `Trainer`, held between two steps by a callback.

Speaks JSON lines (see json_lines.py):
    {"cmd": "setup", "model": FOLDER, "workload": FILE, "kind": "fp32" | "bf16", "threads": 2}
    {"cmd": "step", "n": 1}  ->  {"steps": [{"seconds", "realTokens", "computedTokens"}]}
    {"cmd": "memory"}        ->  {"peakBytes", "importBytes"}
    {"cmd": "quit"}

A step is all that `Trainer.train()` does from the end of one optimizer step to the end of the next: fetching and
padding the batch, forward, backward, clipping, AdamW, schedule, its own bookkeeping. Nothing of it is rewritten here.
"""

import json
import tempfile
import time

import torch
from json_lines import Channel
from machine import describe_python, peak_rss_bytes, rss_bytes
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)

SEED = 42
MAX_STEPS = 1000  # length of the learning rate's schedule, not of the measurement


class Gate(TrainerCallback):
    """Lets the Trainer run as many steps as asked for, and times each."""

    def __init__(self, channel: Channel, batches: list, import_bytes: int):
        self.channel = channel
        self.batches = batches
        self.import_bytes = import_bytes
        self.remaining = 0
        self.measured: list[dict] = []
        self.started = 0.0

    def on_train_begin(self, args, state, control, **_):
        self.wait(control)

    def on_step_end(self, args, state, control, **_):
        seconds = time.perf_counter() - self.started
        lengths = [len(row["inputIds"]) for row in self.batches[(state.global_step - 1) % len(self.batches)]]
        tokens = {"realTokens": sum(lengths), "computedTokens": max(lengths) * len(lengths)}
        self.measured.append({"seconds": seconds, **tokens})
        self.remaining -= 1
        if self.remaining == 0:
            self.channel.send({"steps": self.measured})
            self.wait(control)
        self.started = time.perf_counter()

    def wait(self, control) -> None:
        """Answers requests until one of them asks for steps (or to stop)."""
        while (request := self.channel.receive()) and request["cmd"] != "quit":
            if request["cmd"] == "step":
                self.remaining, self.measured = request["n"], []
                self.started = time.perf_counter()
                return
            self.channel.send({"peakBytes": peak_rss_bytes(), "importBytes": self.import_bytes})
        control.should_training_stop = True


def make_trainer(setup: dict, workload: dict, gate: Gate) -> Trainer:
    rows = [
        {"input_ids": row["inputIds"], "token_type_ids": row["tokenTypeIds"], "labels": row["label"]}
        for batch in workload["batches"]
        for row in batch
    ]
    for row in rows:
        row["attention_mask"] = [1] * len(row["input_ids"])
    arguments = TrainingArguments(
        output_dir=tempfile.mkdtemp(prefix="trainer-"),
        per_device_train_batch_size=len(workload["batches"][0]),
        train_sampling_strategy="sequential",  # the harness decides the batches
        max_steps=MAX_STEPS,
        learning_rate=2e-5,
        weight_decay=0.01,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        use_cpu=True,
        bf16=setup["kind"] == "bf16",
        seed=SEED,
    )
    set_seed(SEED)
    # float32 masters in either case: `bf16=True` is autocast, as the Trainer's users get it.
    model = AutoModelForSequenceClassification.from_pretrained(
        setup["model"], dtype=torch.float32, num_labels=workload["labels"]
    )
    collator = DataCollatorWithPadding(AutoTokenizer.from_pretrained(setup["model"]))
    return Trainer(model=model, args=arguments, train_dataset=rows, data_collator=collator, callbacks=[gate])


def main() -> None:
    import_bytes = rss_bytes()
    channel = Channel()
    setup = channel.receive()
    torch.set_num_threads(setup["threads"])
    with open(setup["workload"]) as file:
        workload = json.load(file)
    trainer = make_trainer(setup, workload, Gate(channel, workload["batches"], import_bytes))
    channel.send({"ready": True, **describe_python(), "attention": trainer.model.config._attn_implementation})
    trainer.train()


if __name__ == "__main__":
    main()
