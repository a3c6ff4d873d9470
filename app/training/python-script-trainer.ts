import type { HeadSpec } from '../models/task.ts';
import type { TrainingArguments } from './arguments.ts';
import {
  DEFAULT_TRAINING_ARGUMENTS,
  TRAINING_ARGUMENT_NAMES,
  type TrainingArgumentName,
} from './arguments.ts';
import { type PythonValue, pythonLiteral } from './python-literal.ts';
import { collatorOf } from './python-script-head.ts';

/** Arguments that Hugging Face's TrainingArguments does not have: what they mean is written out in the script. */
const OWN_ARGUMENTS: readonly TrainingArgumentName[] = [
  'output_dir',
  'max_seq_length',
  'mlm_probability',
  'head_learning_rate',
  'class_weights',
  'freeze_embeddings',
  'freeze_layers',
  'freeze_encoder',
  'early_stopping_patience',
  'early_stopping_threshold',
  'device',
  'threads',
  'group_by_length',
  'warmup_ratio',
];

/** Arguments that a reader wants to see even where they are the defaults. */
const SHOWN: readonly TrainingArgumentName[] = [
  'num_train_epochs',
  'per_device_train_batch_size',
  'per_device_eval_batch_size',
  'learning_rate',
  'weight_decay',
  'eval_strategy',
  'save_strategy',
  'seed',
];

/** Python that makes `arguments`, as transformers 5 names them. */
export function argumentsSection(args: TrainingArguments, outputDir: string): string {
  const values: Partial<Record<TrainingArgumentName, PythonValue>> = { ...args };
  if (args.group_by_length) values.train_sampling_strategy = 'group_by_length';
  // transformers 5 has one argument for both: below 1 it is a share of the run.
  if (args.warmup_ratio > 0) values.warmup_steps = args.warmup_ratio;
  const given = TRAINING_ARGUMENT_NAMES.filter(
    (name) =>
      !OWN_ARGUMENTS.includes(name) &&
      (SHOWN.includes(name) || values[name] !== DEFAULT_TRAINING_ARGUMENTS[name]),
  );
  return [
    'arguments = TrainingArguments(',
    `    output_dir=${pythonLiteral(outputDir)},`,
    ...given.map((name) => `    ${name}=${pythonLiteral(values[name] ?? null)},`),
    '    report_to=[],',
    ')',
  ].join('\n');
}

/** Python that defines `CLASS_WEIGHTS` and a Trainer whose loss weighs the classes; null where the run did not. */
export function lossSection(
  head: HeadSpec,
  { class_weights, label_smoothing_factor }: TrainingArguments,
): string | null {
  if (class_weights === null) return null;
  const several = head.problemType === 'multi_label_classification' && head.task === 'text-classification';
  const loss = several
    ? `        losses = torch.nn.functional.binary_cross_entropy_with_logits(outputs.logits, labels, reduction="none")
        loss = (losses * weights).mean()`
    : `        logits, labels = outputs.logits.view(-1, len(LABELS)), labels.view(-1)
        losses = torch.nn.functional.cross_entropy(
            logits, labels, reduction="none", label_smoothing=${label_smoothing_factor}
        )
        # Smoothing changes a row's loss and not its weight; rows without label weigh nothing.
        weights = torch.where(labels == -100, 0.0, weights[labels.clamp(min=0)])
        loss = (losses * weights).sum() / weights.sum()`;
  return `${class_weights === 'balanced' ? BALANCED_WEIGHTS : `CLASS_WEIGHTS = ${pythonLiteral(class_weights)}`}


class WeightedTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **_):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        weights = torch.tensor(CLASS_WEIGHTS, device=outputs.logits.device)
${loss}
        return (loss, outputs) if return_outputs else loss`;
}

/** As `resolveClassWeights`. */
const BALANCED_WEIGHTS = `names = [name for _, label in train_rows for name in ([label] if isinstance(label, str) else label)]
present = len(set(names))
CLASS_WEIGHTS = [
    len(names) / (present * names.count(name)) if name in names else 1.0 for name in LABELS
]`;

/** Python that makes the Trainer and runs it. */
export function trainerSection(head: HeadSpec, args: TrainingArguments, weighted: boolean): string {
  const mlm = head.task === 'fill-mask' ? `, mlm_probability=${args.mlm_probability}` : '';
  const lines = [
    `trainer = ${weighted ? 'WeightedTrainer' : 'Trainer'}(`,
    '    model=model,',
    '    args=arguments,',
    `    data_collator=${collatorOf(head)}(tokenizer${mlm}),`,
    '    train_dataset=encode(train_rows),',
    '    eval_dataset=encode(eval_rows),',
    '    processing_class=tokenizer,',
    ...(head.task === 'fill-mask' ? [] : ['    compute_metrics=metrics,']),
    ...(args.early_stopping_patience === null
      ? []
      : [
          `    callbacks=[EarlyStoppingCallback(${args.early_stopping_patience}, ${args.early_stopping_threshold})],`,
        ]),
    ...(args.head_learning_rate === null ? [] : ['    optimizers=(optimizer, None),']),
    ')',
  ];
  const accumulates = args.gradient_accumulation_steps > 1;
  return [
    ...(args.head_learning_rate === null ? [] : [optimizerOf(args, args.head_learning_rate)]),
    ...lines,
    ...(accumulates
      ? [
          '# The mean over the accumulated batches, whatever the head.',
          'trainer.model_accepts_loss_kwargs = False',
        ]
      : []),
    'trainer.train()',
    'trainer.save_model()',
    `print(trainer.evaluate())`,
  ].join('\n');
}

/** The Trainer's own groups (biases and LayerNorm do not decay), each divided in encoder and head. */
function optimizerOf(args: TrainingArguments, headRate: number): string {
  return `groups = {}
for name, parameter in model.named_parameters():
    if parameter.requires_grad:
        is_head = name.startswith(("classifier.", "cls."))
        decays = not name.endswith(".bias") and "LayerNorm" not in name
        groups.setdefault((is_head, decays), []).append(parameter)
optimizer = torch.optim.AdamW(
    [
        {
            "params": parameters,
            "lr": ${pythonLiteral(headRate)} if is_head else ${pythonLiteral(args.learning_rate)},
            "weight_decay": ${pythonLiteral(args.weight_decay)} if decays else 0.0,
        }
        for (is_head, decays), parameters in groups.items()
    ],
    betas=(${args.adam_beta1}, ${args.adam_beta2}),
    eps=${pythonLiteral(args.adam_epsilon)},
)`;
}
