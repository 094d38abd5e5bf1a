// The sending page: it runs unseen, draws what it is given, and sends that. See mmassist/support/page_sender.py.

const HEAD = 28; // seven numbers of 32 bits: the picture's width and height, then x, y, width and height of the part, and how many more follow
const BITRATE = 1_800_000; // beyond it a link of two megabits loses packets, and with them sharp text
const PICTURES = 30; // a second, at most: fewer are drawn, and of two that come close together none is left out
// Tells the helper's page which pictures each builds on: without it that page can't decode them itself, and shows them later.
const DEPENDENCIES = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

const socket = new WebSocket("socket");
socket.binaryType = "arraybuffer";
const tell = (what) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(what));

const canvas = document.createElement("canvas");
const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
let track = null;
let connection = null;
let channel = null;
let voice = null; // both ways; nothing goes or is heard before the user has allowed it

// Whatever ends the app, or what it says to this page, ends what is sent at once.
socket.onclose = () => {
  track?.stop();
  connection?.close();
};

async function offer({ ice, label, protocol, longest }) {
  canvas.width = canvas.width || 2;
  context.fillRect(0, 0, canvas.width, canvas.height);
  [track] = canvas.captureStream(0).getVideoTracks();
  track.contentHint = "text";
  connection = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  connection.onicecandidate = ({ candidate }) =>
    candidate?.candidate && tell({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "" });
  connection.onicecandidateerror = ({ errorCode }) => {
    if (errorCode >= 400 && errorCode < 500) tell({ connection: "refused" }); // a relay's, as STUN has them: 401 for credentials that are over
  };
  connection.onconnectionstatechange = () => {
    if (["failed", "closed"].includes(connection.connectionState)) tell({ connection: "lost" });
  };
  const picture = connection.addTransceiver(track, { direction: "sendonly", sendEncodings: [{ maxBitrate: BITRATE, maxFramerate: PICTURES }] });
  const extensions = picture.getHeaderExtensionsToNegotiate().map((one) => (one.uri === DEPENDENCIES ? { ...one, direction: "sendrecv" } : one));
  picture.setHeaderExtensionsToNegotiate(extensions);
  voice = connection.addTransceiver("audio", { direction: "sendrecv" });
  channel = connection.createDataChannel(label, { protocol });
  channel.onmessage = ({ data }) => {
    tell({ heard: typeof data === "string" && data.length <= longest ? data : "" }); // what is too long is no message
  };
  channel.onopen = () => tell({ connection: "connected" }); // what is said before would be lost
  channel.onclose = () => tell({ connection: "lost" });
  const made = await connection.createOffer();
  await connection.setLocalDescription(made);
  const parameters = picture.sender.getParameters();
  parameters.degradationPreference = "maintain-resolution";
  await picture.sender.setParameters(parameters);
  return { sdp: made.sdp };
}

async function accept({ sdp }) {
  await connection.setRemoteDescription({ type: "answer", sdp });
  return {};
}

let microphone = null;
let hushed = false;

// The browser takes the helper's voice out of what the microphone hears, once it has heard so many seconds of it: until then one of the two
// speaks, or who sits beside a loudspeaker sends the helper their own voice. It learns also from what does not go.
const LEARNS = 12;
const AUDIBLE = 0.01; // of full scale
const TAIL = 0.5; // seconds that pass until it has sounded, and the room is still
const LOOK = 0.02;
const STALE = 200; // milliseconds
let learnt = 0;
let spoke = -Infinity;
let looks = 0;

function listenToHelper() {
  const [heard] = voice.receiver.getSynchronizationSources();
  const now = performance.now();
  if (heard && performance.timeOrigin + now - heard.timestamp < STALE && heard.audioLevel > AUDIBLE) {
    spoke = now;
    learnt += LOOK;
  }
  const isOwn = learnt < LEARNS && now - spoke < 1000 * TAIL;
  if (microphone) microphone.enabled = !hushed && !isOwn;
}

// While both go.
function learn() {
  clearInterval(looks);
  looks = microphone && speaker.srcObject ? setInterval(listenToHelper, 1000 * LOOK) : 0;
  if (microphone && !looks) microphone.enabled = !hushed;
}

async function listen({ on }) {
  if (!on) {
    microphone?.stop();
    microphone = null;
    learn();
    await voice.sender.replaceTrack(null);
  } else if (!microphone) {
    const media = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    [microphone] = media.getAudioTracks();
    microphone.enabled = !hushed;
    learnt = 0;
    learn();
    await voice.sender.replaceTrack(microphone);
  }
  return {};
}

// Silence goes, and the microphone stays open: it is back at once.
function hush({ on }) {
  hushed = on;
  if (microphone && (on || !looks)) microphone.enabled = !on; // else it is at the next look, if the helper does not speak
}

const speaker = new Audio();

async function play({ on }) {
  speaker.srcObject = on ? new MediaStream([voice.receiver.track]) : null;
  learn();
  if (on) await speaker.play();
  return {};
}

async function add({ candidate, mid }) {
  try {
    await connection.addIceCandidate({ candidate, sdpMid: mid });
  } catch (error) {
    tell({ log: `candidate: ${error.name}` });
  }
}

function draw(data) {
  const [width, height, x, y, wide, high, more] = new Uint32Array(data, 0, 7);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width; // which makes it black
    canvas.height = height;
  }
  if (wide) context.putImageData(new ImageData(new Uint8ClampedArray(data, HEAD), wide, high), x, y);
  else context.drawImage(canvas, 0, 0, 1, 1, 0, 0, 1, 1); // nothing changes, but it counts as drawn
  if (!more) track?.requestFrame(); // a picture in parts would be sent in parts, and late
}

const ASKED = { offer, accept, listen, play };

async function follow(data, said) {
  if (!said) draw(data);
  else if (said.do in ASKED) {
    try {
      tell({ answer: await ASKED[said.do](said) });
    } catch (error) {
      tell({ answer: { failed: error.name } });
    }
  } else if (said.do === "candidate") await add(said);
  else if (said.do === "say" && channel?.readyState === "open") channel.send(said.text);
}

// In the order in which it comes, but for silence: what is asked before, such as for the microphone, may take seconds.
let turn = Promise.resolve();
socket.onmessage = ({ data }) => {
  const said = typeof data === "string" ? JSON.parse(data) : null;
  if (said?.do === "hush") hush(said);
  else turn = turn.then(() => follow(data, said));
};
