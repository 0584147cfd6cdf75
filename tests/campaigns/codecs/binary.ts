// Decoders of frames with checksums under noise: do they throw, how much do they look, and how often do they take for a
// frame what nobody sent? Judged by contents: a frame is false when it is none of those that were put in.
import { createDynamixelDecoder, DYNAMIXEL_PARAMS, sealDynamixel } from "../../../drivers/codec/dynamixel-packet.ts";
import { createFeetechDecoder, sealFeetech } from "../../../drivers/codec/feetech-packet.ts";
import {
  createRoboosDecoder,
  ROBOOS_MOST_BYTES,
  ROBOOS_PAYLOAD,
  sealRoboos,
} from "../../../drivers/codec/roboos-frame.ts";
import { DAMAGES, type Damage, damaged, type Noise, noiseOf } from "./mutate.ts";

/** So many forged frames go into one input of that kind: 16 bits need millions of them to show 2^-16. */
const FORGED = 48;
const SLACK = 1.2;
const DECIDABLE = 225;

interface Fed {
  readonly frames: readonly string[];
  readonly badChecksums: number;
  readonly work: number;
}

export interface BinaryWire {
  readonly name: string;
  readonly bits: number;
  /** Most looks at a byte that the decoder promises. */
  readonly mostWork: number;
  /** Damage that the checksum says nothing of. */
  readonly unpromised: readonly Damage[];
  feed(chunks: readonly Uint8Array[]): Fed;
  good(noise: Noise): Uint8Array;
  /** Bytes of which headers and lengths are made. */
  readonly alphabet: readonly number[];
  /** As long as a frame and like one in front, the rest random, its checksum too. */
  forged(noise: Noise): Uint8Array;
}

const text = (head: readonly number[], bytes: Uint8Array, from: number, count: number): string =>
  `${head.join(",")}:${bytes.subarray(from, from + count).join(",")}`;

const feetech: BinaryWire = {
  name: "feetech",
  bits: 8,
  mostWork: 260,
  // A sum does not see the order of what it adds.
  unpromised: ["swap"],
  alphabet: [0xff, 0xff, 0xff, 0x01, 0x02, 0xfd],
  feed(chunks) {
    const decoder = createFeetechDecoder();
    const frames: string[] = [];
    const take = ({ id, code, bytes, from, count }: Parameters<Parameters<typeof decoder.push>[1]>[0]): void => {
      frames.push(text([id, code], bytes, from, count));
    };
    for (const chunk of chunks) decoder.push(chunk, take);
    decoder.settle(take);
    return { ...decoder.counts, frames };
  },
  good(noise) {
    const out = new Uint8Array(64);
    const count = noise.below(12);
    out.set(noise.bytes(count), 5);
    return out.slice(0, sealFeetech(out, noise.below(254), noise.below(256), count));
  },
  forged(noise) {
    const bytes = noise.bytes(8 + noise.below(8));
    bytes.set([0xff, 0xff, noise.below(254), bytes.length - 4]);
    return bytes;
  },
};

const dynamixel: BinaryWire = {
  name: "dynamixel",
  bits: 16,
  mostWork: 513,
  unpromised: [],
  alphabet: [0xff, 0xff, 0xfd, 0x00, 0x01],
  feed(chunks) {
    const decoder = createDynamixelDecoder();
    const frames: string[] = [];
    const take = ({
      id,
      instruction,
      error,
      bytes,
      from,
      count,
    }: Parameters<Parameters<typeof decoder.push>[1]>[0]): void => {
      frames.push(text([id, instruction, error], bytes, from, count));
    };
    for (const chunk of chunks) decoder.push(chunk, take);
    decoder.settle(take);
    return { ...decoder.counts(), frames };
  },
  good(noise) {
    const out = new Uint8Array(128);
    const count = 1 + noise.below(12);
    const data = noise.bytes(count);
    // Now and then the pattern that has to be stuffed.
    if (count > 3 && noise.below(4) === 0) data.set([0xff, 0xff, 0xfd], noise.below(count - 2));
    out.set(data, DYNAMIXEL_PARAMS);
    return out.slice(0, sealDynamixel(out, noise.below(253), noise.pick([0x03, 0x55, 0x83]), count));
  },
  forged(noise) {
    const bytes = noise.bytes(11 + noise.below(8));
    bytes.set([0xff, 0xff, 0xfd, 0x00, noise.below(253), bytes.length - 7, 0]);
    return bytes;
  },
};

const roboos: BinaryWire = {
  name: "roboos-frame",
  bits: 32,
  mostWork: 4,
  unpromised: [],
  alphabet: [0x00, 0x01, 0x02, 0xff],
  feed(chunks) {
    const decoder = createRoboosDecoder();
    const frames: string[] = [];
    for (const chunk of chunks) {
      decoder.push(chunk, ({ type, session, ttlMs, sequence, sentAtMs, echoMs, bytes, from, count }) => {
        frames.push(text([type, session, ttlMs, sequence, sentAtMs, echoMs], bytes, from, count));
      });
    }
    return { ...decoder.counts, frames };
  },
  good(noise) {
    const out = new Uint8Array(ROBOOS_MOST_BYTES);
    const count = noise.below(40);
    out.set(noise.bytes(count), ROBOOS_PAYLOAD);
    const [session, ttlMs] = [noise.below(65_536), noise.below(65_536)];
    const header = {
      type: noise.below(256),
      session,
      ttlMs,
      sequence: noise.u32(),
      sentAtMs: noise.u32(),
      echoMs: noise.u32(),
    };
    return out.slice(0, sealRoboos(out, header, count));
  },
  forged(noise) {
    // One block of COBS whose first bytes are version and flags; no zero, so it is whole.
    const bytes = noise.bytes(27 + noise.below(12)).map((byte) => byte || 1);
    bytes.set([0, bytes.length - 2, 1], 0);
    bytes[bytes.length - 1] = 0;
    return bytes;
  },
};

