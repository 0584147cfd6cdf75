// What kind of speech a line is, decided before the grammar sees it. Stop words win over everything;
// attempts on the safety of the system are refused; what is negated, conditional or reported never moves.

const STOPS = new Set([
  "stop",
  "halt",
  "freeze",
  "abort",
  "whoa",
  "woah",
  "cease",
  "desist",
  "estop",
  "stopp",
  "emergencystop",
  "stahp",
]);
const STOP_PHRASES =
  /\b(?:e stop|emergency stop|emergency_stop|knock it off|cut it out|hold it|hold on|hang on|quit it|quit moving|that is enough|stand down|shut it down|kill the power|cut the power|watch out|look out|do not move a muscle|nobody move|cancel (?:that|the (?:motion|movement|move)|everything|all)|pull up now|emergency)\b/;
/** Whole lines that mean stop; inside a longer line they may not. */
const STOP_LINES =
  /^(?:cancel|pause|quit|hold|hold up|brake|hit the brakes?|cut power|terminate|interrupt|suspend|cancel (?:the|this|my|your) (?:last )?(?:pick|place|command|order|task|goal|job|action|operation|program|plan|sequence)|enough|danger|mayday|do not move|hold still|stay still|stand still|stay put|stay where you are|stop sign|(?:(?:hit|press|use|pull|push) )?the kill switch|kill switch|pause (?:it|the (?:arm|robot|motion))|kill|panic|wait wait(?: wait)*|no no(?: no)*|cancel it|do not move (?:now|anymore|any more|any further|another inch|at all)|no more)$/;

