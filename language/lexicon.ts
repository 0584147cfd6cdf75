// The lexicon: what people call things, folded to the few words that the grammar reads. The longest
// phrase wins. A phrase stands here only when it means the same in every sentence.

import { openInflections } from "./inflect.ts";

const TABLE = `
go: go | travel | proceed | venture
move: move | shift | translate | reposition | relocate | scoot | edge | drift | sidestep | strafe | extend | stretch
jog: jog | drive | glide | steer | step
head: head
nudge: nudge | budge
raise: raise | elevate | hoist
ascend: ascend | rise | climb
descend: descend | sink | dip
advance: advance
retreat: retreat | retract | withdraw | pull back | back up | back off | back away
reverse: reverse
goahead: go ahead
pick: pick up | pick | grab | grasp | seize | snatch | take hold of | grab hold of | get hold of | pick out | scoop up | grip hold of | latch onto | pickup | grab onto
get: get | fetch | retrieve | collect
take: take
bring: bring | carry
put: put | place | lay | deposit | stick | transfer | transport | deliver | stow | stash | rest | insert | put down | set down | place down | lay down | drop off | load | pop | stack | pile | plop | pick and place | unload
open: open | unclamp | unclench | open up
close: close | shut | clamp | clench | close up | squeeze
release: release | let go of | let go | let loose | unhand
activate: activate | engage | turn on | switch on | power on | actuate
deactivate: deactivate | disengage | turn off | switch off | power off
rotate: rotate | spin | twist | swivel | pivot | revolve
turns: turns | rotations | revolutions
rotation: rotation | revolution
wait: wait | pause | sleep | delay | dwell | stand still | stay still | stay put | hang on | hold still | stay where you are | hold on | idle
swap: swap | exchange | switch | interchange | trade
increase: increase
decrease: decrease | reduce
bend: bend | flex | articulate | swing | adjust
gripper: gripper | grippers | tool head | gripper head | hand | claw | fingers | jaws | jaw | end effector | effector | tool | parallel gripper | robot hand | robot gripper | gripper fingers | gripper jaws | grabber | pincers | pincer
arm: arm | robot | robot arm | robotic arm | manipulator | tcp | tool point | tool tip | tool center point | yourself | robots arm | whole arm
home: home | the home position | home position | the start position | the starting position | the initial position | the home pose | your home position | your home pose | your start position | your starting position | your initial position | the ready position | the ready pose | ready pose | ready position | the start pose | the starting pose | the initial pose | the starting point | the home location | start position | starting position | initial position | home pose | starting pose | the start | its home position | its start position | its starting position | the home configuration | home configuration | the starting configuration | the home configuration | its initial position | its home pose | the original position | your original position | the home | your home | the home point | home base | the starting location | its home
left: left | leftward | leftwards | further left | farther left
toleft: to the left | to your left | towards the left | toward the left | to left | to the left hand side | to the left side | towards your left | toward your left | to its left | further to the left | over to the left | to the robots left | to the arms left | in the left direction | in the leftward direction | to left side | a left
right: right | rightward | rightwards | further right | farther right
toright: to the right | to your right | towards the right | toward the right | to right | to the right hand side | to the right side | towards your right | toward your right | to its right | further to the right | over to the right | to the robots right | to the arms right | in the right direction | in the rightward direction | to right side
up: up | upward | upwards | straight up | vertically up | directly up | vertically upward | vertically upwards | in the upward direction | further up | upwardly | straight upward | straight upwards | skyward
down: down | downward | downwards | straight down | vertically down | directly down | vertically downward | vertically downwards | in the downward direction | further down | straight downward | straight downwards
forward: forward | forwards | ahead | straight ahead | straight forward | straight forwards | directly ahead | directly forward | away from the base | away from your base | away from you | away from yourself | away from the robot base | in the forward direction | further forward | to the front | frontwards | straight on | away from its base
back: back | straight back
backward: backward | backwards | rearward | rearwards | towards the base | toward the base | towards your base | toward your base | towards you | towards yourself | toward yourself | toward you | towards the robot base | toward the robot base | in the backward direction | closer to the base | closer to your base | closer to you | to the back | to the rear | straight backward | straight backwards | back towards the base | back toward the base | towards its base | towards the robot | toward the robot
slightly: slightly | a bit | a little | a little bit | a tad | a touch | a smidge | a smidgen | a tiny bit | a wee bit | a hair | slightly more | a bit more | a little more | a tiny little bit | a small amount | ever so slightly | just a hair | a slight amount
cw: clockwise | cw | right handed clockwise
ccw: counter clockwise | counterclockwise | anti clockwise | anticlockwise | ccw | acw
to: to | over to
to home: to start | to the beginning
into: into | over into | over in | inside | inside of | within | in to | down into | down in | back into | back in | down inside | back inside
onto: onto | over onto | over on | on top of | on to | upon | atop | on top | down on | down onto | down on top of | back on | back onto | directly on top of | right on top of | right on
leftof: to the left of | left of | on the left of | on the left side of | to the left side of | at the left of | at the left side of | to the left hand side of | on the left hand side of | just left of | just to the left of | immediately to the left of | directly to the left of | immediately left of | directly left of | down to the left of | over to the left of
rightof: to the right of | right of | on the right of | on the right side of | to the right side of | at the right of | at the right side of | to the right hand side of | on the right hand side of | just right of | just to the right of | immediately to the right of | directly to the right of | immediately right of | directly right of | down to the right of | over to the right of
front: in front of | to the front of | just in front of | directly in front of | right in front of | immediately in front of | down in front of
behind: behind | in back of | just behind | directly behind | right behind | to the back of | immediately behind | at the back of | to the rear of
near: next to | beside | near | close to | adjacent to | alongside | near to | right next to | right beside | just beside | just next to | beside of | by the side of | in the vicinity of | nearby
nearest: nearest to | closest to | nearest | closest | most near to
farthest: farthest from | furthest from | farthest away from | furthest away from | farthest | furthest | farthest away | furthest away | most distant from | most distant
towards: towards | toward | closer to | nearer to | in the direction of
awayfrom: away from | further from | farther from | further away from
above: above | over | directly above | right above | just above | directly over | right over | to above | to over
onleft: on the left | on the left side | on the left hand side | at the left | on your left | on the far left | at the far left | to the far left | furthest to the left | farthest to the left | most to the left | on the leftmost side | on your left side | at the left side | at the far left side
onright: on the right | on the right side | on the right hand side | at the right | on your right | on the far right | at the far right | to the far right | furthest to the right | farthest to the right | most to the right | on your right side | at the right side
fromleft: from the left | from the left side | counting from the left | from left
fromright: from the right | from the right side | counting from the right | from right
leftmost: leftmost | left most | far left | furthest left | farthest left | leftest
rightmost: rightmost | right most | far right | furthest right | farthest right
biggest: biggest | largest | widest
smallest: smallest | littlest | tiniest
tallest: tallest | highest
shortest: shortest | lowest
heaviest: heaviest
lightest: lightest
inmiddle: in the middle | in the center | at the center
middle: middle | center | central
followedby: followed by
before: before | prior to
dothat: do that | do this | do it | repeat that | repeat this | repeat it | do all that | do all of that | do all this
dosame: do the same | do the same thing | do likewise
too: too | as well
onebyone: one by one | one at a time | one after another | one after the other | one after one
then: then | only then | after that | after this | after which | afterwards | afterward | next | finally | lastly | last of all | subsequently | thereafter | following that | following this | once that is done | once done | when done | when you are done | once you are done | when that is done | when finished | once finished | when you are finished | once you have done that | once it is done | when it is done | once you have it | once you have got it | once you have picked it up | once it is picked up | once you are holding it | once you hold it | once you have grabbed it | once it is held | secondly | thirdly | fourthly | in the end | later on | after doing that | after you have done that | having done that | at the end | when you have it | when you have done that | once you have that | and last | last but not least | once you are there | when you get there | once there | once that is finished | once you have finished | when you have finished | once it is there | once in place | once you get there
first: first | firstly | first of all | to begin with | to start with | start by | begin by | for starters | before anything else | before doing anything else
beforethat: before that | before doing that | before this | before you do that | before doing so
slowly: slowly | carefully | gently | cautiously | softly | slowly and carefully | gently and slowly | slowly and gently | gradually | with care | with caution | at a slow speed | at low speed | at slow speed | nice and slow | nice and slowly | delicately | very slowly | very carefully | very gently | really slowly | carefully and slowly | in slow motion | super slowly | really carefully | with great care | at a slow pace | at a low speed | really gently | quite slowly | extra slowly | ever so slowly | ever so gently
quickly: quickly | fast | rapidly | swiftly | as fast as you can | as fast as possible | as quickly as possible | as quickly as you can | speedily | very quickly | very fast | really fast | really quickly | promptly | in a hurry
rate: speed | pace | velocity | movement speed | speed scale | motion speed | your speed | moving speed | robot speed | arm speed | speed scaling
most: full | maximum | max | top | maximal
fully: fully | completely | all the way | wide | entirely | totally
everything: everything | every thing | all of it
thing: object | thing | item
things: objects | things | items | stuff
pointword: position | target position | target point | target pose | goal position | target coordinates | point | coordinates | coordinate | location | pose | spot | waypoint | coords | xyz | cartesian position | the position | the point
via: via | by way of | through | passing through | along | past
path: path | route | trajectory | waypoints | points | line | positions | these points | these waypoints
angleword: angle | yaw | theta | orientation | heading | rotation angle | yaw angle
facing: facing | oriented at | rotated to | rotated by | rotated at | turned to | oriented to | at theta | rotated
cm: cm | cms | centimeter | centimeters | centimetre | centimetres | cm's
mm: mm | mms | millimeter | millimeters | millimetre | millimetres
dm: dm | decimeter | decimeters | decimetre | decimetres
m: m | meter | meters | metre | metres
inch: inch | inches
ft: ft | foot | feet
deg: deg | degs | degree | degrees
rad: rad | rads | radian | radians
sec: s | sec | secs | seconds
ms: ms | millisecond | milliseconds | msec | msecs
minutes: min | mins | minute | minutes
%: % | percent | per cent | pct
half: half | halve
quarter: quarter
quarters: quarters
thirdpart: a third of
about: about | around | approximately | roughly | exactly | precisely | approx | a distance of
another: another | a further | an additional | an extra | a total of
more: more | further | extra | farther | additional
joint: joint | axis number | joint number | joint no
joints: joints | axes
except: except for | except | but not | apart from | other than | excluding | aside from | not including | with the exception of | besides | bar | save for
spare: leave | ignore | avoid | do not touch | do not pick up | do not pick | do not move | do not take | do not grab | do not disturb | without touching | without disturbing | without hitting | without bumping into | without bumping | without knocking over | without knocking | without colliding with | without moving | not touching | avoiding | do not bother with | forget about | leaving | while avoiding
alone: alone | where it is | in place | where they are | be | untouched | as it is | where it stands
anything: anything | anything else
as_well_as: as well as | along with | together with | plus
all: all | all of | each and every one of | each and every | every single | every single one of | every one of | each one of | each | each of | every | every last
both: both | both of
a: a | an | any | some | one of the | any of the | any one of the | one of
other: the other | another one of the | the remaining
that: that | which
them: them | these | those | all of them | both of them | each of them | the both of them | they all | they
it: it | this | this one | that one | the same one
you: you | your base | the base | the robot base | the base of the robot
table: table | tabletop | table top | desk | worktop | bench | work surface | surface | workbench | countertop | workspace | work table
container: container | receptacle
`;

