/** `1:42`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `0.865`, `56,526`; `not a number` where a figure has none. */
export function figure(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'not a number';
  return Math.abs(value) < 1000 ? value.toFixed(digits) : count(Math.round(value));
}

/** `0.94`; nearer a half than that shows, with the digits that tell which side it is on: `0.497`. */
export function probability(value: number): string {
  for (const digits of [2, 3, 4]) {
    const short = value.toFixed(digits);
    if (Number(short) !== 0.5) return short;
  }
  return value.toFixed(2);
}

/** `86.5 %` with a narrow space that does not break. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u202f%`;
}

/** A difference of shares in points of a hundred, with a true minus: `+12`. */
export function signedPoints(difference: number): string {
  const value = Math.round(difference * 100);
  return value > 0 ? `+${value}` : value < 0 ? `\u2212${-value}` : '0';
}

/** Learning rates as people write them: `2e-5`. */
export function rate(value: number): string {
  // A quotient of decimals is one only nearly: 1e-4 / 10 is not quite 1e-5.
  return Number(value.toPrecision(12)).toExponential().replace('e-0', 'e-').replace('e+0', '');
}

/** A setting as people write it: rates as `2e-5`, the rest as it is. */
export function setting(name: string, value: string): string {
  return name.endsWith('learning_rate') && Number(value) > 0 ? rate(Number(value)) : value;
}

/** `4,812`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** `1.1 MB`. */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let [size, unit] = [value, 0];
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** As at the start of a line. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
