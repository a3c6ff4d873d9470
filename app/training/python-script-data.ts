import type { DatasetColumns } from '../data/columns.ts';
import type { Dialect } from '../data/formats/delimited.ts';
import type { DataFormat } from '../data/formats/record.ts';
import { assertNever } from '../errors.ts';
import { pythonLiteral } from './python-literal.ts';

export interface ScriptFile {
  readonly path: string;
  readonly format: DataFormat;
  /** Of delimited files; where it is null, `.csv` is taken as quoted and `.tsv` as not. */
  readonly dialect: Dialect | null;
}

export interface ScriptData {
  readonly columns: DatasetColumns;
  readonly train: readonly ScriptFile[];
  /** Empty where the evaluation rows are set apart from the training rows. */
  readonly validation: readonly ScriptFile[];
  readonly validationShare: number;
  /** Rows of the run whose labels a person gave, or that a person left out: the files know nothing of it. */
  readonly byHand?: { readonly labels: number; readonly leftOut: number };
}

/** Python that defines `train_rows` and `eval_rows`: lists of `(texts, label)` or `(words, tags)`, labels as text. */
export function dataSection(data: ScriptData, splitSeed: number): string[] {
  const files = [...data.train, ...data.validation];
  const readers = [...new Set(files.map(readerOf))];
  const rows = (list: readonly ScriptFile[]) =>
    `[row for records in [${list.map(readingOf).join(', ')}] for row in rows_of(records)]`;
  const splits = data.validation.length === 0;
  return [
    ...readers.map((reader) => READERS[reader]),
    data.columns.task === 'token-classification' ? taggedRows(data.columns) : textRows(data.columns),
    ...(splits ? [SPLIT] : []),
    splits
      ? `rows = ${rows(data.train)}\ntrain_rows, eval_rows = stratified_split(rows, ${data.validationShare}, ${splitSeed})`
      : `train_rows = ${rows(data.train)}\neval_rows = ${rows(data.validation)}`,
    ...(data.columns.labelNames !== null && data.columns.label !== null
      ? [namedRows(data.columns.labelNames)]
      : []),
  ];
}

type Reader = keyof typeof READERS;

function readerOf({ format }: ScriptFile): Reader {
  switch (format) {
    case 'csv':
    case 'tsv':
      return 'delimited';
    case 'json':
    case 'jsonl':
    case 'parquet':
    case 'conll':
    case 'text':
    case 'folder':
      return format;
    default:
      return assertNever(format);
  }
}

function readingOf(file: ScriptFile): string {
  const reader = readerOf(file);
  const path = pythonLiteral(file.path);
  if (reader !== 'delimited') return `read_${reader}(${path})`;
  const { delimiter, quoted } = file.dialect ?? {
    delimiter: file.format === 'csv' ? ',' : '\t',
    quoted: file.format === 'csv',
  };
  return `read_delimited(${path}, ${pythonLiteral(delimiter)}, quoted=${pythonLiteral(quoted)})`;
}

const READERS = {
  delimited: `def read_delimited(path, delimiter, quoted):
    """Rows with another number of fields than the header are skipped."""
    csv.field_size_limit(2**31 - 1)
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    with open(path, encoding="utf-8-sig", newline="" if quoted else "\\n") as file:
        names, *rows = [row for row in csv.reader(file, delimiter=delimiter, quoting=quoting) if row]
    names = [name.strip() for name in names]
    return [dict(zip(names, row)) for row in rows if len(row) == len(names)]`,
  json: `def read_json(path):
    value = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    return value["data"] if isinstance(value, dict) else value`,
  jsonl: `def read_jsonl(path):
    with open(path, encoding="utf-8-sig") as file:
        return [json.loads(line) for line in file if line.strip()]`,
  parquet: `def read_parquet(path):
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pylist()`,
  conll: `def read_conll(path):
    """Sentences of \`token ... tag\` lines, divided by blank lines."""
    sentences, sentence, width = [], [], 0
    with open(path, encoding="utf-8-sig", newline="\\n") as file:
        for line in [*(line.rstrip("\\r\\n") for line in file), ""]:
            fields = line.split("\\t") if "\\t" in line else line.split(" ")
            fields = fields if "\\t" in line else [field for field in fields if field]
            if not line.strip():
                if sentence and all(len(row) == width and row[-1] for row in sentence):
                    sentences.append({"tokens": [row[0] for row in sentence], "tags": [row[-1] for row in sentence]})
                sentence = []
            elif fields[0] != "-DOCSTART-":
                width = width or len(fields)
                if not (line.startswith("#") and len(fields) != width):
                    sentence.append(fields)
    return sentences`,
  text: `def read_text(path):
    return [{"text": line} for line in Path(path).read_text(encoding="utf-8-sig").split("\\n")]`,
  folder: `def read_folder(path):
    """One file a text; its folder is the label."""
    return [
        {"text": file.read_text(encoding="utf-8-sig").strip(), "label": file.parent.name}
        for file in sorted(Path(path).glob("[!.]*/*.txt"))
    ]`,
} as const;

const AS_TEXT = `def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return as_text(value[0]) if len(value) == 1 else ""
    return str(value).strip()`;

