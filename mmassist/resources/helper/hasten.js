// Shows the picture as soon as it came. Browsers hold each back for as long as the largest so far would have taken on its way, and for how
// unevenly they came, which is a tenth to a third of a second while text turns; that no page can change (jitterBufferTarget only keeps them
// from adding more). So where a browser hands over what it received, and takes pictures that a page has decoded, that is done besides.

const DECODER = new URL("decoder.js", import.meta.url).href;

let decoder = null; // a worker, once it is there: a transform that waited for it would let no picture through

if (window.RTCRtpScriptTransform && window.MediaStreamTrackGenerator && window.VideoDecoder) {
  const policy = window.trustedTypes?.createPolicy("decoder", { createScriptURL: () => DECODER });
  const starting = new Worker(policy ? policy.createScriptURL("") : DECODER);
  starting.onmessage = () => {
    decoder = starting;
  };
}

// `tell`: a track that shows the same sooner, once it does; null when it does no more.
export function hasten(receiver, tell) {
  receiver.jitterBufferTarget = 0; // a late picture is of more use than an even one
  if (!decoder) return;
  const sooner = new MediaStreamTrackGenerator({ kind: "video" });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => tell(data === "shown" ? sooner : null);
  receiver.transform = new RTCRtpScriptTransform(decoder, { pictures: sooner.writable, told: port2 }, [sooner.writable, port2]);
}
