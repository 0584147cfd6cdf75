// The arm's dynamics against MuJoCo's, which computes them from its own compiled model by its own algorithms.
import loadMujoco from "@mujoco/mujoco";
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import { loadCell } from "../../cells/load-cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { dynamicsOf } from "../../kernel/motion/dynamics.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { mjcfOf } from "../../robots/mjcf.ts";
import { linkBody } from "../../robots/mjcf-names.ts";

const CASES = 300;
const JOINT = 3;

/** MuJoCo's inverse dynamics for the arm's joints, without rotors; finger joints at `fingerM`. */
async function oracleOf(cell: Cell, load: { readonly massKg: number; readonly atM: readonly number[] } | null) {
  const lib = await loadMujoco();
  // A load is a ball of lead on the hand, welded by being a part of it.
  const ball =
    load === null
      ? ""
      : `<body name="load" pos="${load.atM.join(" ")}"><inertial pos="0 0 0" mass="${load.massKg}" diaginertia="0.002 0.001 0.0015"/></body>`;
  const hand = `<body name="${linkBody(cell.robot.gripper.hand.name)}"`;
  const text = mjcfOf(cell);
  const at = text.indexOf(">", text.indexOf(hand)) + 1;
  expect(at).toBeGreaterThan(1);
  const model = lib.MjModel.from_xml_string(text.slice(0, at) + ball + text.slice(at));
  const data = new lib.MjData(model);
  const joints = cell.robot.joints.map(({ name, servo }) => {
    const id = lib.mj_name2id(model, JOINT, linkBody(name));
    return {
      q: (model.jnt_qposadr as Int32Array)[id]!,
      v: (model.jnt_dofadr as Int32Array)[id]!,
      rotor: servo.armatureKgM2,
    };
  });
  const fingers = Array.from({ length: model.njnt as number }, (_, id) => lib.mj_id2name(model, JOINT, id))
    .map((name, id) => ({ name, id }))
    .filter(({ name }) => name.includes("finger"));
  return (q: readonly number[], v: readonly number[], a: readonly number[]): number[] => {
    lib.mj_resetData(model, data);
    for (const { id } of fingers)
      (data.qpos as Float64Array)[(model.jnt_qposadr as Int32Array)[id]!] = cell.robot.gripper.strokeM / 4;
    joints.forEach((joint, j) => {
      (data.qpos as Float64Array)[joint.q] = q[j]!;
      (data.qvel as Float64Array)[joint.v] = v[j]!;
    });
    lib.mj_forward(model, data);
    (data.qacc as Float64Array).fill(0);
    joints.forEach((joint, j) => {
      (data.qacc as Float64Array)[joint.v] = a[j]!;
    });
    lib.mj_inverse(model, data);
    return joints.map(
      (joint, j) =>
        (data.qfrc_inverse as Float64Array)[joint.v]! +
        (data.qfrc_passive as Float64Array)[joint.v]! +
        (data.qfrc_constraint as Float64Array)[joint.v]! -
        joint.rotor * a[j]!,
    );
  };
}

describe.each([
  ["FR3", openCell(), null],
  ["FR3 with 0.8 kg in its hand", openCell(), { massKg: 0.8, atM: [0.01, -0.02, 0.12] }],
  ["UR5e", loadCell("cells/ur5e.yaml"), null],
] as const)("the dynamics of the %s", (_name, cell, load) => {
  const chain = chainOf(cell.robot, cell.base);
  const dynamics = dynamicsOf(chain);
  if (load !== null)
    dynamics.setLoad({
      massKg: load.massKg,
      comM: [...load.atM] as [number, number, number],
      inertiaKgM2: [0.002, 0.001, 0.0015, 0, 0, 0],
    });
  const random = seededRandom(3);
  const vector = (most: number): number[] => Array.from({ length: chain.dof }, () => (2 * random() - 1) * most);
  const posture = (): number[] =>
    Array.from(chain.lowerRad, (low, j) => low + (chain.upperRad[j]! - low) * (0.05 + 0.9 * random()));

  it(`give MuJoCo's torques within 1e-6 N m in ${CASES} random states`, async () => {
    const oracle = await oracleOf(cell, load);
    const torques = new Float64Array(chain.dof);
    let worst = 0;
    for (let k = 0; k < CASES; k++) {
      const [q, v, a] = [posture(), vector(2), vector(8)];
      dynamics.torques(q, v, a, torques);
      for (const [j, nm] of oracle(q, v, a).entries()) worst = Math.max(worst, Math.abs(nm - torques[j]!));
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it("give a momentum whose change is torque plus drift", () => {
    const [before, after, drift, torques, none] = Array.from({ length: 5 }, () => new Float64Array(chain.dof)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const h = 1e-6;
    for (let k = 0; k < CASES; k++) {
      const [q, v, a] = [posture(), vector(2), vector(8)];
      dynamics.torques(q, v, a, torques);
      const at = (t: number, out: Float64Array): void =>
        dynamics.momentum(
          q.map((rad, j) => rad + t * v[j]! + (t * t * a[j]!) / 2),
          v.map((speed, j) => speed + t * a[j]!),
          out,
          none,
        );
      at(-h, before);
      at(h, after);
      dynamics.momentum(q, v, none, drift);
      for (let j = 0; j < chain.dof; j++)
        expect((after[j]! - before[j]!) / (2 * h)).toBeCloseTo(torques[j]! + drift[j]!, 4);
    }
  });
});
