// The grammar of orders, for ohm-js (a PEG with memory, so time is linear in the sentence). It reads the
// lexicon's tokens, each followed by a space: "stop" below stands for the token `stop␠`, and "k_~" for
// the bare characters. Every word must be used by some rule: what is left over is never ignored.
import { NOUNS } from "./grammar-nouns.ts";
import { type Parser, parserOf } from "./grammar-reader.ts";

const SOURCE = `
  command = loose* sequence loose* end
  loose = "," | "." | "then"
  sequence = group (gap group)*
  gap = ("," | "." | "and" | "then")+ ("followedby" "<ing>"?)?
      | "followedby" "<ing>"?
  link = ("," | "and" | "as_well_as")+

  group = "before" sub loose* joint -- beforeLead
        | after sub loose* joint -- afterLead
        | "after" span loose* joint -- delayed
        | joint ","? "and"? "but"? "before" sub -- beforeTail
        | joint ","? after sub -- afterTail
        | joint "after" span -- delayedTail
        | joint ","? "but" ("first" | "beforethat") ","? joint -- butFirst
        | joint
  after = "after" | "once"
  sub = subVerb clause ("and" "<ing>"? clause)*
  subVerb = "<ing>" | "you have <ed>" | "having <ed>" | "you"
  joint = clause (link clause)*
  clause = lead* core tail*
  lead = fronted
       | "<req> ,"
       | "<req>"
       | "<reqing> <ing>"
       | firstWord
       | "go" &("pick" | "get" | "take" | "bring" | "put")
       | "arm ,"
       | "arm" &verbish
       | paced
  paced = (pace | count) ","?
  verbish = "<req>" | "move" | "go" | "open" | "close" | "pick" | "put" | "home" | "rotate" | "turn" | "take" | "get" | "raise" | "lower" | "lift" | "wait" | "release" | "set" | "jog" | "return" | "nudge" | "swap"
  firstWord = "first , <ing>" | "first <ing>" | "first ," | "first"
  tail = ","? ending
  ending = "onebyone" | repeated | pace | count | spared | lateExcept | "first" | trailing
  lateExcept = exceptWord refs
  fronted = "except" refs ","
  trailing = ("<req>" | "arm") &(loose | end)
  times = number "times"
  repeated = ("," | "and" | "then" | ".")* "dothat" count
  count = times -- times
        | "twice" -- twice
        | "thrice" -- thrice
        | "once" &(loose | "and" | end) -- once
  spared = ("," | "but" | "and" | "while")* "spare" (anyRefs) "alone"? -- spare
         | ("," | "but" | "and")* "not" anyRefs -- not
  anyRefs = refs | "anything"

  pace = "slowly" -- slow
       | "quickly" -- quick
       | "at" scale rateOf -- at
       | "at" share -- share
       | "at" rateOf "of"? scale -- rateAt
       | "at" "a" scale rateOf -- atA
       | "with" scale rateOf -- with
  rateOf = "of"? ("the" | "your")? "most"? "rate"
  share = number "%"
  scale = number "%" ("of" "most")? -- percent
        | "most" -- most
        | frac -- frac
        | number ~unit -- plain
  follow = &("," | "." | "and" | "then" | "but" | "before" | "after" | "once" | "slowly" | "quickly" | "at" | "with" | times | "twice" | "thrice" | "followedby" | "dothat" | "onebyone" | "as_well_as" | "first" | "spare" | "not" | "except" | "while" | trailing | end)

  core = (home | toggle | wait | swap | speed | joints | path | above | goto | turn | vertical | goBack | move | same | put | pick | release | displace | asked)

  home == homeVerb theArm? "back"? ("to" | "toward")? "home" -- go
       | homeVerb "it" "back"? "to"? "home" -- carry
       | "return" (theArm)? "to"? "home" -- return
       | "back"? "to"? "home" -- back
       | "home" theArm -- arm
  homeVerb = "go" | "come" | "bring" | "move" | "take" | "put" | "return" | "head" | "jog" | "send" | "set" | "reset" | "get" | "resume"
  theArm = ("the" | "your" | "its" | "a")? ("arm" | "gripper") ("of" "the" "arm")?
  grip = ("the" | "your" | "its" | "a")? ("arm" "is"?)? ("gripper" | "grip")

  toggle == "open" "and" "then"? "close" grip -- openClose
         | "open" "then" "close" grip -- openThenClose
         | "close" "and" "then"? "open" grip -- closeOpen
         | "close" "then" "open" grip -- closeThenOpen
         | "open" "it" "again"? -- openIt
         | "close" "it" "again"? -- closeIt
         | "close" grip "close" -- closeShut
         | "fully"? "open" grip "fully"? "again"? -- open
         | "fully"? "close" grip "fully"? "again"? -- close
         | "open" "fully"? -- bareOpen
         | "close" "fully"? -- bareClose
         | grip "open" -- gripOpen
         | grip "close" -- gripClose
         | ("release" | "open") grip -- let
         | "activate" grip -- on
         | "deactivate" grip -- off
         | ("turn" | "swap") grip ("on") -- turnOn
         | ("turn" | "swap") grip ("off") -- turnOff
         | "<ed>" "close" grip -- none

  wait == "wait" "for"? span more? -- wait
       | "hold" ("your"? "pointword" | "still" | theArm | "it")? "for" span -- hold
       | "wait" "for"? number -- unitless
       | "wait" -- bare

  swap == "swap" ("the"? pointwordish "of")? refs withWord refs -- with
       | "swap" "about"? ("the"? pointwordish "of")? refs ("about" | "round")? -- refs
       | swapMaker refs "to"? "swap" ("the" | "their")? pointwordish? withWord refs -- makeWith
       | swapMaker refs "to"? "swap" ("the" | "their")? pointwordish? -- make
  swapMaker = "make" | "have" | "let" | "get"
  withWord = "with" | "for"
  pointwordish = "pointword" | "path" | "positions" | "places" | "locations"

  speed == speedVerb? "to" "a"? scale rateOf -- go
        | ("set" | "change" | "put" | "increase" | "decrease" | "bring" | "raise" | "lower" | "drop" | "limit" | "adjust" | "turn" | "bend" | "take") ("the" | "your")? theArmIs? "rate" ("down" | "up")? ("to" | "at" | "=") "a"? scale rateOf? -- set
        | "set" ("the" | "your")? "rate" scale -- terse
        | "rate" ("=" | ":" | "to" | "at" | "is")? scale -- bare
        | scale "rate" -- lone
        | ("slow" | "speed" | "rate") ("down" | "up") "to" scale rateOf? -- to
        | ("use" | "run at" | "work at" | "go at" | "move at" | "operate at") scale rateOf -- use
        | speedVerb "slowly" -- slowly
  theArmIs = "arm" "is"?
  speedVerb = "go" | "move" | "run" | "switch" | "swap" | "change" | "set" | "work" | "return" | "slow down" | "speed up"

  joints == ("set" | "move" | "put" | "take" | "rotate" | "turn" | "go") jointsWord ("to" | "=" | "at") "("? angleish listed ")"? aunit? -- list
         | ("set" | "move" | "put" | "take" | "rotate" | "turn") "all" "the"? "joints" ("to" | "at") angleish -- each
         | jointVerb jointRefs jointPair (jointLink jointRefs jointPair)* -- pairs
         | ("increase" | "raise") jointRefs "by" angleish -- more
         | ("decrease" | "lower") jointRefs "by" angleish -- less
         | jointRefs jointPair (link jointRefs jointPair)* -- bare
  jointsWord = "all"? "the"? tally? ("joints" | "joint angles" | "joint values" | "joint positions" | "arm joints")
  listed = (","? "and"? angleish)+
  jointLink = link ("then")? jointVerb?
  jointVerb = "set" | "rotate" | "turn" | "move" | "jog" | "bend" | "take" | "put" | "go" | "nudge"
  jointPair = ("to" | "=" | "at" | ":") angleish -- to
            | "by" angleish -- by
            | angleish -- bare
  jointRefs = jointRef (link jointRef)*
  jointRef = ("the" | "your")? ordinal "joint" -- ordinal
           | ("the" | "your")? ("joint" | "joints") ("#~" digit+ " ") -- number
           | ("the" | "your")? "joint" "one" -- one
           | ("the" | "your")? ("last" | "final") "joint" -- last
           | "j_~" digit+ " " -- named
           | "#~" digit+ " " ~unit &(link | "to" | "by") -- more
  ordinal = "first" | "second" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth"
  angleish = angle | number ~lunit

  path == ("go" | "move" | "jog" | "follow" | "trace" | "pass" | "take" | "draw" | "visit" | "run") (theArm)? (("the" | "this" | "a" | "it" | "these")? ("path" | "pointword"))? ("via" | "from" | "of" | ":" | "," | "pointword")* coords (hop coords)+ -- through
       | ("go" | "move" | "jog" | "take") (theArm)? "to" "pointword"? coords "via" "pointword"? coords -- via
       | ("follow" | "trace") ("the" | "a")? "path" "to" coords -- one
  hop = (link | "then" | "to" | "and" | "," | "via" | "pointword" | "on")+

  goto == gotoVerb theArm? ("back" | "over")? ("to" | "at" | "into")? placeword coords ","? pose? -- placed
       | gotoVerb theArm? ("back" | "over")? ("to" | "at") coords ","? pose? -- coords
       | gotoVerb coords ","? pose? -- bare
       | placeword coords pose? -- lone
       | ("to" placeword?)? coords ","? pose? -- elided
  gotoVerb = "go" | "move" | "jog" | "head" | "pointword" | "put" | "take" | "bring" | "set" | "send" | "get" | "return"
  placeword = ("the" | "a")? "pointword" ("of" | "at" | ":" | "=" | "with" | "to")* -- one
            | ("the")? "arm"? "pointword" ("of" | "at" | ":" | "=")* -- two

  above == ("go" | "move" | "hover" | "pointword" | "put" | "take" | "bring" | "head" | "jog" | "float" | "stop" | "get") (theArm | "it")? "to"? ("a" "pointword")? (length)? "above" base ("by" length)? -- verb

  turn == turnVerb throughout? turnBy ("in place" | "on the spot")? -- plain
        | turnVerb turnTheme throughout? turnBy ("in place" | "on the spot")? -- verb
       | ("make" | "do" | "perform" | "give" theArm) turnAmount turnSense? -- make
       | ("make" | "do" | "perform")? "a" number aunit turnSense turnNoun -- nominal
       | angle turnSense -- bare
  throughout = "by" | "via"
  turnVerb = "rotate" | "turn" | "angleword"
  turnTheme = theArm | "the wrist" | "your wrist" | refs
  turnBy = turnSense throughout? turnAmount -- senseAmount
         | turnAmount turnSense? -- amount
         | turnSense -- sense
         | number turnSense? -- unitless
         | turnSense "by"? number -- senseUnitless
  turnAmount = "about"? angle "more"? -- some
             | "about"? length -- wrong
  turnSense = ("in" ("the" | "a"))? "cw" ("direction")? -- cw
            | ("in" ("the" | "a"))? "ccw" ("direction")? -- ccw
            | ("left" | "toleft") -- left
            | ("right" | "toright") -- right

  vertical == ("raise" | "lift") (theArm | "it") "up"? "by"? amount -- upArm
           | ("raise" | "lift") (theArm) "up"? -- up
           | "raise" "it" "up"? -- upIt
           | ("raise" | "lift" | "ascend") "up"? "by"? amount -- upBare
           | "ascend" -- ascend
           | ("lower" | "drop") (theArm | "it") "down"? "by"? amount -- downArm
           | ("lower") (theArm | "it") "down"? -- down
           | ("lower" | "drop" | "descend") "down"? "by"? amount -- downBare
           | "descend" -- descend
           | ("advance" | "goahead" &("by"? amount)) theArm? ("by"? amount)? -- advance
           | ("retreat" | "reverse" &(theArm | "by"? amount)) theArm? ("by"? amount)? -- retreat

  goBack == "go" "back"
  move == moveVerb (theArm | "it")? pace* "by"? ","? steps -- verb
       | ("take" | "bring" | "put" | "send" | "get" | "push" | "pull") theArm pace* "by"? steps -- carried
       | inchVerb theArm? pace* "by"? steps -- inch
       | verblessSteps -- verbless
  moveVerb = "go" | "move" | "jog" | "nudge" | "head" | "come" | "slide"
  inchVerb = "inch"
  steps = even | step (link step)*
  verblessSteps = steps
  step = deltaName ("=" | ":" | "by" | "of")? amount -- delta
       | (("by" | "for")? amount) pace? dir -- amountDir
       | dir pace? ("by" | "for" | "of" | ":")? amount -- dirAmount
       | dir -- dir

  put == barePutVerb bareRefs "down"? pace* from? dest (putLink bareRefs dest)+ -- pairs
       | putVerb refs "down"? pace* from? dest (link refs dest)* -- full
       | putVerb oneRefs "down"? pace* from? dest (link oneRefs dest)* -- one
       | ("pick" | "lift" | "nudge") oneRefs from? dest -- pickOne
       | barePutVerb bareRefs "down"? pace* from? dest -- bare
       | barePutVerb "first"? bareRefs (","? "and"? "then" bareRefs)+ dest -- row
       | ("i want" | "i need" | "i would like") bareRefs ("to be" | "placed" | "<ed> put" | "<ed> place" | "<ed> move")* dest -- want
  putLink = ("," | "and" | "then")+
  putVerb = barePutVerb | "pick" | "lift" | "nudge"
  same == "dosame" ("with" | "for" | "to") refs -- with
        | bareRefs "too" -- too
  barePutVerb = "put" | "move" | "take" | "bring" | "get" | "drop" | "set" | "return" | "release" | "jog" | "leave" | "add" | "store"
  dest = ("into" | "in") base -- in
       | ("onto" | "on") base -- on
       | side base -- side
       | "near" base ","? "on"? ("its" | "the")? onSide -- nearSide
       | "near" base -- near
       | ("at" | "to" | "on" | "onto")? placeword? coords -- point
       | "to" base -- to
       | ("back where it was" | "back where it came from" | "where it was" | "back") -- back
  onSide = "left" -- left
         | "right" -- right
         | ("onleft" | "toleft") -- onleft
         | ("onright" | "toright") -- onright
  side = "leftof" -- left
       | "rightof" -- right
       | "front" -- front
       | "behind" -- behind
  from = ("from" | "off of" | "off" | "out of") base

  pick == ("pick" | "get" | "lift" | "hold" | "take" | "raise" | "grip" | "gripper") "up"? pace* pickRefs "up"? from? "up"? -- pick
       | "lift" refs "up"? "by"? amount "up"? -- lift
       | "raise" refs "up"? "by"? amount "up"? -- raise
       | "pick" refs "up" -- up
  pickRefs = refs
  release == ("release" | "drop" | "open") refs -- refs
          | "release" -- bare
  displace == ("move" | "jog" | "nudge" | "take" | "bring") refs "by"? steps -- any
           | ("move" | "jog" | "nudge" | "take" | "bring") bareRefs "by"? steps -- bare
            | "put" described "by"? steps -- put

  asked == ("go" | "move" | "head" | "jog") theArm? "to" base -- goTo
        | ("go" | "move" | "jog" | "nudge") theArm? "by"? amount -- noDirection
        | ("go" | "move" | "jog" | "nudge" | "head" | "goahead" | "reverse") theArm? -- nothing
        | ("put" | "set" | "drop") refs "down"? -- noPlace
        | ("put" | "move" | "take" | "bring" | "get" | "drop" | "pick") refs dest? ("here" | "there" | "somewhere" | "away") -- there
        | ("move" | "take" | "bring" | "return") refs -- whereTo
        | ("pick" | "get" | "take" | "lift") -- what
        | ("rotate" | "turn") (theArm | refs)? -- howFar
        | "under" base -- under
        | ("rotate" | "turn" | "move" | "set" | "go" | "put") (theArm)? ("the" "angleword")? "to" "the"? angleish -- toAngle
        | "set" "the"? "angleword" ("of" theArm)? ("to" | "at" | "=") angleish -- setAngle
        | jointVerb jointRefs turnSense? "by"? angleish? turnSense? -- jointSense
        | ("raise" | "lower" | "lift" | "go" | "move") (theArm)? "to" ("a" | "the")? ("height" | "level")? "of"? (length | number) -- toHeight
        | ("put" | "move" | "take") refs "under" base -- putUnder
        | moveVerb (theArm | refs)? (slant+ "by"? amount slant* | "by"? amount slant+ | slant+) -- slanted
  slant = "diagonally" | link? dir
${NOUNS}
`;

/** Every word that some rule reads. */
export const GRAMMAR_WORDS: ReadonlySet<string> = new Set(
  [...SOURCE.matchAll(/"([^"]*)"/g)]
    .map((match) => match[1] ?? "")
    .filter((text) => !text.endsWith("~"))
    .flatMap((text) => text.split(" "))
    .filter((word) => /^[a-z_<>]+$/.test(word)),
);

let compiled: Parser | null = null;

/** Built at first use, so that reading a cell or printing help does not pay for it. */
export function orders(): Parser {
  compiled ??= parserOf(SOURCE);
  return compiled;
}