export const BINARY_WIRES: readonly BinaryWire[] = [feetech, dynamixel, roboos];

export interface BinaryFigures {
  readonly inputs: number;
  readonly bytes: number;
  readonly throws: number;
  /** Most looks a byte of any input, and what is promised. */
  readonly mostWork: number;
  readonly promisedWork: number;
  readonly good: number;
  readonly goodFound: number;
  /** Times that a checksum decided over random bytes, and how often it said yes. */
  readonly candidates: number;
  readonly falseFrames: number;
  readonly falseRate: number;
  readonly promisedRate: number;
  /** How many 2^-bits of all candidates are. */
  readonly expectedFalse: number;
  /** The same over damaged frames. */
  readonly damagedCandidates: number;
  readonly damagedFalse: number;
  /** Frames out of bytes of the alphabet alone: few values, so no rate is promised; they are there for the work. */
  readonly hostileFalse: number;
  /** Damage of which the checksum promises nothing: frames tried, and taken though changed. */
  readonly unpromisedTried: number;
  readonly unpromisedFalse: number;
  readonly isMet: boolean;
}

export function fuzzBinary(wire: BinaryWire, count: number, seed: number): BinaryFigures {
  const noise = noiseOf(seed);
  let [bytes, throws, mostWork, good, goodFound] = [0, 0, 0, 0, 0];
  let hostileFalse = 0;
  let [candidates, falseFrames, damagedCandidates, damagedFalse, unpromisedTried, unpromisedFalse] = [0, 0, 0, 0, 0, 0];
  const feed = (input: Uint8Array): Fed => {
    bytes += input.length;
    const at = noise.below(input.length + 1);
    try {
      const fed = wire.feed([input.subarray(0, at), input.subarray(at)]);
      if (input.length > 0) mostWork = Math.max(mostWork, fed.work / input.length);
      return fed;
    } catch {
      throws++;
      return { frames: [], badChecksums: 0, work: 0 };
    }
  };
  for (let i = 0; i < count; i++) {
    if (i % 12 === 0) {
      hostileFalse += feed(headers(wire, noise)).frames.length;
    } else if (i % 3 === 0) {
      const { frames, badChecksums } = feed(noise.bytes(noise.below(96)));
      candidates += frames.length + badChecksums;
      falseFrames += frames.length;
    } else if (i % 3 === 1) {
      const { frames, badChecksums } = feed(join(Array.from({ length: FORGED }, () => wire.forged(noise))));
      candidates += frames.length + badChecksums;
      falseFrames += frames.length;
    } else {
      const sent = Array.from({ length: 1 + noise.below(3) }, () => wire.good(noise));
      const known = new Set(sent.flatMap((frame) => wire.feed([frame]).frames));
      good += sent.length;
      goodFound += feed(join(sent)).frames.filter((frame) => known.has(frame)).length;
      const damage = noise.pick(DAMAGES);
      const { frames, badChecksums } = feed(damaged(join(sent), damage, noise));
      const wrong = frames.filter((frame) => !known.has(frame)).length;
      if (wire.unpromised.includes(damage)) {
        unpromisedTried += sent.length;
        unpromisedFalse += wrong;
      } else {
        damagedCandidates += badChecksums + wrong;
        damagedFalse += wrong;
      }
    }
  }
  const judged = candidates + damagedCandidates;
  const found = falseFrames + damagedFalse;
  const expected = judged * 2 ** -wire.bits;
  // A rate of 1.2 can be told from 1 by three deviations where 225 are expected; below that, by five of chance.
  const mostFalse = expected >= DECIDABLE ? SLACK * expected : expected + 5 * Math.sqrt(expected);
  const isMet = throws === 0 && mostWork <= wire.mostWork && goodFound === good && found <= mostFalse;
  return {
    inputs: count,
    bytes,
    throws,
    mostWork: Number(mostWork.toFixed(2)),
    promisedWork: wire.mostWork,
    good,
    goodFound,
    candidates,
    falseFrames,
    falseRate: found / judged,
    promisedRate: SLACK * 2 ** -wire.bits,
    expectedFalse: Number(expected.toPrecision(4)),
    damagedCandidates,
    damagedFalse,
    hostileFalse,
    unpromisedTried,
    unpromisedFalse,
    isMet,
  };
}

/** Header upon header, each promising a frame that does not come. */
function headers({ name, alphabet }: BinaryWire, noise: Noise): Uint8Array {
  const length = 64 + noise.below(960);
  const bytes = new Uint8Array(length);
  const period = 4 + noise.below(6);
  const starts =
    name === "dynamixel"
      ? [0xff, 0xff, 0xfd, 0x00, 0x01, noise.below(256), noise.below(2)]
      : [0xff, 0xff, 0x01, noise.below(255)];
  const isPeriodic = noise.below(2) === 0;
  for (let i = 0; i < length; i++) {
    const start = starts[i % Math.max(period, starts.length)];
    bytes[i] = isPeriodic && start !== undefined ? start : noise.pick(alphabet);
  }
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
