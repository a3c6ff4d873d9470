import type { EncodedExample } from '../../app/data/example.ts';
import type { Graph } from '../../app/graph/graph.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { type Feed, packTokens } from '../../app/models/bert/batch.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { featureGraph, logitsGraph } from '../../app/models/bert/graphs.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { Tensor } from '../../app/tensor/tensor.ts';
import type { InferenceDevice, InferenceGraph, Weight } from './inference-device.ts';

export type Tokens = Pick<EncodedExample, 'inputIds' | 'tokenTypeIds'>;

/** What a model computes on the way, padded with zeros as Hugging Face returns it. */
export interface Features {
  /** [B, S, H] */
  readonly lastHiddenState: Tensor<'float32'>;
  /** Embeddings, then each layer's output: [B, S, H] each. */
  readonly hiddenStates: readonly Tensor<'float32'>[];
  /** [B, heads, S, S] each. */
  readonly attentions: readonly Tensor<'float32'>[];
  /** [B, H]; null where the checkpoint has no pooler. */
  readonly poolerOutput: Tensor<'float32'> | null;
}

/** A BERT to ask, without dropout and without gradients. */
export class BertModel {
  readonly config: BertConfig;
  readonly #weights: readonly Weight[];
  readonly #on: InferenceDevice;
  readonly #compiled = new Map<string, Promise<InferenceGraph>>();

  /** @param device is the model's own, and goes with it. */
  constructor(config: BertConfig, weights: readonly Weight[], device: InferenceDevice) {
    this.config = config;
    this.#weights = weights;
    this.#on = device;
  }

  get device(): string {
    return this.#on.name;
  }

  /** [B, labels]. */
  async sequenceLogits(head: HeadSpec, examples: readonly Tokens[]): Promise<Float32Array> {
    return this.#logits(head, packTokens(examples, this.config.num_attention_heads).feeds);
  }

  /**
   * One row of logits for each chosen token, in order.
   *
   * @param positions for each example, the token positions to look at.
   */
  async tokenLogits(
    head: HeadSpec,
    examples: readonly Tokens[],
    positions: readonly (readonly number[])[],
  ): Promise<Float32Array> {
    const { feeds } = packTokens(examples, this.config.num_attention_heads);
    const first = feeds.first_rows.data;
    const rows = Int32Array.from(positions.flatMap((own, b) => own.map((position) => first[b]! + position)));
    if (rows.length === 0) return new Float32Array(0);
    return this.#logits(head, {
      ...feeds,
      labelled_rows: { dtype: 'int32', shape: [rows.length], data: rows },
    });
  }

  /** @param causal each position sees only itself and what stands before it. */
  async features(examples: readonly Tokens[], causal = false): Promise<Features> {
    const { feeds, sizes } = packTokens(examples, this.config.num_attention_heads, { causal });
    const pooler = this.#weights.some(({ name }) => name === 'bert.pooler.dense.weight');
    const graph = await this.#graph(causal ? 'features.causal' : 'features', () =>
      featureGraph(this.config, { pooler, causal }),
    );
    const results = await graph.run(new Map(Object.entries(feeds)));
    const lengths = examples.map((example) => example.inputIds.length);
    const tensor = (feed: Feed) => tensorOf(feed, this.device);
    const states = (name: string) => tensor(padRows(results.get(name)!, lengths, sizes.S));
    return {
      lastHiddenState: states('last_hidden_state'),
      hiddenStates: indexed(results, 'hidden_states').map(states),
      attentions: indexed(results, 'attentions').map((name) => tensor(results.get(name)!)),
      poolerOutput: pooler ? tensor(results.get('pooler_output')!) : null,
    };
  }

  async dispose(): Promise<void> {
    for (const compiled of this.#compiled.values()) await (await compiled).release();
    await this.#on.dispose();
  }

  async #logits(head: HeadSpec, feeds: Readonly<Record<string, Feed>>): Promise<Float32Array> {
    const graph = await this.#graph(`logits.${head.task}`, () => logitsGraph(this.config, head));
    return (await graph.run(new Map(Object.entries(feeds)))).get('logits')!.data as Float32Array;
  }

  #graph(key: string, build: () => Graph): Promise<InferenceGraph> {
    let compiled = this.#compiled.get(key);
    if (!compiled) {
      const graph = build();
      compiled = this.#on.compile(graph, graph.outputs, this.#weights);
      this.#compiled.set(key, compiled);
      // A device short of memory for a moment may take the graph when it is asked again.
      compiled.catch(() => this.#compiled.delete(key));
    }
    return compiled;
  }
}

function indexed(results: ReadonlyMap<string, Feed>, prefix: string): string[] {
  return [...results.keys()].filter((name) => name.startsWith(`${prefix}.`));
}

function tensorOf({ shape, data }: Feed, device: string): Tensor<'float32'> {
  return new Tensor('float32', shape, data as Float32Array, device);
}

/** Packed rows [T, H] to [B, S, H] with zeros behind each sequence's end. */
function padRows({ shape, data }: Feed, lengths: readonly number[], longest: number): Feed {
  const width = shape[1]!;
  const padded = new Float32Array(sizeOf([lengths.length, longest, width]));
  let start = 0;
  for (const [b, length] of lengths.entries()) {
    padded.set((data as Float32Array).subarray(start * width, (start + length) * width), b * longest * width);
    start += length;
  }
  return { dtype: 'float32', shape: [lengths.length, longest, width], data: padded };
}
