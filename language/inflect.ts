// Gerunds and participles of the verbs that the grammar knows, opened as "<ing> close" and "<ed> close",
// so that "after closing the gripper" and "once you have closed it" reach the same rule as "close".

const VERBS =
  "go move shift jog drive nudge raise elevate lift lower pick grab grasp seize fetch get retrieve collect take bring carry put place lay deposit transfer transport deliver insert load stack pile drop open close shut release activate deactivate rotate spin twist turn wait pause swap exchange switch set return head travel let wait home clamp".split(
    " ",
  );
const IRREGULAR: Readonly<Record<string, readonly [ing: string, ed: string]>> = {
  go: ["going", "gone"],
  get: ["getting", "got"],
  take: ["taking", "taken"],
  bring: ["bringing", "brought"],
  put: ["putting", "put"],
  lay: ["laying", "laid"],
  spin: ["spinning", "spun"],
  set: ["setting", "set"],
  let: ["letting", "let"],
  shut: ["shutting", "shut"],
  grab: ["grabbing", "grabbed"],
  drop: ["dropping", "dropped"],
  swap: ["swapping", "swapped"],
  jog: ["jogging", "jogged"],
  transfer: ["transferring", "transferred"],
  travel: ["travelling", "travelled"],
  drive: ["driving", "driven"],
};

const FORMS: ReadonlyMap<string, readonly [string, string]> = (() => {
  const forms = new Map<string, readonly [string, string]>([["traveling", ["<ing>", "travel"]]]);
  for (const verb of VERBS) {
    const stem = verb.endsWith("e") ? verb.slice(0, -1) : verb;
    const [ing, ed] = IRREGULAR[verb] ?? [`${stem}ing`, verb.endsWith("y") ? `${verb.slice(0, -1)}ied` : `${stem}ed`];
    forms.set(ing, ["<ing>", verb]);
    if (ed !== verb) forms.set(ed, ["<ed>", verb]);
  }
  return forms;
})();

/** Opens an inflected verb; every other word stays. "put" after "have" is a participle too. */
export function openInflection(word: string, before: string | undefined): readonly string[] {
  const isBareParticiple = (word === "put" || word === "set" || word === "shut") && before === "have";
  return isBareParticiple ? ["<ed>", word] : (FORMS.get(word) ?? [word]);
}

export const openInflections = (words: readonly string[]): string[] =>
  words.flatMap((word, i) => openInflection(word, words[i - 1]));
