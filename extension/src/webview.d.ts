/** The editor gives this to the page of a web view; it may be called once. */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  /** What `setState` kept, also after the page was hidden or loaded again; undefined the first time. */
  getState(): unknown;
  setState(state: unknown): void;
};
