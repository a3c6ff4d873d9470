import { gradients } from '../../autodiff/gradients.ts';
import type { Graph, Value } from '../../graph/graph.ts';
import { type ScatterTerm, splitScatters } from '../../ops/rows.ts';
import type { HeadSpec } from '../task.ts';
import { BertBuilder } from './builder.ts';
import type { BertConfig } from './config.ts';
import { bertEncoder, type EncoderOptions } from './encoder.ts';
import { classifier, loss, maskedLanguageHead, pooler } from './heads.ts';
import { packedLayout } from './layout.ts';

interface LossGraph {
  readonly graph: Graph;
  readonly loss: Value;
  /** [B, labels], [N, labels] for tokens, [N, vocabulary] for masked LM. */
  readonly logits: Value;
}

/** The gradient of one parameter: as a whole, or taken apart into a dense part, rows to add, or both. */
export interface ParameterGradient {
  readonly name: string;
  readonly whole: Value;
  readonly dense: Value | null;
  readonly scatters: readonly ScatterTerm[];
}

/** Logits and loss on a packed batch; with `training`, dropout masks are inputs. */
export function lossGraph(
  config: BertConfig,
  head: HeadSpec,
  training: boolean,
  labelSmoothing: number,
): LossGraph {
  const m = new BertBuilder(config, training);
  const logits = headLogits(m, head);
  const total = loss(m, head, logits, labelSmoothing);
  return { graph: m.graph, loss: total, logits };
}

function headLogits(m: BertBuilder, head: HeadSpec): Value {
  const layout = packedLayout(m);
  const encode = (rows: EncoderOptions['rows']) => bertEncoder(m, layout, { rows }).lastHiddenState;
  if (head.task === 'text-classification') {
    return classifier(m, pooler(m, encode('first')), head.labels.length);
  }
  const states = encode(m.graph.data('labelled_rows', 'int32', ['N']));
  return head.task === 'token-classification'
    ? classifier(m, states, head.labels.length)
    : maskedLanguageHead(m, states);
}

/**
 * Logits alone, for prediction: [B, labels] for sequences, else [N, labels] or [N, vocabulary] for the token
 * rows listed in `labelled_rows`.
 */
export function logitsGraph(config: BertConfig, head: HeadSpec): Graph {
  const m = new BertBuilder(config, false);
  m.graph.output('logits', headLogits(m, head));
  return m.graph;
}

/**
 * Adds to `graph` the gradients of `loss` for the parameters named in `trainable`. The input `loss_scale`
 * (a scalar) multiplies them: 1 / micro-batches under gradient accumulation.
 *
 * @param checkpointing computes each encoder layer again in the backward pass, so that only its input is kept.
 */
export function addGradients(
  { graph, loss }: LossGraph,
  trainable: ReadonlySet<string>,
  checkpointing = false,
): ParameterGradient[] {
  const chosen = graph.inputs.filter((input) => input.role === 'parameter' && trainable.has(input.name));
  const seed = graph.data('loss_scale', 'float32', []);
  const values = gradients(
    graph,
    loss,
    chosen.map((input) => input.value),
    seed,
    checkpointing ? { checkpoint: layerOf } : {},
  );
  return chosen.map(({ name }, i) => ({
    name,
    whole: values[i]!,
    ...splitScatters(graph, values[i]!),
  }));
}

/** `encoder.layer.3` of `encoder.layer.3.attention`. */
function layerOf(scope: string): string | null {
  return /^encoder\.layer\.\d+/.exec(scope)?.[0] ?? null;
}

/**
 * Everything to look at in a model, from a packed batch: rows [T, H] and heads [B, A, S, S]. With `causal` a position
 * sees itself and what stands before it, which BERT was not trained for.
 */
export function featureGraph(
  config: BertConfig,
  options: { readonly pooler: boolean; readonly causal?: boolean },
): Graph {
  const m = new BertBuilder(config, false);
  const layout = packedLayout(m, options);
  const { lastHiddenState, hiddenStates, attentions } = bertEncoder(m, layout, { rows: 'all' });
  m.graph.output('last_hidden_state', lastHiddenState);
  for (const [i, state] of hiddenStates.entries()) m.graph.output(`hidden_states.${i}`, state);
  for (const [i, probabilities] of attentions.entries()) m.graph.output(`attentions.${i}`, probabilities);
  if (options.pooler) m.graph.output('pooler_output', pooler(m, m.rows(lastHiddenState, layout.firstRows)));
  return m.graph;
}
