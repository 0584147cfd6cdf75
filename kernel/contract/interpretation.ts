// What the interpreter says of one sentence. Only `plan` carries calls; nothing moves by itself.
import type { Measured } from "./measured.ts";
import type { ToolCall } from "./tools.ts";

export interface Interpretation {
  readonly say: string;
  readonly outcome: "plan" | "clarify" | "refuse" | "answer" | "stop";
  readonly calls: readonly ToolCall[];
  /** In [0, 1]: how well the whole sentence was understood and grounded. */
  readonly confidence: number;
  /** With `clarify`: what to ask. */
  readonly question?: string;
  /** With `refuse`: why. With `answer`: the answer. */
  readonly reason?: string;
  /** With `stop`: a latched emergency stop was asked for, not a plain stop. */
  readonly emergency?: boolean;
  /** With `answer` to a wish to see the cell: which picture to draw. */
  readonly view?: "cockpit" | "operator";
}

/** What the interpreter may know of the world: where things are measured to be. `null` facts mean "as the cell starts". */
export interface SceneView {
  readonly measured: Measured | null;
  /** The object named last in this conversation ("it"), or `null`. */
  readonly lastObject: string | null;
}
