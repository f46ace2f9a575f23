// A page that is opened from disk may start no worker, so the search runs in a hidden frame of the same page instead.
// The search asks for it by this name, for a promise from importScripts, and for its own script to be the first.
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(address) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      document.body.appendChild(frame)
      const inside = frame.contentWindow
      inside.document.open()
      inside.document.write("<body></body>") // a document that no browser replaces later
      inside.document.close()
      const load = source => new Promise(loaded => {
        const script = inside.document.createElement("script")
        script.src = source
        script.onload = loaded
        inside.document.body.appendChild(script)
      })
      inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", { data }))
      inside.importScripts = (...sources) => sources.reduce((before, source) => before.then(() => load(source)), Promise.resolve())
      this.inside = inside
      this.ready = load(new URL(address, location).href)
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data })))
    }
  }
}
