// What must be in place before matrix-js-sdk is loaded: stdout is for our lines alone, and Node 20 lacks a function.

const loud = process.env.FOREIGN_LOG === "1";
const toStderr = (...words) => process.stderr.write(`${words.map(String).join(" ")}\n`);
for (const level of ["trace", "debug", "log", "info", "warn"]) console[level] = loud ? toStderr : () => {};

Promise.withResolvers ??= function withResolvers() {
    let resolve, reject;
    const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
};
