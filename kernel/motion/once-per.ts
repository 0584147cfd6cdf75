// What is made once for each thing that never changes (an arm, a body, a move), and kept for as long as the thing is.

/** `make`, run once for each key. */
export function oncePer<K extends object, V extends object | null>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let made = known.get(key);
    if (made === undefined) {
      made = make(key);
      known.set(key, made);
    }
    return made;
  };
}
