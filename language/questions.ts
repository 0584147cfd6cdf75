// Questions and requests for information. The answer is drawn from what is measured (or from how the
// cell starts), and carries no calls, whatever was asked.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import { radToDeg, type Vec3 } from "../kernel/contract/geometry.ts";
import type { SceneView } from "../kernel/contract/interpretation.ts";
import { isAsked } from "./ast.ts";
import { refsOf } from "./build-refs.ts";
import { resolve } from "./describe.ts";
import { orders } from "./grammar.ts";
import { heldObject, homeToolPoint, isOver, sizeOf, toolPoint, whereIs } from "./scene.ts";
import { find } from "./tree.ts";
import { tag } from "./vocabulary.ts";

const metres = (at: Vec3): string =>
  `(${at.map((part) => (Math.round(part * 1000) / 1000 || 0).toFixed(3)).join(", ")}) m`;

/** Whether a line asks, rather than orders. `marked`: it ends with a question mark. */
export function isQuestion(words: readonly string[], marked: boolean): boolean {
  const [first = "", second = "", third = ""] = words.filter(
    (word) => !/^(?:please|hey|ok|okay|so|and|,|robot|hi|hello|well|um|tell|me|now)$/.test(word),
  );
  if (
    /^(?:what|where|who|whom|whose|which|why|how|when|is|are|am|was|were|does|did|has|have|had|should|shall|may|might)$/.test(
      first,
    )
  ) {
    return marked || !(first === "have" && /^(?:the|a)$/.test(second));
  }
  if (asksAbility(words)) return true;
  if (first === "do" && !/^(?:same|following|opposite)$/.test(third) && /^(?:you|we|i|they|the)$/.test(second))
    return true;
  return marked;
}

const ABILITY =
  /^(?:\w+ ){0,2}(?:can you|(?:would|will) you be able to) (?:(?:also|even|actually|possibly|really|maybe|now) )?(reach|see|feel|support|lift|hold|carry|handle)\b(.*)$/;
const OF_ARM = /^ (?:(?:the|your) )?(?:arm|robot|gripper|hand|tool|position|still|on|for)\b/;
const SOMEWHERE = /\b(?:in|into|inside|to|on|onto|behind|beside|next|near|home|left|right|and|then)\b/;

/** "Can you lift the mug?" asks; with "please", the arm's own motion, or a place to put it, it is a request. */
function asksAbility(words: readonly string[]): boolean {
  const line = words.filter((word) => /^[a-z_]+$/.test(word)).join(" ");
  const [, verb = "", rest = ""] = ABILITY.exec(line) ?? [];
  if (verb === "" || /\b(?:please|kindly)\b/.test(line)) return false;
  return /^(?:reach|see|feel|support)$/.test(verb) || (!OF_ARM.test(rest) && !SOMEWHERE.test(rest));
}

const INFO =
  /^(?:(?:show|give (?:me )?(?:an? |the |your )?(?:\w+ )?(?=status|report|position|list|view|picture|image|feed|coordinates|state|update|overview|summary|joints?|angles|speed|tool point)|tell|display|report|describe|list|print|read out|name|identify|look around|look at|take (?:a|the) (?:picture|photo|snapshot|image|look)|view|explain|introduce|count|say|check|i want to see|let me see|let me know|i would like to (?:see|know)|can i see|could i see|may i see|i want to know|update me|status|camera|help|state|summarize|locate|see)\b)/;
const INFO_TOPIC =
  /\b(?:camera|view|picture|photo|image|status|state|position|coordinates|pose|objects?|things|items|scene|cell|table|what|where|which|who|how|whether|list|see|holding|report|location|joints?|angles?|speed|feed|video|snapshot|yourself|capabilities|commands|help|around|inventory|cubes?|workspace|limits|zones?|can do|if|everything|all)\b/;

