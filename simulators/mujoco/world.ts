// A cell in MuJoCo: the world behind the simulated arm. It runs in whatever thread made it, as fast as
// it is stepped, and the same setpoints give the same bits.
import { createHash } from "node:crypto";
import type { World } from "../../drivers/sim/world-port.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Setpoint, TickReading } from "../../kernel/contract/driver.ts";
import { RoboError } from "../../kernel/contract/errors.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { isMovable, mjcfOf } from "../../robots/mjcf.ts";
import { linkBody, objectBody, TOOL_SITE } from "../../robots/mjcf-names.ts";
import { quatOfMatrix } from "./frames.ts";
import { createHand, HAND_MEMORY } from "./hand.ts";
import { compile, type Simulation } from "./library.ts";
import { scatter } from "./scatter.ts";
import { createTouchWatch } from "./touches.ts";

/** Things sink into their contacts and come to rest before anyone looks. */
const SETTLE_S = 0.2;
/** A brake ends when every joint is slower than this, or after this long. */
const RESTING_RAD_PER_S = 1e-3;
const BRAKE_S = 1;

export interface WorldOptions {
  /** Other than 0: movable things start up to 0.05 mm beside their places, a different way for every seed. */
  readonly seed?: number;
  /** Called before each step, with its controls in place; for measurements. */
  readonly record?: (simulation: Simulation) => void;
}

/** Throws E_DRIVER when the cell does not compile. */
export async function createMujocoWorld(cell: Cell, { seed = 0, record }: WorldOptions = {}): Promise<World> {
  const simulation = await compile(mjcfOf(cell));
  const world = worldOf(record === undefined ? simulation : recorded(simulation, record), cell, seed);
  world.reset();
  return world;
}

function recorded(simulation: Simulation, record: (simulation: Simulation) => void): Simulation {
  return {
    ...simulation,
    step() {
      record(simulation);
      simulation.step();
    },
  };
}

