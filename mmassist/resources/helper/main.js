// The page: what is shown, said and pressed.

import { Broker } from "./broker.js";
import { invitationOf, invitationOfCode, Problem } from "./invitation.js";
import { Visit } from "./visit.js";

const at = (id) => document.getElementById(id);

let texts = {};
let language = "en";
let shown = "";
let trouble = "";

function translated(key) {
  return texts[language]?.[key] ?? texts.en[key];
}

function write() {
  document.documentElement.lang = language;
  document.title = translated("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = translated(element.dataset.text);
  at("status").textContent = shown && translated(shown);
  at("problem").textContent = trouble && translated(trouble);
}

function show(key) {
  shown = key;
  trouble = "";
  write();
}

function complain(problem) {
  trouble = problem.key;
  shown = "";
  at("check").hidden = true;
  at("knock").hidden = problem.over && at("code-field").hidden; // another code can always be entered
  write();
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
      frame: (frame) => this.visit?.take(frame),
      cut: () => this.away("cut"),
      problem: complain,
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
    this.visit?.end();
    this.broker.close();
  }

  peer(there) {
    if (!there) this.away("away");
    else if (this.name) this.begin();
    else show("ready");
    this.there = there;
  }

  away(key) {
    this.there = false;
    this.visit?.end();
    at("check").hidden = true;
    show(key);
  }

  begin() {
    this.visit?.end();
    at("check").hidden = true;
    if (this.invitation.isCode && this.unproven >= UNPROVEN) {
      this.failed(new Problem("wrong-code", false));
      return;
    }
    this.visit = new Visit(this.invitation, this.lists, this.name, (frame) => this.broker.send(frame), {
      knocked: () => this.knocked(),
      words: (words, language) => this.compare(words, language),
      verdict: (admitted) => this.decided(admitted),
      problem: (problem) => this.failed(problem),
    });
    this.visit.begin();
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
    if (!admitted) this.broker.close();
  }

  failed(problem) {
    if (!problem.over) this.name = "";
    complain(problem);
  }
}

function start(lists) {
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
  const wished = navigator.languages.map((one) => one.slice(0, 2)).find((one) => ["en", "de", "es", "fr"].includes(one));
  language = wished ?? "en";
  at("language").value = language;
  at("language").addEventListener("change", ({ target }) => {
    language = target.value;
    write();
  });
  try {
    texts = await fetched("texts.json");
    write();
    start(await fetched("check_words.json"));
  } catch (error) {
    if (texts.en) complain(error instanceof Problem ? error : new Problem("refused"));
    else at("problem").textContent = "The page could not be loaded. Load it again.";
  }
}

// Another link pasted into the same page is another invitation.
addEventListener("hashchange", () => location.reload());
main();
