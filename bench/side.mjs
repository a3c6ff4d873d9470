// One contestant: a long-lived child process that runs steps when asked (JSON lines on stdin and stdout).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** `exchange` resolves with the answer to one request; the process must not be asked twice at once. */
export class Side {
  #child;
  #answers;
  #errors = [];

  constructor(name, command, args, environment = {}) {
    this.name = name;
    this.#child = spawn(command, args, { env: { ...process.env, ...environment } });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => {
      this.#errors.push(text);
      if (this.#errors.length > 200) this.#errors.shift();
    });
    // A dead child breaks the pipe; the missing answer is what reports it.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', (error) => this.#errors.push(error.message));
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async exchange(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.name} ended at ${request.cmd}:\n${this.#errors.join('').slice(-4000)}`);
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(`${this.name} at ${request.cmd}: ${answer.error}`);
    return answer;
  }

  /** Asks the process to end and waits until it has. */
  async close() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin.end(`${JSON.stringify({ cmd: 'quit' })}\n`);
    await ended;
  }
}
