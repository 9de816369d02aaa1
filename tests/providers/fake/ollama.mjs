// Ollama's own interface.

export const format = "lines";

export const speaks = ({ path }) => path.startsWith("/api/") || path === "/";

/** @type {import("./providers.mjs").Provider["route"]} */
export function route({ method, path, body }) {
  if (body?.model === "no-such-model" || body?.name === "no-such-model") {
    return { status: 404, body: { error: "model 'no-such-model' not found" } };
  }
  const known = {
    "GET /": () => text("Ollama is running"),
    "HEAD /": () => text(""),
    "GET /api/version": () => ({ status: 200, body: { version: "0.12.6" } }),
    "GET /api/tags": () => ({ status: 200, body: { models } }),
    "POST /api/show": () => shown(body.model ?? body.name),
    // Ollama streams unless it is told not to.
    "POST /api/chat": () => ({ stream: body.stream !== false }),
  };
  return known[`${method} ${path}`]?.();
}

const text = (body) => ({ status: 200, body, headers: { "content-type": "text/plain; charset=utf-8" } });

export const turnOf = (body) => body.messages.filter(({ role }) => role === "assistant").length;

/** Ollama takes any history. */
export const refuse = () => undefined;

export const frames = (chunks) =>
  chunks.map((chunk) => ({ data: typeof chunk === "string" ? chunk : JSON.stringify(chunk) }));

export function whole(chunks) {
  const last = chunks.at(-1);
  const said = chunks.map((chunk) => chunk.message ?? {});
  const thinking = said.map((message) => message.thinking ?? "").join("");
  const calls = said.flatMap((message) => message.tool_calls ?? []);
  return {
    ...last,
    message: {
      role: "assistant",
      content: said.map((message) => message.content ?? "").join(""),
      ...(thinking ? { thinking } : {}),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
    },
  };
}

function shown(name) {
  const model = models.find((each) => each.name === name);
  if (model === undefined) {
    return { status: 404, body: { error: `model '${name}' not found` } };
  }
  const { family } = model.details;
  return {
    status: 200,
    body: {
      ...{
        license: "",
        modelfile: `FROM ${name}`,
        parameters: "num_ctx 8192",
        template: "{{ .Prompt }}",
        details: model.details,
      },
      model_info: { "general.architecture": family, [`${family}.context_length`]: 40_960 },
      capabilities: name.startsWith("nomic") ? ["embedding"] : ["completion", "tools", "thinking"],
      modified_at: model.modified_at,
    },
  };
}

function model(name, family, size, parameters) {
  return {
    ...{
      name,
      model: name,
      modified_at: "2025-10-01T12:00:00.123456789+02:00",
      size,
      digest: "5".repeat(64),
    },
    details: {
      ...{ parent_model: "", format: "gguf", family, families: [family] },
      ...{ parameter_size: parameters, quantization_level: "Q4_K_M" },
    },
  };
}

const models = [
  model("qwen3:4b", "qwen3", 2_497_293_931, "4.0B"),
  model("llama3.2:latest", "llama", 2_019_393_189, "3.2B"),
  model("nomic-embed-text:latest", "nomic-bert", 274_302_450, "137M"),
];
