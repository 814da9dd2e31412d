// What a client can be told to do: one function per order, taking the person and the order's arguments.

import { MatrixEventEvent } from "matrix-js-sdk";
import { VerificationPhase, VerificationRequestEvent } from "matrix-js-sdk/lib/crypto-api/index.js";
import { attach, file } from "./files.mjs";
import { poll, vote } from "./polls.mjs";
import { described } from "./telling.mjs";
import { written } from "./writing.mjs";

function firstState({ encrypted, history, state = [] }) {
    const algorithm = "m.megolm.v1.aes-sha2";
    const chosen = [
        encrypted && { type: "m.room.encryption", state_key: "", content: { algorithm } },
        history && { type: "m.room.history_visibility", state_key: "", content: { history_visibility: history } },
    ];
    return [...chosen.filter(Boolean), ...state];
}

async function createRoom(person, { name, invite, version, preset, ...order }) {
    const { room_id: room } = await person.client.createRoom({
        preset: preset ?? "private_chat",
        name: name ?? undefined,
        invite: invite ?? [],
        room_version: version ?? undefined,
        initial_state: firstState(order),
    });
    return person.inRoom(room);
}

async function devices({ crypto }, { user }) {
    const known = (await crypto.getUserDeviceInfo([user], true)).get(user) ?? new Map();
    const told = [...known.values()].map(async ({ deviceId: device, keys }) => {
        const status = await crypto.getDeviceVerificationStatus(user, device);
        return { device, fingerprint: keys.get(`ed25519:${device}`), signed: status?.signedByOwner ?? false };
    });
    return Promise.all(told);
}

async function read({ client }, { room, event }) {
    await client.sendReadReceipt(client.getRoom(room).findEventById(event));
}

async function look({ client, crypto }, { room, event }) {
    const seen = client.getRoom(room)?.findEventById(event);
    return seen ? described(crypto, seen) : null;
}

// Asks somebody to compare emojis, in a room or at one device, and resolves when that was cancelled.
async function verify({ client, crypto }, { user, room, device }) {
    await crypto.getUserDeviceInfo([user], true);
    const request = room
        ? await crypto.requestVerificationDM(user, room)
        : await crypto.requestDeviceVerification(user, device);
    // The engine drops a cancel that comes before it knows of the request, as it may while the answer to our sending is under
    // way; and it misses one that was opened before it looked (`onLiveEventFromSync` waits for what has been already). So each
    // is handed over once more.
    const handed = new Set();
    const handOver = async () => {
        for (const event of room ? client.getRoom(room).getLiveTimeline().getEvents() : []) {
            const { "m.relates_to": relation = event.getWireContent()["m.relates_to"] } = event.getOriginalContent();
            if (event.getType() !== "m.key.verification.cancel" || relation?.event_id !== request.transactionId) continue;
            if (handed.has(event.getId())) continue;
            handed.add(event.getId());
            await crypto.onKeyVerificationEvent(event);
        }
    };
    const { promise, resolve } = Promise.withResolvers();
    const look = () => request.phase === VerificationPhase.Cancelled && resolve();
    request.on(VerificationRequestEvent.Change, look);
    client.on(MatrixEventEvent.Decrypted, handOver);
    await handOver();
    look();
    await promise.finally(() => {
        request.off(VerificationRequestEvent.Change, look);
        client.off(MatrixEventEvent.Decrypted, handOver);
    });
    return { code: request.cancellationCode, by: request.cancellingUserId };
}

function annotation(event, key) {
    return { "m.relates_to": { rel_type: "m.annotation", event_id: event, key } };
}

function members({ client }, { room }) {
    return client.getRoom(room).getMembers().map(({ userId: user, membership, name }) => ({ user, membership, name }));
}

const sent = async (request) => (await request).event_id;

export const orders = {
    sign: (person, { anew }) => person.sign({ anew }),
    secrets: (person, order) => person.secrets(order),
    device: async ({ deviceId, crypto }) => ({ device: deviceId, ...(await crypto.getOwnDeviceKeys()) }),
    devices,
    verify,

    create_room: createRoom,
    join: async (person, { room }) => person.inRoom((await person.client.joinRoom(room)).roomId),
    leave: ({ client }, { room }) => client.leave(room),
    invite: ({ client }, { room, user }) => client.invite(room, user),
    kick: ({ client }, { room, user }) => client.kick(room, user),
    members,
    state: ({ client }, { room, type, key, content }) => sent(client.sendStateEvent(room, type, content, key ?? "")),

    send: ({ client }, { room, ...order }) => sent(client.sendEvent(room, "m.room.message", written(order))),
    send_event: ({ client }, { room, type, content }) => sent(client.sendEvent(room, type, content)),
    redact: ({ client }, { room, event }) => sent(client.redactEvent(room, event)),
    react: ({ client }, { room, event, key }) => sent(client.sendEvent(room, "m.reaction", annotation(event, key))),
    typing: ({ client }, { room, on }) => client.sendTyping(room, on, 20_000),
    rotate: ({ crypto }, { room }) => crypto.forceDiscardSession(room),
    export_keys: ({ crypto }) => crypto.exportRoomKeysAsJson(),
    import_keys: ({ crypto }, { keys }) => crypto.importRoomKeysAsJson(keys),
    read,
    look,
    file,
    attach,
    poll,
    vote,

    // Any request of the client-server API, as this person.
    request: ({ client }, { method, path, body }) =>
        client.http.authedRequest(method, path, undefined, body ?? undefined, { prefix: "/_matrix/client/v3" }),
    log_out: ({ client }) => client.logout(true),
};
