"""One real `Trainer` run, as JSON lines: PyTorch's columns in docs/results.md come from here.

    python bench/parity/train.py --task mrpc --data DIR --model FOLDER --precision fp32 \
        --arguments '{"learning_rate": 2e-5, "num_train_epochs": 3}' [--out run.jsonl]

`--arguments` are Hugging Face TrainingArguments. Lines: `start` (versions, machine, settings), `step` (loss,
grad_norm, learning_rate), `eval` (metrics; epoch 0 is before training), `end` (seconds of training with its evaluations,
of the evaluations, and of all that is not importing packages: reading, tokenizing, training, evaluating, saving).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from machine import describe_python
from safetensors.torch import load_file
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef
from tasks import IGNORE_INDEX, encode_rows, load_task
from transformers import (
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    DataCollatorForTokenClassification,
    DataCollatorWithPadding,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", required=True)
    parser.add_argument("--data", required=True, help="folder with the published files")
    parser.add_argument("--model", required=True, help="ordinary Hugging Face folder (see dequantize.py)")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--arguments", default="{}", help="TrainingArguments as JSON")
    parser.add_argument("--max-seq-length", type=int, default=128)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--head", help="safetensors with the classifier's first weights: FILE[:PREFIX]")
    parser.add_argument("--dropout", type=float, help="instead of the model's own probabilities")
    parser.add_argument("--split", help="JSON {train: [row], eval: [row]} for sets with one file")
    parser.add_argument("--eval-share", type=float, default=0.2, help="evaluation share where no split is given")
    parser.add_argument("--split-seed", type=int, default=42)
    parser.add_argument("--limit", type=int, help="first rows of the training split only")
    parser.add_argument("--save", help="folder for the trained model and its tokenizer")
    parser.add_argument("--out", help="file to write instead of stdout")
    return parser.parse_args()


def sequence_metrics(labels: np.ndarray, logits: np.ndarray) -> dict:
    predictions = logits.argmax(-1)
    average = "binary" if logits.shape[-1] == 2 else "macro"
    return {
        "accuracy": accuracy_score(labels, predictions),
        "f1": f1_score(labels, predictions, average=average),
        "matthews": matthews_corrcoef(labels, predictions),
    }


def token_metrics(rows: list, labels: np.ndarray, logits: np.ndarray, names: list[str]) -> dict:
    """seqeval over whole sentences: words lost to truncation are predicted `O`, so their entities count as missed."""
    from seqeval.metrics import accuracy_score as token_accuracy
    from seqeval.metrics import f1_score as entity_f1
    from seqeval.metrics import precision_score, recall_score

    predictions = logits.argmax(-1)
    truth, guess, lost = [], [], 0
    for (_, tags), row_labels, row_predictions in zip(rows, labels, predictions, strict=True):
        seen = [names[p] for p, label in zip(row_predictions, row_labels) if label != IGNORE_INDEX]
        lost += len(tags) - len(seen)
        truth.append([names[tag] for tag in tags])
        guess.append(seen + ["O"] * (len(tags) - len(seen)))
    return {
        "precision": precision_score(truth, guess),
        "recall": recall_score(truth, guess),
        "f1": entity_f1(truth, guess),
        "accuracy": token_accuracy(truth, guess),
        "lost_words": lost,
    }


class Report(TrainerCallback):
    """Writes one line per logged step and per evaluation, at once, so that a killed run stays readable."""

    def __init__(self, stream):
        self.stream = stream
        self.evaluation_seconds = 0.0

    def line(self, event: str, **fields) -> None:
        print(json.dumps({"event": event, **fields}), file=self.stream, flush=True)

    def on_log(self, args, state, control, logs=None, **_):
        if "loss" in logs:
            names = ("loss", "grad_norm", "learning_rate")
            self.line("step", step=state.global_step, epoch=state.epoch, **{name: logs[name] for name in names})

    def on_evaluate(self, args, state, control, metrics=None, **_):
        self.evaluation_seconds += metrics["eval_runtime"]
        plain = {name.removeprefix("eval_"): float(value) for name, value in metrics.items() if name != "epoch"}
        self.line("eval", epoch=state.epoch or 0, step=state.global_step, **plain)


def load_head(model, spec: str) -> None:
    """Puts `classifier.weight` (bias 0 where the file has none) from a safetensors file, names under a prefix."""
    file, _, prefix = spec.partition(":")
    tensors = load_file(file)
    with torch.no_grad():
        model.classifier.weight.copy_(tensors[f"{prefix}classifier.weight"])
        bias = tensors.get(f"{prefix}classifier.bias")
        model.classifier.bias.zero_() if bias is None else model.classifier.bias.copy_(bias)


def main() -> None:
    began = time.perf_counter()
    options = parse()
    torch.set_num_threads(options.threads)
    task = load_task(options.task, options.data, options.split, options.eval_share, options.split_seed)
    if options.limit:
        task.train = task.train[: options.limit]
    defaults = {"per_device_train_batch_size": 16, "per_device_eval_batch_size": 64, "weight_decay": 0.01}
    defaults |= {"eval_strategy": "epoch", "eval_on_start": True, "save_strategy": "no", "seed": 42}
    given = json.loads(options.arguments)
    arguments = TrainingArguments(
        **(defaults | given),
        logging_steps=1,
        report_to=[],
        disable_tqdm=True,
        use_cpu=True,
        bf16=options.precision == "bf16",
        output_dir=tempfile.mkdtemp(prefix="trainer-"),
    )

    tokenizer = AutoTokenizer.from_pretrained(options.model)
    set_seed(arguments.seed)  # before the head is drawn
    auto = AutoModelForSequenceClassification if task.kind == "sequence" else AutoModelForTokenClassification
    extra = {}
    if options.dropout is not None:
        extra = {"hidden_dropout_prob": options.dropout, "attention_probs_dropout_prob": options.dropout}
    model = auto.from_pretrained(
        options.model,
        dtype=torch.float32,
        id2label=dict(enumerate(task.labels)),
        label2id={name: i for i, name in enumerate(task.labels)},
        **extra,
    )
    if options.head:
        load_head(model, options.head)

    def metrics(prediction):
        if task.kind == "sequence":
            return sequence_metrics(prediction.label_ids, prediction.predictions)
        return token_metrics(task.evaluation, prediction.label_ids, prediction.predictions, task.labels)

    collators = {"sequence": DataCollatorWithPadding, "token": DataCollatorForTokenClassification}
    report = Report(open(options.out, "w") if options.out else sys.stdout)
    trainer = Trainer(
        model=model,
        args=arguments,
        data_collator=collators[task.kind](tokenizer),
        train_dataset=encode_rows(task.train, task.kind, tokenizer, options.max_seq_length),
        eval_dataset=encode_rows(task.evaluation, task.kind, tokenizer, options.max_seq_length),
        processing_class=tokenizer,
        compute_metrics=metrics,
        callbacks=[report],
    )
    trainer.remove_callback(PrinterCallback)  # it would print its own lines between ours
    sizes = {"train_rows": len(task.train), "eval_rows": len(task.evaluation), "labels": task.labels}
    settings = {name: value for name, value in vars(options).items() if name not in ("arguments", "out")}
    report.line("start", settings=settings, arguments=defaults | given, **sizes, **describe_python())
    started = time.perf_counter()
    trainer.train()
    wall = time.perf_counter() - started
    if options.save:
        trainer.save_model(options.save)
    seconds = {"wall_seconds": wall, "eval_seconds": report.evaluation_seconds}
    report.line("end", steps=trainer.state.global_step, **seconds, total_seconds=time.perf_counter() - began)


if __name__ == "__main__":
    main()
