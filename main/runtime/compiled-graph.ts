import type { Graph, Value } from '../../app/graph/graph.ts';
import { missingFeed } from '../../app/graph/inputs.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import type { StoredWeight } from '../../app/onnx/stored-weights.ts';
import { createSession, type OnnxProvider, type OnnxSession, onnxRuntime } from './onnx-runtime.ts';

type Feeds = ReadonlyMap<string, Feed>;

interface CompileOptions {
  readonly provider: Exclude<OnnxProvider, 'webgpu'>;
  readonly threads: number;
  /** Inputs that become part of the model. */
  readonly weights?: ReadonlyMap<string, StoredWeight>;
}

/** A graph compiled by ONNX Runtime, fed by name from the computer's memory; dropout masks as bytes. */
export class CompiledGraph {
  readonly #session: OnnxSession;
  readonly #inputs: readonly string[];
  readonly #outputs: readonly string[];

  private constructor(session: OnnxSession, inputs: readonly string[], outputs: readonly string[]) {
    this.#session = session;
    this.#inputs = inputs;
    this.#outputs = outputs;
  }

  static async compile(
    graph: Graph,
    outputs: ReadonlyMap<string, Value>,
    { provider, threads, weights = new Map() }: CompileOptions,
  ): Promise<CompiledGraph> {
    // The CUDA provider knows ONNX's own operators.
    const lowered = provider === 'cuda' ? 'standard' : provider;
    const { bytes, inputs } = lowerGraph(graph, { provider: lowered, outputs, weights, byteMasks: true });
    const session = await createSession(bytes, { provider, threads });
    return new CompiledGraph(session, inputs, [...outputs.keys()]);
  }

  /** @param feeds at least the inputs the outputs need; more are ignored. */
  async run(feeds: Feeds): Promise<Map<string, Feed>> {
    const { Tensor } = await onnxRuntime();
    const tensors = this.#inputs.map((name) => {
      const feed = feeds.get(name);
      if (!feed) throw missingFeed(name);
      return [name, new Tensor(feed.dtype, feed.data, feed.shape)] as const;
    });
    const results = await this.#session.run(Object.fromEntries(tensors), this.#outputs);
    return new Map(
      this.#outputs.map((name) => {
        const { dims, data } = results[name]!;
        return [name, { dtype: 'float32', shape: dims, data: data as Float32Array }];
      }),
    );
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}
