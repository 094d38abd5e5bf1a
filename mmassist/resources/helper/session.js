// What the two say to each other once they are connected. See mmassist/support/data_channel.py.

import { hasten } from "./hasten.js";

const LABEL = "session";
const PROTOCOL = "mmassist.1";
const LONGEST = 4096; // bytes of a message
const UNANSWERED = 3000; // ms after which a relay that refuses us is said
const SLOW = 15_000; // ms after which it is said that there is no connection yet

const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isInteger(value) && value >= 0;
const RIGHTS = new Set(["view", "hear", "talk", "chat", "point", "control", "advise", "history"]);
const REFUSALS = new Set(["no", "no-right", "too-many", "not-understood"]);
const SHARING = new Set(["live", "locked", "stopped"]);
const ADVICE = new Set(["none", "thinking", "open", "sent", "dropped"]);

// What makes a message of the owner one; anything else is not shown.
const KINDS = {
  rights: ({ granted, may_ask }) =>
    Array.isArray(granted) && granted.every(({ right, seconds }) => RIGHTS.has(right) && isCount(seconds)) && Array.isArray(may_ask) && may_ask.every((right) => RIGHTS.has(right)),
  shown: ({ sharing, title, passwords, windows, checking }) =>
    SHARING.has(sharing) && isText(title) && isCount(passwords) && isCount(windows) && typeof checking === "boolean",
  spoken: ({ text }) => isText(text),
  chat: ({ text }) => isText(text),
  advice: ({ state, number = 0, text = "", problem = "", news = "" }) =>
    ADVICE.has(state) && isCount(number) && [text, problem, news].every(isText) && (["none", "thinking"].includes(state) || (number > 0 && text !== "")),
  refused: ({ why, right }) => REFUSALS.has(why) && (right === undefined || RIGHTS.has(right)),
  bye: () => true,
};

export class Session {
  // `tell`: opened(), track(MediaStreamTrack), message(object), trouble(key) while it is tried on, over(key) when it is not
  constructor(connection, tell) {
    Object.assign(this, { connection, tell });
    connection.ontrack = ({ track, receiver }) => {
      tell.track(track);
      if (track.kind === "video") hasten(receiver, (sooner) => tell.track(sooner ?? track));
    };
    connection.ondatachannel = ({ channel }) => this.use(channel);
    connection.onconnectionstatechange = () => this.changed();
    connection.onicecandidateerror = ({ errorCode }) => {
      if (errorCode >= 400 && errorCode < 500) this.refused = true; // a relay's, as STUN has them: 401 for credentials that are over
    };
  }

  // From the verdict on.
  begin() {
    this.waiting = [
      setTimeout(() => this.refused && this.tell.trouble("relay-refused"), UNANSWERED),
      setTimeout(() => this.tell.trouble("no-connection"), SLOW),
    ];
  }

  get open() {
    return this.channel?.readyState === "open" && !this.over;
  }

  send(message) {
    if (this.open) this.channel.send(JSON.stringify(message));
  }

  leave() {
    this.send({ kind: "bye" });
    this.end("left");
  }

  end(key) {
    if (this.over) return;
    this.over = true;
    this.waiting?.forEach(clearTimeout);
    this.connection.close();
    if (key) this.tell.over(key);
  }

  use(channel) {
    if (channel.label !== LABEL || this.channel) {
      channel.close();
      return;
    }
    if (channel.protocol !== PROTOCOL) {
      this.end("page-version");
      return;
    }
    this.channel = channel;
    channel.onopen = () => this.opened();
    channel.onmessage = ({ data }) => this.hear(data);
    channel.onclose = () => this.end("lost");
    if (channel.readyState === "open") this.opened();
  }

  opened() {
    if (this.wasOpened) return;
    this.wasOpened = true;
    this.waiting?.forEach(clearTimeout);
    this.tell.opened();
  }

  hear(data) {
    if (!isText(data) || data.length > LONGEST || this.over) return;
    let message;
    try {
      message = Object(JSON.parse(data));
    } catch {
      return;
    }
    if (!Object.hasOwn(KINDS, message.kind) || !KINDS[message.kind](message)) return;
    if (message.kind === "bye") this.end("ended");
    else this.tell.message(message);
  }

  changed() {
    const { connectionState } = this.connection;
    if (connectionState === "failed") this.end(this.wasOpened ? "lost" : "failed");
    else if (connectionState === "disconnected") this.tell.trouble("interrupted");
    else if (connectionState === "connected" && this.wasOpened) this.tell.trouble("");
  }
}