/** "show me the camera", "list the objects", "status": asks for information without being a question. */
export function isInformation(words: readonly string[]): boolean {
  const plain = words
    .filter(
      (word) =>
        /^[a-z_]+$/.test(word) &&
        !/^(?:please|can|could|would|will|you|now|ok|okay|hey|robot|kindly|just|hi|hello|i|want|need|like|to|d)$/.test(
          word,
        ),
    )
    .join(" ");
  if (
    /^(?:status|camera|help|position|objects|state|status report|current (?:position|status|state|pose)|camera view|cockpit view|operator view|cockpit|cockpit camera|operator camera|get status|get_status|list_objects|get_camera_feed|what|where|report|camera feed|info|inventory)$/.test(
      plain,
    )
  )
    return true;
  if (
    /\b(?:pick|grab|put|place|move|open|close|rotate|go)\b/.test(plain) &&
    !/\b(?:what|where|which|how|whether|can)\b/.test(plain)
  )
    return false;
  if (/^take (?:a|the) (?:picture|photo|photograph|snapshot|image|look)\b/.test(plain)) return true;
  return INFO.test(plain) && INFO_TOPIC.test(plain.replace(INFO, " "));
}

function objectsIn(words: readonly string[], cell: Cell, scene: SceneView): CellObject[] {
  const plain = words.filter((word) => /^[a-z_]+$/.test(word));
  const found: CellObject[] = [];
  for (let i = 0; i < plain.length; i++) {
    for (let n = Math.min(4, plain.length - i); n >= 1; n--) {
      const tokens = tag(plain.slice(i, i + n), cell);
      if (
        !tokens.some((token) => /^(?:k|ks|i)_/.test(token)) ||
        tokens.some(
          (token) =>
            !/^(?:k_|ks_|i_|c_|the$|a$|all$|leftmost|rightmost|nearest|farthest|biggest|smallest|tallest)/.test(token),
        )
      )
        continue;
      const parsed = orders().parse(`pick ${tokens.join(" ")} `);
      if ("failedAt" in parsed) continue;
      const refs = find(parsed.tree, "refs");
      const objects =
        refs === undefined
          ? { ask: "" }
          : resolve(refsOf(refs), { cell, scene, held: heldObject(scene), mentioned: [] }, "any");
      const many = isAsked(objects)
        ? cell.objects.filter(({ kind }) => tokens.includes(`k_${kind}`) || tokens.includes(`ks_${kind}`))
        : objects;
      found.push(...many.filter((object) => !found.includes(object)));
      i += n - 1;
      break;
    }
  }
  return found;
}

const nameOf = (object: CellObject): string => object.id.replaceAll("_", " ");

function scenery(cell: Cell, scene: SceneView, some: readonly CellObject[] = cell.objects): string {
  return some.map((object) => `${object.id} at ${metres(whereIs(object, scene))}`).join("; ");
}

function holding(scene: SceneView): string {
  const held = heldObject(scene);
  return held === null ? "I am holding nothing." : `I am holding ${held}.`;
}

function gripper(cell: Cell, scene: SceneView): string {
  const openingM = scene.measured?.gripper.openingM ?? (cell.gripper.starts === "open" ? cell.gripper.strokeM : 0);
  const state = openingM > 0.9 * cell.gripper.strokeM ? "open" : openingM < 0.002 ? "closed" : "partly open";
  return `The gripper is ${state}: ${Math.round(openingM * 1000)} mm between the fingers. ${holding(scene)}`;
}

function position(cell: Cell, scene: SceneView): string {
  const at = toolPoint(cell, scene);
  const home = homeToolPoint(cell);
  const isHome = Math.hypot(at[0] - home[0], at[1] - home[1], at[2] - home[2]) < 0.005;
  return `The tool point is at ${metres(at)} (x forward, y left, z up)${isHome ? ", which is home" : ""}.`;
}

const CAN =
  'I can move (10 cm left, to x y z, home), turn the gripper or a joint, pick up, place, carry, stack and swap objects, open and close the gripper, wait, change speed, and say where things are. "stop" stops me at once.';

const OPERATOR = /\b(?:operator|operators|outside|third person|from (?:the )?side)\b/;
const VIEW =
  /\b(?:camera|view|picture|photo|photograph|image|feed|video|snapshot)\b|\bwhat (?:\w+ ){0,3}(?:see|visible|looking at)\b|\bcan you see$|^(?:\w+ ){0,4}(?:look around|take a look|have a look)\b|\b(?:show|see|look at)(?: \w+){0,3} (?:scene|cell|table|workspace)\b|\bwhat (?:\w+ ){1,4}looks? like\b/;

