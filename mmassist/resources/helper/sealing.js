// The helper's side of mmassist/support/sealing.py, by WebCrypto: both say hello, HKDF makes a key for each direction, AES-GCM seals.

import { joined, random, sha256, utf8 } from "./bytes.js";
import { Problem, VERSION } from "./invitation.js";

const HELLO = 0;
const SEALED = 1;
const UNOPENED = 2;
const OWNER = 1;
const HELPER = 2;
const HEAD = 11; // version, kind, side, and 8 of sequence
const CONTEXT = "mmassist support";

const SHARE = 19; // where a hello's share begins, behind version, kind, side and 16 of nonce

export const isHello = (frame) =>
  (frame.length === SHARE || frame.length === SHARE + 33) && frame[0] === VERSION && frame[1] === HELLO && frame[2] === OWNER;
export const isUnopened = (frame) => frame.length === 3 && frame[1] === UNOPENED && frame[2] === OWNER;

// One side's part of agreeing on keys, good for one session: `hello` is to be sent, `channel` takes the owner's.
export async function greetingFor(invitation) {
  const pake = invitation.isCode ? await (await import("./pake.js")).pakeOf(invitation) : null;
  const hello = joined(Uint8Array.of(VERSION, HELLO, HELPER), random(16), pake?.share ?? new Uint8Array(0));
  return {
    hello,
    async channel(theirs) {
      if (theirs.length !== hello.length) throw new Problem("damaged");
      const secret = pake ? await pake.key(theirs.subarray(SHARE)) : invitation.secret;
      return channelOf(invitation.room, secret, hello, theirs);
    },
  };
}

async function channelOf(room, secret, ours, theirs) {
  const salt = await sha256(joined(theirs, ours));
  const secretKey = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derived = (side, use) =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt, info: utf8(`${CONTEXT}/${VERSION}/${side}/${room}`) },
      secretKey,
      { name: "AES-GCM", length: 256 },
      false,
      [use],
    );
  return new Channel(room, await derived("helper", "encrypt"), await derived("owner", "decrypt"));
}

class Channel {
  constructor(room, sealKey, openKey) {
    this.room = utf8(room);
    this.sealKey = sealKey;
    this.openKey = openKey;
    this.sealed = 0n;
    this.opened = 0n;
  }

  async seal(message) {
    const head = headOf(HELPER, this.sealed);
    const parameters = this.parameters(head, this.sealed);
    this.sealed += 1n;
    const sealed = await crypto.subtle.encrypt(parameters, this.sealKey, utf8(JSON.stringify(message)));
    return joined(head, new Uint8Array(sealed));
  }

  // Only the very next frame of the owner opens. Frames are given one after the other.
  async open(frame) {
    const head = headOf(OWNER, this.opened);
    if (frame.length < HEAD + 16 || head.some((byte, at) => byte !== frame[at])) throw new Problem("damaged");
    try {
      const opened = await crypto.subtle.decrypt(this.parameters(head, this.opened), this.openKey, frame.subarray(HEAD));
      this.opened += 1n;
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(opened));
    } catch {
      throw new Problem("damaged");
    }
  }

  parameters(head, sequence) {
    return { name: "AES-GCM", iv: joined(new Uint8Array(4), bigEndian(sequence)), additionalData: joined(utf8(CONTEXT), head, this.room) };
  }
}

const headOf = (side, sequence) => joined(Uint8Array.of(VERSION, SEALED, side), bigEndian(sequence));

function bigEndian(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, number);
  return bytes;
}
