// The page: what is shown, said and pressed.

import { Broker } from "./broker.js";
import { invitationOf, Problem } from "./invitation.js";
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
  at("knock").hidden = problem.over;
  write();
}

async function fetched(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Problem("refused");
  return answer.json();
}

function start(invitation, lists) {
  let visit = null;
  let name = "";
  let there = false;

  const tell = {
    knocked: () => show("knocked"),
    words: ([one, other], of) => {
      at("words").textContent = `${one}, ${other}`;
      at("words").lang = of;
      at("check").hidden = false;
      show("compare-now");
    },
    verdict: (admitted) => {
      at("check").hidden = true;
      show(admitted ? "admitted" : "turned-away");
      if (!admitted) broker.close();
    },
    problem: complain,
  };

  function knock() {
    visit?.end();
    at("check").hidden = true;
    visit = new Visit(invitation, lists, name, (frame) => broker.send(frame), tell);
    visit.begin();
  }

  const broker = new Broker(invitation.room, {
    peer: (is) => {
      there = is;
      if (!is) {
        visit?.end();
        at("check").hidden = true;
        show("away");
      } else if (name) knock();
      else show("ready");
    },
    frame: (frame) => visit?.take(frame),
    cut: () => {
      there = false;
      visit?.end();
      at("check").hidden = true;
      show("cut");
    },
    problem: complain,
  });

  at("knock").addEventListener("submit", (event) => {
    event.preventDefault();
    name = at("name").value.trim();
    if (!name) return;
    at("knock").hidden = true;
    show("knocking");
    if (there) knock();
  });
  at("knock").hidden = false;
  at("name").focus();
  broker.open();
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
    start(invitationOf(location.hash), await fetched("check_words.json"));
  } catch (error) {
    if (texts.en) complain(error instanceof Problem ? error : new Problem("refused"));
    else at("problem").textContent = "The page could not be loaded. Load it again.";
  }
}

// Another link pasted into the same page is another invitation.
addEventListener("hashchange", () => location.reload());
main();
