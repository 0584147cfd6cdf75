// The one place that reads XML: elements with their attributes, children and line, and nothing that XML can do besides.
import { DOMParser, type Element, onErrorStopParsing } from "@xmldom/xmldom";
import { RoboError } from "../../kernel/contract/errors.ts";

export interface XmlElement {
  readonly name: string;
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

const MAX_CHARACTERS = 5_000_000;

/** The root element. Throws E_URDF with the line of what is not well-formed; entities and document types are refused. */
export function readXml(text: string, fileName: string): XmlElement {
  if (text.length > MAX_CHARACTERS)
    throw new RoboError("E_URDF", `${fileName} has ${text.length} characters (most ${MAX_CHARACTERS})`);
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new RoboError("E_URDF", `${fileName} declares a document type; a URDF needs none, remove it`);
  try {
    const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, "text/xml").documentElement;
    if (root === null) throw new Error("there is no element in it");
    return elementOf(root);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split("\n")[0]! : String(cause);
    throw new RoboError("E_URDF", `${fileName} is not well-formed XML: ${why}`, { cause });
  }
}

function elementOf(node: Element): XmlElement {
  const children: XmlElement[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.nodeType === child.ELEMENT_NODE) children.push(elementOf(child as Element));
  }
  const attributes = new Map<string, string>();
  for (let i = 0; i < node.attributes.length; i++) {
    const { name, value } = node.attributes.item(i)!;
    attributes.set(name, value);
  }
  return { name: node.tagName, line: node.lineNumber ?? 0, attributes, children };
}
