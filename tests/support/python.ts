import { spawnSync } from 'node:child_process';

/** A Python that has all of `modules`, or null: `BERT_STUDIO_PYTHON`, else what the PATH has. */
export function findPython(...modules: readonly string[]): string | null {
  const candidates = [process.env.BERT_STUDIO_PYTHON, 'python3', 'python'].filter(
    (name) => name !== undefined,
  );
  // Looks modules up without importing them: torch alone takes seconds.
  const question = `import sys, importlib.util as u; sys.exit(not all(u.find_spec(m) for m in ${JSON.stringify(modules)}))`;
  return candidates.find((name) => spawnSync(name, ['-c', question]).status === 0) ?? null;
}
