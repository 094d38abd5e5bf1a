// The page's texts, in the language that is chosen.

export const LANGUAGES = ["en", "de", "es", "fr"];

let texts = {};
let language = "en";
const filled = new WeakMap(); // what elements show, so that it can be written anew in another language

export const load = (all) => {
  texts = all;
};

export const loaded = () => Boolean(texts.en);

// As a value: a text of the page's own, by its key.
export const own = (key) => ({ key });

// `values`: for {name} in the text.
export function translated(key, values = {}) {
  const text = texts[language]?.[key] ?? texts.en[key];
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? "";
    return value.key ? translated(value.key) : String(value);
  });
}

// Shows a text in an element until another is shown there; nothing where there is no key.
export function put(element, key = "", values = {}) {
  filled.set(element, [key, values]);
  element.dataset.put = "";
  const text = key && translated(key, values);
  if (element.textContent !== text) element.textContent = text;
}

export function speak(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  document.title = translated("title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = translated(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", translated(element.dataset.label));
  for (const element of document.querySelectorAll("[data-put]")) put(element, ...filled.get(element));
}