function textRows({ text, textPair, label, problemType }: DatasetColumns): string {
  const columns = [text, textPair].filter((name) => name !== null);
  if (label === null) {
    return `${AS_TEXT}


def rows_of(records):
    rows = [([as_text(record.get(column)) for column in ${pythonLiteral(columns)}], None) for record in records]
    return [row for row in rows if all(row[0])]`;
  }
  const read =
    problemType === 'multi_label_classification'
      ? `        value = record.get(${pythonLiteral(label)})
        names = value if isinstance(value, list) else re.split("[;|,]", as_text(value))
        label = [as_text(name) for name in names if as_text(name)]
        if all(texts) and (label or isinstance(value, list)):
            rows.append((texts, label))`
      : `        label = as_text(record.get(${pythonLiteral(label)}))
        if all(texts) and label:
            rows.append((texts, label))`;
  return `${AS_TEXT}


def rows_of(records):
    """Rows without a text or a label are skipped."""
    rows = []
    for record in records:
        texts = [as_text(record.get(column)) for column in ${pythonLiteral(columns)}]
${read}
    return rows`;
}

/** After the rows were divided, which goes by what the file has. */
function namedRows(labelNames: Readonly<Record<string, string>>): string {
  return `LABEL_NAMES = ${pythonLiteral(labelNames)}


def named(label):
    return [named(name) for name in label] if isinstance(label, list) else LABEL_NAMES.get(label, label)


train_rows, eval_rows = ([(texts, named(label)) for texts, label in rows] for rows in (train_rows, eval_rows))`;
}

function taggedRows({ tokens, tags, labelNames }: DatasetColumns): string {
  const names = labelNames === null ? '' : `LABEL_NAMES = ${pythonLiteral(labelNames)}\n\n\n`;
  const named =
    labelNames === null ? 'map(str, tags)' : '(LABEL_NAMES.get(str(tag), str(tag)) for tag in tags)';
  return `${names}def to_iob2(tags):
    """Every entity starts with \`B-\`, whether the file is IOB1, IOB2, BIOES or BILOU; other tags stay."""
    converted, before = [], "O"
    for tag in tags:
        entity, follows = re.match("[BIESLU]-.", tag), re.match("[BIESLU]-.", before)
        starts = tag[:1] in "BSU" or not follows or before[2:] != tag[2:] or before[:1] in "ESLU"
        converted.append(f"{'B' if starts else 'I'}-{tag[2:]}" if entity else tag)
        before = tag
    return converted


def rows_of(records):
    """Rows without one tag for every word are skipped."""
    def listed(value):
        return value if isinstance(value, list) else str(value or "").split()

    rows = [(listed(record.get(${pythonLiteral(tokens)})), listed(record.get(${pythonLiteral(tags)}))) for record in records]
    return [
        (list(map(str, words)), to_iob2(list(${named})))
        for words, tags in rows
        if words and len(words) == len(tags)
    ]`;
}

/** The generator of app/random.ts and the split of app/data/splits.ts, so that the same rows are set apart. */
const SPLIT = `def scramble(x):
    x &= 0xFFFFFFFF
    x = (x ^ (x >> 16)) * 0x7FEB352D & 0xFFFFFFFF
    x = (x ^ (x >> 15)) * 0x846CA68B & 0xFFFFFFFF
    return x ^ (x >> 16)


def rotate(x, by):
    return (x << by | x >> (32 - by)) & 0xFFFFFFFF


class RandomStream:
    """xoshiro128**, seeded by hashing the keys."""

    def __init__(self, *keys):
        hashed = 0
        for key in keys:
            hashed = scramble((hashed + 0x9E3779B9) ^ scramble(key) ^ scramble(key >> 32))
        self.s = [scramble(hashed + (i + 1) * 0x9E3779B9) for i in range(4)]

    def next_uint32(self):
        s = self.s
        result = rotate(s[1] * 5 & 0xFFFFFFFF, 7) * 9 & 0xFFFFFFFF
        shifted = s[1] << 9 & 0xFFFFFFFF
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = rotate(s[3], 11)
        return result

    def below(self, limit):
        usable = 2**32 - 2**32 % limit
        while (value := self.next_uint32()) >= usable:
            pass
        return value % limit

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def stratified_split(rows, share, seed):
    """The same evaluation rows as in BERT Studio: every label keeps its share."""
    groups = {}
    for i, (_, label) in enumerate(rows):
        groups.setdefault(label if isinstance(label, str) else "null", []).append(i)
    names = sorted(groups)
    quotas = [len(groups[name]) * share for name in names]
    whole = [math.floor(quota) for quota in quotas]
    left = math.floor(len(rows) * share + 0.5) - sum(whole)
    for g in sorted(range(len(names)), key=lambda g: (whole[g] - quotas[g], g))[: max(0, left)]:
        whole[g] += 1
    held_out = set()
    for g, name in enumerate(names):
        RandomStream(seed, g).shuffle(groups[name])
        held_out.update(groups[name][: whole[g]])
    return [row for i, row in enumerate(rows) if i not in held_out], [rows[i] for i in sorted(held_out)]`;
