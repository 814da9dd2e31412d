// Foreign Matrix clients, driven by lines of JSON: {"id": 1, "client": "ana", "do": "send", ...} on stdin;
// on stdout {"id": 1, "result": ...} or {"id": 1, "error": ...}, and, whenever a client sees something,
// {"client": "ana", "event": {...}}, or "typing", "receipt", "membership" (its own, in a room) in the place of "event".
// It ends when stdin ends.

import "./quiet.mjs";
import { createInterface } from "node:readline";
import { orders } from "./orders.mjs";
import { Person } from "./person.mjs";

const people = new Map(); // by the name that the orders call them

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function obey({ client, do: what, ...order }) {
    if (what === "log_in") {
        const person = await Person.logIn(order, (news) => tell({ client, ...news }));
        people.set(client, person);
        return { user: person.userId, device: person.deviceId };
    }
    if (!people.has(client) || !(what === "close" || Object.hasOwn(orders, what))) throw new Error("no such client, or no such order");
    if (what === "close") {
        const person = people.get(client);
        people.delete(client);
        return person.close();
    }
    return orders[what](people.get(client), order);
}

function why(error) {
    return { code: error.errcode ?? error.name, status: error.httpStatus ?? null, message: error.message };
}

async function answer({ id, ...order }) {
    try {
        tell({ id, result: (await obey(order)) ?? null });
    } catch (error) {
        tell({ id, error: why(error) });
    }
}

createInterface({ input: process.stdin })
    .on("line", (line) => void answer(JSON.parse(line)))
    .on("close", () => process.exit(0));
