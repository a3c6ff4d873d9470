import { expect, test } from 'vitest';
import { pushApart, sidestep, spreadApart } from './label-places.ts';

const ROOM = { line: 14, top: 0, bottom: 200 };
const label = (x: number, y: number) => ({ x, y, width: 80 });

test('a label stays where no line passes it', () => {
  const own = label(100, 50);
  sidestep(own, () => [120], ROOM);
  expect(own.y).toBe(50);
});

test('a label moves off a line that passes behind it, and stays where nothing near is free', () => {
  const own = label(100, 50);
  sidestep(own, (x) => (x > 150 ? [52] : []), ROOM);
  expect(own.y).toBe(36);
  const atTheTop = label(100, 5);
  sidestep(atTheTop, () => [6], ROOM);
  expect(atTheTop.y).toBe(19);
  const crowded = label(100, 50);
  sidestep(crowded, () => [25, 35, 50, 65, 75], ROOM);
  expect(crowded.y).toBe(50);
});

test('labels that would cover each other are pushed apart, others are left where they are', () => {
  const [a, b, beside] = [label(100, 50), label(120, 53), label(300, 52)];
  pushApart([b, a, beside], ROOM.line, ROOM.top, ROOM.bottom);
  expect([a.y, b.y, beside.y]).toEqual([50, 64, 52]);
});

test('at the bottom labels are pushed up', () => {
  const [a, b] = [label(100, 195), label(100, 199)];
  pushApart([a, b], ROOM.line, ROOM.top, ROOM.bottom);
  expect([a.y, b.y]).toEqual([186, 200]);
});

test('labels below each other are spread about where they belong, and others stay', () => {
  const labels = [label(100, 20), label(100, 100), label(100, 101), label(100, 102)];
  spreadApart(labels, ROOM.line, ROOM.top, ROOM.bottom);
  expect(labels.map(({ y }) => y)).toEqual([20, 87, 101, 115]);
});

test('a spread stays within the chart', () => {
  const low = [label(100, 198), label(100, 199), label(100, 200)];
  spreadApart(low, ROOM.line, ROOM.top, ROOM.bottom);
  expect(low.map(({ y }) => y)).toEqual([172, 186, 200]);
  const high = [label(100, 1), label(100, 2)];
  spreadApart(high, ROOM.line, ROOM.top, ROOM.bottom);
  expect(high.map(({ y }) => y)).toEqual([0, 14]);
});
