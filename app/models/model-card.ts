import { AUTO_CLASSES, type HeadSpec } from './task.ts';

export interface ModelCardFacts {
  readonly name: string;
  readonly head: HeadSpec;
  /** The model that training started from; null where nothing was trained. */
  readonly base: string | null;
  /** SPDX name; null where it is not known. */
  readonly licence: string | null;
  readonly weights: 'float32' | 'float16';
  /** Null where the model was not trained here. */
  readonly training: {
    readonly dataset: string;
    readonly trainExamples: number;
    readonly evalExamples: number;
    /** Training arguments worth telling, under Hugging Face's names. */
    readonly args: Readonly<Record<string, string | number | boolean | null>>;
    /** Of the exported checkpoint on the evaluation split; empty where it was not evaluated. */
    readonly metrics: Readonly<Record<string, number | null>>;
  } | null;
}

/** README.md of an exported model, with the front matter that the Hugging Face Hub reads. */
export function modelCard({ name, head, base, licence, weights, training }: ModelCardFacts): string {
  const autoClass = AUTO_CLASSES[head.task];
  const sections = [
    ['---', ...frontMatter(head, licence), '---'],
    [`# ${name}`],
    [`A BERT encoder for ${head.task}, stored as ${weights} safetensors. Made with BERT Studio.`],
    head.labels.length > 0 ? ['## Labels', '', ...head.labels.map((label, id) => `- ${id}: ${label}`)] : [],
    [
      '## Use',
      '',
      '```python',
      `from transformers import ${autoClass}, AutoTokenizer`,
      '',
      'folder = "."  # where this file is',
      'tokenizer = AutoTokenizer.from_pretrained(folder)',
      `model = ${autoClass}.from_pretrained(folder)`,
      '```',
    ],
    training ? trainingSection(training, base) : [],
    [
      '## Limits',
      '',
      'Measured on the evaluation data named here and on nothing else; expect less on other texts.',
    ],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function frontMatter(head: HeadSpec, licence: string | null): string[] {
  return [
    'library_name: transformers',
    `pipeline_tag: ${head.task}`,
    ...(licence === null ? [] : [`license: ${licence.toLowerCase()}`]),
    'tags:',
    '- bert',
  ];
}

function trainingSection(
  { dataset, trainExamples, evalExamples, args, metrics }: NonNullable<ModelCardFacts['training']>,
  base: string | null,
): string[] {
  const from = base === null ? '' : ` from ${base}`;
  const measured = Object.entries(metrics);
  return [
    '## Training',
    '',
    `Fine-tuned${from} on ${dataset}: ${trainExamples} rows, evaluated on ${evalExamples}.`,
    '',
    ...table('Argument', Object.entries(args)),
    ...(measured.length > 0 ? ['', ...table('Metric on the evaluation rows', measured)] : []),
  ];
}

function table(
  title: string,
  rows: readonly (readonly [string, string | number | boolean | null])[],
): string[] {
  return [`| ${title} | Value |`, '|---|---|', ...rows.map(([key, value]) => `| ${key} | ${shown(value)} |`)];
}

function shown(value: string | number | boolean | null): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(4)));
}
