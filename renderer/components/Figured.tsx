/** A sentence of the studio's in which computed figures stand between stars. */
export function Figured({ text }: { readonly text: string }) {
  return text
    .split('*')
    .map((part, i) => (i % 2 === 1 ? <b key={i}>{part}</b> : <span key={i}>{part}</span>));
}
