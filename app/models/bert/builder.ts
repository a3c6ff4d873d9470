import { Graph, type Shape, type Value } from '../../graph/graph.ts';
import { gelu, geluTanh } from '../../ops/activations.ts';
import { attention } from '../../ops/attention.ts';
import { add, dropout, relu, tanh } from '../../ops/elementwise.ts';
import { layerNorm } from '../../ops/layer-norm.ts';
import { linear } from '../../ops/linear.ts';
import { takeRows } from '../../ops/rows.ts';
import { reshape } from '../../ops/shaping.ts';
import type { BertConfig } from './config.ts';

/** The layers BERT is made of, each taking its parameters by Hugging Face's name. */
export class BertBuilder {
  readonly graph = new Graph();
  readonly config: BertConfig;
  /** With dropout on, masks become inputs of the graph. */
  readonly training: boolean;
  readonly #parameters = new Map<string, Value>();

  constructor(config: BertConfig, training: boolean) {
    this.config = config;
    this.training = training;
  }

  /** The parameter `name`; the same value each time it is asked for. */
  parameter(name: string, shape: readonly number[]): Value {
    const known = this.#parameters.get(name);
    if (known) return known;
    const value = this.graph.parameter(name, shape);
    this.#parameters.set(name, value);
    return value;
  }

  /** x [N, from] to [N, to] with `name.weight` [to, from] and `name.bias` [to]. */
  linear(name: string, x: Value, from: number, to: number): Value {
    const weight = this.parameter(`${name}.weight`, [to, from]);
    return this.one(linear, [x, weight, this.parameter(`${name}.bias`, [to])]);
  }

  layerNorm(name: string, x: Value): Value {
    const { hidden_size, layer_norm_eps } = this.config;
    const weight = this.parameter(`${name}.weight`, [hidden_size]);
    const bias = this.parameter(`${name}.bias`, [hidden_size]);
    return this.one(layerNorm, [x, weight, bias], { epsilon: layer_norm_eps });
  }

  embedding(name: string, indices: Value, count: number, paddingIndex = -1): Value {
    const table = this.parameter(`${name}.weight`, [count, this.config.hidden_size]);
    return this.one(takeRows, [table, indices], { paddingIndex });
  }

  dropout(x: Value, probability: number): Value {
    const mask = this.dropoutMask(x.shape, probability);
    return mask ? this.one(dropout, [x, mask]) : x;
  }

  dropoutMask(shape: Shape, probability: number): Value | null {
    return this.training && probability > 0 ? this.graph.dropoutMask(probability, shape) : null;
  }

  activation(x: Value): Value {
    const ops = { gelu, gelu_new: geluTanh, relu };
    return this.one(ops[this.config.hidden_act], [x]);
  }

  add(a: Value, b: Value): Value {
    return this.one(add, [a, b]);
  }

  tanh(x: Value): Value {
    return this.one(tanh, [x]);
  }

  /** Rows of x by index, none twice. */
  rows(x: Value, indices: Value): Value {
    return this.one(takeRows, [x, indices], { unique: true });
  }

  reshape(x: Value, shape: readonly number[]): Value {
    return this.one(reshape, [x], { shape });
  }

  /** Context [B, A, Q, D] and probabilities [B, A, Q, S]. */
  attention(q: Value, k: Value, v: Value, bias: Value): { context: Value; probabilities: Value } {
    const shape = [...q.shape.slice(0, 3), k.shape[2]!];
    const mask = this.dropoutMask(shape, this.config.attention_probs_dropout_prob);
    const inputs = mask ? [q, k, v, bias, mask] : [q, k, v, bias];
    const [context, probabilities] = this.graph.apply(attention, inputs);
    return { context: context!, probabilities: probabilities! };
  }

  within<Result>(scope: string, build: () => Result): Result {
    return this.graph.within(scope, build);
  }

  one(...args: Parameters<Graph['apply']>): Value {
    return this.graph.apply(...args)[0]!;
  }
}
