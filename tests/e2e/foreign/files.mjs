// Encrypted files as other clients read and send them: fetched with one's own access token, checked, and only then decrypted
// (spec, "Sending encrypted attachments").

import { webcrypto } from "node:crypto";

const bytes = (base64) => Buffer.from(base64, "base64"); // takes the unpadded and the URL-safe alphabet as well

async function fetched(client, url) {
    const [, server, media] = /^mxc:\/\/([^/]+)\/([^/]+)$/.exec(url);
    const answer = await fetch(`${client.baseUrl}/_matrix/client/v1/media/download/${server}/${media}`, {
        headers: { Authorization: `Bearer ${client.getAccessToken()}` },
    });
    if (!answer.ok) throw Object.assign(new Error("no such file"), { name: "NotFetched", httpStatus: answer.status });
    return Buffer.from(await answer.arrayBuffer());
}

export async function file({ client }, { file: { url, key, iv, hashes } }) {
    const sealed = await fetched(client, url);
    const hash = Buffer.from(await webcrypto.subtle.digest("SHA-256", sealed));
    if (!hash.equals(bytes(hashes.sha256))) throw Object.assign(new Error("another file"), { name: "WrongHash" });
    const opener = await webcrypto.subtle.importKey("jwk", key, { name: "AES-CTR" }, false, ["decrypt"]);
    const plain = await webcrypto.subtle.decrypt({ name: "AES-CTR", counter: bytes(iv), length: 64 }, opener, sealed);
    return { sealed: sealed.toString("base64"), text: Buffer.from(plain).toString("utf8") };
}

const unpadded = (buffer) => Buffer.from(buffer).toString("base64").replace(/=+$/, "");

// Encrypts a file, gives it to the homeserver and sends the message about it, as Element does with a voice message (MSC3245).
export async function attach({ client }, { room, data, content }) {
    const key = await webcrypto.subtle.generateKey({ name: "AES-CTR", length: 256 }, true, ["encrypt", "decrypt"]);
    const iv = Buffer.concat([webcrypto.getRandomValues(new Uint8Array(8)), Buffer.alloc(8)]);
    const sealed = await webcrypto.subtle.encrypt({ name: "AES-CTR", counter: iv, length: 64 }, key, bytes(data));
    const { content_uri: url } = await client.uploadContent(new Blob([sealed]), { type: "application/octet-stream" });
    const hashes = { sha256: unpadded(await webcrypto.subtle.digest("SHA-256", sealed)) };
    const jwk = await webcrypto.subtle.exportKey("jwk", key);
    const file = { v: "v2", url, key: jwk, iv: unpadded(iv), hashes };
    return (await client.sendEvent(room, "m.room.message", { ...content, file })).event_id;
}
