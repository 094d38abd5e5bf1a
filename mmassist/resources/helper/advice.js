// What the assistant would tell them next: seen, sent, changed or dropped by the helper. See mmassist/support/data_channel.py.

import { put } from "./words.js";

const at = (id) => document.getElementById(id);

export class Advice {
  // `send`: takes a message. `note`: writes a line of what happens. `signal`: ends it.
  constructor(send, note, signal) {
    Object.assign(this, { send, note });
    const on = (id, name, take) => at(id).addEventListener(name, take, { signal });
    on("advising", "submit", (event) => {
      event.preventDefault();
      this.decide("send");
    });
    on("drop", "click", () => this.decide("drop"));
    on("again", "click", () => this.decide("again"));
    this.none();
  }

  none() {
    this.now = { state: "none" };
    this.write();
  }

  take({ state, number = 0, text = "", problem = "", news = "" }) {
    const before = this.now;
    this.now = { state, number, text, problem };
    if (news && news !== before.news) this.note("advice-news", { text: news });
    this.now.news = news;
    const isNew = before.state !== state || before.number !== number;
    if (isNew && state === "open") {
      at("suggestion").value = text; // what the helper has begun to change stays while it is the same suggestion
      this.note("advice-new", { text });
    } else if (isNew && state !== "none") this.note(`advice-${state}`, { text });
    this.write();
  }

  decide(act) {
    const { state, number, text } = this.now;
    const changed = at("suggestion").value.replace(/\s+/g, " ").trim();
    if (act !== "again" && state !== "open") return;
    if (act === "send" && !changed) at("suggestion").focus();
    else this.send({ kind: "advise", act, number, ...(act === "send" && changed !== text && { text: changed }) });
  }

  write() {
    const { state, text, problem } = this.now;
    const had = at("advice").contains(document.activeElement);
    at("advice").hidden = state === "none";
    at("suggesting").hidden = state !== "open";
    at("advising").hidden = !["open", "dropped"].includes(state);
    put(at("advice-state"), state === "none" ? "" : `advice-${state}`, { text });
    put(at("advice-problem"), problem ? "advice-problem" : "", { text: problem });
    if (had && !document.activeElement.offsetParent) (state === "none" ? at("log") : at("advice-title")).focus(); // what was pressed has gone
  }
}