const text = (words: readonly string[]): string => words.filter((word) => /^[a-z_']+$/.test(word)).join(" ");

/** Keeps punctuation, so that no phrase reaches across it. */
const withBreaks = (words: readonly string[]): string =>
  words.filter((word) => /^(?:[a-z_']+|[,.])$/.test(word)).join(" ");

/** Letters stretched or swapped in a hurry: STOOOP, sstop, stpo. */
const isStopWord = (said: string): boolean => {
  const word = said.replaceAll(/^[^a-z]+|[^a-z]+$/g, "");
  return (
    STOPS.has(word) ||
    /^s+t+o+p+$/.test(word) ||
    /^(?:h+a+l+t+|a+b+o+r+t+|wh+o+a+h*|f+r+e+z+e*|fre+ze+)$/.test(word) ||
    ["stpo", "sotp", "tsop", "stp", "sotp", "stio", "hlat", "frezee"].includes(word)
  );
};

/** Words that make no difference to a line that is nothing but a stop. */
const without = (plain: string): string =>
  plain
    .replaceAll(/\b(?:please|now|right now|robot|hey|ok|okay|just|immediately|at once)\b/g, " ")
    .replaceAll(/ +/g, " ")
    .trim();

/** "stop" that is no order: a noun, a question about stopping, or one that is itself negated. */
const NOT_STOP =
  /\b(?:(?:do|does|did|can|could|should|shall|will|would|must) not|never|not|without) (?:ever |you )?(?:stop|halt|freeze|abort)|(?:^|[.,] )(?:why|when|how|where|what) (?:\w+ ){0,4}(?:stop|halt|freeze|abort)|^(?:did|has|had|is|are|was|were|have (?:you|we|they|i)) (?:\w+ ){1,5}(?:stop|halt|freeze|abort)|\b(?:bus|full) stop sign|\bstop (?:sign|button|position|light|word)s?\b|\b(?:until|till|unless|if|when|whenever|in case) (?:\w+ ){0,3}(?:say|said|says|tell|told|hear|call|shout|yell|type) (?:\w+ ){0,3}(?:stop|halt)|\bnon stop\b|\bhold (?:it|on) for (?:seconds|secs?|s|minutes|mins?|ms)\b|\bwhat (?:is|does) /;

const RELEASE =
  /\b(?:release|reset|clear|unlatch|un latch|disengage|undo|remove|override|acknowledge|ignore|disable|bypass|deactivate|cancel|lift|unlock|rearm|re arm|turn off|switch off|get rid of|skip|silence|take off|free|forget|disarm|end|exit|leave|recover from|come out of|suppress|releasing|resetting|clearing)(?: (?:from|the|that|this|your|my|a|of|latched|current|active|pressed|robots|arms|arm|robot|cell))* (?:e stop|estop|emergency stop|emergency_stop|emergency|protective stop|safety stop|latch|stop button|stop latch)\b|\b(?:release|reset|clear|undo|override|unlatch) the stop\b/;
const SAFETY =
  "(?:safety|safeties|safe guards?|safeguards?|rules?|hooks?|limits?|limiters?|zones?|keep out|checks?|gates?|guards?|protections?|interlocks?|watchdogs?|approvals?|restrictions?|constraints?|instructions|guidelines|prompt|permits?|boundar(?:y|ies)|workspace|collision|collisions|verdicts?|policy|policies|security|logging|log|confidence|supervis\\w+|estop|e stop|thresholds?|sensors?|brakes?|fences?|barriers?|safe mode|firewall|warnings?|lamp zone|operator zone|speed limit|obstacle avoidance|avoidance|programming|orders)";
const TAMPER = new RegExp(
  `\\b(?:ignore|disable|bypass|override|overrule|turn off|switch off|deactivate|skip|circumvent|remove|suppress|forget|disregard|violate|break|delete|drop|defeat|evade|suspend|relax|loosen|shut off|shut down|unplug|uninstall|raise|increase|lift|extend|exceed|change|widen|expand|double|edit|modify|erase|clear|mute|unlock|lower|reset|kill|stop using|stop checking|turn the|switch the|cancel|get rid of|do away with|work around|go around|get around|set|enter|without|no|weaken|reduce|move into|go into|put aside|hack|tamper with)\\b(?: \\w+){0,5} ${SAFETY}\\b`,
);
const SECRETS =
  /\b(?:reveal|show|print|tell|give|what is|what are|leak|send|expose|read|display|output|share|dump|list|repeat|export)\b(?: \w+){0,5} (?:keys?|passwords?|credentials?|secrets?|tokens?|system prompt|prompt|env|passphrase|permit)\b/;
const ATTACK =
  /\b(?:system prompt|developer mode|jailbreak|sudo|admin mode|god mode|root access|debug mode|unsafe mode|maintenance mode|override code|you are now|pretend (?:to be|you are)|act as|forget (?:everything|all)|ignore (?:all|any|everything|previous|the previous|your|what))\b/;
const HARM =
  /\b(?:throw|toss|hurl|fling|chuck|lob|hit|punch|smash|slap|stab|poke|attack|crush|hurt|harm|injure|destroy|kick|knock over|ram|strike|crash|burn|shoot|whack|bash|break|catapult|launch|kill|choke|pinch|slam|smack|wreck|damage|dent|shatter|squash|squish|bump into|collide|run into|drop kick|tackle|hammer)\b/;
const HANDOVER =
  /\b(?:hand|give|pass|bring|fetch|get|deliver|hand over|offer|serve) (?:\w+ ){0,5}?(?:me|him|her|us|them over|over to me|to me|to him|to her|to the (?:operator|man|woman|person|human))\b|\bhand (?:me|him|her|us|over|the|it)\b|\bgive (?:me|him|her|us|it|the)\b|\bpass (?:me|him|her|us|it|the)\b/;

const isStopLine = (plain: string): boolean => STOP_LINES.test(plain) || STOP_LINES.test(without(plain));

export function screenStop(said: readonly string[]): { readonly kind: "stop"; readonly emergency: boolean } | null {
  // "/stop" and "*stop*" are stop.
  const words = said.map((word) => (isStopWord(word) ? word.replaceAll(/[^a-z]/g, "") : word));
  const plain = text(words);
  const emergency = /\b(?:e stop|estop|emergency stop|emergency_stop|emergency)\b/.test(plain);
  if (RELEASE.test(withBreaks(words)) && !/^(?:stop|halt|freeze)\b/.test(plain)) return null;
  const asksOf = /^(?:what|where|who|which|is|are|was|does|did|how|why|when)\b/.test(plain);
  const spelled = /^(?:[a-z]\b\W*){4,}$/.test(words.join(" ")) && isStopWord(words.join("").replaceAll(/[^a-z]/g, ""));
  const stops = words.some(isStopWord) || STOP_PHRASES.test(plain) || isStopLine(plain) || spelled;
  if (!stops || (asksOf && emergency)) return null;
  // Leave out every use that is no order; what remains decides.
  const rest = withBreaks(words).replaceAll(new RegExp(NOT_STOP.source, "g"), " ");
  const remains =
    rest.split(" ").some(isStopWord) ||
    STOP_PHRASES.test(rest) ||
    isStopLine(rest.replaceAll(/[.,]/g, " ").replaceAll(/ +/g, " ").trim()) ||
    spelled;
  return remains ? { kind: "stop", emergency } : null;
}

export function screenRefusal(words: readonly string[]): string | null {
  const plain = text(words);
  if (RELEASE.test(withBreaks(words)))
    return 'Only a person with the supervisor credential may release the emergency stop: roboos release --reason "…".';
  if (TAMPER.test(plain)) return "Safety rules, limits and checks cannot be changed or left out by a sentence.";
  if (SECRETS.test(plain)) return "I reveal no keys, credentials or internals.";
  if (ATTACK.test(plain)) return "My rules stay as they are. Say what the arm shall do.";
  if (HARM.test(plain)) return "I do not throw, hit, push over or break things. I can pick them up and put them down.";
  return null;
}

const CONDITION =
  /\b(?:if|unless|whether|suppose|supposing|imagine|pretend|hypothetically|in case|provided|assuming|as long as|until|till|whenever|while|would have|could have|should have|otherwise|or else|depending|in the event)\b/;
const REPORT =
  /\b(?:said|says|told|asked me|asked you|reads|wrote|written|quote|heard|replied|mentioned|claims|claimed|thinks|thought|believes|the (?:sign|label|note|manual|paper|screen|text|message) )\b|^(?:i|he|she|they|we|it|you|the arm|the robot|someone|somebody) (?:was|were|had|have|has|did|moved|went|picked|put|opened|closed|used to|will|might|may|could|am|is|are)\b/;
const TIME =
  /\b(?:tomorrow|yesterday|tonight|later|next (?:week|time|month|year|morning)|last (?:week|time|night)|someday|soon|at noon|at midnight|o'?clock|in an? (?:hour|minute|moment|while|bit)|in the (?:morning|evening|afternoon|future)|when i|one day|eventually|after lunch|every (?:hour|minute|day|morning)|forever|continuously|repeatedly|constantly)\b/;
const NEGATION =
  /\b(?:not|never|no|nor|neither|without|avoid|refrain|none|nothing|nobody|nowhere|hardly|rather than|instead of)\b/;

/** Why a line that is no order does not move, in the words of a question. Used when the grammar could not read it. */
export function screenSpeech(words: readonly string[]): string | null {
  const plain = text(words);
  if (HANDOVER.test(plain))
    return "I do not hand things to people. Where shall I put it: in the tray, on the shelf, or at a position?";
  if (NEGATION.test(plain)) return "I read that as something not to do, so nothing moves. What shall I do instead?";
  if (CONDITION.test(plain)) return "I do not act on conditions. Tell me what to do, as an order.";
  if (REPORT.test(plain)) return "That tells me what was said or done; I move only on a direct order. What shall I do?";
  if (TIME.test(plain)) return "I act at once or not at all. What shall I do now?";
  return null;
}
