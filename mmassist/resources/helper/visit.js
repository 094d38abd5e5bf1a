// One visit: hello, knock, the owner's offer, our answer, their verdict. See mmassist/support/visit.py.

import { fromHex, random, toHex } from "./bytes.js";
import { commitmentTo, fingerprintOf, wordsOf } from "./check_words.js";
import { Problem } from "./invitation.js";
import { greetingFor, isHello, isUnopened } from "./sealing.js";

export class Visit {
  // `send`: takes a frame. `tell`: knocked(), words([one, other]), verdict(admitted), problem(Problem)
  constructor(invitation, lists, name, send, tell) {
    Object.assign(this, { invitation, lists, name, send, tell });
    this.nonce = random(16);
    this.turn = Promise.resolve();
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
      if (!isHello(frame)) throw new Problem("damaged");
      this.channel = await this.greeting.channel(frame);
      await this.knock();
      return;
    }
    const message = await this.channel.open(frame);
    if (message.kind === "offer" && !this.connection) await this.answer(message);
    else if (message.kind === "verdict" && (this.connection || message.admitted === false)) this.tell.verdict(message.admitted === true);
    else if (message.kind !== "candidate") throw new Problem("damaged");
  }

  // Binds this browser to its certificate before it knows the owner's.
  async knock() {
    this.certificate = await RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
    const trial = new RTCPeerConnection({ certificates: [this.certificate] });
    trial.createDataChannel("trial");
    this.fingerprint = fingerprintOf((await trial.createOffer()).sdp);
    trial.close();
    const commit = toHex(await commitmentTo(this.fingerprint, this.nonce));
    this.send(await this.channel.seal({ kind: "knock", name: this.name, commit }));
    this.tell.knocked();
  }

  async answer(offer) {
    const owner = fingerprintOf(offer.sdp);
    this.connection = new RTCPeerConnection({ certificates: [this.certificate], iceServers: offer.ice });
    await this.connection.setRemoteDescription({ type: "offer", sdp: offer.sdp });
    const { sdp } = await this.connection.createAnswer(); // with no candidate: no address is told before the verdict
    this.send(await this.channel.seal({ kind: "answer", sdp, nonce: toHex(this.nonce) }));
    this.tell.words(await wordsOf(this.lists, offer.language, owner, this.fingerprint, fromHex(offer.nonce), this.nonce), offer.language);
  }
}
