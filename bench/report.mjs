// Results as a table for people.
import { nameOf } from './sides.mjs';

const seconds = ({ p10, median, p90 }) =>
  `${milliseconds(median)} ms (${milliseconds(p10)}-${milliseconds(p90)})`;
const ratio = ({ p10, median, p90 }) => `${median.toFixed(2)}x (${p10.toFixed(2)}-${p90.toFixed(2)})`;
const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(2)} GB`;
const milliseconds = (value) => (value * 1000).toFixed(value < 0.1 ? 1 : 0);

/** Markdown of one row: a line a side, then how ours compares and whether its targets are reached. */
export function rowTable(row, result) {
  const lines = [
    `### (${row.id}) ${row.title}`,
    '',
    '| side | step, median (p10-p90) | real tokens/s | real share | peak memory less imports |',
    '|---|---|---|---|---|',
  ];
  for (const [name, side] of Object.entries(result.sides)) {
    const rate = Math.round(side.realTokensPerSecond.median).toLocaleString('en-US');
    const cells = [
      nameOf(name),
      seconds(side.seconds),
      rate,
      side.realShare.toFixed(2),
      gigabytes(side.memoryBytes),
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  for (const [name, reason] of Object.entries(result.missing))
    lines.push(`| ${nameOf(name)} | not measured: ${reason.split('\n')[0]} | | | |`);
  lines.push('');
  for (const [other, { speed, memory }] of Object.entries(result.ratios)) {
    const target = row.targets[other];
    const verdict = target ? `; wanted ${target}x: ${speed.median >= target ? 'reached' : 'missed'}` : '';
    lines.push(`- against ${nameOf(other)}: ${ratio(speed)} real tokens/s${verdict}`);
    const most = other === 'fp32' ? row.targets.memory : undefined;
    const within = most ? `; wanted at most ${most}x: ${memory <= most ? 'reached' : 'missed'}` : '';
    lines.push(`- memory against ${nameOf(other)}: ${memory.toFixed(2)}x${within}`);
  }
  return lines.join('\n');
}
