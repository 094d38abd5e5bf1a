// What the helper sees, hears and presses while connected.

import { Advice } from "./advice.js";
import { Control } from "./control.js";
import { Picture } from "./picture.js";
import { Quality } from "./quality.js";
import { Session } from "./session.js";
import { Voice } from "./voice.js";
import { own, put, translated } from "./words.js";

const at = (id) => document.getElementById(id);

const RIGHTS = ["view", "hear", "talk", "chat", "point", "control", "advise", "history"];
const MOST_NOTES = 200;
const TOLD = 5000; // ms between two messages of how the picture arrives
const ASKED_AGAIN = 10_000; // ms, as the app takes it

export class Room {
  // `tell`: opened(), trouble(key), over(key)
  constructor(connection, tell) {
    this.tell = tell;
    this.connection = connection;
    this.granted = new Map(); // right -> when it ends
    this.askedAt = new Map(); // right -> when it was asked for
    this.now = { sharing: "stopped", title: "", passwords: 0, windows: 0, checking: false };
    this.session = new Session(connection, {
      opened: () => this.opened(),
      track: (track) => this.take(track),
      message: (message) => this[message.kind](message),
      trouble: (key) => tell.trouble(key),
      over: (key) => this.ended(key),
    });
  }

  get open() {
    return this.session.open;
  }

  begin() {
    this.session.begin();
  }

  may(right) {
    return this.granted.has(right);
  }

  opened() {
    this.listening = new AbortController();
    this.picture = new Picture(at("picture"), at("sheet"), at("video"), at("cross"), (x, y, event) => this.pointed(x, y, event), this.listening.signal);
    this.control = new Control(this.picture, (message) => this.session.send(message), () => this.handsOff());
    this.voice = new Voice(at("voice"), () => this.voiceSender(), () => this.pressed("microphone", this.voice.on));
    this.quality = new Quality(this.connection, (found) => this.arrives(found));
    this.suggestions = new Advice((message) => this.session.send(message), (key, values) => this.note(key, values), this.listening.signal);
    this.counting = setInterval(() => this.count(), 1000);
    this.buttons();
    at("log").replaceChildren();
    at("session").hidden = false;
    document.body.classList.add("wide");
    this.write();
    at("session-title").focus();
    this.tell.opened();
  }

  ended(key) {
    this.end();
    this.tell.over(key);
  }

  end() {
    this.session.end("");
    this.listening?.abort();
    clearInterval(this.counting);
    this.quality?.end();
    this.control?.end();
    this.voice?.close();
    this.voice?.hear(null);
    this.picture?.show(null);
    at("session").hidden = true;
    document.body.classList.remove("wide");
  }

  buttons() {
    const on = (id, name, take) => at(id).addEventListener(name, take, { signal: this.listening.signal });
    on("nearer", "click", () => this.picture.zoom(1.25));
    on("farther", "click", () => this.picture.zoom(0.8));
    on("whole", "click", () => this.picture.whole());
    on("microphone", "click", () => (this.voice.on ? this.voice.close() : this.talk()));
    on("hold", "pointerdown", () => this.talk());
    for (const name of ["pointerup", "pointercancel", "blur"]) on("hold", name, () => this.voice.close());
    on("hold", "keydown", (event) => [" ", "Enter"].includes(event.key) && !event.repeat && this.talk());
    on("hold", "keyup", (event) => [" ", "Enter"].includes(event.key) && this.voice.close());
    on("sound", "click", () => this.listen());
    // pressing it takes the focus away from the picture, which ends control before the click comes
    on("hands", "pointerdown", () => {
      this.hadHands = this.control.on;
    });
    on("hands", "click", () => {
      if (this.hadHands) this.control.end();
      else this.handsOn();
      this.hadHands = false;
    });
    on("leave", "click", () => this.session.leave());
    on("rights", "click", ({ target }) => target.dataset.right && this.ask(target));
    on("chat", "submit", (event) => this.written(event, at("message"), (text) => this.say(text)));
    on("typing", "submit", (event) => this.written(event, at("text"), (text) => this.control.write(text)));
    addEventListener("pagehide", () => this.session.end(""), { signal: this.listening.signal }); // whoever reloads the page comes again
  }

