/** In bytes: file systems have 255 for a name. */
const LONGEST_NAME = 200;
/** Devices by these names, whatever their ending, are no files on Windows. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The last part of a name a file came with, without what file systems refuse. */
export function safeName(name: string): string {
  const last = name
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const characters = [...last];
  // Its end tells the format.
  while (Buffer.byteLength(characters.join('')) > LONGEST_NAME) characters.shift();
  const short = characters.join('').trimStart() || 'data.txt';
  return WINDOWS_DEVICE.test(short) ? `_${short}` : short;
}