function worldOf(simulation: Simulation, cell: Cell, seed: number): World {
  const { robot } = cell;
  const dof = robot.joints.length;
  const tickS = simulation.timestepS;
  const { joints: description } = robot;
  const qposAt = Int32Array.from(description, ({ name }) => simulation.jointAt(linkBody(name)).qpos);
  const qvelAt = Int32Array.from(description, ({ name }) => simulation.jointAt(linkBody(name)).qvel);
  const actuatorAt = Int32Array.from(description, ({ name }) => simulation.idOf("actuator", linkBody(name)));
  /** Seconds of lead that cancel the lag of the servo's damping. */
  const leadS = Float64Array.from(description, ({ servo }) => servo.dampingNmSPerRad / servo.stiffnessNmPerRad);
  const rotorKgM2 = Float64Array.from(description, ({ servo }) => servo.armatureKgM2);
  const site = simulation.idOf("site", TOOL_SITE);
  const bodies = cell.objects.map(({ id }) => ({ id, body: simulation.idOf("body", objectBody(id)) }));
  const hand = createHand(simulation, cell);
  const touches = createTouchWatch(simulation, cell);
  const startOpeningM = cell.gripper.starts === "open" ? cell.gripper.strokeM : 0;
  const reading: TickReading = {
    atS: 0,
    jointsRad: new Float64Array(dof),
    jointsRadPerS: new Float64Array(dof),
    effortNm: new Float64Array(dof).fill(Number.NaN),
    openingM: 0,
    forceN: 0,
    gripperSettled: true,
    holding: null,
  };
  let isOpen = true;
  let areFramesFresh = false;

  const { jointsRad, jointsRadPerS, effortNm } = reading;
  /** Asking the library for the time costs as much as all the rest that is read: once a tick, and kept in the reading. */
  const sense = (): void => {
    const { qpos, qvel, qacc, qfrcActuator, qfrcGravcomp } = simulation.views();
    reading.atS = simulation.timeS();
    for (let i = 0; i < dof; i++) {
      jointsRad[i] = qpos[qposAt[i]!]!;
      const at = qvelAt[i]!;
      jointsRadPerS[i] = qvel[at]!;
      // What a sensor between gear and link feels: the drive's torque and what holds the arm's own weight, less
      // what turns the rotor itself. Positive acts on the outer link about the joint's positive axis.
      effortNm[i] = qfrcActuator[at]! + qfrcGravcomp[at]! - rotorKgM2[i]! * qacc[at]!;
    }
    hand.measure(reading);
  };
  const pass = (): void => {
    const beforeS = reading.atS;
    simulation.step();
    areFramesFresh = false;
    sense();
    let isSound = reading.atS > beforeS;
    for (let i = 0; i < dof; i++) isSound &&= Number.isFinite(jointsRad[i]!);
    // MuJoCo answers a NaN by resetting itself silently; time that does not go on gives it away.
    if (!isSound) throw new RoboError("E_STALE", "physics lost its state; reset the world");
    touches.look(reading.holding, reading.atS);
  };
  const frames = (): void => {
    if (!areFramesFresh) simulation.kinematics();
    areFramesFresh = true;
  };
  const assertOpen = (): void => {
    if (!isOpen) throw new RoboError("E_DRIVER", "this world is closed; make a new one");
  };
  const isResting = (): boolean => jointsRadPerS.every((speed) => Math.abs(speed) < RESTING_RAD_PER_S);
  const poseOf = (body: number): Pose => {
    const { xpos, xquat } = simulation.views();
    const [w, x, y, z] = xquat.subarray(4 * body, 4 * body + 4) as unknown as [number, number, number, number];
    return { xyzM: vec3(xpos, 3 * body), quatXyzw: [x, y, z, w] };
  };

  const step = (setpoint: Setpoint): TickReading => {
    assertOpen();
    const { ctrl } = simulation.views();
    for (let i = 0; i < dof; i++) {
      ctrl[actuatorAt[i]!] = setpoint.jointsRad[i]! + leadS[i]! * setpoint.jointsRadPerS[i]!;
    }
    hand.command(setpoint, tickS);
    pass();
    return reading;
  };

  return {
    tickS,
    dof,
    step,
    hold() {
      assertOpen();
      if (isResting()) return;
      const { ctrl } = simulation.views();
      for (let i = 0; i < dof; i++) ctrl[actuatorAt[i]!] = jointsRad[i]!;
      for (let leftS = BRAKE_S; leftS > 0 && !isResting(); leftS -= tickS) pass();
    },
    read() {
      assertOpen();
      frames();
      const { siteXpos, siteXmat } = simulation.views();
      const { openingM, forceN, holding } = reading;
      return {
        atS: reading.atS,
        jointsRad: [...jointsRad],
        jointsRadPerS: [...jointsRadPerS],
        tool: { xyzM: vec3(siteXpos, 3 * site), quatXyzw: quatOfMatrix(siteXmat, 9 * site) },
        gripper: { openingM, forceN, holding },
        objects: Object.fromEntries(bodies.map(({ id, body }) => [id, poseOf(body)])),
      };
    },
    toolPointM() {
      assertOpen();
      frames();
      return vec3(simulation.views().siteXpos, 3 * site);
    },
    expectTouches: touches.expect,
    takeTouches: touches.take,
    saveState(into) {
      assertOpen();
      const memory = [...hand.memory(), ...touches.memory()];
      const { stateSize } = simulation;
      const length = stateSize + memory.length;
      const state = into?.length === length ? into : new Float64Array(length);
      simulation.getState(state);
      state.set(memory, stateSize);
      return state;
    },
    restoreState(state) {
      assertOpen();
      const { stateSize } = simulation;
      const memory = [...state.subarray(stateSize)];
      simulation.setState(state);
      hand.recall(memory.slice(0, HAND_MEMORY));
      touches.recall(memory.slice(HAND_MEMORY));
      areFramesFresh = false;
      sense();
    },
    stateHash() {
      assertOpen();
      const { qpos, qvel, ctrl } = simulation.views();
      const hash = createHash("sha256");
      for (const part of [qpos, qvel, Float64Array.of(simulation.timeS()), ctrl]) hash.update(Float64Array.from(part));
      return hash.digest("hex");
    },
    reset() {
      assertOpen();
      simulation.resetData();
      const { qpos, ctrl } = simulation.views();
      for (let i = 0; i < dof; i++) {
        qpos[qposAt[i]!] = cell.homeRad[i]!;
        ctrl[actuatorAt[i]!] = cell.homeRad[i]!;
      }
      const movables = cell.objects.filter(isMovable).map(({ id }) => simulation.jointAt(objectBody(id)).qpos);
      scatter(seed, qpos, movables);
      hand.reset(startOpeningM);
      touches.reset();
      reading.atS = simulation.timeS();
      jointsRad.set(cell.homeRad);
      jointsRadPerS.fill(0);
      const still = { jointsRad: jointsRad.slice(), jointsRadPerS: new Float64Array(dof) };
      for (let leftS = SETTLE_S; leftS > 0; leftS -= tickS) {
        step({ ...still, openingM: startOpeningM, forceN: 0 });
      }
      simulation.setTimeS(0);
      reading.atS = 0;
      touches.reset();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      simulation.delete();
    },
  };
}

const vec3 = (values: Float64Array, at: number): Vec3 => [values[at]!, values[at + 1]!, values[at + 2]!];
