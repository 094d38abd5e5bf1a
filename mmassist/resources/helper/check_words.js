// The helper's side of mmassist/support/check_words.py.

import { fromHex, joined, sha256, utf8 } from "./bytes.js";
import { Problem } from "./invitation.js";

const CONTEXT = utf8("mmassist support check");

// The one certificate that a session description vouches for.
export function fingerprintOf(sdp) {
  const found = new Set(Array.from(sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm), ([, kind, digits]) => `${kind.toLowerCase()} ${digits.toUpperCase()}`));
  const [one] = found;
  if (found.size !== 1 || !/^sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(one)) throw new Problem("damaged");
  return fromHex(one.slice(8).replaceAll(":", ""));
}

export const commitmentTo = (fingerprint, nonce) => sha256(joined(CONTEXT, fingerprint, nonce));

export async function wordsOf(lists, language, owner, helper, ownersNonce, helpersNonce) {
  const digest = await sha256(joined(CONTEXT, owner, helper, ownersNonce, helpersNonce));
  const list = lists[language] ?? lists.en;
  return [list[digest[0]], list[digest[1]]];
}
