// The part of the grammar that reads descriptions of objects, positions, numbers and quantities. See grammar.ts.

export const NOUNS = `
  refs = list<ref>
  oneRefs = list<single>
  bareRefs = list<base>
  list<one> = many<one> exception<one>?
  exception<one> = ","? exceptWord many<one> ("," &("in" | "into" | "on" | "onto" | "to"))?
  exceptWord = "except" | "but"
  many<one> = some<one> ((", and" | "," | "and" | "as_well_as") some<one>)*
  some<one> = colours | one
  colours = "all"? "both"? "the"? colour (","? "and"? "the"? colour)+ head
  ref = pronoun | "the" superlative adj* head ("to" | "from") base -- ranked
      | described locator+ -- located
      | described
  single = pronoun | described locator -- located
         | described
  base = pronoun | described
  pronoun = "it" -- it
          | "them" -- them
          | "you" -- you
  described = "only"? quant? det? "only"? tally? adj* head -- noun
            | "only"? quant? det? "only"? rank? paint -- paint
            | "everything" -- everything
            | "all" &exceptWord -- rest
  quant = "all" | "both"
  det = "the" | "a" | "other" | "my" | "your" | "that"
  tally = "#~" digit+ " " "of the"?
  adj = colour | rank | ordinal | strange
  strange = unknown &(unknown | colour | head | rank)
  paint = colour
  superlative = "nearest" | "farthest"
  rank = "leftmost" | "rightmost" | "left" | "right" | "nearest" | "farthest" | "biggest" | "smallest" | "tallest" | "shortest" | "heaviest" | "lightest" | "middle"
  head = "ks_~" name -- kinds
       | "k_~" name -- kind
       | "i_~" name -- id
       | "thing" -- thing
       | "things" -- things
       | "container" -- container
       | "one" -- one
       | "ones" -- ones
       | "table" -- table
       | unknown -- unknown
  colour = "c_~" name
  unknown = "u_~" name
  name = (~" " any)+ " "
  locator = ","? "that" ("is" | "are")? colour -- painted
          | ","? "that" ("is" | "are") "not" ("a" | "the")? (adj* head | paint) -- other
          | relative? where -- placed
  relative = ","? "that" ("is" | "are")? -- that
           | ("standing" | "sitting" | "lying" | "located" | "placed" | "resting") -- standing
  where = ("near" | "nearest") base -- near
        | "farthest" base -- far
        | rank -- rank
        | ("onleft" | "toleft") -- left
        | ("onright" | "toright") -- right
        | "inmiddle" -- middle
        | "fromleft" -- fromLeft
        | "fromright" -- fromRight
        | side base -- side
        | ("in" | "into") base -- in
        | ("on" | "onto") base -- on
        | "between" base "and" base -- between
        | "between" base -- amid

  pose = poseLead ("angleword" | "facing") poseIs ("a" "angleword" "of")? angleish
       | poseLead poseIs ("a" "angleword" "of") angleish
       | poseLead poseIs &number angle "angleword"?
  poseLead = ("and" | "with" | "at" | "," | "in" | "rotate" &(grip? "to") | "turn" &(grip? "to"))* ("the" | "a" | "an")? (grip)?
  poseIs = ("of" | "=" | ":" | "to" | "at" | "set")*
  coords = "(" triple ")" lunit? -- round
         | triple -- bare
         | "("? named (","? "and"? named)+ ")"? -- named
  triple = coord comma coord comma coord lunit?
  comma = ","? "and"? 
  coord = number lunit?
  named = "angleword" isWord? angleish -- angle
        | axis isWord? number lunit? -- axis
  isWord = "=" | ":" | "is" | "of" | "at" | "to"
  axis = "x" | "y" | "z"

  even = "diagonally"? dirs "diagonally"? ("by" | "for")? amount each -- tail
       | ("by" | "for")? amount (each | "both") "diagonally"? dirs -- lead
       | ("by" | "for")? amount "diagonally"? dirs each -- around
  dirs = dir (link dir)+
  each = "in"? "all" "direction"?
  amount = "about"? "another"? "more"? "by"? length "more"? -- length
         | "slightly" "more"? -- slight
         | "about"? "another"? angle -- wrongAngle
         | "about"? number "%" -- wrongPercent
         | "about"? number ~"times" -- unitless
  dir = ("left" | "toleft") -- left
      | ("right" | "toright") -- right
      | ("up" | "higher") -- up
      | ("down" | "lower") -- down
      | "forward" -- forward
      | ("back" | "backward") -- back
      | ("in" | "along" | "via" | "on")? ("the")? signWord? axisName ("direction" | "axis" | "joint")? -- axis
      | "towards" base -- towards
      | "awayfrom" base -- away
  deltaName = "dx" | "dy" | "dz"
  signWord = "positive" | "negative" | "+" | "plus" | "minus"
  axisName = "x" | "y" | "z"

  unit = lunit | aunit | secUnit | "times" | "%"
  lunit = "cm" | "mm" | "m" | "dm" | "inch" | "ft" | inWord
  inWord = "in" &("left" | "right" | "up" | "down" | "forward" | "back" | "backward" | "toleft" | "toright" | "," | "." | "and" | "then" | end)
  aunit = "deg" | "rad"
  secUnit = "sec" | "second" | "ms" | "minutes"
  more = "more"
  number = sign? (mixed | plain)
  sign = "minus" | "negative" | "plus" | "+"
  mixed = plain "and" ("a" "half") -- half
        | plain "and" ("a" "quarter") -- quarter
        | plain "and" ("#~" "3 ~" "quarters") -- threeQuarters
  plain = "#~" "-~"? digit+ (".~" digit+)? " " -- digits
        | "one" -- one
  frac = ("a" | "an" | "one")? "half" ("of" ("a" | "the"))? ("a" | "an")? -- half
       | ("a" | "one")? "quarter" ("of" ("a" | "the"))? ("a" | "an")? -- quarter
       | "#~" "3 ~" ("quarters" | "quarter") ("of" ("a" | "the"))? -- threeQuarters
       | "thirdpart" -- third
  length = number lunit -- number
         | frac lunit -- frac
         | ("a" | "an") lunit "and" "a" "half" -- oneHalf
         | ("a" | "an") lunit -- one
         | "a" "couple" "of" lunit -- couple
  angle = number aunit -- number
        | number "of" "a" turnNoun -- part
        | number "most"? turnNoun -- turns
        | frac "most"? turnNoun -- frac
        | frac aunit -- fracUnit
        | ("a" | "one")? ("most" | "complete" | "whole" | "entire")? turnNoun -- one
        | "sign_~" -- none
  turnNoun = "turn" | "turns" | "rotation" | "circle"
  span = number secUnit -- number
       | frac secUnit -- frac
       | "a" secUnit "and" "a" "half" -- oneHalf
       | "a" secUnit -- one
       | "a" "couple" "of" secUnit -- couple
`;
