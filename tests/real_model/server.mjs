// A server that speaks OpenAI's chat completions, with llama.cpp and one model file behind it: node server.mjs MODEL.gguf
// It listens on a free port of 127.0.0.1, prints its address, answers up to four requests side by side, and ends when its input does.
import { createServer } from "node:http";
import { getLlama, LlamaCompletion, LlamaText, SpecialTokensText } from "node-llama-cpp";

const THREADS = Number(process.env.THREADS ?? 1); // more of them wait for each other on a busy machine
const MOST = 256; // tokens: a tiny model that has said so much says the same again
const llama = await getLlama({ gpu: false, build: "never", logLevel: "error", progressLogs: false, maxThreads: THREADS });
const model = await llama.loadModel({ modelPath: process.argv[2] });
const LANES = 4; // side by side they cost little more than one: a step reads the whole model either way
const context = await model.createContext({ contextSize: 4096, sequences: LANES, threads: THREADS });
const free = Array.from({ length: LANES }, () => new LlamaCompletion({ contextSequence: context.getSequence() }));
const waiting = [];

// The model's own template; the library's rendering of it begins with one mark too many.
const mark = (text) => new SpecialTokensText(text);
const turn = ({ role, content }) => [mark(`<|im_start|>${role}\n`), content, mark("<|im_end|>\n")];

async function complete({ messages, max_tokens = MOST, temperature = 0, seed = 1, model: name }) {
  const tokens = LlamaText([messages.map(turn), mark("<|im_start|>assistant\n")]).tokenize(model.tokenizer);
  const options = { maxTokens: Math.min(max_tokens, MOST), temperature, seed };
  const lane = free.pop() ?? (await new Promise((take) => waiting.push(take)));
  const done = () => (waiting.length ? waiting.shift()(lane) : free.push(lane));
  const { response, metadata } = await lane.generateCompletionWithMeta(tokens, options).finally(done);
  const message = { role: "assistant", content: response.trim() };
  const finish_reason = metadata.stopReason === "maxTokens" ? "length" : "stop";
  const usage = { prompt_tokens: tokens.length, completion_tokens: model.tokenize(response).length };
  return { object: "chat.completion", model: name, choices: [{ index: 0, message, finish_reason }], usage };
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const models = { object: "list", data: [{ id: "smollm2", object: "model" }] };
  const answer = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const work = async () => (request.method === "GET" ? models : complete(JSON.parse(Buffer.concat(parts))));
  await work().then((body) => answer(200, body), (error) => answer(400, { error: { message: String(error) } }));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/v1`));
process.stdin.on("end", () => process.exit(0)).resume();
