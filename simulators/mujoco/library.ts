// MuJoCo's WASM package, wrapped once: its fields are typed `any`, its views detach when the heap
// grows, and what it hands out must be deleted. Nothing else touches the package.
import loadMujoco, { type MainModule, type MjData, type MjModel } from "@mujoco/mujoco";
import { RoboError } from "../../kernel/contract/errors.ts";

const OBJECT = { body: 1, joint: 3, geom: 5, site: 6, actuator: 19, sensor: 20 } as const;
/** What the next step depends on besides the arrays of the simulation. */
const COUNTS = ["time", "ntree_awake", "nbody_awake", "nparent_awake", "nv_awake"] as const;

let library: Promise<MainModule> | null = null;

/** One instance a thread. */
const mujoco = (): Promise<MainModule> => {
  library ??= loadMujoco();
  return library;
};

/** Live views into the simulation. Fetch again whenever `isStale` says so. */
export interface Views {
  readonly qpos: Float64Array;
  readonly qvel: Float64Array;
  readonly ctrl: Float64Array;
  readonly sensordata: Float64Array;
  readonly siteXpos: Float64Array;
  readonly siteXmat: Float64Array;
  readonly xpos: Float64Array;
  readonly xquat: Float64Array;
  readonly qacc: Float64Array;
  readonly qfrcActuator: Float64Array;
  readonly qfrcGravcomp: Float64Array;
  readonly forceRange: Float64Array;
  readonly geomXpos: Float64Array;
  readonly geomXmat: Float64Array;
  readonly geomSize: Float64Array;
}

export interface Contact {
  readonly geom1: number;
  readonly geom2: number;
  /** Negative when the surfaces overlap. */
  readonly distM: number;
  readonly atM: readonly [number, number, number];
}

export interface Simulation {
  readonly timestepS: number;
  /** Numbers in a state. */
  readonly stateSize: number;
  readonly geomNames: readonly string[];
  idOf(kind: keyof typeof OBJECT, name: string): number;
  /** Index into qpos, qvel of a joint. */
  jointAt(name: string): { readonly qpos: number; readonly qvel: number };
  sensorAt(name: string): number;
  views(): Views;
  step(): void;
  /** Frames of bodies and sites for the present qpos; the next step does not depend on it. */
  kinematics(): void;
  /** Contacts for the frames that `kinematics` left. */
  collide(): void;
  timeS(): number;
  setTimeS(timeS: number): void;
  /** Contacts between two geoms that `isMeant` says are meant; the others are not copied. */
  contacts(isMeant?: (geom1: number, geom2: number) => boolean): Contact[];
  resetData(): void;
  /** Into an array of `stateSize` or more numbers where one is given. */
  getState(into?: Float64Array): Float64Array;
  setState(state: Float64Array): void;
  delete(): void;
}

/** Compiles MJCF text. Throws E_DRIVER with MuJoCo's own words when it does not compile. */
export async function compile(mjcf: string): Promise<Simulation> {
  const lib = await mujoco();
  let model: MjModel;
  try {
    model = lib.MjModel.from_xml_string(mjcf);
  } catch (cause) {
    throw new RoboError("E_DRIVER", `MuJoCo cannot compile the cell: ${String(cause)}`, { cause });
  }
  return simulationOf(lib, model, new lib.MjData(model));
}

function simulationOf(lib: MainModule, model: MjModel, data: MjData): Simulation {
  const idOf = (kind: keyof typeof OBJECT, name: string): number => {
    const id = lib.mj_name2id(model, OBJECT[kind], name);
    if (id < 0) throw new RoboError("E_DRIVER", `the physics model has no ${kind} ${name}`);
    return id;
  };
  const geomNames = Array.from({ length: model.ngeom }, (_, id) => lib.mj_id2name(model, OBJECT.geom, id));
  const arrayNumbers = Number(data.nbuffer) / Float64Array.BYTES_PER_ELEMENT;
  const stateSize = arrayNumbers + COUNTS.length;
  let views = viewsOf(model, data);

  return {
    timestepS: (model.opt as { timestep: number }).timestep,
    stateSize,
    geomNames,
    idOf,
    jointAt(name) {
      const id = idOf("joint", name);
      return { qpos: (model.jnt_qposadr as Int32Array)[id]!, qvel: (model.jnt_dofadr as Int32Array)[id]! };
    },
    sensorAt: (name) => (model.sensor_adr as Int32Array)[idOf("sensor", name)]!,
    views() {
      // A detached view has no length any more.
      if (views.qpos.length === 0) views = viewsOf(model, data);
      return views;
    },
    step: () => lib.mj_step(model, data),
    kinematics: () => lib.mj_kinematics(model, data),
    collide: () => lib.mj_collision(model, data),
    timeS: () => data.time,
    setTimeS(timeS) {
      data.time = timeS;
    },
    contacts: (isMeant) => contactsOf(data, isMeant),
    resetData: () => lib.mj_resetData(model, data),
    getState(state = new Float64Array(stateSize)) {
      state.set(arraysOf(data, arrayNumbers));
      for (let i = 0; i < COUNTS.length; i++) state[arrayNumbers + i] = data[COUNTS[i]!];
      return state;
    },
    setState(state) {
      if (state.length < stateSize) {
        throw new RoboError("E_DRIVER", `a state of this world has ${stateSize} numbers, not ${state.length}`);
      }
      arraysOf(data, arrayNumbers).set(state.subarray(0, arrayNumbers));
      COUNTS.forEach((name, i) => {
        data[name] = state[arrayNumbers + i]!;
      });
    },
    delete() {
      data.delete();
      model.delete();
    },
  };
}

/**
 * All arrays of the simulation at once; they lie in one block, positions first. MuJoCo's own state (mj_getState) is
 * not enough where things sleep: it leaves out who sleeps, and frames of sleepers, which no step computes anew.
 */
const arraysOf = (data: MjData, numbers: number): Float64Array => {
  const { buffer, byteOffset } = data.qpos as Float64Array;
  return new Float64Array(buffer, byteOffset, numbers);
};

const viewsOf = (model: MjModel, data: MjData): Views => ({
  qpos: data.qpos as Float64Array,
  qvel: data.qvel as Float64Array,
  ctrl: data.ctrl as Float64Array,
  sensordata: data.sensordata as Float64Array,
  siteXpos: data.site_xpos as Float64Array,
  siteXmat: data.site_xmat as Float64Array,
  xpos: data.xpos as Float64Array,
  xquat: data.xquat as Float64Array,
  qacc: data.qacc as Float64Array,
  qfrcActuator: data.qfrc_actuator as Float64Array,
  qfrcGravcomp: data.qfrc_gravcomp as Float64Array,
  forceRange: model.actuator_forcerange as Float64Array,
  geomXpos: data.geom_xpos as Float64Array,
  geomXmat: data.geom_xmat as Float64Array,
  geomSize: model.geom_size as Float64Array,
});

/** Fetches every contact, about 1 µs each: for the tick in which something is out of the ordinary. */
function contactsOf(data: MjData, isMeant: (geom1: number, geom2: number) => boolean = () => true): Contact[] {
  const vector = data.contact;
  const contacts: Contact[] = [];
  const count = vector.size();
  for (let i = 0; i < count; i++) {
    const contact = vector.get(i)!;
    const { geom1, geom2 } = contact;
    if (isMeant(geom1, geom2)) {
      const [x, y, z] = contact.pos as Float64Array;
      contacts.push({ geom1, geom2, distM: contact.dist, atM: [x!, y!, z!] });
    }
    contact.delete();
  }
  vector.delete();
  return contacts;
}
