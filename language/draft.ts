// The plan of one sentence while it grows: its calls so far, and what they will have done to the scene.
import type { Cell } from "../kernel/contract/cell.ts";
import type { Vec3 } from "../kernel/contract/geometry.ts";
import type { SceneView } from "../kernel/contract/interpretation.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import type { Destination } from "./ast.ts";

/** Mutable while one sentence is expanded; nothing outside keeps it. */
export interface Draft {
  readonly cell: Cell;
  readonly scene: SceneView;
  readonly calls: ToolCall[];
  held: string | null;
  mentioned: string[];
  /** Every object that some call touches. */
  readonly touched: Set<string>;
  /** Where an object stood when this plan picked it. */
  readonly origins: Map<string, Vec3>;
  /** A distance or an angle was left to the cell's defaults. */
  usedDefault: boolean;
  lastWasMove: boolean;
  lastWasGoto: boolean;
  /** The gripper was spoken of, and no object since: "it" in "close it" is the gripper. */
  toolIsIt: boolean;
  /** Where the last object was put, for "do the same with the mug". */
  lastPut: Destination | null;
  /** Which object this plan has put on which: lower → upper. */
  readonly onTop: Map<string, string>;
}
