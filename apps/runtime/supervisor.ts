// The supervisor credential: a random key in a file that only its owner can read. Whoever can present
// the key may release the emergency stop; the state folder keeps only its hash.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "./home.ts";

export const supervisorKeyFile = (home: Home): string => join(home.folder, "supervisor.key");
const hashFile = (home: Home): string => join(home.stateFolder, "supervisor.sha256");
const hashOf = (key: string): string => createHash("sha256").update(key.trim()).digest("hex");

/** Makes the key on first use of this home. */
export function ensureSupervisorKey(home: Home): void {
  if (existsSync(hashFile(home))) return;
  mkdirSync(home.stateFolder, { recursive: true, mode: 0o700 });
  const key = randomBytes(32).toString("hex");
  writeFileSync(supervisorKeyFile(home), `${key}\n`, { mode: 0o600 });
  writeFileSync(hashFile(home), hashOf(key), { mode: 0o600 });
}

/** Whether the file holds the key that belongs to this home. */
export function isSupervisor(home: Home, keyFile: string): boolean {
  if (!existsSync(hashFile(home)) || !existsSync(keyFile)) return false;
  const shown = Buffer.from(hashOf(readFileSync(keyFile, "utf8")));
  const known = Buffer.from(readFileSync(hashFile(home), "utf8").trim());
  return shown.length === known.length && timingSafeEqual(shown, known);
}