  pressed(id, on) {
    at(id).setAttribute("aria-pressed", String(on));
  }

  // One line more of what happened, for eyes and ears.
  note(key, values) {
    const line = document.createElement("p");
    line.textContent = translated(key, values);
    at("log").append(line);
    while (at("log").childElementCount > MOST_NOTES) at("log").firstElementChild.remove();
    at("log").scrollTop = at("log").scrollHeight;
  }

  // From the user

  rights({ granted, may_ask }) {
    const before = this.granted;
    this.granted = new Map(granted.map(({ right, seconds }) => [right, performance.now() + seconds * 1000]));
    this.askable = new Set(may_ask);
    for (const right of RIGHTS) {
      if (this.may(right) !== before.has(right)) this.note(this.may(right) ? "now-may" : "no-more", { right: own(`right-${right}`) });
    }
    this.write();
  }

  shown(message) {
    const before = this.now;
    this.now = message;
    if (before.sharing !== message.sharing || before.title !== message.title) this.note(`sharing-${message.sharing}`, message);
    if (before.passwords !== message.passwords && message.passwords) this.note("passwords", { count: message.passwords });
    if (before.windows !== message.windows && message.windows) this.note("windows", { count: message.windows });
    this.write();
  }

  spoken({ text }) {
    this.note("they-hear", { text });
  }

  chat({ text }) {
    this.note("they-wrote", { text });
  }

  advice(message) {
    if (this.may("advise")) this.suggestions.take(message);
  }

  refused({ why, right }) {
    this.note(`refused-${why}`, { right: right ? own(`right-${right}`) : "" });
  }

  take(track) {
    if (track.kind === "video") this.video = track;
    else this.theirVoice = track;
    if (this.picture) this.write();
  }

  // To the user

  pointed(x, y, event) {
    if (event.ctrlKey && event.type === "keydown") this.click(x, y, event.shiftKey ? 2 : 1);
    else if (this.allowed("point")) this.session.send({ kind: "point", x, y });
  }

  click(x, y, times) {
    if (this.allowed("control")) this.session.send({ kind: "click", x, y, button: "left", times });
  }

  // Whether something is allowed; says so where it is not.
  allowed(right) {
    if (!this.may(right)) this.note("refused-no-right", { right: own(`right-${right}`) });
    return this.may(right);
  }

  ask(button) {
    const { right } = button.dataset;
    if (button.getAttribute("aria-disabled")) return;
    this.session.send({ kind: "ask", right });
    this.note("asked", { right: own(`right-${right}`) });
    this.askedAt.set(right, performance.now());
    this.rest(button);
  }

