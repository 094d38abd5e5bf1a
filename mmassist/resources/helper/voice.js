// The helper's microphone and the user's voice.

export class Voice {
  // `sender`: gives the RTCRtpSender of the voice, or null. `changed`: called when the microphone is on or off.
  constructor(audio, sender, changed) {
    Object.assign(this, { audio, sender, changed });
    this.wanted = false;
  }

  get on() {
    return Boolean(this.track);
  }

  hear(track) {
    this.audio.srcObject = track && new MediaStream([track]);
    return track ? this.play() : undefined;
  }

  // Throws where the browser wants a press of a key first.
  async play() {
    await this.audio.play();
  }

  // Throws the key of the text that tells what is wrong.
  async open() {
    this.wanted = true;
    if (this.track) return;
    if (!navigator.mediaDevices) throw new Error("mic-insecure");
    const sender = this.sender();
    if (!sender) throw new Error("mic-none");
    let track;
    try {
      const media = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
      [track] = media.getAudioTracks();
    } catch (error) {
      throw new Error(error.name === "NotAllowedError" ? "mic-denied" : "mic-none");
    }
    if (!this.wanted) {
      track.stop(); // it was let go before the browser had asked
      return;
    }
    this.track = track;
    track.onended = () => this.close();
    await sender.replaceTrack(track);
    this.changed();
  }

  close() {
    this.wanted = false;
    if (!this.track) return;
    this.track.stop();
    this.track = null;
    this.sender()?.replaceTrack(null).catch(() => {}); // the connection may be closed already
    this.changed();
  }
}
