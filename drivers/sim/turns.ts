// Two threads that take turns in shared memory: one asks and waits, the other answers. A request counts one word up and
// the answer counts the other up to it. What is rare and rich (touches, faults) goes along as a parcel of bytes.
import { type ErrorCode, RoboError } from "../../kernel/contract/errors.ts";

const REQUEST = 0;
const REPLY = 1;
const OPERATION = 2;
const COUNT = 3;
/** Of what was asked for, how much was done. */
const DONE = 4;
const FAILED = 5;
const READY = 6;
const GONE = 7;
const PARCEL = 8;
const WORDS = 10;

const PARCEL_BYTES = 1 << 18;

export const TURN_BYTES = 4 * WORDS + PARCEL_BYTES;

export class Turns {
  readonly #words: Int32Array;
  readonly #parcel: Uint8Array;

  /** @param byteOffset a multiple of 8 */
  constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#words = new Int32Array(buffer, byteOffset, WORDS);
    this.#parcel = new Uint8Array(buffer, byteOffset + 4 * WORDS, PARCEL_BYTES);
  }

  // Who asks.

  /** Waits until the other side is there; false when it is not within `mostMs`. Throws what kept it from being there. */
  awaitReady(mostMs: number): boolean {
    if (!this.#awaitChange(READY, 0, mostMs)) return false;
    this.throwFailure();
    return true;
  }

  /** Sends one request and waits for the answer; false when none comes within `mostMs` or nobody is there any more. */
  ask(operation: number, count: number, mostMs: number): boolean {
    return this.send(operation, count) && this.awaitReply(mostMs);
  }

  /** Sends one request and waits for nothing; false when nobody is there any more. */
  send(operation: number, count: number): boolean {
    // A request that was never answered: the answer to it may still come and must not be taken for another's.
    if (this.isGone() || Atomics.load(this.#words, REQUEST) !== Atomics.load(this.#words, REPLY)) return false;
    this.#words[OPERATION] = operation;
    this.#words[COUNT] = count;
    Atomics.add(this.#words, REQUEST, 1);
    Atomics.notify(this.#words, REQUEST);
    return true;
  }

  /** Waits for the answer to what was sent last, which may be there already; false as `ask`. */
  awaitReply(mostMs: number): boolean {
    return this.#awaitChange(REPLY, (Atomics.load(this.#words, REQUEST) - 1) | 0, mostMs);
  }

  /** Of the last request's count, how much was done. */
  done(): number {
    return this.#words[DONE]!;
  }

  isFailed(): boolean {
    return this.#words[FAILED] !== 0;
  }

  throwFailure(): void {
    if (!this.isFailed()) return;
    const { code, message } = this.json() as { code: ErrorCode; message: string };
    throw new RoboError(code, message);
  }

  // Who answers.

  markReady(): void {
    Atomics.store(this.#words, READY, 1);
    Atomics.notify(this.#words, READY);
  }

  /** Waits for the next request; false when none comes within `mostMs`. */
  awaitRequest(mostMs: number): boolean {
    return this.#awaitChange(REQUEST, Atomics.load(this.#words, REPLY), mostMs);
  }

  operation(): number {
    return this.#words[OPERATION]!;
  }

  count(): number {
    return this.#words[COUNT]!;
  }

  /** @param fault why it was not all done; `null` when it was */
  reply(done: number, fault: RoboError | null): void {
    if (fault !== null) this.putJson({ code: fault.code, message: fault.message });
    this.#words[FAILED] = fault === null ? 0 : 1;
    this.#words[DONE] = done;
    Atomics.store(this.#words, REPLY, Atomics.load(this.#words, REQUEST));
    Atomics.notify(this.#words, REPLY);
  }

  // Anyone.

  /** Whoever answers is no more; who waits for it is woken. */
  markGone(): void {
    Atomics.store(this.#words, GONE, 1);
    Atomics.notify(this.#words, REPLY);
    Atomics.notify(this.#words, READY);
  }

  /**
   * A wake-up alone says nothing: who counted a word up may be slow to wake, and its call then reaches a wait for the
   * next one. So only a word that changed counts, or time that ran out.
   */
  #awaitChange(word: number, from: number, mostMs: number): boolean {
    while (Atomics.load(this.#words, word) === from) {
      if (Atomics.wait(this.#words, word, from, mostMs) === "timed-out") return false;
      if (this.isGone()) return false;
    }
    return true;
  }

  isGone(): boolean {
    return Atomics.load(this.#words, GONE) !== 0;
  }

  putBytes(bytes: Uint8Array): void {
    if (bytes.length > PARCEL_BYTES) {
      throw new RoboError("E_DRIVER", `${bytes.length} bytes do not fit between two threads (most ${PARCEL_BYTES})`);
    }
    this.#parcel.set(bytes);
    this.#words[PARCEL] = bytes.length;
  }

  bytes(): Uint8Array {
    return this.#parcel.slice(0, this.#words[PARCEL]);
  }

  putJson(value: unknown): void {
    this.putBytes(new TextEncoder().encode(JSON.stringify(value)));
  }

  json(): unknown {
    return JSON.parse(new TextDecoder().decode(this.bytes()));
  }
}