  // It is no use to ask for the same again at once.
  rest(button) {
    const left = (this.askedAt.get(button.dataset.right) ?? -ASKED_AGAIN) + ASKED_AGAIN - performance.now();
    if (left <= 0) return;
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), left);
  }

  written(event, field, take) {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    take(text);
    field.value = "";
  }

  say(text) {
    if (!this.allowed("chat")) return;
    this.session.send({ kind: "chat", text });
    this.note("you-wrote", { text });
  }

  async talk() {
    if (!this.allowed("talk")) return;
    try {
      await this.voice.open();
      put(at("sound-problem"), "");
    } catch (error) {
      put(at("sound-problem"), error.message);
    }
  }

  voiceSender() {
    return this.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === "audio")?.sender ?? null;
  }

  async listen() {
    const audio = at("voice");
    if (!audio.paused && !audio.muted) audio.muted = true;
    else {
      audio.muted = false;
      await this.play(this.heard);
    }
    this.pressed("sound", !audio.muted && !audio.paused);
  }

  async play(track) {
    try {
      await this.voice.hear(track);
      put(at("sound-problem"), "");
    } catch {
      put(at("sound-problem"), "sound-blocked");
    }
    this.pressed("sound", Boolean(track) && !at("voice").muted && !at("voice").paused);
  }

  handsOn() {
    if (!this.allowed("control")) return;
    this.control.begin();
    this.pressed("hands", true);
    this.note("hands-on");
  }

  handsOff() {
    this.pressed("hands", false);
    this.note("hands-off");
  }

  // What is shown

  arrives({ poor, ...found }) {
    const now = performance.now();
    if (now - (this.toldAt ?? -Infinity) > TOLD) {
      this.toldAt = now;
      this.session.send({ kind: "quality", ...found });
    }
    put(at("quality"), poor ? "quality-poor" : "quality-good", { fps: Math.round(found.fps), rtt: Math.round(found.rtt), lost: Math.round(found.lost * 100) });
    const stays = poor === this.poorLast;
    this.poorLast = poor;
    if (!stays || poor === (this.poor ?? false)) return; // one bad look is not told
    this.poor = poor;
    this.note(poor ? "got-poor" : "got-good");
  }

  // Rights end here when their time is over, whether or not that is told.
  count() {
    const now = performance.now();
    const over = [...this.granted].filter(([, until]) => until <= now).map(([right]) => right);
    for (const right of over) {
      this.granted.delete(right);
      this.note("no-more", { right: own(`right-${right}`) });
    }
    if (over.length) this.write();
    else this.times();
  }

  times() {
    for (const place of at("rights").querySelectorAll("[data-left]")) {
      const seconds = Math.max(0, Math.round((this.granted.get(place.dataset.left) - performance.now()) / 1000));
      put(place, seconds > 600 ? "minutes-left" : "seconds-left", { minutes: Math.round(seconds / 60), seconds });
    }
  }

  write() {
    const live = this.now.sharing === "live" && this.may("view");
    if (this.showing !== (live ? this.video : null)) {
      this.showing = live ? (this.video ?? null) : null;
      this.picture.show(this.showing);
    }
    at("picture").hidden = at("zoom").hidden = !live;
    put(at("sharing"), !this.may("view") ? "not-seen" : `sharing-${this.now.sharing}`, this.now);
    const covered = [this.now.passwords && "passwords", this.now.windows && "windows"].filter(Boolean);
    put(at("covered"), covered.length === 2 ? "both-covered" : (covered[0] ?? ""), { count: this.now.passwords || this.now.windows, ...this.now });
    put(at("checking"), live && this.now.checking ? "checking" : "");
    at("typing").hidden = at("hands").hidden = !(live && this.may("control"));
    if (!(live && this.may("control"))) this.control.end();
    if (!this.may("talk")) this.voice.close();
    at("microphone").hidden = at("hold").hidden = !this.may("talk");
    at("sound").hidden = !this.may("hear");
    const heard = this.may("hear") ? (this.theirVoice ?? null) : null;
    if (this.heard !== heard) {
      this.heard = heard;
      this.play(heard);
    }
    at("chat").hidden = !this.may("chat");
    if (!this.may("advise")) this.suggestions.none();
    this.list();
  }

  list() {
    const focused = document.activeElement?.dataset.right;
    at("rights").replaceChildren(
      ...RIGHTS.filter((right) => this.may(right) || this.askable?.has(right)).map((right) => {
        const row = document.createElement("li");
        const name = document.createElement("span");
        put(name, `right-${right}`);
        row.append(name, this.may(right) ? ": " : " ");
        if (this.may(right)) {
          const left = document.createElement("span");
          left.dataset.left = right;
          row.append(left);
        } else {
          const button = document.createElement("button");
          button.type = "button";
          button.dataset.right = right;
          put(button, "ask", { right: own(`right-${right}`) });
          this.rest(button);
          row.append(button);
        }
        return row;
      }),
    );
    this.times();
    if (focused) (at("rights").querySelector(`[data-right="${focused}"]`) ?? at("rights")).focus();
  }
}
