"""What users of Python do with one large file: data_side.py TOOL FILE SEARCH, or write-parquet CSV PARQUET."""

import json
import resource
import sys
import time


def main() -> None:
    tool, file, last = sys.argv[1:4]
    if tool == "write-parquet":
        import pandas

        pandas.read_csv(file).to_parquet(last, index=False, row_group_size=100_000)
        return
    {"pandas": with_pandas, "duckdb": with_duckdb, "datasets": with_datasets}[tool](file, last)
    print(json.dumps({"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


def step(name, work):
    """Times `work` and tells it; `cpu` has all threads."""
    started, cpu = time.perf_counter(), time.process_time()
    result = work()
    seconds, used = time.perf_counter() - started, time.process_time() - cpu
    print(json.dumps({"step": name, "seconds": seconds, "cpu": used}))
    return result


def with_pandas(file: str, search: str) -> None:
    import numpy
    import pandas

    is_csv = file.endswith("csv")
    if is_csv:
        step("first rows", lambda: pandas.read_csv(file, nrows=5000))
    frame = step("all rows", lambda: pandas.read_csv(file) if is_csv else pandas.read_parquet(file))

    def summary():
        frame.isna().sum()
        frame["label"].value_counts()
        frame["topic"].value_counts()
        numpy.histogram(frame["id"], 24)
        numpy.histogram(frame["text"].str.len(), 24)
        frame["text"].str.lower().duplicated().sum()

    step("summary", summary)
    middle = len(frame) // 2
    step("page", lambda: frame.iloc[middle : middle + 100].to_dict("records"))
    check(step("search", lambda: frame["text"].str.contains(search, case=False, regex=False).sum()), len(frame))


def with_duckdb(file: str, search: str) -> None:
    import duckdb

    connection = duckdb.connect()
    rows = lambda query: connection.execute(query).fetchall()
    step("first rows", lambda: rows(f"SELECT * FROM '{file}' LIMIT 5000"))
    step("all rows", lambda: rows(f"CREATE TABLE data AS SELECT * FROM '{file}'"))

    def summary():
        rows("SELECT count(*) - count(id), count(*) - count(text), count(*) - count(label) FROM data")
        rows("SELECT label, count(*) FROM data GROUP BY label")
        rows("SELECT topic, count(*) FROM data GROUP BY topic")
        rows("SELECT histogram(id // 41667) FROM data")
        rows("SELECT histogram(length(text) // 100) FROM data")
        rows("SELECT count(*) - count(DISTINCT lower(text)) FROM data")

    step("summary", summary)
    count = rows("SELECT count(*) FROM data")[0][0]
    step("page", lambda: rows(f"SELECT * FROM data LIMIT 100 OFFSET {count // 2}"))
    pattern = f"%{search}%"
    found = step("search", lambda: connection.execute("SELECT count(*) FROM data WHERE text ILIKE ?", [pattern]).fetchone())
    check(found[0], count)


def with_datasets(file: str, search: str) -> None:
    from collections import Counter

    import datasets
    import numpy

    datasets.disable_progress_bars()
    kind = "csv" if file.endswith("csv") else "parquet"
    load = lambda **options: datasets.load_dataset(kind, data_files=file, split="train", **options)
    step("first rows", lambda: list(load(streaming=True).take(5000)))
    data = step("all rows", load)
    step("again", load)

    def summary():
        Counter(data["label"])
        Counter(data["topic"])
        numpy.histogram(data["id"], 24)
        seen, lengths = set(), []
        for batch in data.select_columns("text").iter(1000):
            lengths += [len(text) for text in batch["text"]]
            seen.update(hash(text.lower()) for text in batch["text"])
        numpy.histogram(lengths, 24)

    step("summary", summary)
    middle = len(data) // 2
    step("page", lambda: data[middle : middle + 100])
    wanted = search.lower()
    matches = lambda batch: [wanted in text.lower() for text in batch["text"]]
    found = step("search", lambda: data.filter(matches, batched=True))
    check(len(found), len(data))


def check(found: int, rows: int) -> None:
    if found != (rows + 222) // 1000:
        raise SystemExit(f"The search found {found} rows.")


main()
