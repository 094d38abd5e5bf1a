// The page: from the invitation to the verdict. What comes after it is room.js.

import { Broker } from "./broker.js";
import { invitationOf, invitationOfCode, Problem } from "./invitation.js";
import { Room } from "./room.js";
import { Visit } from "./visit.js";
import { LANGUAGES, load, loaded, put, speak } from "./words.js";

const at = (id) => document.getElementById(id);

function show(key) {
  put(at("problem"));
  put(at("status"), key);
}

function complain(problem) {
  put(at("status"));
  put(at("problem"), problem.key);
  at("check").hidden = true;
  at("knock").hidden = problem.over && at("code-field").hidden; // another code can always be entered
  if (!at("code-field").hidden) at("code").focus();
}

async function fetched(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Problem("refused");
  return answer.json();
}

// Each knock that nobody proves to have understood lets whoever answered try one code, be it the broker itself.
const UNPROVEN = 3;
const ENTERED = 5;

// Knocks at one room, again whenever one side was away.
class Knocking {
  constructor(invitation, lists, name) {
    Object.assign(this, { invitation, lists, name });
    this.there = false;
    this.unproven = 0;
    this.broker = new Broker(invitation.room, {
      peer: (there) => this.peer(there),
      frame: (frame) => this.connected || this.visit?.take(frame),
      cut: () => this.away("cut"),
      problem: (problem) => this.refused(problem),
    });
    this.broker.open();
  }

  knockAs(name) {
    this.name = name;
    at("knock").hidden = true;
    show("knocking");
    if (this.there) this.begin();
  }

  close() {
    this.leave();
    this.broker.close();
  }

  leave() {
    this.room?.end();
    this.visit?.end();
    at("check").hidden = true;
  }

  // Once the two are connected they need the broker no more.
  get connected() {
    return this.room?.open ?? false;
  }

  peer(there) {
    this.there = there;
    if (this.connected) return;
    if (!there) this.away("away");
    else if (this.name) this.begin();
    else show("ready");
  }

  away(key) {
    this.there = false;
    if (this.connected) return;
    this.leave();
    show(key);
  }

  refused(problem) {
    if (this.connected) return;
    this.leave();
    complain(problem);
  }

  begin() {
    this.leave();
    if (this.invitation.isCode && this.unproven >= UNPROVEN) {
      this.failed(new Problem("wrong-code", false));
      return;
    }
    this.visit = new Visit(this.invitation, this.lists, this.name, (frame) => this.broker.send(frame), {
      knocked: () => this.knocked(),
      connection: (connection) => this.meet(connection),
      words: (words, language) => this.compare(words, language),
      verdict: (admitted) => this.decided(admitted),
      problem: (problem) => this.failed(problem),
    });
    this.visit.begin();
  }

  meet(connection) {
    this.room = new Room(connection, {
      opened: () => show("connected"),
      trouble: (key) => show(key || "connected"),
      over: (key) => this.parted(key),
    });
  }

  // The connection is over. Whoever did not mean it knocks again.
  parted(key) {
    this.visit.end();
    if (key === "lost" && !this.broker.over) {
      show(this.there ? "lost" : "away");
      if (this.there) this.begin();
      return;
    }
    this.broker.close();
    if (key === "ended" || key === "left") show(key);
    else complain(new Problem(key));
  }

  knocked() {
    this.unproven += 1;
    show("knocked");
  }

  compare([one, other], language) {
    this.unproven = 0;
    at("words").textContent = `${one}, ${other}`;
    at("words").lang = language;
    at("check").hidden = false;
    show("compare-now");
  }

  decided(admitted) {
    at("check").hidden = true;
    show(admitted ? "admitted" : "turned-away");
    if (admitted) this.room.begin();
    else this.close();
  }

  failed(problem) {
    this.room?.end();
    if (!problem.over) this.name = "";
    complain(problem);
  }
}

function start(lists) {
  if (!crypto.subtle) throw new Problem("insecure"); // browsers give it to no page that came by plain http from elsewhere
  const byCode = !location.hash;
  let knocking = byCode ? null : new Knocking(invitationOf(location.hash), lists, "");
  at("code-field").hidden = !byCode;
  at("code").required = byCode;
  at("knock").hidden = false;
  at(byCode ? "code" : "name").focus();
  if (byCode) show("enter");
  at("knock").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = at("name").value.trim();
    if (!name) return;
    try {
      if (byCode) knocking = withCode(knocking, lists);
      knocking.knockAs(name);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      complain(error);
    }
  });
}

let entered = 0;

// The same room is not joined anew: only the secret was mistyped.
function withCode(knocking, lists) {
  const invitation = invitationOfCode(at("code").value);
  entered += 1;
  if (entered > ENTERED) {
    knocking?.close();
    throw new Problem("over");
  }
  if (knocking?.invitation.room === invitation.room && !knocking.broker.over) {
    knocking.invitation = invitation;
    knocking.unproven = 0;
    return knocking;
  }
  knocking?.close();
  return new Knocking(invitation, lists, "");
}

async function main() {
  const wished = navigator.languages.map((one) => one.slice(0, 2)).find((one) => LANGUAGES.includes(one));
  at("language").value = wished ?? "en";
  at("language").addEventListener("change", ({ target }) => speak(target.value));
  try {
    load(await fetched("texts.json"));
    speak(at("language").value);
    start(await fetched("check_words.json"));
  } catch (error) {
    if (loaded()) complain(error instanceof Problem ? error : new Problem("refused"));
    else at("problem").textContent = "The page could not be loaded. Load it again.";
  }
}

// Another link pasted into the same page is another invitation.
addEventListener("hashchange", () => location.reload());
main();