const ARM_WORDS = ["arm", "robot", "robot arm", "gripper", "robotic arm", "tool", "hand"];

/** Frames in which an order is put; read as one mark. */
function frames(): string[] {
  const plain =
    "could you|can you|would you|will you|i want you to|i would like you to|i need you to|i would love you to|you should|you must|you need to|you have to|we should|we need to|let us|go ahead and|go and|be sure to|make sure to|make sure you|try to|proceed to|your task is to|your job is to|the task is to|the goal is to|would you be so kind as to|would you be able to|be so kind as to|be so good as to|do me a favor and|i would appreciate it if you could|i would appreciate it if you would|i would be grateful if you could|i am asking you to|i ask you to|can i ask you to|may i ask you to|could i ask you to|can i get you to|i order you to|i command you to|i want to have you|you are to|i would really like you to|time to|it is time to|do|we want you to|we need you to|we would like you to|if you could|if you would|see if you can|could you go ahead and|can you go ahead and|could you try to|can you try to|i would like for you to|your next task is to|could you be so kind as to|could you possibly|can you possibly|could you maybe|maybe you could|i wonder if you could|perhaps you could|i need you to go ahead and|be a dear and|use the gripper to|use your gripper to|use the arm to|use your arm to";
  const withArm =
    "the ARM should|the ARM must|the ARM needs to|the ARM has to|the ARM shall|have the ARM|make the ARM|let the ARM|get the ARM to|tell the ARM to|command the ARM to|instruct the ARM to|ask the ARM to|i want the ARM to|i would like the ARM to|i need the ARM to|cause the ARM to|order the ARM to";
  return [...plain.split("|"), ...ARM_WORDS.flatMap((arm) => withArm.replaceAll("ARM", arm).split("|"))];
}

