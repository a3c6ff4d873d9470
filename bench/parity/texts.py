"""Inputs and outputs shared by the comparisons: rows of one or two texts in, nested lists of numbers out."""

import json
from pathlib import Path

import numpy as np

MAX_LENGTH = 128


def encode(tokenizer, texts_file: str, tensors: str):
    """All rows of the JSON file (`[[text] or [text, pair], ...]`) as one padded batch, so that masks matter."""
    rows = json.loads(Path(texts_file).read_text())
    firsts = [row[0] for row in rows]
    seconds = [row[1] for row in rows] if len(rows[0]) == 2 else None
    return tokenizer(
        firsts, seconds, padding=True, truncation=True, max_length=MAX_LENGTH, return_tensors=tensors
    )


def without_padding(values: np.ndarray, mask: np.ndarray) -> list:
    """[rows, labels] as it is; [rows, length, ...] cut to each row's real tokens."""
    if values.ndim == 2:
        return values.astype(np.float32).tolist()
    return [row[keep.astype(bool)].astype(np.float32).tolist() for row, keep in zip(values, mask, strict=True)]
