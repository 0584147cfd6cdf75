// The supervisor credential: a random key in a file that only its owner can read. Whoever can present
// the key may release the emergency stop; the state folder keeps only its hash.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Home, makeHome } from "./home.ts";

export const supervisorKeyFile = (home: Home): string => join(home.folder, "supervisor.key");
const hashFile = (home: Home): string => join(home.stateFolder, "supervisor.sha256");
const hashOf = (key: string): string => createHash("sha256").update(key.trim()).digest("hex");

/** Makes the key on first use of this home. */
export function ensureSupervisorKey(home: Home): void {
  makeHome(home);
  if (isHash(home)) return;
  // Both files come into being whole, and the first key stays, so neither a crash nor a second process parts them.
  const keyFile = supervisorKeyFile(home);
  const temporary = `${hashFile(home)}.${process.pid}.tmp`;
  if (!existsSync(keyFile)) {
    writeFileSync(temporary, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
    linkUnlessThere(temporary, keyFile);
    rmSync(temporary);
  }
  writeFileSync(temporary, hashOf(readFileSync(keyFile, "utf8")), { mode: 0o600 });
  renameSync(temporary, hashFile(home));
}

const isHash = (home: Home): boolean =>
  existsSync(hashFile(home)) && /^[0-9a-f]{64}\s*$/.test(readFileSync(hashFile(home), "utf8"));

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (!existsSync(to)) throw cause;
  }
}

/** Whether the file holds the key that belongs to this home. */
export function isSupervisor(home: Home, keyFile: string): boolean {
  if (!existsSync(hashFile(home)) || !existsSync(keyFile)) return false;
  const shown = Buffer.from(hashOf(readFileSync(keyFile, "utf8")));
  const known = Buffer.from(readFileSync(hashFile(home), "utf8").trim());
  return shown.length === known.length && timingSafeEqual(shown, known);
}
