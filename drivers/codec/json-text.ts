// JSON from a wire, read strictly: bounded before it is parsed, then held to a schema. A refusal is a value that says
// where the fault is; nothing throws, whatever came.
import type { z } from "zod";

export type Read<T> = { readonly kind: "read"; readonly value: T } | { readonly kind: "refused"; readonly why: string };

const MOST_WHY = 200;

export const refused = (why: string): { readonly kind: "refused"; readonly why: string } => ({
  kind: "refused",
  why: why.length > MOST_WHY ? `${why.slice(0, MOST_WHY)}…` : why,
});

/** @param mostCharacters longer texts are refused unread: parsing takes time in proportion */
export function readJson<T>(text: string, schema: z.ZodType<T>, mostCharacters: number): Read<T> {
  if (text.length > mostCharacters) return refused(`${text.length} characters, at most ${mostCharacters} are read`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused("not JSON");
  }
  return readValue(value, schema);
}

export function readValue<T>(value: unknown, schema: z.ZodType<T>): Read<T> {
  const result = schema.safeParse(value);
  if (result.success) return { kind: "read", value: result.data };
  const [issue] = result.error.issues;
  return refused(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "not as documented"}`);
}

/** What a bridge says instead of values when something failed. */
export const failureText = (values: unknown): string => (typeof values === "string" ? values : "no reason given");
