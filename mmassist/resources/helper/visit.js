// One visit: hello, knock, the owner's offer, our answer, their verdict, candidates. See mmassist/support/visit.py.

import { fromHex, random, toHex } from "./bytes.js";
import { commitmentTo, fingerprintOf, wordsOf } from "./check_words.js";
import { Problem } from "./invitation.js";
import { greetingFor, isHello, isUnopened } from "./sealing.js";

export class Visit {
  // `send`: takes a frame. `tell`: knocked(), connection(RTCPeerConnection) before anything comes through it, words([one, other]),
  // verdict(admitted), problem(Problem)
  constructor(invitation, lists, name, send, tell) {
    Object.assign(this, { invitation, lists, name, send, tell });
    this.nonce = random(16);
    this.turn = Promise.resolve();
    this.sending = Promise.resolve();
  }

  begin() {
    this.turn = this.turn.then(async () => {
      this.greeting = await greetingFor(this.invitation);
      if (!this.ended) this.send(this.greeting.hello);
    });
  }

  // Frames are opened in the order in which they come.
  take(frame) {
    this.turn = this.turn.then(() => this.opened(frame)).catch((error) => this.failed(error));
  }

  end() {
    this.ended = true;
    this.connection?.close();
  }

  failed(error) {
    if (this.ended) return;
    this.end();
    this.tell.problem(error instanceof Problem ? error : new Problem("damaged"));
  }

  async opened(frame) {
    if (this.ended) return;
    if (isUnopened(frame)) throw this.invitation.isCode ? new Problem("wrong-code", false) : new Problem("unopened");
    if (!this.channel) {
      if (!isHello(frame)) return; // sealed for a visit before this one, and still on its way
      this.channel = await this.greeting.channel(frame);
      await this.knock();
      return;
    }
    const message = await this.channel.open(frame);
    if (message.kind === "offer" && !this.connection) await this.answer(message);
    else if (message.kind === "verdict" && !this.decided && (this.local || message.admitted === false)) await this.decide(message.admitted === true);
    else if (message.kind === "candidate" && this.admitted) await this.connection.addIceCandidate({ candidate: message.candidate, sdpMid: message.mid || "0" });
    else throw new Problem("damaged");
  }

  // Sealed in the order in which they are said.
  say(message) {
    this.sending = this.sending.then(async () => {
      const frame = await this.channel.seal(message);
      if (!this.ended) this.send(frame);
    });
    return this.sending;
  }

  // Binds this browser to its certificate before it knows the owner's.
  async knock() {
    this.certificate = await RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
    const trial = new RTCPeerConnection({ certificates: [this.certificate] });
    trial.createDataChannel("trial");
    this.fingerprint = fingerprintOf((await trial.createOffer()).sdp);
    trial.close();
    const commit = toHex(await commitmentTo(this.fingerprint, this.nonce));
    await this.say({ kind: "knock", name: this.name, commit });
    this.tell.knocked();
  }

  async answer(offer) {
    const owner = fingerprintOf(offer.sdp);
    this.connection = new RTCPeerConnection({ certificates: [this.certificate], iceServers: offer.ice });
    this.tell.connection(this.connection);
    await this.connection.setRemoteDescription({ type: "offer", sdp: offer.sdp });
    // so that a voice can be sent later without agreeing on everything anew
    for (const one of this.connection.getTransceivers()) if (one.receiver.track.kind === "audio") one.direction = "sendrecv";
    this.local = await this.connection.createAnswer(); // with no candidate: no address is told before the verdict
    await this.say({ kind: "answer", sdp: this.local.sdp, nonce: toHex(this.nonce) });
    this.tell.words(await wordsOf(this.lists, offer.language, owner, this.fingerprint, fromHex(offer.nonce), this.nonce), offer.language);
  }

  async decide(admitted) {
    this.decided = true;
    this.admitted = admitted;
    this.tell.verdict(admitted);
    if (!admitted) return;
    this.connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) this.say({ kind: "candidate", candidate: candidate.candidate, mid: candidate.sdpMid ?? "" });
    };
    await this.connection.setLocalDescription(this.local);
  }
}
