import { map, zip } from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { float } from '../graph/shape.ts';
import { erf } from '../math/erf.ts';

const SQRT_HALF = Math.SQRT1_2;
const INV_SQRT_2PI = 1 / Math.sqrt(2 * Math.PI);

/** y = x * cdf(x), the exact form (Hendrycks and Gimpel 2016); BERT's `gelu`. */
export const gelu: OpDef = {
  name: 'gelu',
  infer: ([x]) => [float(x!.shape)],
  vjp: (graph, { inputs: [x], scope }, [dy]) => graph.apply(geluGrad, [dy!, x!], {}, scope).slice(),
  recompute: (graph, { inputs: [x], scope }) => graph.apply(geluAgain, [x!], {}, scope)[0]!,
  evaluate: ([x]) => [map(x!, (value) => value * normalCdf(value))],
  lower: (emit, inputs) => {
    if (emit.provider !== 'standard') return emit.node('Gelu', inputs, { domain: 'com.microsoft' });
    const scalar = (value: number) => emit.constant('float32', [value]);
    const [error] = emit.node('Erf', emit.node('Mul', [inputs[0]!, scalar(SQRT_HALF)]));
    const [half] = emit.node('Mul', [inputs[0]!, scalar(0.5)]);
    return emit.node('Mul', [half!, emit.node('Add', [error!, scalar(1)])[0]!]);
  },
};

/** gelu once more, for the backward pass: one product, since geluGrad computes cdf(x) too and ORT shares it. */
export const geluAgain: OpDef = {
  name: 'geluAgain',
  infer: ([x]) => [float(x!.shape)],
  vjp: null,
  evaluate: gelu.evaluate,
  lower: (emit, [x]) => emit.node('Mul', [x!, lowerCdf(emit, x!).cdf]),
};

/** dx = dy * (cdf(x) + x * pdf(x)). */
export const geluGrad: OpDef = {
  name: 'geluGrad',
  infer: ([, x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([dy, x]) => [
    zip(
      dy!,
      x!,
      (g, value) => g * (normalCdf(value) + value * INV_SQRT_2PI * Math.exp((-value * value) / 2)),
    ),
  ],
  // With u = x / sqrt 2, x pdf = u / (sqrt(pi) exp(u^2)). Dividing by exp(u^2) saves the pass that a negation
  // would cost; where it overflows the quotient is 0, as it should be.
  lower: (emit, [dy, x]) => {
    const { u, cdf } = lowerCdf(emit, x!);
    const [exp] = emit.node('Exp', emit.node('Mul', [u, u]));
    const [scaled] = emit.node('Mul', [exp!, emit.constant('float32', [Math.sqrt(Math.PI)])]);
    const [slope] = emit.node('Add', [cdf, emit.node('Div', [u, scaled!])[0]!]);
    return emit.node('Mul', [dy!, slope!]);
  },
};

/** u = x / sqrt 2 and cdf(x) = (erf(u) + 1) / 2. */
function lowerCdf(emit: Emitter, x: string): { u: string; cdf: string } {
  const [u] = emit.node('Mul', [x, emit.constant('float32', [SQRT_HALF])]);
  // HardSigmoid is (erf + 1) / 2 in one pass; erf never comes to where it cuts off.
  const [cdf] = emit.node('HardSigmoid', emit.node('Erf', [u!]), { floats: { alpha: 0.5, beta: 0.5 } });
  return { u: u!, cdf: cdf! };
}

const TANH_SCALE = Math.sqrt(2 / Math.PI);
const TANH_CUBIC = 0.044715;

/** y = x/2 * (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))); Hugging Face's `gelu_new`. */
export const geluTanh: OpDef = {
  name: 'geluTanh',
  infer: ([x]) => [float(x!.shape)],
  vjp: (graph, { inputs: [x], scope }, [dy]) => graph.apply(geluTanhGrad, [dy!, x!], {}, scope).slice(),
  evaluate: ([x]) => [map(x!, (value) => (value / 2) * (1 + Math.tanh(innerTanh(value))))],
  lower: (emit, [x]) => {
    const [half] = emit.node('Mul', [x!, emit.constant('float32', [0.5])]);
    const [shifted] = emit.node('Add', [lowerTanh(emit, x!), emit.constant('float32', [1])]);
    return emit.node('Mul', [half!, shifted!]);
  },
};

/** With t = tanh(inner(x)): dx = dy * ((1 + t)/2 + x/2 (1 - t^2) inner'(x)). */
export const geluTanhGrad: OpDef = {
  name: 'geluTanhGrad',
  infer: ([, x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([dy, x]) => [
    zip(dy!, x!, (g, value) => {
      const t = Math.tanh(innerTanh(value));
      const slope = TANH_SCALE * (1 + 3 * TANH_CUBIC * value * value);
      return g * ((1 + t) / 2 + (value / 2) * (1 - t * t) * slope);
    }),
  ],
  lower: (emit, [dy, x]) => {
    const scalar = (value: number) => emit.constant('float32', [value]);
    const t = lowerTanh(emit, x!);
    const [squared] = emit.node('Mul', [x!, x!]);
    const [cubic] = emit.node('Mul', [squared!, scalar(1.5 * TANH_SCALE * TANH_CUBIC)]);
    const [inner] = emit.node('Add', [cubic!, scalar(TANH_SCALE / 2)]);
    const [rest] = emit.node('Sub', [scalar(1), emit.node('Mul', [t, t])[0]!]);
    const [bend] = emit.node('Mul', [emit.node('Mul', [x!, rest!])[0]!, inner!]);
    const [half] = emit.node('Mul', [emit.node('Add', [t, scalar(1)])[0]!, scalar(0.5)]);
    return emit.node('Mul', [dy!, emit.node('Add', [half!, bend!])[0]!]);
  },
};

function normalCdf(x: number): number {
  return (1 + erf(x * SQRT_HALF)) / 2;
}

function innerTanh(x: number): number {
  return TANH_SCALE * (x + TANH_CUBIC * x ** 3);
}

function lowerTanh(emit: Emitter, x: string): string {
  const [squared] = emit.node('Mul', [x, x]);
  const [cubic] = emit.node('Mul', [squared!, emit.constant('float32', [TANH_SCALE * TANH_CUBIC])]);
  const [factor] = emit.node('Add', [cubic!, emit.constant('float32', [TANH_SCALE])]);
  return emit.node('Tanh', emit.node('Mul', [x, factor!]))[0]!;
}
