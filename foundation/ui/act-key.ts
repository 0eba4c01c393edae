/** A random key. `crypto.randomUUID` is missing where a county serves plain HTTP in its own network. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/**
 * The Idempotency-Key of one user act (contracts.md 19). Pressing again after no answer or a failure
 * of the server keeps the key, so that the act happens once; a changed input or a definite answer
 * makes a new one.
 */
export class ActKey {
  #key: string | undefined;
  #input: string | undefined;
  readonly #make: () => string;

  constructor(make: () => string = newKey) {
    this.#make = make;
  }

  /** The key for this input: the one of the last try when the input is the same and no definite answer came. */
  for(input: unknown): string {
    const text = JSON.stringify(input) ?? '';
    if (this.#key === undefined || this.#input !== text) this.#key = this.#make();
    this.#input = text;
    return this.#key;
  }

  /** Says how the try ended: any status from 200 to 499 except 401, 408 and 429 is definite. */
  answered(status: number): void {
    const open =
      status === 0 || status === 401 || status === 408 || status === 429 || status >= 500;
    if (!open) this.#key = undefined;
  }
}
