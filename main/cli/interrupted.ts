const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves with the next signal to end, whichever it is; later ones are whoever's waits for them, or end the process. */
export function interrupted(signals: NodeJS.EventEmitter = process): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      for (const signal of SIGNALS) signals.off(signal, end);
      resolve();
    };
    for (const signal of SIGNALS) signals.on(signal, end);
  });
}
