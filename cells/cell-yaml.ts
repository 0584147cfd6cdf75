// Cell text → plain data plus the place of every value, so that each fault can name its line. Only
// the part of YAML that a cell needs is taken (mappings, lists, numbers, words), and the text is
// bounded before it is parsed: deep nesting makes the parser abort the whole process.
import { CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, parseDocument } from "yaml";

/** One thing wrong in a cell file. Lines and columns count from 1; `path` is like `objects[2].at_m[0]`. */
export interface CellFault {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

export type DataPath = readonly (string | number)[];

/** A fault before its line is known: the path is looked up in the file. */
export interface CellObjection {
  readonly path: DataPath;
  readonly message: string;
  /** True for what is odd but usable: an object too heavy or wide to grip is part of the world, and the gate denies picking it. */
  readonly isNotice?: true;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface CellData {
  /** `null` when the text could not be read at all. */
  readonly data: unknown;
  readonly faults: readonly CellFault[];
  /** Where the value at a path stands, or the nearest enclosing one that exists. */
  readonly locate: (path: DataPath) => Place;
  /** Where the key at a path stands. */
  readonly locateKey: (path: DataPath) => Place;
}

export const MAX_CELL_BYTES = 1_000_000;
const MAX_DEPTH = 16;
const MAX_TOKENS = 100_000;
const MAX_INDENT = 200;
const MAX_FAULTS = 50;
const START: Place = { line: 1, column: 1 };

export function pathText(path: DataPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const name = step.length > 60 ? `${step.slice(0, 59)}…` : step;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

export function readCellText(text: string): CellData {
  const lines = new LineCounter();
  const faults: CellFault[] = [];
  const values = new Map<string, number>();
  const keys = new Map<string, number>();
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const keyOf = (path: DataPath): string => JSON.stringify(path);
  const fault = (offset: number, path: DataPath, message: string): void => {
    if (faults.length < MAX_FAULTS) faults.push({ ...placeAt(offset), path: pathText(path), message });
  };
  const locate = (path: DataPath): Place => {
    for (let length = path.length; length >= 0; length--) {
      const offset = values.get(keyOf(path.slice(0, length)));
      if (offset !== undefined) return placeAt(offset);
    }
    return START;
  };
  const locateKey = (path: DataPath): Place => {
    const offset = keys.get(keyOf(path));
    return offset === undefined ? locate(path) : placeAt(offset);
  };
  const done = (data: unknown): CellData => ({ data, faults, locate, locateKey });

  const tooMuch = boundFault(text);
  if (tooMuch !== null) {
    faults.push(tooMuch);
    return done(null);
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    merge: false,
    version: "1.2",
    logLevel: "error",
  });
  for (const error of [...document.errors, ...document.warnings]) {
    fault(error.pos[0], [], `not valid YAML: ${remedyFor(error.code, error.message)}`);
  }
  if (faults.length > 0) return done(null);

  const read = (node: unknown, path: DataPath, parentOffset: number): unknown => {
    const offset = offsetOf(node) ?? parentOffset;
    values.set(keyOf(path), offset);
    if (isAlias(node)) {
      fault(offset, path, `aliases (*${shown(node.source)}) are not taken in a cell; write the value out`);
      return null;
    }
    if (path.length > MAX_DEPTH) {
      fault(offset, path, `nested more than ${MAX_DEPTH} deep; a cell needs far less`);
      return null;
    }
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor !== undefined) fault(offset, path, `anchors (&${shown(node.anchor)}) are not taken; remove it`);
      if (node.tag !== undefined) fault(offset, path, `tags (${shown(node.tag)}) are not taken; remove it`);
    }
    if (isMap(node)) {
      const object: Record<string, unknown> = {};
      for (const pair of node.items) {
        const keyOffset = offsetOf(pair.key) ?? offset;
        const key = isScalar(pair.key) ? pair.key.value : undefined;
        if (typeof key !== "string" || key === "__proto__") {
          fault(keyOffset, path, `${shown(JSON.stringify(key) ?? "this")} cannot be a key; keys are plain names`);
          continue;
        }
        const at = [...path, key];
        if (Object.hasOwn(object, key)) {
          fault(
            keyOffset,
            at,
            `key ${shown(key)} is given twice; the first is on line ${locateKey(at).line}; keep one`,
          );
          continue;
        }
        keys.set(keyOf(at), keyOffset);
        object[key] = read(pair.value, at, keyOffset);
      }
      return object;
    }
    if (isSeq(node)) return node.items.map((item, index) => read(item, [...path, index], offset));
    if (isScalar(node)) return node.value;
    return null;
  };
  return done(read(document.contents, [], 0));
}

/** Refuses, from the token stream alone, what would exhaust the parser. */
function boundFault(text: string): CellFault | null {
  if (Buffer.byteLength(text) > MAX_CELL_BYTES) {
    return {
      ...START,
      path: "",
      message: `the file is larger than ${MAX_CELL_BYTES} bytes; a cell is a few kilobytes`,
    };
  }
  let line = 1;
  let depth = 0;
  let markers = 0;
  let tokens = 0;
  let atLineStart = true;
  const refuse = (message: string): CellFault => ({ line, column: 1, path: "", message });
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    if (++tokens > MAX_TOKENS) return refuse(`more than ${MAX_TOKENS} YAML tokens; a cell needs far fewer`);
    if (type === "flow-seq-start" || type === "flow-map-start") depth++;
    else if (type === "flow-seq-end" || type === "flow-map-end") depth = Math.max(0, depth - 1);
    else if (type === "space" && atLineStart && lexeme.length > MAX_INDENT) {
      return refuse(`indented by more than ${MAX_INDENT} spaces; indent less`);
    } else if (type === "seq-item-ind" || type === "explicit-key-ind" || (type === "map-value-ind" && depth === 0)) {
      markers++;
    }
    if (depth > MAX_DEPTH || markers > MAX_DEPTH) {
      return refuse(`nested more than ${MAX_DEPTH} deep; a cell needs far less`);
    }
    atLineStart = type === "newline";
    if (atLineStart) markers = 0;
    for (let at = lexeme.indexOf("\n"); at >= 0; at = lexeme.indexOf("\n", at + 1)) line++;
  }
  return null;
}

const offsetOf = (node: unknown): number | undefined =>
  isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range?.[0] : undefined;

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function remedyFor(code: string, message: string): string {
  if (code === "TAB_AS_INDENT") return "a tab indents this line; indent with spaces";
  if (code === "MULTIPLE_DOCS") return "a second document starts here; one cell a file, remove the ---";
  const first = message.split("\n")[0] ?? message;
  return first.length > 160 ? `${first.slice(0, 159)}…` : first;
}
