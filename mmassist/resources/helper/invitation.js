// An invitation: what is behind the # of a link, which no server is sent, or a code that was read over the phone.

import { fromBase64, utf8 } from "./bytes.js";

export const VERSION = 1;

// Throws the key of the text that tells what is wrong.
export function invitationOf(fragment) {
  const found = /^#?(\d{1,3})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/.exec(fragment);
  if (!found) throw new Problem("incomplete");
  if (Number(found[1]) !== VERSION) throw new Problem("version");
  return { room: found[2], secret: fromBase64(found[3]), isCode: false };
}

// Throws as above. Of twelve digits the first six name the room.
export function invitationOfCode(code) {
  const digits = code.replace(/[\s-]/g, "");
  if (!/^[0-9]{12}$/.test(digits)) throw new Problem("no-code", false);
  return { room: digits.slice(0, 6), secret: utf8(digits.slice(6)), isCode: true };
}

// `key`: of the text in texts.json. `over`: whether trying again is of no use.
export class Problem extends Error {
  constructor(key, over = true) {
    super(key);
    this.key = key;
    this.over = over;
  }
}
