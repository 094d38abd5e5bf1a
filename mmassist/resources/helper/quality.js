// How the picture arrives, from what the browser counts.

const LOOK = 2000; // ms
const MUCH_LOST = 0.05;
const LONG = 500; // ms there and back

export class Quality {
  // `tell`: ({fps, lost, rtt, poor}), as data_channel.Quality has them.
  constructor(connection, tell) {
    Object.assign(this, { connection, tell });
    this.received = this.missed = 0;
    this.looking = setInterval(() => this.look(), LOOK);
  }

  end() {
    clearInterval(this.looking);
  }

  async look() {
    if (this.connection.connectionState !== "connected") return;
    let fps = 0;
    let rtt = 0;
    let received = 0;
    let missed = 0;
    for (const one of (await this.connection.getStats()).values()) {
      if (one.type === "inbound-rtp" && one.kind === "video") {
        fps = one.framesPerSecond ?? 0;
        received += one.packetsReceived ?? 0;
        missed += Math.max(0, one.packetsLost ?? 0);
      } else if (one.type === "candidate-pair" && one.nominated && one.state === "succeeded") {
        rtt = (one.currentRoundTripTime ?? 0) * 1000;
      }
    }
    const [came, went] = [received - this.received, missed - this.missed];
    [this.received, this.missed] = [received, missed];
    const lost = went > 0 ? Math.min(1, went / (came + went)) : 0;
    this.tell({ fps: Math.min(240, fps), lost, rtt: Math.min(60_000, rtt), poor: lost > MUCH_LOST || rtt > LONG });
  }
}
