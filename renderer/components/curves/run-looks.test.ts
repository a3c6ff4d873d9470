import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOOKS, runLook } from './run-looks.ts';

/** What the eye gets of linear red, green and blue: Machado, Oliveira & Fernandes 2009, at full severity. */
const EYES = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};
const TO_CONES = [
  0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566, 0.0883024619,
  0.2817188376, 0.6299787005,
];
const TO_OKLAB = [
  0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099, 0.0259040371,
  0.7827717662, -0.808675766,
];
const LUMINANCE = [0.2126, 0.7152, 0.0722];

const times = (matrix: readonly number[], [x, y, z]: readonly number[]): number[] =>
  [0, 3, 6].map((row) => matrix[row]! * x! + matrix[row + 1]! * y! + matrix[row + 2]! * z!);

function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map((hex) => linear(hex).reduce((sum, value, i) => sum + LUMINANCE[i]! * value, 0))
    .sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

/** Björn Ottosson's OKLab, in which equal distances look about equal. */
function seen(hex: string, eye: readonly number[]): number[] {
  const light = times(eye, linear(hex)).map((value) => Math.min(1, Math.max(0, value)));
  return times(
    TO_OKLAB,
    times(TO_CONES, light).map((value) => Math.cbrt(value)),
  );
}

const css = readFileSync(new URL('../../styles/tokens.css', import.meta.url), 'utf8');
const token = (name: string, theme: 'light' | 'dark'): string => {
  const [, light, dark] = new RegExp(`${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)!;
  return theme === 'light' ? light! : dark!;
};

describe('the looks of compared runs', () => {
  it('are all different, for more than twelve runs', () => {
    const looks = Array.from({ length: LOOKS }, (_, i) => JSON.stringify(runLook(i)));
    expect(new Set(looks).size).toBe(LOOKS);
    expect(LOOKS).toBeGreaterThanOrEqual(12);
    expect(runLook(LOOKS)).toEqual(runLook(0));
  });

  it.each(['light', 'dark'] as const)(
    'have colours that every kind of colour vision tells apart, and that are read on their ground, %s',
    (theme) => {
      const names = [...new Set(Array.from({ length: LOOKS }, (_, i) => runLook(i).color))];
      const colors = names.map((name) => token(name, theme));
      for (const color of colors) {
        for (const ground of ['--paper', '--chrome', '--raised'])
          expect(contrast(color, token(ground, theme)), `${color} on ${ground}`).toBeGreaterThan(4.5);
      }
      for (const [eye, matrix] of Object.entries(EYES)) {
        for (const [i, a] of colors.entries()) {
          for (const b of colors.slice(i + 1)) {
            const [from, to] = [seen(a, matrix), seen(b, matrix)];
            const distance = Math.hypot(...from.map((value, axis) => value - to[axis]!));
            expect(distance, `${a} and ${b}, ${eye}`).toBeGreaterThan(0.09);
          }
        }
      }
    },
  );
});
