import { StudioError } from '../../app/errors.ts';
import type { Graph, Value } from '../../app/graph/graph.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import { createSession, type OnnxSession, onnxRuntime } from './onnx-runtime.ts';

export type Feeds = ReadonlyMap<string, Feed>;

/** A tensor ONNX Runtime writes into, instead of memory of its own. */
export interface Destination {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A graph compiled for the CPU, fed by name; dropout masks as bytes. */
export class CompiledGraph {
  private readonly session: OnnxSession;
  private readonly inputs: readonly string[];
  private readonly outputs: readonly string[];

  private constructor(session: OnnxSession, inputs: readonly string[], outputs: readonly string[]) {
    this.session = session;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  static async compile(
    graph: Graph,
    outputs: ReadonlyMap<string, Value>,
    threads: number,
  ): Promise<CompiledGraph> {
    const { bytes, inputs } = lowerGraph(graph, { provider: 'cpu', outputs, byteMasks: true });
    return new CompiledGraph(await createSession(bytes, { provider: 'cpu', threads }), inputs, [
      ...outputs.keys(),
    ]);
  }

  /**
   * @param feeds at least the inputs the outputs need; more are ignored.
   * @param destinations where to write some of the outputs; the others come back in memory of their own.
   */
  async run(
    feeds: Feeds,
    destinations: ReadonlyMap<string, Destination> = new Map(),
  ): Promise<Map<string, Feed>> {
    const { Tensor } = await onnxRuntime();
    const tensors = this.inputs.map((name) => {
      const feed = feeds.get(name);
      if (!feed) throw new StudioError('missing_feed', `The graph takes "${name}", which nothing provides.`);
      return [name, new Tensor(feed.dtype, feed.data, feed.shape)] as const;
    });
    const fetches = this.outputs.map((name) => {
      const target = destinations.get(name);
      return [name, target ? new Tensor('float32', target.data, target.shape) : null] as const;
    });
    const results = await this.session.run(Object.fromEntries(tensors), Object.fromEntries(fetches));
    return new Map(
      this.outputs.map((name) => {
        const { dims, data } = results[name]!;
        return [name, { dtype: 'float32', shape: dims, data: data as Float32Array }];
      }),
    );
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
