// The helper's side of SPAKE2 over Ed25519, as Python's spake2 speaks it: a key from six digits, of which nothing can be tried on a recording.

import { joined, random, sha256, utf8 } from "./bytes.js";
import { Problem } from "./invitation.js";
import { Point } from "./vendor/ed25519.js";

// Elements of which nobody knows the logarithm: spake2's arbitrary_element of "M" and "N".
const M = Point.fromHex("15cfd18e385952982b6a8f8c7854963b58e34388c8e6dae891db756481a02312");
const N = Point.fromHex("f04f2e7eb734b2a8f8b472eaf9c3c632576ac64aea650b496a8a20ff00e583c3");
const ORDER = Point.CURVE().n;
const SIDE_OWNER = 0x41; // A
const SIDE_HELPER = 0x42; // B

// `share` is to be sent; `key` takes the owner's.
export async function pakeOf({ room, secret }) {
  const password = await scalarOf(secret);
  const own = wide(random(48)) + 1n;
  const blinded = Point.BASE.multiply(own).add(N.multiply(password)).toBytes();
  const ids = await Promise.all([sha256(secret), sha256(utf8(`owner/${room}`)), sha256(utf8(`helper/${room}`))]);
  return {
    share: joined(Uint8Array.of(SIDE_HELPER), blinded),
    async key(theirs) {
      const element = elementOf(theirs);
      const shared = element.subtract(M.multiply(password)).multiply(own);
      return sha256(joined(...ids, theirs.subarray(1), blinded, shared.toBytes()));
    },
  };
}

function elementOf(share) {
  try {
    if (share.length !== 33 || share[0] !== SIDE_OWNER) throw new Problem("damaged");
    const element = Point.fromBytes(share.subarray(1));
    if (element.is0() || !element.isTorsionFree()) throw new Problem("damaged");
    return element;
  } catch {
    throw new Problem("damaged");
  }
}

async function scalarOf(secret) {
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8("SPAKE2 pw") };
  return wide(new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 48 * 8)));
}

// 384 bits, big endian, below the order but one: the bias is less than 2^-128.
function wide(bytes) {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n) % ORDER;
}
