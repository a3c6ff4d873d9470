"""The datasets as published, read the plain way, and encoded with Hugging Face's tokenizer.

A row is `(texts, label)`: one or two texts and a class id, or a list of words and one class id a word.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

IGNORE_INDEX = -100


@dataclass
class Task:
    name: str
    kind: str  # 'sequence' or 'token'
    labels: list[str]
    train: list
    evaluation: list


def read_tsv(path: Path, text_columns: list[str], label_column: str) -> list:
    """Tab separated without quoting: a `"` inside a field is a character like any other."""
    # Not splitlines(), which also breaks at characters like U+0085 that belong to the text.
    header, *lines = [line.rstrip("\r") for line in path.read_text(encoding="utf-8-sig").split("\n") if line]
    names = header.split("\t")
    rows = []
    for line in lines:
        fields = dict(zip(names, line.split("\t"), strict=True))
        rows.append((tuple(fields[column] for column in text_columns), int(fields[label_column])))
    return rows


def read_conll(path: Path) -> list:
    """Sentences of `token tag` lines (tab or space), separated by blank lines; tags still as text."""
    sentences, words, tags = [], [], []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.strip():
            word, tag = line.rstrip("\r").rsplit("\t" if "\t" in line else " ", 1)
            words.append(word)
            tags.append(tag.strip())
        elif words:
            sentences.append((words, tags))
            words, tags = [], []
    return sentences


def split_rows(rows: list, split_file: str | None, share: float, seed: int) -> tuple[list, list]:
    """Rows by the indices of a JSON file `{train: [], eval: []}`, or a stratified split of our own."""
    if split_file:
        split = json.loads(Path(split_file).read_text())
        return [rows[i] for i in split["train"]], [rows[i] for i in split["eval"]]
    held_out = set()
    by_label: dict = {}
    for i, (_, label) in enumerate(rows):
        by_label.setdefault(label if isinstance(label, int) else 0, []).append(i)
    generator = random.Random(seed)
    for label in sorted(by_label):
        generator.shuffle(by_label[label])
        held_out.update(by_label[label][: round(share * len(by_label[label]))])
    train = [row for i, row in enumerate(rows) if i not in held_out]
    return train, [row for i, row in enumerate(rows) if i in held_out]


def load_task(name: str, data: str, split_file: str | None = None, share: float = 0.2, seed: int = 42) -> Task:
    """`data` is the folder with the published files; sets with one file only are split here."""
    folder = Path(data)
    if name == "mrpc":
        columns = ["#1 String", "#2 String"], "Quality"
        train, evaluation = (read_tsv(folder / f"{part}.tsv", *columns) for part in ("train", "dev"))
        return Task(name, "sequence", ["not_equivalent", "equivalent"], train, evaluation)
    if name == "wnut17":
        return token_task(name, read_conll(folder / "wnut17train.conll"), read_conll(folder / "emerging.dev.conll"))
    if name == "entities":
        return token_task(name, *split_rows(read_conll(folder / "entities.conll"), split_file, share, seed))
    files = {
        "sst2": ("train.tsv", ["sentence"], ["negative", "positive"]),
        "reviews": ("reviews.tsv", ["text"], ["negative", "positive"]),
        "paraphrase": ("paraphrase.tsv", ["sentence1", "sentence2"], ["different", "same"]),
        "paraphrase-hard": ("paraphrase-hard.tsv", ["sentence1", "sentence2"], ["different", "same"]),
    }
    file, text_columns, labels = files[name]
    rows = read_tsv(folder / file, text_columns, "label")
    return Task(name, "sequence", labels, *split_rows(rows, split_file, share, seed))


def token_task(name: str, train: list, evaluation: list) -> Task:
    labels = sorted({tag for _, tags in train + evaluation for tag in tags})
    # `O` first, then the types: id 0 is "nothing", which makes printed confusion tables readable.
    labels.sort(key=lambda tag: (tag != "O", tag))
    ids = {tag: i for i, tag in enumerate(labels)}
    def encode(rows):
        return [(words, [ids[tag] for tag in tags]) for words, tags in rows]

    return Task(name, "token", labels, encode(train), encode(evaluation))


def encode_rows(rows: list, task_kind: str, tokenizer, max_length: int) -> list[dict]:
    """What the Trainer's collator takes. In token tasks the first sub-token of a word carries its label."""
    encoded = []
    for text, label in rows:
        if task_kind == "sequence":
            encoded.append({**tokenizer(*text, truncation=True, max_length=max_length), "labels": label})
            continue
        encoding = tokenizer(text, is_split_into_words=True, truncation=True, max_length=max_length)
        word_ids = encoding.word_ids()
        labels = [
            IGNORE_INDEX if word is None or word == before else label[word]
            for word, before in zip(word_ids, [None, *word_ids[:-1]])
        ]
        encoded.append({**encoding, "labels": labels})
    return encoded
