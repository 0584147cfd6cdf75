// Lets a worker thread run the TypeScript sources: tsx does not register in workers by any inherited flag.
import { register } from "tsx/esm/api";

register();
