// A worker that decodes each picture as soon as all of it came. See hasten.js. The browser gets each as well, and goes on as if it were not
// here: it asks for what was lost, and shows what it decoded itself where this does not get on.

const CODECS = { "video/vp8": "vp8" }; // what the app sends
const MOST = 60; // pictures that wait for one that was lost on the way, or for the decoder

class Decoding {
  // `tell`: "shown" once the first picture is, "failed" when no more will be.
  constructor(pictures, tell) {
    this.tell = tell;
    this.writer = pictures.getWriter();
    this.waiting = new Map(); // id -> picture, in the order in which they came
    this.last = -1; // id of the last one that was decoded
    this.isOver = false;
    this.decoder = new VideoDecoder({ output: (picture) => this.show(picture), error: () => this.fail() });
  }

  // Pictures come as they are whole, which is not always in their order.
  take(coded) {
    const { frameId, dependencies, mimeType } = coded.getMetadata();
    const codec = CODECS[mimeType?.toLowerCase()];
    if (frameId === undefined || !dependencies || !codec || this.decoder.decodeQueueSize >= MOST) {
      this.fail();
      return;
    }
    if (this.waiting.size >= MOST) {
      this.waiting.clear(); // the browser has asked for a whole one by now
      this.last = -1;
    }
    const isWhole = coded.type === "key";
    if (isWhole && this.decoder.state === "unconfigured") this.decoder.configure({ codec, optimizeForLatency: true });
    this.waiting.set(frameId, { isWhole, dependencies, data: coded.data.slice(0) }); // once it is handed on, its data are gone
    while (!this.isOver && this.next());
  }

  // Whether one could be decoded of those that wait: a whole one, or one that builds on what was decoded.
  next() {
    for (const [id, { isWhole, dependencies, data }] of this.waiting) {
      const isOld = id <= this.last;
      const isDue = isWhole || (this.last >= 0 && dependencies.every((one) => one <= this.last));
      if (!isOld && !isDue) continue;
      this.waiting.delete(id);
      if (!isOld) this.decode(id, isWhole ? "key" : "delta", data);
      return true;
    }
    return false;
  }

  decode(id, type, data) {
    this.last = id;
    try {
      this.decoder.decode(new EncodedVideoChunk({ type, timestamp: Math.round(performance.now() * 1000), data }));
    } catch {
      this.fail(); // it is not what it says
    }
  }

  show(picture) {
    if (!this.wasShown) this.tell("shown");
    this.wasShown = true;
    this.writer.write(picture).catch(() => this.fail());
  }

  fail() {
    if (this.isOver) return;
    this.tell("failed");
    this.end();
  }

  end() {
    if (this.isOver) return;
    this.isOver = true;
    this.waiting.clear();
    if (this.decoder.state !== "closed") this.decoder.close();
    this.writer.close().catch(() => {}); // it may be so already
  }
}

onrtctransform = ({ transformer }) => {
  const { pictures, told } = transformer.options;
  const decoding = new Decoding(pictures, (what) => told.postMessage(what));
  const both = new TransformStream({
    transform(coded, onward) {
      if (!decoding.isOver) decoding.take(coded);
      onward.enqueue(coded);
    },
  });
  const end = () => decoding.end(); // with the connection, however that ends
  transformer.readable.pipeThrough(both).pipeTo(transformer.writable).then(end, end);
};

postMessage("ready");
