// The picture of their screen: zoom, and a cross that is moved by mouse, finger or keys.

const LARGEST = 8;
const STILL = 6; // pixels that a finger may move and still tap
const STEP = 0.01; // of the picture's width or height
const LEAP = 0.1;

const held = (value, low, high) => Math.min(high, Math.max(low, value));

export class Picture {
  // `frame` clips, `sheet` is what is scaled in it, with `video` and `cross` on it. `pointed`: (x, y, event) as shares of the picture.
  // `signal`: aborted when nothing is listened for any more.
  constructor(frame, sheet, video, cross, pointed, signal) {
    Object.assign(this, { frame, sheet, video, cross, pointed });
    this.scale = 1;
    this.left = this.top = 0; // of the sheet, in pixels of the frame
    this.x = this.y = 0.5; // of the cross
    this.fingers = new Map();
    const listen = (name, take, on = frame) => on.addEventListener(name, take, { signal, passive: false });
    listen("resize", () => this.fit(), video);
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.up(event));
    listen("pointercancel", ({ pointerId }) => this.fingers.delete(pointerId));
    listen("wheel", (event) => this.wheel(event));
    listen("keydown", (event) => this.key(event));
    listen("blur", () => this.moveCross(this.x, this.y, false));
  }

  // `track`: null for none.
  show(track) {
    this.video.srcObject = track && new MediaStream([track]);
    if (track) this.video.play().catch(() => {}); // it plays with the next track, or is muted anyway
  }

  fit() {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth && videoHeight) this.frame.style.setProperty("--aspect", String(videoWidth / videoHeight));
    this.place();
  }

  // Whether keys and mouse are for another program just now.
  lend(lent) {
    this.lent = lent;
    this.cross.hidden = true;
  }

  zoom(factor, at = null) {
    const box = this.frame.getBoundingClientRect();
    const [x, y] = at ? [at.clientX - box.left, at.clientY - box.top] : [this.left + this.x * box.width * this.scale, this.top + this.y * box.height * this.scale];
    const scale = held(this.scale * factor, 1, LARGEST);
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.place();
  }

  whole() {
    this.scale = 1;
    this.place();
  }

  // As shares of the picture; null beside it.
  where({ clientX, clientY }) {
    const box = this.video.getBoundingClientRect();
    const [x, y] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? [x, y] : null;
  }

  place() {
    const box = this.frame.getBoundingClientRect();
    this.left = held(this.left, box.width * (1 - this.scale), 0);
    this.top = held(this.top, box.height * (1 - this.scale), 0);
    this.sheet.style.transform = `translate(${this.left}px, ${this.top}px) scale(${this.scale})`;
    this.sheet.style.setProperty("--scale", String(this.scale));
    this.cross.style.left = `${this.x * 100}%`;
    this.cross.style.top = `${this.y * 100}%`;
  }

  down(event) {
    this.frame.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
    if (this.fingers.size === 1) this.travelled = 0;
    else this.travelled = Infinity;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    this.fingers.set(event.pointerId, { clientX: event.clientX, clientY: event.clientY });
    this.travelled += Math.hypot(dx, dy);
    if (others.length === 1) {
      const apart = (finger) => Math.hypot(finger.clientX - others[0].clientX, finger.clientY - others[0].clientY);
      const middle = { clientX: (event.clientX + others[0].clientX) / 2, clientY: (event.clientY + others[0].clientY) / 2 };
      if (apart(before) > 0) this.zoom(apart(event) / apart(before), middle);
    } else if (others.length === 0 && this.travelled > STILL && !this.lent) {
      this.left += dx;
      this.top += dy;
      this.place();
    }
  }

  up(event) {
    const alone = this.fingers.size === 1;
    this.fingers.delete(event.pointerId);
    const at = this.where(event);
    if (!alone || this.travelled > STILL || event.button !== 0 || this.lent || !at) return;
    this.moveCross(...at);
    this.pointed(...at, event);
  }

  wheel(event) {
    if (this.lent && !event.ctrlKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-held(event.deltaY, -200, 200) / 300), event);
  }

  key(event) {
    if (this.lent || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? LEAP : STEP;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      this.moveCross(held(this.x + dx, 0, 1), held(this.y + dy, 0, 1));
      this.follow();
    } else if (event.key === "Enter" || event.key === " ") {
      this.moveCross(this.x, this.y);
      this.pointed(this.x, this.y, event);
    } else if (event.ctrlKey) {
      return;
    } else if (event.key === "+" || event.key === "=") {
      this.zoom(1.25);
    } else if (event.key === "-") {
      this.zoom(0.8);
    } else if (event.key === "0") {
      this.whole();
    } else {
      return;
    }
    event.preventDefault();
  }

  moveCross(x, y, shown = true) {
    [this.x, this.y] = [x, y];
    this.cross.hidden = !shown;
    this.place();
  }

  // Keeps the cross in sight.
  follow() {
    const box = this.frame.getBoundingClientRect();
    const [x, y] = [this.left + this.x * box.width * this.scale, this.top + this.y * box.height * this.scale];
    this.left += held(x, box.width * 0.1, box.width * 0.9) - x;
    this.top += held(y, box.height * 0.1, box.height * 0.9) - y;
    this.place();
  }
}