/** Said for politeness or breath; no sentence changes its meaning without them. */
const FILLERS =
  "please|kindly|just|now|ok|okay|thanks|thank you|many thanks|thank you very much|thanks a lot|cheers|for me|hey robot|hey|hi|hello|hi robot|hello robot|hello there|hi there|alright|um|uh|er|hmm|erm|uhm|ah|oh|if you please|if you do not mind|if you would be so kind|right away|immediately|at once|straight away|asap|as soon as possible|without delay|also|simply|all right|roboos|hey roboos|pls|plz|dear robot|my friend|mate|buddy|dude|pretty please|hey arm|quick|my dear|sir|excuse me|very well|right now|if you like|there we go|alrighty|good robot|ta|thx|if you will|for us|for now|go on|come on|as follows|do the following|yes|yeah|yep|sure|great|perfect|good|nice|cool|one more thing|nothing else|and nothing else|do nothing else|that is all";

export const REQUEST = "<req>";
export const REQUEST_ING = "<reqing>";

const PHRASES: ReadonlyMap<string, string> = (() => {
  const map = new Map<string, string>();
  for (const line of TABLE.trim().split("\n")) {
    const cut = line.indexOf(": ");
    for (const phrase of line.slice(cut + 2).split(" | ")) {
      map.set(phrase, line.slice(0, cut));
      map.set(openInflections(phrase.split(" ")).join(" "), line.slice(0, cut));
    }
  }
  for (const frame of frames()) map.set(frame, REQUEST);
  for (const frame of ["would you mind", "do you mind", "how about"])
    map.set(frame, frame === "how about" ? "?how about" : REQUEST_ING);
  for (const filler of FILLERS.split("|")) map.set(filler, "");
  return map;
})();

const LONGEST = 9;

/** A token of the grammar and the words that it stands for. */
export interface Token {
  readonly token: string;
  readonly said: string;
}

/** Folds phrases to the lexicon's words, the longest first; fillers go. */
export function fold(words: readonly Token[]): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < words.length; ) {
    let taken = 0;
    for (let n = Math.min(LONGEST, words.length - i); n >= 1 && taken === 0; n--) {
      const some = words.slice(i, i + n);
      const canonical = PHRASES.get(some.map(({ token }) => token).join(" "));
      if (canonical === undefined) continue;
      taken = n;
      const said = some
        .map((word) => word.said)
        .join(" ")
        .trim();
      if (canonical !== "") out.push(...canonical.split(" ").map((token) => ({ token, said })));
    }
    if (taken === 0) {
      out.push(words[i] as Token);
      taken = 1;
    }
    i += taken;
  }
  return out;
}
