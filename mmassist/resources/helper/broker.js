// The connection to the broker that served this page. It comes again by itself.

import { random, toBase64 } from "./bytes.js";
import { Problem, VERSION } from "./invitation.js";

const FIRST_WAIT = 300; // ms
const LAST_WAIT = 4000;

const REPLACED = 4004; // by another tab with the same token, as a tab that was duplicated has
const OVER = 4005;

const REFUSALS = { taken: "used", "no-room": "over", "too-many": "wait", full: "wait" };

export class Broker {
  // `events`: peer(there), frame(bytes), cut(), problem(Problem)
  constructor(room, events) {
    this.room = room;
    this.events = events;
    // the same after this page is loaded again, so that the place is still this helper's
    const kept = `token of ${room}`;
    this.token = sessionStorage.getItem(kept) ?? toBase64(random(32));
    sessionStorage.setItem(kept, this.token);
    this.wait = FIRST_WAIT;
    this.wasThere = false;
    this.over = false;
  }

  open() {
    const address = new URL("v1/signal", document.baseURI);
    address.protocol = address.protocol.replace("http", "ws");
    address.hash = "";
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => this.socket.send(JSON.stringify({ version: VERSION, role: "helper", room: this.room, token: this.token }));
    this.socket.onmessage = ({ data }) => (typeof data === "string" ? this.hear(data) : this.events.frame(new Uint8Array(data)));
    this.socket.onclose = ({ code }) => this.closed(code);
  }

  send(frame) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  close() {
    this.over = true;
    this.socket?.close();
  }

  hear(text) {
    let said;
    try {
      said = Object(JSON.parse(text));
    } catch {
      said = { refused: "" };
    }
    if (said.refused !== undefined) {
      // after a restart of the broker the owner may come back later than we do
      if (said.refused === "no-room" && this.wasThere) return;
      this.end(new Problem(REFUSALS[said.refused] ?? "refused"));
      return;
    }
    if (said.joined) {
      this.wasThere = true;
      this.wait = FIRST_WAIT;
    }
    if (typeof said.peer === "boolean") this.events.peer(said.peer);
  }

  closed(code) {
    if (this.over) return;
    if (code === OVER || code === REPLACED) {
      this.end(new Problem(code === OVER ? "over" : "elsewhere"));
      return;
    }
    this.events.cut();
    setTimeout(() => this.over || this.open(), this.wait);
    this.wait = Math.min(LAST_WAIT, this.wait * 2);
  }

  end(problem) {
    this.close();
    this.events.problem(problem);
  }
}
