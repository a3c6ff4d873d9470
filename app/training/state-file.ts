import { StudioError } from '../errors.ts';
import type { TrainerState } from './state.ts';

/** Fields of a state that Hugging Face's TrainerState does not have. */
const OWN_FIELDS: ReadonlySet<string> = new Set<keyof TrainerState>([
  'early_stopping_patience_counter',
  'loss_since_log',
  'steps_since_log',
  'total_loss',
  'evaluation_due',
  'elapsed_seconds',
  'train_examples',
  'device',
  'threads',
]);

/**
 * `trainer_state.json` as Hugging Face's TrainerState reads it. What that class does not know is kept under
 * `stateful_callbacks`, where it looks for callbacks' own state.
 */
export function trainerStateToJson(state: TrainerState): Record<string, unknown> {
  const fields = Object.entries(state);
  const attributes = Object.fromEntries(fields.filter(([name]) => OWN_FIELDS.has(name)));
  return {
    ...Object.fromEntries(fields.filter(([name]) => !OWN_FIELDS.has(name))),
    is_local_process_zero: true,
    is_world_process_zero: true,
    stateful_callbacks: { BertStudio: { args: {}, attributes } },
  };
}

/** @throws StudioError `bad_checkpoint` when the JSON was not written by trainerStateToJson. */
export function trainerStateFromJson(json: unknown, file: string): TrainerState {
  const { stateful_callbacks, is_local_process_zero, is_world_process_zero, ...known } = asRecord(json);
  const own = asRecord(asRecord(asRecord(stateful_callbacks).BertStudio).attributes);
  const state = { ...known, ...own } as unknown as TrainerState;
  const complete =
    Number.isSafeInteger(state.global_step) &&
    Number.isSafeInteger(state.train_examples) &&
    Array.isArray(state.log_history);
  if (!complete) {
    throw new StudioError(
      'bad_checkpoint',
      `${file} is not the state of a BERT Studio run, so training cannot go on from it. Choose another checkpoint.`,
      { details: { file } },
    );
  }
  return state;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
