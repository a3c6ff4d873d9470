import { AUTO_CLASSES, type HeadSpec } from '../models/task.ts';
import type { TrainingArguments } from './arguments.ts';
import { pythonLiteral } from './python-literal.ts';
import { dataSection, type ScriptData } from './python-script-data.ts';
import { collatorOf, encodeSection, metricsSection, modelSection } from './python-script-head.ts';
import { argumentsSection, lossSection, trainerSection } from './python-script-trainer.ts';

export interface PythonScriptOptions {
  /** What `from_pretrained` opens: a folder, or a name on the Hugging Face Hub. */
  readonly model: string;
  /** How that differs from the model of the run, in one line; null where it does not. */
  readonly modelNote: string | null;
  readonly head: HeadSpec;
  readonly data: ScriptData;
  readonly args: TrainingArguments;
  readonly outputDir: string;
}

/**
 * A Python script that does the same run with transformers' Trainer: same files and columns, same evaluation rows,
 * labels, arguments, loss and metrics. Random numbers of the new head, the data order, dropout and masking are
 * PyTorch's, so that results agree as two seeds do.
 */
export function pythonScript(options: PythonScriptOptions): string {
  const { head, args, data } = options;
  const constants = [
    '# A folder, or a name on the Hugging Face Hub.',
    ...(options.modelNote === null ? [] : [`# ${options.modelNote}`]),
    `MODEL = ${pythonLiteral(options.model)}`,
    ...(head.task === 'fill-mask' ? [] : [`LABELS = ${pythonLiteral(head.labels)}`]),
  ].join('\n');
  const loss = lossSection(head, args);
  const metrics = metricsSection(head);
  const sections = [
    `"""The same run with transformers' Trainer, written by BERT Studio.

    pip install ${packages(head, data).join(' ')}
    python SCRIPT.py
${handNote(data)}"""`,
    imports(options),
    `${args.threads === null ? '' : `torch.set_num_threads(${args.threads})\n`}${constants}`,
    ...dataSection(data, args.data_seed ?? args.seed),
    `tokenizer = AutoTokenizer.from_pretrained(MODEL)\n${modelSection(head, args)}`,
    encodeSection(head, args),
    ...(metrics === null ? [] : [metrics]),
    ...(loss === null ? [] : [loss]),
    `${argumentsSection(args, options.outputDir)}\n${trainerSection(head, args, loss !== null)}`,
  ];
  return `${sections.map(spaced).join('\n\n').trimStart()}\n`;
}

function handNote({ byHand }: ScriptData): string {
  const parts = [
    ...(byHand?.labels ? [`labels of ${byHand.labels} rows were given by hand`] : []),
    ...(byHand?.leftOut ? [`${byHand.leftOut} rows were left out`] : []),
  ];
  if (parts.length === 0) return '';
  return `\nIn the run ${parts.join(' and ')}. This script reads the files as they are.\n`;
}

/** Two blank lines around definitions, one elsewhere. */
function spaced(section: string, i: number, all: readonly string[]): string {
  const defines = (text: string | undefined) => /^(def|class) /m.test(text ?? '');
  return defines(section) || defines(all[i - 1]) ? `\n${section}` : section;
}

function packages(head: HeadSpec, { train, validation }: ScriptData): string[] {
  const parquet = [...train, ...validation].some(({ format }) => format === 'parquet');
  return [
    '"transformers[torch]>=5"',
    ...(needsSklearn(head) ? ['scikit-learn'] : []),
    ...(head.task === 'token-classification' ? ['seqeval'] : []),
    ...(parquet ? ['pyarrow'] : []),
  ];
}

function needsSklearn({ task, problemType }: HeadSpec): boolean {
  return task === 'text-classification' && problemType !== 'regression';
}

function imports({ head, args, data }: PythonScriptOptions): string {
  const formats = new Set([...data.train, ...data.validation].map(({ format }) => format));
  const has = (...names: string[]) => names.some((name) => formats.has(name as never));
  const standard = [
    ...(has('csv', 'tsv') ? ['import csv'] : []),
    ...(has('json', 'jsonl') ? ['import json'] : []),
    ...(data.validation.length === 0 ? ['import math'] : []),
    ...(head.task === 'token-classification' || head.problemType === 'multi_label_classification'
      ? ['import re']
      : []),
    ...(has('json', 'text', 'folder') ? ['from pathlib import Path'] : []),
  ];
  const transformers = [
    AUTO_CLASSES[head.task],
    'AutoTokenizer',
    collatorOf(head),
    ...(args.early_stopping_patience === null ? [] : ['EarlyStoppingCallback']),
    'Trainer',
    'TrainingArguments',
    'set_seed',
  ];
  const single = head.problemType === 'single_label_classification';
  const sklearn = `from sklearn.metrics import accuracy_score, ${single ? 'matthews_corrcoef, ' : ''}precision_recall_fscore_support`;
  const others = [
    ...(head.task === 'text-classification' && head.problemType === 'regression'
      ? ['import numpy as np']
      : []),
    ...(head.task === 'token-classification' ? ['import seqeval.metrics'] : []),
    'import torch',
    ...(needsSklearn(head) ? [sklearn] : []),
    `from transformers import (\n${transformers.map((name) => `    ${name},\n`).join('')})`,
  ];
  return [standard.join('\n'), others.join('\n')].filter((part) => part !== '').join('\n\n');
}
