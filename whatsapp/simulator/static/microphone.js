// A voice message from the customer: one tap records, the next sends. What the browser recorded goes up as it is;
// the phone's own side makes OGG of it, as WhatsApp's app does.

let recorder = null;

export const isRecording = () => recorder !== null;

/** Begins; `done` gets the recording when `end` is called. Rejects when there is no microphone to use. */
export async function begin(done) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  const chunks = [];
  recorder = new MediaRecorder(stream);
  recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  recorder.addEventListener("stop", () => {
    for (const track of stream.getTracks()) track.stop();
    const type = recorder.mimeType;
    recorder = null;
    done(new Blob(chunks, { type }));
  });
  recorder.start();
}

export const end = () => recorder.stop();
