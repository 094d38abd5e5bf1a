// What is behind the # of the link: version, room and secret. No server is sent it.

import { fromBase64 } from "./bytes.js";

export const VERSION = 1;

// Throws the key of the text that tells what is wrong.
export function invitationOf(fragment) {
  const found = /^#?(\d{1,3})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(fragment);
  if (!found) throw new Problem("incomplete");
  if (Number(found[1]) !== VERSION) throw new Problem("version");
  return { room: found[2], secret: fromBase64(found[3]) };
}

// `key`: of the text in texts.json. `over`: whether trying again is of no use.
export class Problem extends Error {
  constructor(key, over = true) {
    super(key);
    this.key = key;
    this.over = over;
  }
}
