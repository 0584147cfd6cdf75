// The little of SVG that the pictures need: elements as text, with every attribute and text escaped.

export type Px = readonly [x: number, y: number];
type Attributes = Readonly<Record<string, string | number>>;

/** Text as XML data: markup is escaped and what XML 1.0 cannot hold (control characters) is dropped. */
export function escapeXml(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const legal = text.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[\p{Cc}\ufffe\uffff]/gu, "");
  return legal.replace(/[&<>"']/g, (char) => names[char] ?? "");
}

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${attributeText(value)}"`);
  return children.length === 0
    ? `<${name}${listed.join("")}/>`
    : `<${name}${listed.join("")}>${children.join("")}</${name}>`;
}

export const line = ([x1, y1]: Px, [x2, y2]: Px, style: Attributes): string =>
  element("line", { x1, y1, x2, y2, ...style });

export const circle = ([cx, cy]: Px, r: number, style: Attributes): string =>
  element("circle", { cx, cy, r, ...style });

export const rect = (x: number, y: number, width: number, height: number, style: Attributes): string =>
  element("rect", { x, y, width, height, ...style });

export const polygon = (points: readonly Px[], style: Attributes): string =>
  element("polygon", { points: pointsText(points), ...style });

export const polyline = (points: readonly Px[], style: Attributes): string =>
  element("polyline", { points: pointsText(points), fill: "none", ...style });

export const label = ([x, y]: Px, text: string, style: Attributes): string =>
  element("text", { x, y, ...style }, escapeXml(text));

/** About how wide a text is drawn in the pictures' sans-serif, pixels. */
export const textWidthPx = (text: string, sizePx: number): number => text.length * sizePx * 0.6;

const pointsText = (points: readonly Px[]): string => points.map(([x, y]) => `${short(x)},${short(y)}`).join(" ");
const attributeText = (value: string | number): string => (typeof value === "number" ? short(value) : escapeXml(value));
const short = (value: number): string => String(Math.round(value * 100) / 100);
