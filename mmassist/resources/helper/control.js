// Keyboard and mouse for their window. There is no listener but while they allow it and the helper wants it.

const TWICE = 400; // ms between two presses of Escape that leave
const DOUBLE = 250; // ms in which a second click makes a double click
const TOGETHER = 80; // ms in which letters are sent together
const A_STEP = 60; // pixels of a wheel
const LONGEST = 200; // characters of one message
const NAMED = new Set(
  "Enter Tab Escape Backspace Delete Insert ArrowLeft ArrowRight ArrowUp ArrowDown Home End PageUp PageDown F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12".split(" "),
);

export class Control {
  // `send`: takes a message. `left`: called when the helper wants no more.
  constructor(picture, send, left) {
    Object.assign(this, { picture, send, left });
    this.typed = "";
  }

  get on() {
    return Boolean(this.listening);
  }

  begin() {
    if (this.listening) return;
    this.listening = new AbortController();
    const { frame } = this.picture;
    const listen = (name, take) => frame.addEventListener(name, take, { signal: this.listening.signal, passive: false });
    listen("click", (event) => this.click(event));
    listen("auxclick", (event) => event.button === 1 && this.clicked(event, "middle"));
    listen("contextmenu", (event) => this.clicked(event, "right"));
    listen("wheel", (event) => this.wheel(event));
    listen("keydown", (event) => this.key(event));
    listen("blur", () => this.end());
    this.turned = this.escaped = 0;
    this.picture.lend(true);
    frame.focus();
  }

  end() {
    if (!this.listening) return;
    this.listening.abort();
    this.listening = null;
    clearTimeout(this.single);
    clearTimeout(this.soon);
    this.typed = "";
    this.picture.lend(false);
    this.left();
  }

  click(event) {
    clearTimeout(this.single);
    if (event.detail > 1) this.clicked(event, "left", 2);
    else this.single = setTimeout(() => this.clicked(event, "left"), DOUBLE);
  }

  clicked(event, button, times = 1) {
    event.preventDefault();
    const at = this.picture.where(event);
    if (!at) return;
    this.flush();
    this.send({ kind: "click", x: at[0], y: at[1], button, times });
  }

  wheel(event) {
    const at = this.picture.where(event);
    if (event.ctrlKey || !at) return;
    event.preventDefault();
    this.turned += event.deltaY;
    const steps = Math.max(-10, Math.min(10, Math.trunc(this.turned / A_STEP)));
    if (!steps) return;
    this.turned -= steps * A_STEP;
    this.send({ kind: "scroll", x: at[0], y: at[1], steps });
  }

  key(event) {
    const { key } = event;
    if (event.isComposing || event.metaKey) return;
    if (key === "Escape") {
      if (event.timeStamp - this.escaped < TWICE) {
        event.preventDefault();
        this.end();
        return;
      }
      this.escaped = event.timeStamp;
    }
    const typing = [...key].length === 1;
    const altGr = event.getModifierState("AltGraph");
    const ctrl = event.ctrlKey && !altGr;
    const alt = event.altKey && !altGr;
    if (typing && !ctrl && !alt) this.type(key);
    else if (NAMED.has(key) || key === " " || /^[a-zA-Z0-9]$/.test(key)) this.press(NAMED.has(key) ? key : key.toLowerCase(), { ctrl, alt, shift: event.shiftKey });
    else return;
    event.preventDefault();
  }

  type(letter) {
    if (letter === " " && !this.typed) {
      this.press(" ", {});
      return;
    }
    this.typed += letter;
    clearTimeout(this.soon);
    if (this.typed.length >= LONGEST - 2) this.flush();
    else this.soon = setTimeout(() => this.flush(), TOGETHER);
  }

  flush() {
    clearTimeout(this.soon);
    if (this.typed) this.send({ kind: "type", text: this.typed });
    this.typed = "";
  }

  press(key, { ctrl, alt, shift }) {
    this.flush();
    const down = [ctrl && "Control", alt && "Alt", shift && "Shift"].filter(Boolean);
    this.send({ kind: "press", key, held: down });
  }

  // What was written in a field, for telephones and input methods.
  write(text) {
    for (let rest = [...text]; rest.length; rest = rest.slice(LONGEST)) this.send({ kind: "type", text: rest.slice(0, LONGEST).join("") });
  }
}
