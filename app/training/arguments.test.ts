import { describe, expect, it } from 'vitest';
import { StudioError } from '../errors.ts';
import { DEFAULT_TRAINING_ARGUMENTS, TRAINING_ARGUMENTS } from './arguments.ts';
import type { ArgumentContext, ArgumentProblem } from './parse-arguments.ts';
import { checkTrainingArguments, parseTrainingArguments } from './parse-arguments.ts';

function problemsOf(given: Record<string, unknown>, context: ArgumentContext = {}): ArgumentProblem[] {
  try {
    parseTrainingArguments(given, { context });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(StudioError);
    expect((error as StudioError).code).toBe('invalid_arguments');
    return (error as StudioError).details.problems as ArgumentProblem[];
  }
}

describe('the arguments table', () => {
  it("has Hugging Face's defaults", () => {
    expect(DEFAULT_TRAINING_ARGUMENTS).toMatchObject({
      num_train_epochs: 3,
      max_steps: -1,
      per_device_train_batch_size: 8,
      learning_rate: 5e-5,
      lr_scheduler_type: 'linear',
      adam_beta2: 0.999,
      max_grad_norm: 1,
      eval_strategy: 'no',
      save_strategy: 'steps',
      save_steps: 500,
      logging_steps: 500,
      seed: 42,
    });
  });

  it('has defaults that pass its own checks', () => {
    expect(checkTrainingArguments(DEFAULT_TRAINING_ARGUMENTS)).toEqual([]);
  });

  it('gives every name and alias to one argument only', () => {
    const names = Object.entries(TRAINING_ARGUMENTS).flatMap(([name, row]) => [name, ...(row.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('parsing training arguments', () => {
  it('reads the strings of a command line', () => {
    const args = parseTrainingArguments({
      'learning-rate': '2e-5',
      '--num-train-epochs': '1.5',
      group_by_length: '',
      freeze_embeddings: 'false',
      eval_strategy: 'steps',
      eval_steps: '0.1',
      save_total_limit: 'none',
      class_weights: '[1, 2.5]',
    });
    expect(args).toMatchObject({
      learning_rate: 2e-5,
      num_train_epochs: 1.5,
      group_by_length: true,
      freeze_embeddings: false,
      eval_steps: 0.1,
      save_total_limit: null,
      class_weights: [1, 2.5],
    });
  });

  it('knows both names of the evaluation strategy', () => {
    expect(parseTrainingArguments({ evaluation_strategy: 'epoch' }).eval_strategy).toBe('epoch');
    expect(problemsOf({ evaluation_strategy: 'epoch', eval_strategy: 'no' })).toHaveLength(1);
    expect(problemsOf({ evaluation_strategy: 'epoch', eval_strategy: 'epoch' })).toEqual([]);
  });

  it('prefers given values to recommended ones, and those to the defaults', () => {
    const defaults = { learning_rate: 1e-4, num_train_epochs: 2 };
    const args = parseTrainingArguments({ learning_rate: 3e-5 }, { defaults });
    expect([args.learning_rate, args.num_train_epochs, args.seed]).toEqual([3e-5, 2, 42]);
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({
      learning_rate: 'fast',
      num_train_epochs: 0,
      warmup_steps: 10,
      warmup_ratio: 0.1,
      lr_scheduler_type: 'exponential',
      weight_decy: 0.1,
      load_best_model_at_end: true,
    });
    expect(problems.map(({ argument }) => argument)).toEqual([
      'learning_rate',
      'num_train_epochs',
      'lr_scheduler_type',
      'weight_decy',
      'warmup_ratio',
      'load_best_model_at_end',
    ]);
    expect(problems[3]?.message).toContain('weight_decay');
  });

  it('reads its own values back from JSON', () => {
    const args = parseTrainingArguments({ class_weights: 'balanced', eval_strategy: 'epoch', save_steps: 7 });
    expect(parseTrainingArguments(JSON.parse(JSON.stringify(args)))).toEqual(args);
  });

  it.each([
    ['steps between evaluations that are neither whole nor a share', { eval_steps: 1.5 }],
    ['a batch size of half an example', { per_device_train_batch_size: 0.5 }],
    ['class weights that are all zero', { class_weights: '0,0' }],
    ['a warm-up longer than the run', { max_steps: 5, warmup_steps: 6 }],
    ['a warm-up of a constant schedule', { lr_scheduler_type: 'constant', warmup_ratio: 0.1 }],
    ['early stopping without evaluation', { early_stopping_patience: 2 }],
    [
      'a best checkpoint when none is saved',
      {
        load_best_model_at_end: true,
        eval_strategy: 'epoch',
        save_strategy: 'no',
      },
    ],
    [
      'a best checkpoint saved between evaluations',
      {
        load_best_model_at_end: true,
        eval_strategy: 'steps',
        eval_steps: 20,
        save_steps: 30,
      },
    ],
    ['freezing the same layers twice', { freeze_encoder: true, freeze_layers: 2 }],
  ])('refuses %s', (_, given) => {
    expect(problemsOf(given)).toHaveLength(1);
  });

  it('refuses what the model or the task does not allow', () => {
    const head = { task: 'text-classification', problemType: 'regression', labels: ['score'] } as const;
    const problems = problemsOf(
      { max_seq_length: 1024, freeze_layers: 9, class_weights: 'balanced', label_smoothing_factor: 0.1 },
      { maxPositions: 512, layers: 6, head },
    );
    expect(problems.map(({ argument }) => argument)).toEqual([
      'max_seq_length',
      'freeze_layers',
      'class_weights',
      'label_smoothing_factor',
    ]);
  });
});
