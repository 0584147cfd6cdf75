// The least that a loop can do: waits in shared memory for each tick and notes how late it woke. What the executor's
// loop is compared to.
import { parentPort, receiveMessageOnPort } from "node:worker_threads";

export interface BareOrder {
  readonly ticks: number;
  readonly tickMs: number;
}

const port = parentPort!;
const word = new Int32Array(new SharedArrayBuffer(4));
port.on("message", ({ ticks, tickMs }: BareOrder) => {
  const lateMs = new Float64Array(ticks);
  const startMs = performance.now();
  for (let k = 0; k < ticks; k++) {
    const dueMs = startMs + k * tickMs;
    let nowMs = performance.now();
    while (nowMs < dueMs) {
      Atomics.wait(word, 0, 0, dueMs - nowMs);
      nowMs = performance.now();
    }
    lateMs[k] = nowMs - dueMs;
    // What any executor does besides: looks for a message.
    receiveMessageOnPort(port);
  }
  port.postMessage(lateMs);
});
