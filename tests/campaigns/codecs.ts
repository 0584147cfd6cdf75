// Every decoder under random and damaged input: none may throw, look at a byte more often than it promises, lose a good
// frame, or take noise for a frame more often than 1.2 × 2^-bits of its checksum. Prints one JSON object.
//   npx tsx tests/campaigns/codecs.ts [count a decoder] [seed]      (1,000,000: some minutes on one core)
import { BINARY_WIRES, fuzzBinary } from "./codecs/binary.ts";
import { fuzzGate } from "./codecs/second-read.ts";
import { fuzzText, TEXT_WIRES } from "./codecs/text.ts";

const count = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);

const decoders: Record<string, { readonly isMet: boolean }> = {};
const done = (name: string, figures: { readonly isMet: boolean }): void => {
  decoders[name] = figures;
  console.error(`${name}: ${figures.isMet ? "met" : "NOT MET"}`);
};
for (const wire of BINARY_WIRES) done(wire.name, fuzzBinary(wire, count, seed));
done("feetech second read", fuzzGate(count, seed));
for (const wire of TEXT_WIRES) done(wire.name, fuzzText(wire, count, seed));

console.log(JSON.stringify({ count, seed, decoders }, null, 1));
if (Object.values(decoders).some(({ isMet }) => !isMet)) process.exitCode = 1;
