interface Disposable {
  dispose(): Promise<void>;
}

/** Models kept open between questions; the one asked least recently is closed when there are too many. */
export class ModelShelf {
  readonly #opened = new Map<string, Promise<Disposable>>();
  readonly #most: number;

  constructor(most = 3) {
    this.#most = most;
  }

  async get<Model extends Disposable>(key: string, open: () => Promise<Model>): Promise<Model> {
    const opening = (this.#opened.get(key) as Promise<Model> | undefined) ?? open();
    this.#opened.delete(key);
    this.#opened.set(key, opening);
    opening.catch(() => this.#opened.delete(key));
    const model = await opening;
    const [oldest] = this.#opened.keys();
    if (this.#opened.size > this.#most) await this.#close(oldest!);
    return model;
  }

  async dispose(): Promise<void> {
    for (const key of [...this.#opened.keys()]) await this.#close(key);
  }

  async #close(key: string): Promise<void> {
    const opening = this.#opened.get(key)!;
    this.#opened.delete(key);
    await (await opening).dispose();
  }
}
