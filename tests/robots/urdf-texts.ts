// Small URDFs of our own, for tests of the import.

const box = (size: string, at = "0 0 0"): string =>
  `<collision><origin xyz="${at}"/><geometry><box size="${size}"/></geometry></collision>`;
const inertial = (mass: number): string =>
  `<inertial><origin xyz="0 0 0.05"/><mass value="${mass}"/><inertia ixx="0.01" iyy="0.01" izz="0.005"/></inertial>`;
const limit = `<limit lower="-2" upper="2.5" velocity="1.5" effort="30"/>`;

export const joint = (
  name: string,
  parent: string,
  child: string,
  at: string,
  more: string,
  type = "revolute",
): string =>
  `<joint name="${name}" type="${type}"><parent link="${parent}"/><child link="${child}"/><origin ${at}/>${more}</joint>`;

export const link = (name: string, inside = ""): string => `<link name="${name}">${inside}</link>`;

export const robot = (...parts: string[]): string =>
  `<?xml version="1.0"?>\n<robot name="Test-Arm">\n${parts.join("\n")}\n</robot>\n`;

/** Three turning joints, a base plate and a tool frame fixed on, one link without inertia. */
export const THREE = [
  link("plate", box("0.2 0.2 0.01", "0 0 0.005") + inertial(2)),
  link("column", box("0.08 0.08 0.1", "0 0 0.05") + inertial(1)),
  joint("bolts", "plate", "column", `xyz="0 0 0.01"`, "", "fixed"),
  link("turret", box("0.08 0.08 0.1", "0 0 0.05") + inertial(1)),
  joint("J1", "column", "turret", `xyz="0 0 0.1"`, `<axis xyz="0 0 2"/>${limit}`),
  link(
    "boom",
    `<collision><origin xyz="0 0 0.12"/><geometry><cylinder radius="0.03" length="0.24"/></geometry></collision>`,
  ),
  joint("J2", "turret", "boom", `xyz="0 0 0.12" rpy="0 0 0"`, `<axis xyz="0 1 0"/>${limit}`),
  link("stick", box("0.05 0.05 0.2", "0 0 0.1") + inertial(0.5)),
  joint("J3", "boom", "stick", `xyz="0 0 0.3" rpy="0 0 0"`, `<axis xyz="0 1 0"/>`, "continuous"),
  link("tool0"),
  joint("end", "stick", "tool0", `xyz="0 0 0.22" rpy="0 0 1.5707963267948966"`, "", "fixed"),
];

/** The UR5e's joints as its maker's own ROS package has them, in figures. source: UR5e DH table. */
export const UR5E = robot(
  link("base_link", box("0.12 0.12 0.08", "0 0 0.04")),
  ...[
    ["shoulder_pan_joint", "shoulder_link", `xyz="0 0 0.1625" rpy="0 0 3.141592653589793"`],
    ["shoulder_lift_joint", "upper_arm_link", `xyz="0 0 0" rpy="1.5707963267948966 0 0"`],
    ["elbow_joint", "forearm_link", `xyz="-0.425 0 0"`],
    ["wrist_1_joint", "wrist_1_link", `xyz="-0.3922 0 0.1333"`],
    ["wrist_2_joint", "wrist_2_link", `xyz="0 -0.0997 0" rpy="1.5707963267948966 0 0"`],
    ["wrist_3_joint", "wrist_3_link", `xyz="0 0.0996 0" rpy="1.5707963267948966 3.141592653589793 3.141592653589793"`],
  ].flatMap(([name, child, at], i, all) => {
    const range = (i === 2 ? 1 : 2) * Math.PI;
    return [
      link(child!, inertial(1) + box("0.06 0.06 0.06")),
      joint(
        name!,
        i === 0 ? "base_link" : all[i - 1]![1]!,
        child!,
        at!,
        `<axis xyz="0 0 1"/><limit lower="${-range}" upper="${range}" velocity="3.14" effort="150"/>`,
      ),
    ];
  }),
);