/** Which picture a wish to see the cell is for; null when it asks for no picture. */
export function viewOf(words: readonly string[]): "cockpit" | "operator" | null {
  const plain = words.filter((word) => /^[a-z_]+$/.test(word)).join(" ");
  if (!VIEW.test(plain)) return null;
  return OPERATOR.test(plain) ? "operator" : "cockpit";
}

/** The answer to a question or a request for information, or null when the line asks for something unknown. */
export function answer(words: readonly string[], cell: Cell, scene: SceneView): string | null {
  const plain = words.filter((word) => /^[a-z_]+$/.test(word)).join(" ");
  const has = (pattern: RegExp): boolean => pattern.test(plain);
  const objects = objectsIn(words, cell, scene);
  if (
    has(
      /\b(?:what (?:would|will|could|might) happen|what if|how about|what about|suppose|would you rather)\b|^(?:if|why)\b|\bwhy\b/,
    )
  )
    return null;
  if (has(/\b(?:camera|view|picture|photo|image|feed|video|snapshot)\b/)) {
    return `The ${viewOf(words) ?? "cockpit"} view shows ${scenery(cell, scene)}. ${position(cell, scene)}`;
  }
  if (has(/\bdistance\b|\bhow (?:far|close|near)\b/)) {
    const [a, b] = objects;
    if (a === undefined) return null;
    const from = b === undefined ? toolPoint(cell, scene) : whereIs(b, scene);
    const at = whereIs(a, scene);
    const far = Math.hypot(at[0] - from[0], at[1] - from[1], at[2] - from[2]);
    return `${a.id} is ${Math.round(far * 100)} cm from ${b === undefined ? "the tool point" : b.id}, centre to centre.`;
  }
  if (has(/\bhow many\b|\bcount\b|\bnumber of\b/)) {
    if (has(/\b(?:joints|axes|axis|degrees of freedom|dof)\b/))
      return `The arm has ${cell.robot.joints.length} joints.`;
    if (objects.length > 0) return `${objects.length}: ${objects.map(({ id }) => id).join(", ")}.`;
    return has(/\b(?:objects|things|items)\b/)
      ? `${cell.objects.length}: ${cell.objects.map(({ id }) => id).join(", ")}.`
      : null;
  }
  const reaches =
    has(/\b(?:reach|able to (?:reach|get|lift|carry|hold))\b/) ||
    (asksAbility(words) && objects.length > 0 && !has(/\bsee\b/));
  if (
    !reaches &&
    has(
      /\b(?:hold|holding|held|grasp|grasping|gripping|carrying|carry|got|in your (?:hand|gripper|grip)|in the (?:hand|gripper|grip))\b/,
    )
  )
    return holding(scene);
  if (
    has(/\b(?:gripper|hand|claw|fingers|jaws)\b/) &&
    has(/\b(?:open|opened|closed|close|shut|state|status|wide|empty|opening)\b/)
  )
    return gripper(cell, scene);
  if (reaches) return aboutReach(objects, cell, scene);
  if (objects.length > 0) return aboutObjects(objects, plain, cell, scene);
  if (has(/\b(?:joint|joints|angles)\b/)) {
    const angles = scene.measured?.jointsRad ?? cell.homeRad;
    return `The joints are at ${angles.map((angle) => `${Math.round(radToDeg(angle) * 10) / 10}°`).join(", ")}.`;
  }
  if (
    has(
      /\bwhere (?:are|is|am|r) (?:you|the (?:arm|robot|gripper|tool|hand|end effector|tcp)|your)\b|\b(?:position|pose|coordinates?|location|tcp|height|how high)\b|\bwhere you are\b|\bare you (?:at )?home\b|\bwhere (?:the )?(?:arm|robot|gripper) is\b|^where$/,
    )
  )
    return position(cell, scene);
  if (
    has(
      /\b(?:status|state|report|how are you|are you (?:ok|okay|ready|moving|busy|there|alive|armed|on|awake|idle|done|finished)|doing|going on|ready|up to|working)\b/,
    )
  )
    return `${position(cell, scene)} ${gripper(cell, scene)}`;
  if (
    has(
      /\bwho\b|\byour name\b|\bwhat are you\b|\babout yourself\b|\bintroduce\b|\b(?:what|which) (?:kind of )?(?:robot|arm)\b|\bare you (?:a|an|real|human)\b|\bidentify yourself\b/,
    )
  ) {
    return `I am RoboOS, driving a ${cell.robot.name} arm with ${cell.robot.joints.length} joints in cell ${cell.name}. ${CAN}`;
  }
  if (has(/\b(?:speed|fast|slow|velocity|quick)\b/))
    return `The tool point moves at most ${cell.limits.toolSpeedMPerS} m/s here, slower where a zone asks for it.`;
  if (has(/\b(?:weight|payload|heavy|lift|weigh)\b/)) return `The payload is ${cell.limits.payloadKg} kg.`;
  if (has(/\b(?:zones?|workspace|limits|allowed|forbidden|keep out)\b/)) {
    return `The tool point stays between ${metres(cell.workspace.minM)} and ${metres(cell.workspace.maxM)}; zones: ${cell.zones.map(({ name, kind }) => `${name} (${kind.replaceAll("_", " ")})`).join(", ")}.`;
  }
  if (
    has(
      /\bhelp\b|\bwhat (?:can|could|do) you (?:do|understand|know)\b|\bcommands\b|\bcapabilit|\bhow do (?:i|you) (?:use|work|stop)\b|\bwhat (?:can|should|could) i\b|\byou can do\b|\bable to do\b|\bhow does (?:this|it) work\b|\bwhat else\b|\bwhat are your\b/,
    )
  )
    return CAN;
  if (has(/\b(?:home)\b/)) return `Home has the tool point at ${metres(homeToolPoint(cell))}.`;
  if (
    has(
      /\b(?:see|objects?|things?|items?|scene|around|on the table|here|there|inventory|available|pick up|picked up|on the desk|table|cell|visible|look|in front of you|before you|near you|next to you)\b/,
    )
  )
    return `I see ${scenery(cell, scene)}. ${holding(scene)}`;
  return null;
}

