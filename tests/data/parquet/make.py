"""Writes the Parquet files of this folder as the Hub's `datasets` does: python make.py (pip install datasets)."""

from pathlib import Path

import pyarrow.parquet
from datasets import ClassLabel, Dataset, Features, List, Value

HERE = Path(__file__).parent

PAIRS = [
    ("The mill closed in May.", "In May the mill shut its doors.", 1),
    ("The ferry sails at nine.", "The ferry was painted green.", 0),
    ("She sold the \"old\" boat.", "The old boat was sold by her.", 1),
    ("Rain is due on Sunday.", "Sunday brought no rain.", 0),
]
# As nyu-mll/glue, configuration mrpc.
MRPC = Features(
    {
        "sentence1": Value("string"),
        "sentence2": Value("string"),
        "label": ClassLabel(names=["not_equivalent", "equivalent"]),
        "idx": Value("int32"),
    }
)


def mrpc(pairs):
    rows = [
        {"sentence1": a, "sentence2": b, "label": label, "idx": i} for i, (a, b, label) in enumerate(pairs)
    ]
    return Dataset.from_list(rows, features=MRPC)


def write(data, name, **options):
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    data.to_parquet(str(path), **options)


write(mrpc(PAIRS), "mrpc/train-00000-of-00001.parquet")
write(mrpc(PAIRS[:2]), "mrpc/validation-00000-of-00001.parquet")
# The same layout without what `datasets` notes: numbers alone.
table = pyarrow.table({name: mrpc(PAIRS)[:][name] for name in MRPC})
pyarrow.parquet.write_table(table, HERE / "mrpc-numbers.parquet")

films = [
    {"text": "A storm at sea", "labels": [0, 2], "year": 1999},
    {"text": "Two clowns", "labels": [1], "year": None},
    {"text": None, "labels": [1], "year": 2001},
    {"text": "An empty stage", "labels": [], "year": 2003},
    {"text": "Ships and tears", "labels": [2, 0], "year": 2004},
]
features = Features(
    {
        "text": Value("string"),
        "labels": List(ClassLabel(names=["drama", "comedy", "nature"])),
        "year": Value("int64"),
    }
)
# Three row groups.
write(Dataset.from_list(films, features=features), "films.parquet", batch_size=2)

sentences = [
    {"tokens": ["Ada", "Lovelace", "wrote"], "ner_tags": [1, 2, 0]},
    {"tokens": ["Turin", "slept"], "ner_tags": [3, 0]},
]
tags = ClassLabel(names=["O", "B-PER", "I-PER", "B-LOC"])
features = Features({"tokens": List(Value("string")), "ner_tags": List(tags)})
write(Dataset.from_list(sentences, features=features), "entities.parquet")

# What other writers choose: pages of the second version, differences of numbers and of texts, packed by Zstandard and LZ4.
boats = pyarrow.table(
    {
        "text": [None if i % 7 == 3 else f"The boat of {i} oars sails at {i % 5}." for i in range(40)],
        "label": ["late" if i % 3 else "on time" for i in range(40)],
        "harbour": ["Turin"] * 40,
        "nobody": pyarrow.array([None] * 40, pyarrow.string()),
        "oars": pyarrow.array(range(40)),
        "open": [i % 2 == 0 for i in range(40)],
    }
)
encodings = {"text": "DELTA_BYTE_ARRAY", "label": "DELTA_LENGTH_BYTE_ARRAY", "oars": "DELTA_BINARY_PACKED", "open": "RLE"}
for version, packer in [("1.0", "lz4"), ("2.0", "zstd")]:
    pyarrow.parquet.write_table(
        boats,
        HERE / f"boats-{version[0]}.parquet",
        data_page_version=version,
        compression=packer,
        use_dictionary=["harbour", "nobody"],
        column_encoding=encodings,
    )
