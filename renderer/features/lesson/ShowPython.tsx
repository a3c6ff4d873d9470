/** The same in Python with transformers. */
export function ShowPython({ code }: { readonly code: string }) {
  return (
    <details className="python">
      <summary>Show the Python</summary>
      <pre>
        <code>{code}</code>
      </pre>
    </details>
  );
}