function aboutReach(objects: readonly CellObject[], cell: Cell, scene: SceneView): string {
  if (objects.length === 0)
    return `The tool point stays between ${metres(cell.workspace.minM)} and ${metres(cell.workspace.maxM)}, as far as the arm reaches. Each plan is checked before anything moves.`;
  const told = objects.map((object) => {
    const at = whereIs(object, scene);
    const weight = object.massKg === null ? "does not move" : `weighs ${object.massKg} kg`;
    return `${object.id} is at ${metres(at)}, ${Math.round(Math.hypot(...at) * 100)} cm from the base, and ${weight}`;
  });
  return `${told.join("; ")}. I carry up to ${cell.limits.payloadKg} kg. Tell me to do it, and the plan is checked before anything moves.`;
}

function aboutObjects(objects: readonly CellObject[], plain: string, cell: Cell, scene: SceneView): string {
  if (/\b(?:color|colored)\b/.test(plain))
    return `${objects.map((o) => `${o.id} is ${o.color ?? "of no named color"}`).join("; ")}.`;
  if (/\b(?:big|large|size|tall|wide|high|dimensions|small)\b/.test(plain)) {
    return `${objects
      .map(
        (o) =>
          `${nameOf(o)} measures ${sizeOf(o)
            .map((part) => `${Math.round(part * 1000) / 10}`)
            .join(" × ")} cm`,
      )
      .join("; ")}.`;
  }
  if (/\b(?:heavy|weigh|weighs|weight|mass)\b/.test(plain)) {
    return `${objects.map((o) => (o.massKg === null ? `${o.id} does not move` : `${o.id} weighs ${o.massKg} kg`)).join("; ")}.`;
  }
  const containers = objects.filter(({ isContainer, shape }) => isContainer || shape.kind === "board");
  const inside = containers.map((box) => {
    const contents = cell.objects
      .filter((object) => !object.isStatic && isOver(object, box, scene))
      .map(({ id }) => id);
    return `${box.id} holds ${contents.length > 0 ? contents.join(", ") : "nothing"}`;
  });
  return [`${scenery(cell, scene, objects)}.`, ...(inside.length > 0 ? [`${inside.join("; ")}.`] : [])].join(" ");
}
